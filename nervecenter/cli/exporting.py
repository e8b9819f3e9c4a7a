"""`nervecenter export` and `nervecenter import`: records as open files, and such files in again."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from nervecenter.cli.answers import JsonOption, ProgressLine, answer, columns, counted
from nervecenter.cli.loading import ShownWatch, answer_import
from nervecenter.cli.refusals import CannotRun
from nervecenter.cli.starting import start_django


def export(
    kinds: Annotated[
        list[str] | None, typer.Argument(metavar="[KIND]...", help="Which kinds, such as capability.")
    ] = None,
    form: Annotated[str, typer.Option("--format", help="csv, jsonl, json or xlsx.")] = "csv",
    target: Annotated[
        Path | None, typer.Option("--to", metavar="FILE", help="The file for one kind, the folder for several.")
    ] = None,
    everything: Annotated[
        Path | None,
        typer.Option("--all", metavar="DIR", help="Every kind that has records, one file each, in this folder."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Write records as open files: one kind to the terminal or a file, several kinds or all of them to a folder.

    `nervecenter import` brings such a folder in again. Archived records, users and history are not in it; `backup`
    takes the whole workspace. Without a file, --json writes the records themselves as JSON.

    \b
    Examples:
      nervecenter export capability > capabilities.csv
      nervecenter export release --format xlsx --to releases.xlsx
      nervecenter export --all ./company --format jsonl
    """
    start_django()
    from nervecenter.foundation.importing.folders import export_folder
    from nervecenter.foundation.resources import UnknownKind, resource

    try:
        wanted = [resource(kind).kind for kind in kinds or ()]
    except UnknownKind as error:
        raise CannotRun(str(error), code="unknown-kind") from None
    folder = everything or target
    if everything is None and len(wanted) == 1:
        _one(wanted[0], "json" if as_json and target is None else form, target, as_json=as_json)
    elif folder is not None and (everything is None) == bool(wanted):
        with ProgressLine(quiet=as_json) as line:
            written = export_folder(folder, form=form, kinds=wanted, watch=ShownWatch(line))
        data = {
            "folder": str(folder),
            "files": [{"kind": w.kind, "file": w.file, "records": w.records} for w in written],
        }
        rows = [[w.file, counted(w.records, "record")] for w in written]
        answer(data, columns(rows) if rows else "There are no records.", as_json=as_json)
    else:
        raise CannotRun("name a kind, or several with --to FOLDER, or everything with --all FOLDER", code="usage")


def import_(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that `nervecenter export --all` wrote.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen; write nothing.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Bring in a folder of `export --all`: changes into the workspace it came from, or all of it into an empty one.

    Records keep their ids. Everything comes in or nothing, and `undo-import` takes it back. Other files: `load`.

    \b
    Examples:
      nervecenter import ./company --dry-run
      nervecenter --data ./fresh import ./company
    """
    start_django()
    from django.db import transaction

    from nervecenter.foundation.importing.folders import import_folder

    with ProgressLine(quiet=as_json) as line:
        if dry_run:
            with transaction.atomic():
                done = import_folder(folder, dry_run=True, watch=ShownWatch(line))
                transaction.set_rollback(True)
        else:
            done = import_folder(folder, watch=ShownWatch(line))
    answer_import(done, dry_run=dry_run, as_json=as_json)


def _one(kind: str, form: str, target: Path | None, *, as_json: bool) -> None:
    from nervecenter.foundation.importing.export import export_stream

    stream = export_stream(kind, form)
    if target is None:
        if form == "xlsx" and sys.stdout.isatty():
            raise CannotRun("a workbook cannot be shown on a terminal; name a file with --to", code="usage")
        sys.stdout.flush()
        for block in stream:
            sys.stdout.buffer.write(block)
        sys.stdout.buffer.flush()
        return
    partial = target.with_name(target.name + ".partial")
    try:
        with partial.open("wb") as file:
            for block in stream:
                file.write(block)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    answer({"kind": kind, "file": str(target)}, f"{target} is written.", as_json=as_json)
