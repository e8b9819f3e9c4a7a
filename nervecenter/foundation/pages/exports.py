"""A list as a file: CSV, JSON lines in an array, or XLSX; the records that the filters select, with every field."""

import csv
import datetime as dt
import io
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import msgspec
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from nervecenter.foundation.errors import InvalidValues
from nervecenter.foundation.fields import FieldSpec, field_specs
from nervecenter.foundation.listing import LONGEST, Linked, ListQuery, ListRow
from nervecenter.foundation.listing import page as list_page
from nervecenter.foundation.pages.answers import page, resource_at
from nervecenter.foundation.pages.selections import listed_query
from nervecenter.foundation.resources import Resource
from nervecenter.foundation.tracked import BOOKKEEPING

BESIDES = ("version", "created_at", "changed_at", "source", "source_id")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@page
@require_GET
def export(request: HttpRequest, context: str, slug: str) -> HttpResponseBase:
    """The list as a file. Columns named in the address are taken, else every field."""
    declared = resource_at(context, slug)
    kind = request.GET.get("format", "csv")
    writers: dict[str, Callable[[Resource, ListQuery], Any]] = {"csv": _csv, "json": _json, "xlsx": _xlsx}
    if kind not in writers:
        raise InvalidValues({"format": f"'{kind}' cannot be written; the formats are {', '.join(writers)}"})
    numbers = [text.rpartition("-")[2] for text in request.GET.getlist("ids")]
    if request.GET.get("all"):
        query, numbers = listed_query(declared, request.GET.get("list", "")), []
    else:
        query = listed_query(declared, request.GET.urlencode())
    parameters = {**query.parameters, **({"id": numbers} if numbers else {})}
    query = replace(query, parameters=parameters, limit=LONGEST)
    query = replace(query, columns=query.columns or _every_field(declared))
    list_page(declared, replace(query, limit=1))
    answer: HttpResponseBase = writers[kind](declared, query)
    name = f"{declared.slug}-{dt.datetime.now(dt.UTC):%Y-%m-%d}.{kind}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _every_field(declared: Resource) -> tuple[str, ...]:
    names = [name for name in field_specs(declared) if name not in BOOKKEEPING]
    return (*names, *BESIDES)


def _rows(declared: Resource, query: ListQuery) -> Iterator[tuple[tuple[FieldSpec, ...], ListRow]]:
    while True:
        found = list_page(declared, query)
        for row in found.rows:
            yield found.columns, row
        if not found.next_cursor:
            return
        query = replace(query, after=found.next_cursor)


def _flat(value: Any) -> Any:
    """A value as one cell: linked records by name, texts that a spreadsheet would run get an apostrophe."""
    match value:
        case Linked():
            value = value.title or value.public_id
        case tuple():
            value = "; ".join(one.title or one.public_id for one in value)
        case dt.datetime():
            return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        case None:
            return ""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _csv(declared: Resource, query: ListQuery) -> StreamingHttpResponse:
    def lines() -> Iterator[str]:
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(["id", *query.columns])
        for _, row in _rows(declared, query):
            writer.writerow([row.public_id, *(_flat(row.values[name]) for name in query.columns)])
            if text.tell() > 65_536:
                yield text.getvalue()
                text.seek(0)
                text.truncate()
        yield text.getvalue()

    return StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")


def _deep(value: Any) -> Any:
    match value:
        case Linked():
            return {"id": value.public_id, "title": value.title}
        case tuple():
            return [_deep(one) for one in value]
        case Decimal():
            return float(value)
    return value


def _json(declared: Resource, query: ListQuery) -> StreamingHttpResponse:
    def lines() -> Iterator[bytes]:
        before = b"[\n"
        for _, row in _rows(declared, query):
            told = {"id": row.public_id} | {name: _deep(row.values[name]) for name in query.columns}
            yield before + msgspec.json.encode(told)
            before = b",\n"
        yield b"[]\n" if before == b"[\n" else b"\n]\n"

    return StreamingHttpResponse(lines(), content_type="application/json")


def _xlsx(declared: Resource, query: ListQuery) -> FileResponse:
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook(write_only=True)
    sheet = book.create_sheet(declared.plural[:31])
    sheet.append(["id", *query.columns])
    for _, row in _rows(declared, query):
        cells = [row.public_id, *(_flat(row.values[name]) for name in query.columns)]
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("", cell) if isinstance(cell, str) else cell for cell in cells])
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    book.save(file)
    file.seek(0)
    return FileResponse(file, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
