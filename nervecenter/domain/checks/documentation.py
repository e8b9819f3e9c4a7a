"""Writes the documentation of the checks out of the checks themselves: one Markdown page each, and an index.

`python -m nervecenter.domain.checks.documentation docs/checks` writes the pages; a test holds them to the code.
"""

import re
import sys
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from textwrap import fill
from typing import Any

from nervecenter.domain.checks.check import GROUPS, Check, Stage, registered_checks
from nervecenter.domain.checks.thresholds import Threshold

INDEX = "index.md"
WIDTH = 120
SOURCES = {
    "S0": "“Product management and organization”, a post",
    "S1": "an article, untitled in our copy, on how the two product roles and sales work together",
    "S2": "pmdude, “You Can’t do Product Management w/o some Product Marketing”",
    "S3": "“What Isn’t Product Management”",
    "S4": "“Product Management Isn’t Product Marketing”",
}
QUESTIONS = {
    "evidence": "Does the market ask for it?",
    "definition": "Is what we plan thought through?",
    "gotomarket": "Do we say what is so, to whom it matters?",
    "selling": "Do we promise what we have?",
    "revenue": "Do prices and numbers hold?",
    "organisation": "Does somebody answer for it, with the time it takes?",
    "references": "Do the records fit together?",
}


def page_name(check: type[Check]) -> str:
    """The file of a check's page."""
    return f"{check.code.lower()}.md"


def page(check: type[Check]) -> str:
    """The page of one check: what it is called, how grave it is, what can be set, and its four sections."""
    explanation = check.explanation
    return "\n".join(
        [
            f"# {check.code} {check.name}\n",
            f"{_filled(explanation.summary)}\n",
            *_summary_table(check),
            *_threshold_table(check),
            f"## What it finds\n\n{_filled(explanation.finds)}\n",
            f"## Why it matters\n\n{_filled(explanation.matters)}\n",
            f"## Example\n\n{_filled(explanation.example)}\n",
            f"## What to do\n\n{_filled(explanation.remedy)}\n",
            *_source(check),
            f"[All checks]({INDEX})\n",
        ]
    )


def index() -> str:
    """The page that lists all checks by group, with the words by which a group is selected."""
    parts = [
        "# Checks\n",
        _filled(
            "Each check asks one question of the company and answers with findings. A run takes a code (`NC101`), the "
            "start of a code (`NC1`), a name or a group; thresholds and severities are settings. These pages are "
            "written by the checks themselves, with this command:"
        )
        + "\n\n```\npython -m nervecenter.domain.checks.documentation docs/checks\n```\n",
        _filled(
            "**error**: something stated or promised does not hold. **warning**: harm is likely. **info**: look at it, "
            "or something cannot be told because a date or number is missing."
        )
        + "\n",
    ]
    for group, checks in groupby(registered_checks(), key=lambda check: check.group):
        parts.append(f"## {QUESTIONS[group]}\n\nGroup `{group}`, codes NC{_digit(group)}.\n")
        parts.append("| code | name | severity | catches |\n| --- | --- | --- | --- |")
        parts += [_index_row(check) for check in checks]
        parts.append("")
    parts.append("## Sources\n\nThe words that a page quotes come from one of these texts.\n")
    parts += [f"- {code}: {text}" for code, text in SOURCES.items()]
    return "\n".join(parts) + "\n"


def pages() -> dict[str, str]:
    """Every file of the documentation with its text."""
    return {INDEX: index(), **{page_name(check): page(check) for check in registered_checks()}}


def write_pages(folder: Path) -> None:
    """The folder holds exactly the pages of the checks there are; other files in it are left alone."""
    folder.mkdir(parents=True, exist_ok=True)
    written = pages()
    for path in folder.glob("nc*.md"):
        if re.fullmatch(r"nc\d{3}\.md", path.name) and path.name not in written:
            path.unlink()
    for name, text in written.items():
        (folder / name).write_text(text, encoding="utf-8")


def main(arguments: Sequence[str]) -> int:
    """Writes the pages into the folder named on the command line."""
    if len(arguments) != 1:
        sys.stderr.write("Name the folder to write to, for example docs/checks.\n")
        return 2
    write_pages(Path(arguments[0]))
    return 0


def _summary_table(check: type[Check]) -> list[str]:
    cycle = check.life_cycle
    state = cycle.stage.value + (f", use {cycle.instead}" if cycle.stage is Stage.DEPRECATED else "")
    rows = [("severity", check.severity.value), ("group", check.group), ("since", cycle.since), ("state", state)]
    if check.former_codes:
        rows.append(("formerly", ", ".join(check.former_codes)))
    return ["| | |", "| --- | --- |", *(f"| {name} | {value} |" for name, value in rows), ""]


def _threshold_table(check: type[Check]) -> list[str]:
    if not check.thresholds:
        return []
    head = ["## Thresholds\n", "| name | default | meaning | takes |", "| --- | --- | --- | --- |"]
    rows = [f"| `{name}` | {_default(each)} | {each.about} | {each.takes} |" for name, each in check.thresholds.items()]
    return [*head, *rows, ""]


def _default(threshold: Threshold[Any]) -> str:
    value = threshold.default
    return ", ".join(value) if isinstance(value, tuple) else f"{value} {threshold.unit}"


def _source(check: type[Check]) -> list[str]:
    if not check.seed:
        return ["## Source\n\nOurs: the data of real product organisations asked for it.\n"]
    return [f"## Source\n\n> “{check.seed_quote}”\n\n{check.seed}: {SOURCES[check.seed]}.\n"]


def _index_row(check: type[Check]) -> str:
    return (
        f"| [{check.code}]({page_name(check)}) | {check.name} | {check.severity.value} | {check.explanation.summary} |"
    )


def _digit(group: str) -> str:
    return next(digit for digit, name in GROUPS.items() if name == group)


def _filled(text: str) -> str:
    paragraphs = [" ".join(paragraph.split()) for paragraph in text.split("\n\n")]
    return "\n\n".join(fill(each, WIDTH, break_long_words=False, break_on_hyphens=False) for each in paragraphs)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
