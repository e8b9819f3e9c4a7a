"""Which records the rows of a chunk are: found by public id, by source and id, or by the kind's keys."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from nervecenter.domain.exchange.drafting.drafts import DraftChunk
from nervecenter.foundation.resources import Resource, UnknownKind, parse_public_id

_HIGHEST = 1 << 32


def own_number(public_id: str) -> int | None:
    """The number in an id of ours; None for an empty one and for a number so high that no record of ours had it."""
    if not public_id:
        return None
    digits = public_id.rpartition("-")[2]
    number = int(digits) if digits.isdecimal() else 0
    return number if 0 < number < _HIGHEST else None


@dataclass(slots=True)
class Found:
    """For each row its record's id, or None if it is new; what is wrong with some; those that adopt a hand-made one."""

    numbers: list[int | None]
    wrong: dict[int, str] = field(default_factory=dict)
    adopted: set[int] = field(default_factory=set)


class Identifier:
    """Finds the records of one kind that are there already."""

    def __init__(self, declared: Resource, keys: tuple[str, ...]) -> None:
        self._declared = declared
        self._keys = keys
        self._rows: Any = declared.model._default_manager.order_by("pk")
        self._sources: dict[str, bool] = {}

    def find(self, chunk: DraftChunk) -> Found:
        """The records of the rows. A row that could be two records is wrong, and says so."""
        found = Found([None] * len(chunk))
        if any(chunk.public_ids):
            self._by_public_id(chunk, found)
        left = [place for place, number in enumerate(found.numbers) if number is None and place not in found.wrong]
        named = [place for place in left if chunk.source_ids[place]]
        if named:
            self._by_source_id(chunk, found, named)
            left = [place for place in left if found.numbers[place] is None]
        if left and self._keys:
            self._by_keys(chunk, found, left)
        for place in left:
            if found.numbers[place] is None and place not in found.wrong and not self._has_identity(chunk, place):
                ways = " or ".join(["an id", *self._keys])
                found.wrong[place] = f"the row has neither {ways}, so a second import could not find it again."
        return found

    def _has_identity(self, chunk: DraftChunk, place: int) -> bool:
        if chunk.source_ids[place] or chunk.public_ids[place]:
            return True
        return any(key in chunk.fields and chunk.fields[key][place] for key in self._keys)

    def _by_public_id(self, chunk: DraftChunk, found: Found) -> None:
        wanted: dict[int, int] = {}
        for place, text in enumerate(chunk.public_ids):
            if not text:
                continue
            try:
                declared, number = parse_public_id(text)
            except UnknownKind as error:
                found.wrong[place] = str(error)
                continue
            if declared is not self._declared:
                found.wrong[place] = f"{text} is a {declared.label.lower()}, not a {self._declared.label.lower()}."
            else:
                wanted[place] = number
        there = set(self._rows.filter(pk__in=set(wanted.values())).values_list("pk", flat=True))
        for place, number in wanted.items():
            if number in there:
                found.numbers[place] = number

    def _by_source_id(self, chunk: DraftChunk, found: Found, places: Sequence[int]) -> None:
        if chunk.source not in self._sources:
            self._sources[chunk.source] = self._rows.filter(source=chunk.source).exists()
        if not self._sources[chunk.source]:
            return
        wanted = [chunk.source_ids[place] for place in places]
        rows = self._rows.filter(source=chunk.source, source_id__in=wanted).exclude(source_id="")
        known = dict(rows.values_list("source_id", "pk"))
        for place in places:
            found.numbers[place] = known.get(chunk.source_ids[place])

    def _by_keys(self, chunk: DraftChunk, found: Found, places: Iterable[int]) -> None:
        """A row with a source id may adopt a record made by hand; one without may be any record.

        The first key that a row fills decides; a later key only finds records that have none of the earlier ones.
        """
        left = list(places)
        for position, key in enumerate(self._keys):
            column = chunk.fields.get(key)
            if column is None or not left:
                continue
            earlier = self._keys[:position]
            known = self._by_key(key, earlier, {column[place] for place in left if column[place]})
            for place in left:
                self._choose(chunk, found, place, key, known.get(column[place], []))
            left = [place for place in left if found.numbers[place] is None and place not in found.wrong]

    def _by_key(self, key: str, earlier: Sequence[str], wanted: set[Any]) -> dict[Any, list[tuple[Any, ...]]]:
        known: dict[Any, list[tuple[Any, ...]]] = {}
        if wanted:
            rows = self._rows.filter(**{f"{key}__in": list(wanted)}, archived_at=None)
            for row in rows.values_list(key, "pk", "source_id", *earlier):
                if not any(row[3:]):
                    known.setdefault(row[0], []).append(row)
        return known

    def _choose(self, chunk: DraftChunk, found: Found, place: int, key: str, rows: Sequence[tuple[Any, ...]]) -> None:
        if chunk.source_ids[place]:
            by_hand = [row for row in rows if not row[2]]
            if len(by_hand) == 1 and len(rows) == 1:
                found.numbers[place] = by_hand[0][1]
                found.adopted.add(place)
        elif len(rows) == 1:
            found.numbers[place] = rows[0][1]
        elif rows:
            shown = ", ".join(self._declared.public_id(row[1]) for row in rows[:3])
            found.wrong[place] = f'{len(rows)} records have the {key} "{rows[0][0]}" ({shown}). Give the rows ids.'
