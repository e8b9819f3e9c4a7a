"""`nervecenter load` and `undo-import`: files in, as a whole or not at all, and out again as a whole."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from nervecenter.cli.answers import JsonOption, ProgressLine, answer, counted
from nervecenter.cli.refusals import COULD_NOT_RUN, FINDINGS, CannotRun
from nervecenter.cli.starting import start_django

if TYPE_CHECKING:
    from nervecenter.domain.exchange.reading.files import InputFile
    from nervecenter.foundation.importing.models import Import, UnmatchedValue

SHOWN_ERRORS = 20
SHOWN_NOTICES = 5


@dataclass(frozen=True, slots=True)
class Proposals:
    """What words were taken for (None when nobody asked to), and what is proposed and waits."""

    accepted: list[dict[str, Any]] | None
    waiting: list[dict[str, Any]]


class ShownWatch:
    """Shows how far an import is. Ctrl-C stops it: nothing is written then."""

    def __init__(self, line: ProgressLine) -> None:
        self.line = line

    def progress(self, done: int, total: int | None = None, message: str = "") -> None:
        """So many rows have been read."""
        self.line.show(done, total, message)

    def check_cancelled(self) -> None:
        """Nobody but the keyboard stops it."""


def load(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files, archives (.zip, .gz) or folders.")],
    kind: Annotated[
        str,
        typer.Option(
            "--as", metavar="KIND", help="What the rows are, such as capability; else the files are recognised."
        ),
    ] = "",
    mapping: Annotated[
        Path | None,
        typer.Option("--map", metavar="MAP.yaml", help="How columns become fields (docs/reference/mapping-file.md)."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen; write nothing.")] = False,
    leave_out: Annotated[
        bool, typer.Option("--leave-out-rejected", help="Bring in the good rows even when others are rejected.")
    ] = False,
    accept: Annotated[
        bool,
        typer.Option(
            "--accept-proposals", help="Take near names for what is proposed, and correct misspelt values; remembered."
        ),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Bring files in: all of their rows or none. A second time changes nothing, and `undo-import` takes it back.

    Exit code 0 when all rows came in (or would), 1 when rows were rejected, 2 when the files could not be read. With
    --json the answer is {"import_id", "created", "updated", "unchanged", "rejected", "unmatched", "errors"}, with
    --accept-proposals also "accepted": [{"value", "meaning", "count"}].

    \b
    Examples:
      nervecenter load features.csv --as capability --dry-run
      nervecenter load deals.csv --accept-proposals
      nervecenter load ./export --map mappings/crm.yaml
      nervecenter load tickets.jsonl accounts.xlsx --json
    """
    start_django()
    given = _given(files)
    text = _mapping_text(mapping)
    _warn_of_sample()
    with ProgressLine(quiet=as_json) as line:
        done, words = _brought_in(
            given, text, kind, dry_run=dry_run, leave_out=leave_out, accept=accept, watch=ShownWatch(line)
        )
    answer_import(done, dry_run=dry_run, as_json=as_json, words=words)


def undo_import(
    number: Annotated[int, typer.Argument(metavar="ID", help="The number of the import, as `load` told it.")],
    as_json: JsonOption = False,
) -> None:
    """Take an import back as a whole. Refused when its records were changed since; the refusal names them.

    \b
    Example:
      nervecenter undo-import 7
    """
    start_django()
    from nervecenter.foundation.importing.actions import undo_import as undo

    done = undo(number, actor=None)
    answer(
        {"import_id": done.pk, "status": done.status}, f"Import {done.pk} ({done.title}) is undone.", as_json=as_json
    )


def answer_import(done: "Import", *, dry_run: bool, as_json: bool, words: Proposals | None = None) -> None:
    """The answer of an import, and its exit code."""
    told = outcome(done, dry_run=dry_run)
    if words and words.accepted is not None:
        told["accepted"] = words.accepted
    answer(told, [*_words(done, dry_run=dry_run), *(_proposals(words) if words else ())], as_json=as_json)
    if _nothing_read(done):
        raise typer.Exit(COULD_NOT_RUN)
    if _errors(done) or done.rejected:
        raise typer.Exit(FINDINGS)


def outcome(done: "Import", *, dry_run: bool = False) -> dict[str, Any]:
    """What came of an import, as `load --json` answers it."""
    return {
        "import_id": None if dry_run else done.pk,
        "created": done.created,
        "updated": done.updated,
        "unchanged": done.unchanged,
        "rejected": done.rejected,
        "unmatched": done.unmatched,
        "errors": [
            {"file": each["file"], "row": each["row"], "column": each["column"], "message": each["message"]}
            for each in _errors(done)
        ],
    }


def _errors(done: "Import") -> list[dict[str, Any]]:
    errors: list[dict[str, Any]] = list(done.errors)
    told = {each["file"] for each in errors}
    errors += [
        {"file": each["name"], "row": 0, "column": "", "message": each["message"]}
        for each in done.files
        if each.get("message") and not each.get("broken") and each["name"] not in told
    ]
    if done.status == done.Status.FAILED and not errors:
        errors.append({"file": "", "row": 0, "column": "", "message": done.message})
    return errors


def _given(paths: Iterable[Path]) -> list["InputFile"]:
    from nervecenter.domain.exchange.reading.files import file_from_path, files_from_folder

    found: list[InputFile] = []
    for path in paths:
        if not path.exists():
            raise CannotRun("there is no such file or folder; look at the spelling", code="file", file=str(path))
        found += files_from_folder(path) if path.is_dir() else [file_from_path(path)]
    if not found:
        raise CannotRun("the folder holds no files", code="file", file=", ".join(map(str, paths)))
    return found


