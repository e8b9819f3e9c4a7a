"""One target of a mapping while a part of a file is drafted: its fields read, its bad rows left out."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import Any

from nervecenter.domain.exchange.drafting.cells import Cells, convert_cells, plain_texts, web_addresses
from nervecenter.domain.exchange.drafting.conditions import condition_test, records_where
from nervecenter.domain.exchange.drafting.dates import Order, slashed_order
from nervecenter.domain.exchange.drafting.drafts import DraftChunk, LinkColumn, Tally, UnmatchedCell
from nervecenter.domain.exchange.drafting.lookups import NO_LOOKUPS, Lookups
from nervecenter.domain.exchange.drafting.numbers import DecimalSign, decimal_sign
from nervecenter.domain.exchange.drafting.sources import CompiledSource
from nervecenter.domain.exchange.drafting.values import Converter, converter, empty_value, is_empty
from nervecenter.domain.exchange.drafting.views import spread
from nervecenter.domain.exchange.faults import CellError, ErrorLog, shortened
from nervecenter.domain.exchange.kinds import FieldSpec, KindSpec
from nervecenter.domain.exchange.mapping.document import MappingDocument, Source, Target
from nervecenter.domain.exchange.reading.chunks import Part, Records

SOURCE_ID_LENGTH = 240
_LINK_TEXT = FieldSpec("link", "text", max_length=1_000)
_ID, _OWN = "source id", "public id"
_PUBLIC_ID = FieldSpec(_OWN, "text", max_length=40)


@dataclass(slots=True)
class FieldPlan:
    """One field of a target: its source and how its values are converted."""

    name: str
    spec: FieldSpec
    source: CompiledSource
    by: tuple[str, ...]
    order: Order = "unknown"
    sign: DecimalSign | None = None

    def read(self, records: Records, others: "Sequence[FieldPlan]" = ()) -> tuple[Cells, Any] | None:
        """The cells (with what is wrong in them) and the converted values, or None when the column is missing.

        The other fields tell the order of day and month where the field's own dates do not.
        """
        cells = self.source.cells(records)
        if cells is None:
            return None
        spec, source = self.spec, self.source.source
        if spec.type == "links":
            values: Any = convert_cells(cells, _references(self.by), ())
        elif spec.type == "link":
            values = convert_cells(cells, lambda value: _read_word(_named(value, self.by)), None)
        elif cells.textual and spec.type in ("text", "longtext") and not spec.nullable:
            values = plain_texts(cells, spec.max_length)
        elif cells.textual and spec.type == "url" and not spec.nullable:
            values = web_addresses(cells, spec)
        else:
            values = convert_cells(cells, self._converter(cells, records, others), empty_value(spec))
        if spec.required or source.required:
            self._note_needed(cells, values)
        return cells, values

    def _converter(self, cells: Cells, records: Records, others: "Sequence[FieldPlan]") -> Converter:
        source = self.source.source
        sign = source.decimal
        if sign == "auto" and self.spec.type in ("integer", "decimal"):
            if self.sign is None:
                self.sign = decimal_sign({value for value in cells.values if isinstance(value, str)})
            sign = self.sign or "."
        order = self._date_order(cells)
        if order == "unknown" and self.spec.type in ("date", "datetime"):
            shown = {other.order_shown(records) for other in others} - {"unknown"}
            order = shown.pop() if len(shown) == 1 else order
        return converter(self.spec, source, order, sign)

    def order_shown(self, records: Records) -> Order:
        """Whether the field's dates begin with the day or the month, as far as these records show it."""
        if self.order == "unknown" and self.spec.type in ("date", "datetime"):
            cells = self.source.cells(records)
            return self._date_order(cells) if cells is not None else "unknown"
        return self.order

    def _date_order(self, cells: Cells) -> Order:
        if self.spec.type not in ("date", "datetime"):
            return "unknown"
        if self.order == "unknown":
            self.order = slashed_order({value for value in cells.values if isinstance(value, str)})
        return self.order

    def _note_needed(self, cells: Cells, values: Any) -> None:
        if all(values) and self.spec.type not in ("boolean", "integer", "decimal"):
            return
        for place, value in enumerate(values):
            empty = is_empty(cells.values[place]) or is_empty(value)
            if empty and place not in cells.bad and place not in cells.skipped and place not in cells.unmatched:
                cells.bad[place] = "is needed, but there is no value."


