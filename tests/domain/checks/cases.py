"""The cases of the checks: facts as data, and what must be found in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from nervecenter.domain.checks.facts import Facts
from nervecenter.domain.checks.folder import list_types
from nervecenter.domain.checks.folder_rows import row_of

FOLDER = Path(__file__).parent / "cases"
TODAY = date(2022, 11, 11)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case: the ids that must be found, in order, and words that their messages must hold.

    `boundary` names the threshold at whose very edge the case stands.
    """

    check: str
    title: str
    facts: Mapping[str, list[dict[str, Any]]]
    finds: list[str]
    says: list[str] = field(default_factory=list)
    never_says: list[str] = field(default_factory=list)
    severities: list[str] = field(default_factory=list)
    thresholds: Mapping[str, Any] = field(default_factory=dict)
    boundary: str = ""
    today: date = TODAY

    def company(self) -> Facts:
        """The facts, typed as a company folder would type them."""
        return Facts(today=self.today, **{name: rows_of(name, rows) for name, rows in self.facts.items()})


def rows_of(name: str, rows: list[dict[str, Any]]) -> Any:
    """The rows of one list. Fails on a column or value that the list cannot take."""
    read = [row_of(values, list_types()[name]) for values in rows]
    assert [str(fault.column) for _, bad in read for fault in bad] == []
    return tuple(row for row, _ in read)


def all_cases() -> list[Case]:
    """Every case of every file, in the order of the files."""
    cases = []
    for path in sorted(FOLDER.glob("*.yaml")):
        content = yaml.safe_load(path.read_text())
        check = content.pop("check")
        assert check.lower() == path.stem
        cases += [Case(check=check, title=title, **values) for title, values in content.items()]
    return cases
