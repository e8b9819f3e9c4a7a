"""Records out as open files: CSV, JSON lines, JSON and XLSX, streamed, in a form that can come back in.

Each row begins with the record's own id, by which a later import finds it. Links are written by name where the name
finds the record again, else by id. Texts that a spreadsheet would run are guarded by an apostrophe.
"""

import csv
import io
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import batched
from typing import Any

from django.db.models import QuerySet

from nervecenter.domain.exchange.formulas import guard_formula
from nervecenter.foundation.errors import DomainError
from nervecenter.foundation.importing.kinds import kind_spec
from nervecenter.foundation.importing.resolving import Resolver, Way
from nervecenter.foundation.importing.table_columns import link_table
from nervecenter.foundation.resources import Resource, resource

CONTENT_TYPES: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/jsonl; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_ROWS = 2_000
_BLOCK = 1 << 16
_SHEET_ROWS = 1_048_575
_SHEET_CELL = 32_767
_BETWEEN = "; "


class CannotExport(DomainError):
    """The records cannot be written in the form that was asked for."""

    code = "cannot-export"


def export_stream(
    kind: str, form: str, *, records: "QuerySet[Any] | None" = None, fields: Sequence[str] = ()
) -> Iterator[bytes]:
    """The records of a kind (all that are not archived, or those of the query) as a file, block by block.

    `fields` are its columns besides the id, all when none are named. Refuses an unknown form and, for XLSX, more rows
    or longer cells than a sheet can hold (CannotExport).
    """
    writers = {"csv": _csv, "jsonl": _json_lines, "json": _json, "xlsx": _xlsx}
    if form not in writers:
        raise CannotExport(f"'{form}' is not a form of export; choose {', '.join(writers)}")
    declared = resource(kind)
    known = kind_spec(kind).fields
    names = [name for name in fields if name in known] or list(known)
    rows = records if records is not None else declared.model._default_manager.filter(archived_at=None)
    return writers[form](["id", *names], export_rows(declared, rows, names))


def export_rows(declared: Resource, records: "QuerySet[Any]", names: Sequence[str]) -> Iterator[list[Any]]:
    """For each record its public id and the values of the fields: links as words, several as a list of words.

    A fixed number of queries for every 2,000 records.
    """
    specs = kind_spec(declared.kind).fields
    plain = [name for name in names if specs[name].type != "links"]
    words = _Words()
    ordered = records.order_by("pk").values_list("pk", *(_attribute(specs[name].type, name) for name in plain))
    for batch in batched(ordered.iterator(chunk_size=_ROWS), _ROWS):
        numbers = [row[0] for row in batch]
        columns: dict[str, Sequence[Any]] = dict(zip(plain, zip(*(row[1:] for row in batch), strict=True), strict=True))
        for name in names:
            spec = specs[name]
            if spec.type == "link":
                columns[name] = words.of(spec.target_kind, columns[name])
            elif spec.type == "links":
                linked = _linked(declared, name, numbers)
                flat = [other for number in numbers for other in linked.get(number, ())]
                known = dict(zip(flat, words.of(spec.target_kind, flat, apart=_BETWEEN.strip()), strict=True))
                columns[name] = [[known[other] for other in linked.get(number, ())] for number in numbers]
        values = [columns[name] for name in names]
        for position, number in enumerate(numbers):
            yield [declared.public_id(number), *(column[position] for column in values)]


class _Words:
    """Names by which records are found again."""

    def __init__(self) -> None:
        self._resolver = Resolver()
        self._known: dict[tuple[str, int], str] = {}

    def of(self, kind: str, numbers: Iterable[int | None], apart: str = "\0") -> list[str | None]:
        """The word of each record: its name if an import would find just this record by it, else its public id."""
        wanted = list(numbers)
        declared, spec = resource(kind), kind_spec(kind)
        new = {number for number in wanted if number is not None and (kind, number) not in self._known}
        if new:
            rows = declared.model._default_manager.filter(pk__in=new).values_list("pk", declared.title)
            titles = {number: str(title) for number, title in rows}
            ways = Way(kind, ("source_id", *spec.keys), "")
            found = self._resolver.numbers(ways, [title.strip() for title in titles.values()])
            for number in new:
                title = titles.get(number, "")
                fits = found.get(title) == number and apart not in title
                self._known[kind, number] = title if fits else declared.public_id(number)
        return [None if number is None else self._known[kind, number] for number in wanted]


def _attribute(type_: str, name: str) -> str:
    return f"{name}_id" if type_ == "link" else name


def _linked(declared: Resource, name: str, numbers: Sequence[int]) -> dict[int, list[int]]:
    through, owner, target = link_table(declared.model, name)
    fields = {field.column: field.attname for field in through._meta.concrete_fields}
    rows = through._default_manager.filter(**{f"{fields[owner]}__in": numbers}).order_by("pk")
    found: dict[int, list[int]] = {}
    for one, other in rows.values_list(fields[owner], fields[target]):
        found.setdefault(one, []).append(other)
    return found


def _flat(value: Any) -> Any:
    """A value as one cell of a table."""
    if isinstance(value, list):
        return guard_formula(_BETWEEN.join(value))
    if isinstance(value, str):
        return guard_formula(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else value.isoformat() if isinstance(value, date | datetime) else value


def _open(value: Any) -> Any:
    """A value in JSON; decimals keep their digits as text."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _csv(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(names)
    yield b"\xef\xbb\xbf"
    for row in rows:
        writer.writerow([_flat(value) for value in row])
        if text.tell() > _BLOCK:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def _encoded(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    for row in rows:
        told = {name: _open(value) for name, value in zip(names, row, strict=True)}
        yield json.dumps(told, ensure_ascii=False)


def _json_lines(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    for batch in batched(_encoded(names, rows), 200):
        yield ("\n".join(batch) + "\n").encode()


def _json(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    before = "[\n"
    for batch in batched(_encoded(names, rows), 200):
        yield (before + ",\n".join(batch)).encode()
        before = ",\n"
    yield b"[]\n" if before == "[\n" else b"\n]\n"


def _xlsx(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook(write_only=True)
    sheet = book.create_sheet("records")
    sheet.append(list(names))
    for number, row in enumerate(rows, start=1):
        cells = [
            value if isinstance(value, date) and not isinstance(value, datetime) else _flat(value) for value in row
        ]
        if number > _SHEET_ROWS or any(isinstance(cell, str) and len(cell) > _SHEET_CELL for cell in cells):
            raise CannotExport(f"a sheet cannot hold row {number:,} ({row[0]}); export as CSV or JSON lines instead")
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("", cell) if isinstance(cell, str) else cell for cell in cells])
    with tempfile.TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while block := file.read(_BLOCK):
            yield block
