"""Questions on the command line: search, and why a record exists."""

from typing import Annotated, Any

import typer

from nervecenter.cli.answers import JsonOption, answer, columns
from nervecenter.cli.refusals import FINDINGS, CannotRun
from nervecenter.cli.starting import start_django


def search(
    words: Annotated[
        list[str], typer.Argument(help="What to look for; every word must occur, the last may be a beginning.")
    ],
    kind: Annotated[list[str] | None, typer.Option("--kind", help="Only this kind of record; may be repeated.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="At most so many.")] = 20,
    as_json: JsonOption = False,
) -> None:
    """Find records of every kind by the words in them. Exit code 1 when nothing was found.

    \b
    Examples:
      nervecenter search merge train
      nervecenter search epics --kind capability --kind requirement
    """
    start_django()
    from nervecenter.foundation.resources import UnknownKind, resource
    from nervecenter.foundation.searching import search as found_by

    try:
        kinds = [resource(name).kind for name in kind] if kind else None
    except UnknownKind as error:
        raise CannotRun(str(error), code="unknown-kind") from None
    hits = found_by(" ".join(words), kinds=kinds, limit=limit)
    data = [
        {"kind": hit.kind, "id": hit.public_id, "title": hit.title, "path": hit.path, "archived": hit.archived}
        for hit in hits
    ]
    lines = columns([[hit.public_id, hit.label, hit.title] for hit in hits]) if hits else ["Nothing was found."]
    answer(data, lines, as_json=as_json)
    if not hits:
        raise typer.Exit(FINDINGS)


def why(
    record: Annotated[str, typer.Argument(metavar="ID", help="The id of a record, such as cap-17.")],
    so_what: Annotated[bool, typer.Option("--so-what", help="Walk the other way: what follows from it.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Walk from a record to its reasons, up to the evidence; with --so-what on to what is claimed and earned.

    \b
    Examples:
      nervecenter why cap-17
      nervecenter why prb-3 --so-what --json
    """
    start_django()
    from nervecenter.foundation import tracing
    from nervecenter.foundation.resources import UnknownKind, parse_public_id

    try:
        declared, number = parse_public_id(record)
    except UnknownKind as error:
        raise CannotRun(str(error), code="unknown-id") from None
    trace = (tracing.so_what if so_what else tracing.why)(declared.kind, number)
    if trace is None:
        raise CannotRun(
            f"there is no {declared.label.lower()} {record}; find it with: nervecenter search", code="not-found"
        )
    nodes = [trace.start, *trace.nodes]
    data: dict[str, Any] = {
        "start": trace.start.public_id,
        "nodes": [
            {"id": each.public_id, "kind": each.kind, "title": each.title, "depth": each.depth} for each in nodes
        ],
        "steps": [{"from": _id(step.near), "to": _id(step.far), "label": step.label} for step in trace.steps],
        "cut": trace.cut,
    }
    lines = [f"{'  ' * each.depth}{each.public_id}  {each.label}: {each.title}" for each in nodes]
    if not trace.nodes:
        lines.append("Nothing follows from it yet." if so_what else "No reason for it is on record yet.")
    if trace.cut:
        lines.append("There is more than is shown.")
    answer(data, lines, as_json=as_json)


def _id(key: tuple[str, int]) -> str:
    from nervecenter.foundation.resources import resource

    return resource(key[0]).public_id(key[1])
