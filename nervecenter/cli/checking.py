"""`nervecenter check`: where the company contradicts itself, like a linter's list."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from nervecenter.cli.answers import JsonOption, answer, counted
from nervecenter.cli.refusals import FINDINGS, CannotRun
from nervecenter.cli.starting import start_django

if TYPE_CHECKING:
    from nervecenter.domain.checks.findings import Finding


def check(
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FOLDER]", help="A folder of files (requirements.yaml, ...) to check without a database."
        ),
    ] = None,
    select: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CODES", help="Only these checks: codes, their beginnings (NC1), groups or names; commas."
        ),
    ] = None,
    ignore: Annotated[list[str] | None, typer.Option(metavar="CODES", help="Not these checks.")] = None,
    preview: Annotated[bool, typer.Option("--preview", help="Also checks that are still being tried out.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Run the checks over the company in the data folder, or over a folder of files. Waived findings are left out.

    Exit code 0 when nothing was found, 1 when something was, 2 when the checks could not run. What is found in the
    data folder is kept, so that new, open and fixed are told apart.

    \b
    Examples:
      nervecenter check
      nervecenter check --select NC3,NC601 --json
      nervecenter check ./company --ignore NC309
    """
    selected, ignored = _codes(select), _codes(ignore)
    if folder is not None:
        found, waived, notices = _in_folder(folder, selected, ignored, preview)
    else:
        found, waived, notices = _in_workspace(selected, ignored, preview)
    answer([_data(finding) for finding in found], _words(found, waived, notices), as_json=as_json)
    if found:
        raise typer.Exit(FINDINGS)


def _codes(given: list[str] | None) -> tuple[str, ...]:
    return tuple(word.strip() for words in given or () for word in words.split(",") if word.strip())


def _in_folder(
    folder: Path, select: tuple[str, ...], ignore: tuple[str, ...], preview: bool
) -> tuple[tuple["Finding", ...], int, tuple[str, ...]]:
    from nervecenter.domain.checks.folder import read_folder
    from nervecenter.domain.checks.running import run_checks
    from nervecenter.domain.checks.selection import Selection
    from nervecenter.domain.checks.waivers import apply_waivers

    if not folder.is_dir():
        raise CannotRun(
            "there is no such folder; name one that holds files such as requirements.yaml", file=str(folder)
        )
    company = read_folder(folder, dt.datetime.now(dt.UTC).date())
    settings = company.settings
    selection = Selection(
        select or settings.selection.select,
        (*settings.selection.ignore, *ignore),
        preview or settings.selection.preview,
    )
    report = run_checks(company.facts, selection, settings.settings)
    told = apply_waivers(report.findings, settings.waivers, company.facts.today, codes=report.codes)
    return told.active, len(told.waived), report.notices


def _in_workspace(
    select: tuple[str, ...], ignore: tuple[str, ...], preview: bool
) -> tuple[tuple["Finding", ...], int, tuple[str, ...]]:
    start_django()
    from nervecenter.honesty.actions import run_checks

    result = run_checks(actor=None, select=select, ignore=ignore, preview=preview)
    return result.findings, len(result.waived), result.notices


def _data(finding: "Finding") -> dict[str, Any]:
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "subject": {"kind": finding.subject.kind, "id": finding.subject.id, "label": finding.subject.label},
        "message": finding.message,
        "remedy": finding.remedy,
    }


def _words(found: tuple["Finding", ...], waived: int, notices: Iterable[str]) -> list[str]:
    lines = list(notices)
    for finding in found:
        lines.append(f"{finding.code} {finding.severity.value}: {finding.message}")
        lines.append(f"      {finding.subject.id} {finding.subject.label}. {finding.remedy}")
    counts = Counter(finding.severity.value for finding in found)
    told = ", ".join(counted(counts[name], name) for name in ("error", "warning") if counts[name])
    told = ", ".join(filter(None, [told, f"{counts['info']:,} info" if counts["info"] else ""]))
    last = f"{counted(len(found), 'finding')}: {told}." if found else "Nothing was found."
    lines.append(last + (f" {waived:,} waived." if waived else ""))
    return lines