class TargetPlan:
    """One target of a mapping while one part of a file is drafted."""

    def __init__(
        self,
        number: int,
        target: Target,
        kinds: Mapping[str, KindSpec],
        document: MappingDocument,
        log: ErrorLog,
        lookups: Lookups = NO_LOOKUPS,
    ) -> None:
        self._number = number
        self._target = target
        self._document = document
        self._log = log
        self._drafted = 0
        self.kind = target.kind
        kind = kinds[target.kind]
        needed = target.public_id is None
        identity = FieldSpec(_ID, "text", required=needed, max_length=SOURCE_ID_LENGTH)
        self._ids = [
            FieldPlan(spec.name, spec, CompiledSource(source, lookups), ())
            for spec, source in ((identity, target.source_id), (_PUBLIC_ID, target.public_id))
            if source is not None
        ]
        self._fields = [
            FieldPlan(name, kind.fields[name], CompiledSource(source, lookups), _ways(kind.fields[name], source, kinds))
            for name, source in target.fields.items()
        ]
        self._seen: Counter[str] = Counter()

    def draft(self, records: Records, tally: Tally) -> DraftChunk | None:
        """The rows of this target that these records give, without the bad ones."""
        if self._target.for_each is not None:
            records = spread(records, self._target.for_each)
        records = records_where(records, self._target.where)
        count = len(records.rows)
        if not count:
            return None
        self._drafted += count
        plans = [*self._ids, *self._fields]
        read: dict[str, tuple[Cells, Any]] = {}
        for plan in plans:
            found = plan.read(records, self._fields)
            if found is not None:
                read[plan.name] = self._numbered(found) if plan.name == _ID else found
            elif plan.spec.required or plan.source.source.required:
                tally.rejected += count
                return None
        for plan in self._fields:
            if plan.source.source.when and plan.name in read:
                read[plan.name] = _only_when(plan, read)
        keep = self._keep(records, read, tally)
        return self._chunk(records, read, keep)

    def _numbered(self, found: tuple[Cells, Any]) -> tuple[Cells, Any]:
        """The ids as they are, or, where repeats are numbered, `-2` and so on after those that came before."""
        cells, ids = found
        if self._target.repeats != "number":
            return found
        numbered = []
        for one in ids:
            self._seen[one] += 1
            numbered.append(one if not one or self._seen[one] == 1 else f"{one}-{self._seen[one]}")
        return cells, numbered

    def report_missing(self, part: Part) -> None:
        """Say which columns and paths of the mapping the part does not have."""
        plans = [*self._ids, *self._fields]
        for plan in plans:
            needed = plan.spec.required or plan.source.source.required
            for file in plan.source.absent if self._drafted and not self._document.tolerant else ():
                message = f"no file {file} is in the import; {plan.name} of {self._target.kind} is left as it is."
                self._log.notice(CellError(part.file, 0, "", "", message))
            for column in plan.source.missing:
                if needed and self._drafted:
                    message = f"the column is missing, and {plan.name} of {self._target.kind} needs it."
                    self._log.add(CellError(part.file, 0, column, "", message))
                elif not self._document.tolerant:
                    message = f"the column is not in the file; {plan.name} of {self._target.kind} is left as it is."
                    self._log.notice(CellError(part.file, 0, column, "", message))
            if part.tables is None and self._drafted and not plan.source.filled and not self._document.tolerant:
                for path in plan.source.paths():
                    message = f"the path leads to no value anywhere; {plan.name} of {self._target.kind} stays empty."
                    self._log.notice(CellError(part.file, 0, path, "", message))

    def _keep(self, records: Records, read: Mapping[str, tuple[Cells, Any]], tally: Tally) -> list[bool] | None:
        rejected: set[int] = set()
        skipped: set[int] = set()
        for cells, _ in read.values():
            skipped |= cells.skipped
        found = [(place, name) for name, (cells, _) in read.items() for place in cells.bad.keys() - skipped]
        for place, name in sorted(found, key=lambda each: each[0]):
            cells = read[name][0]
            rejected.add(place)
            value = shortened(cells.raw[place]) if cells.raw[place] is not None else ""
            message = f"{name}: {cells.bad[place]}"
            self._log.add(CellError(records.file, records.rows[place], cells.name, value, message))
        tally.rejected += len(rejected)
        tally.skipped += len(skipped)
        gone = rejected | skipped
        return [place not in gone for place in range(len(records.rows))] if gone else None

    def _chunk(self, records: Records, read: Mapping[str, tuple[Cells, Any]], keep: list[bool] | None) -> DraftChunk:
        def kept(values: Any) -> Any:
            return values if keep is None else list(compress(values, keep))

        rows = kept(records.rows)
        nothing = [""] * len(rows)
        ids, own_ids = (kept(read[name][1]) if name in read else nothing for name in (_ID, _OWN))
        chunk = DraftChunk(
            kind=self._target.kind,
            target=self._number,
            source=self._document.system,
            file=records.file,
            sheet=records.sheet,
            rows=rows,
            source_ids=ids,
            public_ids=own_ids,
            fields={},
            links={},
            repeats=self._target.repeats,
            create=self._target.create,
        )
        for plan in self._fields:
            if plan.name not in read:
                continue
            cells, values = read[plan.name]
            if plan.spec.type in ("link", "links"):
                source = plan.source.source
                chunk.links[plan.name] = LinkColumn(
                    field=plan.name,
                    target_kind=plan.spec.target_kind,
                    many=plan.spec.type == "links",
                    by=plan.by,
                    source=source.of or self._document.system,
                    missing=source.missing,
                    values=kept(values),
                )
            else:
                chunk.fields[plan.name] = kept(values)
            for place, value in cells.unmatched.items():
                if keep is None or keep[place]:
                    position = place if keep is None else sum(keep[:place])
                    chunk.unmatched.append(UnmatchedCell(position, plan.name, cells.name, value))
        return chunk


