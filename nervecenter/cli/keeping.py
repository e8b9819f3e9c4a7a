"""`nervecenter backup` and `nervecenter restore`: the whole workspace in one file, and back."""

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from nervecenter.cli.answers import JsonOption, ProgressLine, answer, counted
from nervecenter.cli.starting import start_django


def backup(
    file: Annotated[
        Path | None, typer.Argument(help="The file to write; without it nervecenter-DATE.zip in this folder.")
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Write over a file that is there.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Put the whole workspace, history included, into one file. Nobody has to stop working meanwhile.

    Left out, and said so in the file: the signing key, sign-in sessions, uploads waiting to be imported. It holds
    the hashes of passwords and tokens, so only its owner may read it.

    \b
    Examples:
      nervecenter backup
      nervecenter --data ./company backup /backups/company.zip --overwrite
    """
    start_django()
    from nervecenter.foundation.backup.actions import make_backup

    target = file or Path(f"nervecenter-{datetime.now(UTC):%Y-%m-%d-%H%M%S}.zip")
    with ProgressLine(quiet=as_json) as progress:
        report = make_backup(target, overwrite=overwrite, report=progress.show)
    told = f"{report.file}: {counted(report.rows, 'row')} of {counted(report.tables, 'table')}, {_size(report.size)}."
    answer(asdict(report), [told, *(f"  not in it: {each}" for each in report.left_out)], as_json=as_json)


def restore(
    file: Annotated[Path, typer.Argument(help="A file that `nervecenter backup` wrote.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Also when somebody has worked here; the old state is kept beside it.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Make the data folder what a backup holds: all of it, or nothing when anything is wrong.

    Checksums are compared first. A backup of a newer version is refused, one of an older version is brought up to
    date. A backup made on SQLite can also be restored into an empty PostgreSQL database.

    \b
    Examples:
      nervecenter --data ./fresh restore company.zip
      nervecenter restore company.zip --replace
    """
    start_django(schema=False, alone=True)
    from nervecenter.foundation.backup.actions import restore_backup

    with ProgressLine(quiet=as_json) as progress:
        report = restore_backup(file, replace=replace, report=progress.show)
    lines = [f"Restored {counted(report.rows, 'row')} of {counted(report.tables, 'table')}, as of {report.made_at}."]
    if report.kept:
        lines.append(f"What was here before is kept in {report.kept}.")
    answer(asdict(report), lines, as_json=as_json)


def _size(number: int) -> str:
    return f"{number / 1_000_000:,.1f} MB" if number >= 100_000 else f"{number / 1_000:,.1f} kB"
