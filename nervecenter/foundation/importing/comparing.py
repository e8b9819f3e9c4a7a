"""Drafts of records that are there already, compared with them: only what differs is written."""

from collections.abc import Mapping
from typing import Any

from django.db import connection

from nervecenter.domain.exchange.drafting.drafts import DraftChunk
from nervecenter.foundation.importing.linking import Linked
from nervecenter.foundation.importing.replaying import Conflict, ReplayGuard
from nervecenter.foundation.importing.table_columns import TableColumns
from nervecenter.foundation.importing.writers import Writer
from nervecenter.foundation.resources import Resource

Pairs = list[tuple[int, int]]


class StoredRows:
    """What the database holds of some records: the columns that a draft fills, versions, and links."""

    def __init__(self, columns: TableColumns, chunk: DraftChunk, numbers: list[int], *, locked: bool) -> None:
        self._columns = columns
        self._numbers = numbers
        self._locked = locked and connection.vendor == "postgresql"
        self._chunk = chunk

    def plain(self, names: Mapping[str, Any]) -> dict[int, tuple[Any, ...]]:
        """By id: the version, then the named columns in order. On PostgreSQL the rows are locked before a write."""
        rows = self._columns.model._default_manager.filter(pk__in=self._numbers).order_by("pk")
        if self._locked:
            rows = rows.select_for_update(of=("self",))
        attributes = self._columns.attribute_names(names)
        return {row[0]: row[1:] for row in rows.values_list("pk", "version", *attributes)}

    def links(self, name: str) -> dict[int, set[int]]:
        """By id: the records that a field links to."""
        through, owner, target = self._columns.through(name)
        fields = {field.column: field.attname for field in through._meta.concrete_fields}
        rows = through._default_manager.filter(**{f"{fields[owner]}__in": self._numbers})
        found: dict[int, set[int]] = {number: set() for number in self._numbers}
        for one, other in rows.values_list(fields[owner], fields[target]):
            found[one].add(other)
        return found


class Comparison:
    """The rows of a chunk against what is stored. A field whose word names nothing keeps what it holds."""

    def __init__(
        self,
        columns: TableColumns,
        stored: StoredRows,
        chunk: DraftChunk,
        links: Mapping[str, Linked],
        numbers: list[int],
        adopted: set[int],
    ) -> None:
        self._columns = columns
        self._chunk = chunk
        self._numbers = numbers
        self._adopted = adopted
        self._given = columns.of_draft(chunk, links)
        self._stored_rows = stored
        self._stored = stored.plain(self._given)
        self._keep_doubtful(links)
        self._links = {name: linked for name, linked in links.items() if linked.link.many}
        self._add: dict[str, Pairs] = {name: [] for name in self._links}
        self._drop: dict[str, Pairs] = {name: [] for name in self._links}
        self._changed_links: set[int] = set()
        for name, linked in self._links.items():
            self._compare_links(name, linked, stored.links(name))

    def spare(self, guard: ReplayGuard, declared: Resource) -> list[Conflict]:
        """Fields that would change but were changed since keep what they hold, unless the guard says that files win."""
        return [*self._spare_columns(guard, declared), *self._spare_links(guard, declared)]

    def changed_places(self) -> list[int]:
        """The rows of the chunk that differ from their record."""
        rows: Any = zip(*self._given.values(), strict=True) if self._given else ((),) * len(self._numbers)
        return [
            place
            for place, (number, row) in enumerate(zip(self._numbers, rows, strict=True))
            if self._stored[number][1:] != row or number in self._changed_links or place in self._adopted
        ]

    def write(self, writer: Writer, changed: list[int]) -> None:
        """Write the changed rows with their next version, and the links that differ."""
        for adopted in (False, True):
            places = [place for place in changed if (place in self._adopted) is adopted]
            if places:
                self._write_rows(writer, places, adopted=adopted)
        for name in self._links:
            through = self._columns.through(name)
            if self._drop[name]:
                writer.unlink(*through, self._drop[name])
            if self._add[name]:
                writer.link(*through, self._add[name])

    def _write_rows(self, writer: Writer, places: list[int], *, adopted: bool) -> None:
        numbers = [self._numbers[place] for place in places]
        columns: dict[str, Any] = {name: [values[place] for place in places] for name, values in self._given.items()}
        columns["version"] = [self._stored[number][0] + 1 for number in numbers]
        columns["changed_at"] = self._columns.now
        columns["changed_by_id"] = self._columns.actor
        if adopted:
            columns["source"] = self._chunk.source
            columns["source_id"] = [self._chunk.source_ids[place] for place in places]
        writer.update(self._columns.model, columns, numbers)

    def _keep_doubtful(self, links: Mapping[str, Linked]) -> None:
        names = list(self._given)
        doubtful = [(cell.field, cell.place) for cell in self._chunk.unmatched]
        doubtful += [(name, place) for name, linked in links.items() for place in linked.lacking_places()]
        for field, place in doubtful:
            column = self._columns.column_of(field)
            if column in self._given:
                held = self._stored[self._numbers[place]][1 + names.index(column)]
                self._given[column] = [*self._given[column]]
                self._given[column][place] = held

    def _spare_columns(self, guard: ReplayGuard, declared: Resource) -> list[Conflict]:
        differing = [
            (place, number, position, name)
            for position, name in enumerate(self._given, start=1)
            for place, number in enumerate(self._numbers)
            if self._stored[number][position] != self._given[name][place]
        ]
        numbers = sorted({number for _, number, _, _ in differing})
        later = guard.changed_columns(self._columns.model._meta.db_table, numbers)
        spared: list[Conflict] = []
        for place, number, position, name in differing:
            field = self._columns.field_of(name)
            if (number, name) not in later or guard.takes(declared.public_id(number), field):
                continue
            here, there = self._stored[number][position], self._given[name][place]
            spared.append(Conflict(declared.kind, number, field, here, there, later[number, name]))
            self._given[name] = [*self._given[name]]
            self._given[name][place] = here
        return spared

    def _spare_links(self, guard: ReplayGuard, declared: Resource) -> list[Conflict]:
        spared: list[Conflict] = []
        left: set[int] = set()
        for name in self._links:
            add, drop = self._add[name], self._drop[name]
            numbers = sorted({number for number, _ in (*add, *drop)})
            later = guard.changed_links(self._columns.through(name)[0]._meta.db_table, numbers)
            kept = {number for number in later if not guard.takes(declared.public_id(number), name)}
            stored = self._stored_rows.links(name) if kept & set(numbers) else {}
            for number in kept & set(numbers):
                here = stored[number]
                there = (here | {to for one, to in add if one == number}) - {to for one, to in drop if one == number}
                spared.append(Conflict(declared.kind, number, name, sorted(here), sorted(there), later[number]))
            self._add[name] = [pair for pair in add if pair[0] not in kept]
            self._drop[name] = [pair for pair in drop if pair[0] not in kept]
            left |= {number for number, _ in (*self._add[name], *self._drop[name])}
        self._changed_links = left
        return spared

    def _compare_links(self, name: str, linked: Linked, stored: dict[int, set[int]]) -> None:
        doubtful = set(linked.lacking_places()) | {cell.place for cell in self._chunk.unmatched if cell.field == name}
        for place, (number, several) in enumerate(zip(self._numbers, linked.numbers(), strict=True)):
            wanted = set(several)
            added = wanted - stored[number]
            dropped = set() if place in doubtful else stored[number] - wanted
            self._add[name] += [(number, other) for other in sorted(added)]
            self._drop[name] += [(number, other) for other in sorted(dropped)]
            if added or dropped:
                self._changed_links.add(number)
