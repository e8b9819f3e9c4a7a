"""The rows of imported files that a record came from, ready for its page."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from nervecenter.foundation.fields import field_specs
from nervecenter.foundation.importing.sources import SourceRow, source_rows
from nervecenter.foundation.resources import Resource

LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Cell:
    """One column of a row: its name, the field that it fills, and what stood in it."""

    name: str
    fills: str
    text: str


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row with where it stood, and its columns that hold something; `empty` names the others."""

    row: SourceRow
    cells: tuple[Cell, ...]
    empty: str


def shown_rows(declared: Resource, number: int) -> tuple[ShownRow, ...]:
    """The rows of a record, those of the latest import first."""
    labels = {name: spec.label for name, spec in field_specs(declared).items()}
    return tuple(_shown(row, labels) for row in source_rows(declared.kind, number))


def _shown(row: SourceRow, labels: Mapping[str, str]) -> ShownRow:
    texts = {name: _text(value) for name, value in (row.columns or {}).items()}
    cells = [Cell(name, labels.get(row.fills.get(name, ""), ""), text) for name, text in texts.items() if text]
    return ShownRow(row, tuple(cells), ", ".join(name for name, text in texts.items() if not text))


def _text(value: object) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
