"""What drafting yields: rows of one kind, column by column, typed, with links still as the words of the file."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from nervecenter.domain.exchange.mapping.document import Missing, Repeats

Reference = str | None
References = tuple[str, ...]
Place = tuple[str, str, int]


@dataclass(slots=True)
class LinkColumn:
    """Links that are still words: a word (or None) per row, or a tuple of words when the field takes several.

    `by` are the ways to find the record, in order: `source_id` (within `source`), or a field of the target such as
    code or name. `missing` says what becomes of a word that finds nothing.
    """

    field: str
    target_kind: str
    many: bool
    by: tuple[str, ...]
    source: str
    missing: Missing
    values: Sequence[Reference] | Sequence[References]


@dataclass(slots=True)
class UnmatchedCell:
    """A value that the mapping's value map does not know; the field stays empty until somebody decides.

    `place` is the position of its row in the chunk.
    """

    place: int
    field: str
    column: str
    value: str


@dataclass(slots=True)
class DraftChunk:
    """Good rows of one kind from one file. `target` is the place in the mapping's `into`.

    All columns have one value a row, in the order of `rows` (their places in the file). `source_ids` is empty texts
    when the mapping names no id; the rows are then found by the kind's keys. `public_ids` are our own ids where the
    file carries them, and empty texts elsewhere. Without `create`, a row is only for a record that is there or that
    another chunk gives. `also` has, where rows were merged, the further places (file, sheet, row) of each.
    """

    kind: str
    target: int
    source: str
    file: str
    sheet: str
    rows: Sequence[int]
    source_ids: Sequence[str]
    public_ids: Sequence[str]
    fields: dict[str, Sequence[Any]]
    links: dict[str, LinkColumn]
    repeats: Repeats = "refuse"
    create: bool = True
    also: Sequence[Sequence[Place]] = ()
    unmatched: list[UnmatchedCell] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.rows)

    def only(self, places: Sequence[int]) -> "DraftChunk":
        """The rows at these places as a chunk of their own."""

        def kept(values: Sequence[Any]) -> list[Any]:
            return [values[place] for place in places]

        moved = {place: position for position, place in enumerate(places)} if self.unmatched else {}
        return replace(
            self,
            rows=kept(self.rows),
            source_ids=kept(self.source_ids),
            public_ids=kept(self.public_ids),
            fields={name: kept(values) for name, values in self.fields.items()},
            links={name: replace(link, values=kept(link.values)) for name, link in self.links.items()},
            also=kept(self.also) if self.also else (),
            unmatched=[replace(cell, place=moved[cell.place]) for cell in self.unmatched if cell.place in moved],
        )


@dataclass(slots=True)
class Tally:
    """How many records were read, left out by a condition or value map, and rejected for a bad cell."""

    read: int = 0
    skipped: int = 0
    rejected: int = 0