def _mapping_text(path: Path | None) -> str | None:
    from nervecenter.domain.exchange.mapping.loading import MappingError, load_mapping

    if path is None:
        return None
    try:
        text = path.read_text(encoding="utf-8")
        load_mapping(text, name=str(path))
    except UnicodeDecodeError as error:
        raise CannotRun("is not UTF-8 text; save it as UTF-8", code="mapping", file=str(path)) from error
    except MappingError as error:
        raise CannotRun("; ".join(map(str, error.problems)), code="mapping", file=str(path)) from error
    return text


def _brought_in(
    files: list["InputFile"],
    mapping: str | None,
    kind: str,
    *,
    dry_run: bool,
    leave_out: bool,
    accept: bool,
    watch: ShownWatch,
) -> tuple["Import", Proposals]:
    from django.db import transaction

    from nervecenter.domain.exchange.mapping.loading import MappingError
    from nervecenter.foundation.importing.actions import load as bring_in
    from nervecenter.foundation.importing.actions import preview, run
    from nervecenter.foundation.resources import UnknownKind, resource

    try:
        known = resource(kind).kind if kind else ""

        def looked_at() -> "Import":
            return preview(files, actor=None, mapping=mapping, kind=known, watch=watch)

        if dry_run:
            with transaction.atomic():
                done, accepted = looked_at(), None
                if accept:
                    accepted = _accepted(done)
                    done = looked_at()
                words = Proposals(accepted, _waiting(done))
                transaction.set_rollback(True)
        elif accept and (seen := looked_at()).status == seen.Status.PREVIEW:
            accepted = _accepted(seen)
            done = run(seen.pk, actor=None, files=files, leave_out_rejected=leave_out, watch=watch)
            words = Proposals(accepted, _waiting(done))
        else:
            done = bring_in(files, actor=None, mapping=mapping, kind=known, leave_out_rejected=leave_out, watch=watch)
            words = Proposals(None, _waiting(done))
    except UnknownKind as error:
        raise CannotRun(str(error), code="unknown-kind") from None
    except MappingError as error:
        raise CannotRun("; ".join(map(str, error.problems)), code="mapping") from error
    return done, words


def _accepted(seen: "Import") -> list[dict[str, Any]]:
    """The proposals of a preview are taken; which they were."""
    from nervecenter.foundation.importing.actions import accept_proposals

    return [_proposed(entry) for entry in accept_proposals(seen.pk, actor=None)]


def _waiting(done: "Import") -> list[dict[str, Any]]:
    """What is proposed and was not taken, the most frequent first."""
    waiting = done.unmatched_values.filter(status__in=("open", "misspelt")).exclude(proposal={})
    return [_proposed(entry) for entry in waiting]


def _proposed(entry: "UnmatchedValue") -> dict[str, Any]:
    return {"value": entry.value, "meaning": entry.proposal["word"], "count": entry.count}


def _proposals(words: Proposals) -> list[str]:
    lines = [f"  {_arrow(each)}, {counted(each['count'], 'row')}: accepted" for each in words.accepted or ()]
    lines += [f"  {_arrow(each)}? {counted(each['count'], 'row')}" for each in words.waiting[:SHOWN_NOTICES]]
    if len(words.waiting) > SHOWN_NOTICES:
        lines.append(f"  and {len(words.waiting) - SHOWN_NOTICES:,} more proposals")
    if words.waiting:
        lines.append("Take what is proposed by loading with --accept-proposals, or decide under Words to match.")
    return lines


def _arrow(each: dict[str, Any]) -> str:
    return f"{each['value']} → {each['meaning']}"


def _nothing_read(done: "Import") -> bool:
    """Whether the files themselves were at fault, not rows in them: none could be read, or one broke off."""
    if done.status == done.Status.FAILED:
        return any(not each["row"] for each in _errors(done)) or not done.rejected
    return bool(done.files) and all(each.get("message") for each in done.files)


def _words(done: "Import", *, dry_run: bool) -> list[str]:
    would = "would be " if dry_run else ""
    told = f"{done.created:,} {would}created, {done.updated:,} {would}changed, {done.unchanged:,} unchanged"
    lines = [f"{told}, {done.rejected:,} rejected, {counted(done.unmatched, 'word')} unmatched."]
    errors = _errors(done)
    lines += [f"  {_placed(each)}" for each in errors[:SHOWN_ERRORS]]
    more = max(done.error_count, len(errors)) - min(len(errors), SHOWN_ERRORS)
    if more:
        lines.append(
            f"  and {more:,} more; --json tells {'all' if more + SHOWN_ERRORS <= len(errors) else 'the first 1,000'}"
        )
    faulty = {each["file"] for each in errors}
    notices = [each for each in done.notices if each["file"] not in faulty]
    lines += [f"  note: {_placed(each)}" for each in notices[:SHOWN_NOTICES]]
    if done.status == done.Status.FAILED:
        lines.append("Nothing was written.")
    elif not dry_run and (done.created or done.updated):
        lines.append(f"Import {done.pk}; take it back with: nervecenter undo-import {done.pk}")
    return lines


def _placed(told: dict[str, Any]) -> str:
    """A message after its file, line and column."""
    row, column = told.get("row"), told.get("column")
    parts = (told["file"], f"line {row}" if row else "", f"column {column}" if column else "")
    place = ", ".join(filter(None, parts))
    message = str(told["message"]).removeprefix(f"{column}: ")
    return f"{place}: {message}" if place else message


def _warn_of_sample() -> None:
    from nervecenter.demo.queries import sample_companies

    for sample in sample_companies():
        print(
            f"nervecenter: this data folder holds the sample company {sample.title}. Keep your own data apart from it:"
            f" use another folder (--data), or remove the sample first: nervecenter demo {sample.name} --remove",
            file=sys.stderr,
        )
