"""Cells on their way from a column to a field: the values, what is wrong with some, and what they were at first."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from nervecenter.domain.exchange.drafting.bad_value import BadValue
from nervecenter.domain.exchange.drafting.values import address_problem, unstorable
from nervecenter.domain.exchange.kinds import FieldSpec

_CACHED = 100_000
_ADDRESS = ("https://", "http://", "/")
_SPACE = re.compile(r"\s")


@dataclass(slots=True)
class Cells:
    """One column being read. `textual` promises that all values are `str`. `bad` maps places to what is wrong there.

    `skipped` are the places whose record is to be left out, `unmatched` the values that a value map does not know.
    """

    name: str
    values: Sequence[Any]
    raw: Sequence[Any]
    textual: bool = False
    bad: dict[int, str] = field(default_factory=dict)
    skipped: set[int] = field(default_factory=set)
    unmatched: dict[int, str] = field(default_factory=dict)

    def with_values(self, values: Sequence[Any], *, textual: bool) -> "Cells":
        """The same cells after a step."""
        self.values = values
        self.textual = textual
        return self

    def blank(self, place: int) -> None:
        """Take the value at a place away."""
        values = list(self.values)
        values[place] = "" if self.textual else None
        self.values = values


def apply_text(cells: Cells, change: Callable[[str], str]) -> Cells:
    """Change every text, and every text in a list, leaving all else."""
    if cells.textual:
        return cells.with_values([change(value) if value else value for value in cells.values], textual=True)

    def each(value: Any) -> Any:
        if isinstance(value, str):
            return change(value)
        if isinstance(value, list | tuple):
            return [change(item) if isinstance(item, str) else item for item in value]
        return value

    return cells.with_values([each(value) for value in cells.values], textual=False)


def convert_cells(cells: Cells, convert: Callable[[object], Any], empty: Any) -> list[Any]:
    """Convert every filled value; equal texts are converted once. Bad ones are noted and become empty."""
    known = _Remembered(convert, empty)
    if cells.textual:
        values = [known[value] for value in cells.values]
    else:
        values = [
            known[value]
            if isinstance(value, str)
            else empty
            if value is None or value == [] or value == ()
            else known.fresh(value)
            for value in cells.values
        ]
    if known.any_bad:
        for place, value in enumerate(values):
            if isinstance(value, BadValue):
                cells.bad.setdefault(place, value.message)
                values[place] = empty
    return values


class _Remembered(dict[str, Any]):
    """Converted texts by their text, forgotten when there are too many."""

    def __init__(self, convert: Callable[[object], Any], empty: Any) -> None:
        super().__init__()
        self._convert = convert
        self[""] = self._empty = empty
        self.any_bad = False

    def __missing__(self, text: str) -> Any:
        if len(self) > _CACHED:
            self.clear()
            self[""] = self._empty
        stripped = text.strip()
        value = self[text] = self.fresh(stripped) if stripped else self._empty
        return value

    def fresh(self, value: object) -> Any:
        """The value converted now."""
        made = self._convert(value)
        if isinstance(made, BadValue):
            self.any_bad = True
        return made


def plain_texts(cells: Cells, max_length: int | None) -> list[str]:
    """The quick way for columns that are texts already: strip them, and note those that cannot be stored."""
    values = [value.strip() for value in cells.values]
    if max_length and any(len(value) > max_length for value in values):
        for place, value in enumerate(values):
            if len(value) > max_length:
                cells.bad.setdefault(place, f"has {len(value):,} characters; at most {max_length:,} fit. Shorten it.")
    if unstorable("".join(values)):
        for place, value in enumerate(values):
            wrong = unstorable(value)
            if wrong:
                cells.bad.setdefault(place, wrong)
    return values


def web_addresses(cells: Cells, spec: FieldSpec) -> list[str]:
    """The same for addresses: most are plainly well, and only the others are looked at one by one."""
    values = plain_texts(cells, spec.max_length)
    spaced = _SPACE.search("".join(values)) is not None
    for place, value in enumerate(values):
        if value and (spaced or not value.startswith(_ADDRESS)):
            wrong = address_problem(value)
            if wrong:
                cells.bad.setdefault(place, wrong)
    return values
