"""Records that several targets or files fill together, gathered by their identity before they are written."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from nervecenter.domain.exchange.drafting.drafts import DraftChunk, LinkColumn, Place, UnmatchedCell
from nervecenter.domain.exchange.faults import CellError, ErrorLog, shortened
from nervecenter.domain.exchange.reading.chunks import CHUNK_ROWS

Identity = tuple[str, str, str]
_Meta = tuple[str, bool, tuple[str, ...], str, str]


@dataclass(slots=True)
class _Gathered:
    """One record so far: what was said of it and where."""

    file: str
    sheet: str
    row: int
    source: str
    source_id: str
    public_id: str
    values: dict[str, Any] = field(default_factory=dict)
    links: dict[str, tuple[Any, LinkColumn]] = field(default_factory=dict)
    places: dict[str, tuple[str, int]] = field(default_factory=dict)
    unmatched: list[UnmatchedCell] = field(default_factory=list)
    also: list[Place] = field(default_factory=list)
    create: bool = False


class Merger:
    """Gathers the rows of one kind. Rows that contradict each other are errors unless their mapping says otherwise."""

    def __init__(self, kind: str, keys: tuple[str, ...], log: ErrorLog) -> None:
        self._kind = kind
        self._keys = keys
        self._log = log
        self._records: dict[Identity, _Gathered] = {}
        self._refused: set[Identity] = set()
        self.rejected = 0

    def take(self, chunk: DraftChunk) -> None:
        """Add the rows of a chunk to what is known of their records."""
        unmatched: dict[int, list[UnmatchedCell]] = {}
        for cell in chunk.unmatched:
            unmatched.setdefault(cell.place, []).append(cell)
        for place in range(len(chunk)):
            identity = row_identity(chunk, place, self._keys)
            self._take_row(identity, chunk, place, unmatched.get(place, []))

    def _take_row(self, identity: Identity, chunk: DraftChunk, place: int, unmatched: list[UnmatchedCell]) -> None:
        record = self._records.get(identity)
        if record is None:
            ids = chunk.source_ids[place], chunk.public_ids[place]
            record = self._records[identity] = _Gathered(chunk.file, chunk.sheet, chunk.rows[place], chunk.source, *ids)
        else:
            record.also.append((chunk.file, chunk.sheet, chunk.rows[place]))
        if chunk.also:
            record.also += chunk.also[place]
        record.unmatched += unmatched
        record.create = record.create or chunk.create
        doubtful = {cell.field for cell in unmatched}
        for name, column in chunk.fields.items():
            if name not in doubtful:
                self._say(identity, record, chunk, place, name, column[place])
        for name, link in chunk.links.items():
            if name not in doubtful:
                self._link(identity, record, chunk, place, link)

    def chunks(self) -> Iterator[DraftChunk]:
        """The gathered records, those with the same fields together; refused ones are left out and counted."""
        self._unify()
        groups: dict[Any, list[_Gathered]] = {}
        for identity, record in self._records.items():
            if identity in self._refused:
                self.rejected += 1
                continue
            metas = tuple((name, _meta(link)) for name, (_, link) in sorted(record.links.items()))
            place = (record.source, record.file, record.sheet, record.create)
            groups.setdefault((place, frozenset(record.values), metas), []).append(record)
        self._records = {}
        for records in groups.values():
            for start in range(0, len(records), CHUNK_ROWS):
                yield self._chunk(records[start : start + CHUNK_ROWS])

    def _unify(self) -> None:
        """A record that one file names by its id and another by its key is one record."""
        for key in self._keys:
            by_value: dict[str, list[Identity]] = {}
            for identity, record in self._records.items():
                if identity[0] != "key" and record.values.get(key):
                    by_value.setdefault(str(record.values[key]), []).append(identity)
            for identity in [each for each in self._records if each[:2] == ("key", key)]:
                same = by_value.get(identity[2], [])
                if len(same) == 1:
                    for chunk in self._alone(identity):
                        self._take_row(same[0], chunk, 0, chunk.unmatched)

    def _alone(self, identity: Identity) -> Iterator[DraftChunk]:
        yield self._chunk([self._records.pop(identity)])

    def _say(self, identity: Identity, record: _Gathered, chunk: DraftChunk, place: int, name: str, value: Any) -> None:
        known = record.values.get(name)
        if name not in record.values or known in ("", None) or (chunk.repeats == "last" and value not in ("", None)):
            record.values[name] = value
            record.places[name] = (chunk.file, chunk.rows[place])
        elif value != known and value not in ("", None) and chunk.repeats == "refuse":
            self._refuse(identity, record, chunk, place, name, value, known)

    def _link(self, identity: Identity, record: _Gathered, chunk: DraftChunk, place: int, link: LinkColumn) -> None:
        value = link.values[place]
        known, before = record.links.get(link.field, (None, link))
        if link.field not in record.links or not known or (chunk.repeats == "last" and value):
            record.links[link.field] = (value, link)
            record.places[link.field] = (chunk.file, chunk.rows[place])
        elif chunk.repeats == "gather" and link.many:
            record.links[link.field] = (tuple(dict.fromkeys([*known, *(value or ())])), before)
        elif value and value != known and chunk.repeats == "refuse":
            self._refuse(identity, record, chunk, place, link.field, value, known)

    def _refuse(
        self, identity: Identity, record: _Gathered, chunk: DraftChunk, place: int, name: str, value: Any, known: Any
    ) -> None:
        self._refused.add(identity)
        file, row = record.places[name]
        before = f"row {row}" if file == chunk.file else f"{file}, row {row}"
        shown = identity[2] or identity[1]
        message = (
            f"{name}: {self._kind} {shown} has another value in {before}: {shortened(known, 60)}. Make them agree."
        )
        self._log.add(CellError(chunk.file, chunk.rows[place], name, shortened(value), message))

    def _chunk(self, records: list[_Gathered]) -> DraftChunk:
        first = records[0]
        links = {}
        for name, (_, link) in first.links.items():
            values = [record.links[name][0] for record in records]
            links[name] = LinkColumn(name, link.target_kind, link.many, link.by, link.source, link.missing, values)
        chunk = DraftChunk(
            kind=self._kind,
            target=-1,
            source=first.source,
            file=first.file,
            sheet=first.sheet,
            rows=[record.row for record in records],
            source_ids=[record.source_id for record in records],
            public_ids=[record.public_id for record in records],
            fields={name: [record.values[name] for record in records] for name in first.values},
            links=links,
            create=first.create,
            also=[record.also for record in records],
        )
        for place, record in enumerate(records):
            for cell in record.unmatched:
                chunk.unmatched.append(UnmatchedCell(place, cell.field, cell.column, cell.value))
        return chunk


def row_identity(chunk: DraftChunk, place: int, keys: tuple[str, ...]) -> Identity:
    """What tells a row's record from others: its source id, its public id, or the first key that it fills."""
    if chunk.source_ids[place]:
        return ("source_id", chunk.source, chunk.source_ids[place])
    if chunk.public_ids[place]:
        return ("public_id", "", chunk.public_ids[place])
    for key in keys:
        value = chunk.fields.get(key)
        if value is not None and value[place]:
            return ("key", key, str(value[place]))
    return ("row", f"{chunk.file}\0{chunk.sheet}", str(chunk.rows[place]))


def _meta(link: LinkColumn) -> _Meta:
    return link.target_kind, link.many, link.by, link.source, link.missing