def _only_when(plan: FieldPlan, read: Mapping[str, tuple[Cells, Any]]) -> tuple[Cells, Any]:
    """A field's cells and values, empty for records whose other fields came out otherwise than its source wants."""
    cells, values = read[plan.name]
    unmet: set[int] = set()
    for name, condition in (plan.source.source.when or {}).items():
        test = condition_test(condition)
        if name not in read:
            unmet.update(range(len(values)) if not test(None) else ())
        else:
            unmet.update(place for place, value in enumerate(read[name][1]) if not test(value))
    nothing = () if plan.spec.type == "links" else empty_value(plan.spec)
    for place in unmet:
        cells.bad.pop(place, None)
        cells.unmatched.pop(place, None)
    return cells, [nothing if place in unmet else value for place, value in enumerate(values)]


def _ways(spec: FieldSpec, source: Source, kinds: Mapping[str, KindSpec]) -> tuple[str, ...]:
    if source.by or spec.type not in ("link", "links"):
        return source.by
    target = kinds.get(spec.target_kind)
    return ("source_id", *(target.keys if target else ()))


def _named(value: object, by: Sequence[str]) -> object:
    """A link may be a mapping with the record's id or name in it, as our own JSON has it; the first way decides."""
    if not isinstance(value, dict):
        return value
    keys = {"source_id": ("id",), "name": ("name", "title")}
    wanted = [key for way in by for key in keys.get(way, (way,))]
    return next((value[key] for key in (*wanted, "id", "name", "title") if value.get(key)), value)


def _references(by: Sequence[str]) -> Callable[[object], Any]:
    def references(value: object) -> Any:
        words: dict[str, None] = {}
        for item in value if isinstance(value, list | tuple) else [value]:
            if item is None:
                continue
            word = _read_word(_named(item, by))
            if not isinstance(word, str):
                return word
            if word:
                words[word] = None
        return tuple(words)

    return references


_read_word = converter(_LINK_TEXT, Source(), "unknown", ".")
