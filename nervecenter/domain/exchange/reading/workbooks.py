"""XLSX workbooks: every sheet with a header row is a table."""

import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from nervecenter.domain.exchange.faults import ReadError
from nervecenter.domain.exchange.formulas import unguard_formula
from nervecenter.domain.exchange.limits import ReadLimits
from nervecenter.domain.exchange.reading.chunks import CHUNK_ROWS, Part, TableChunk
from nervecenter.domain.exchange.reading.files import InputFile, check_zip
from nervecenter.domain.exchange.reading.options import ReadOptions
from nervecenter.domain.exchange.reading.tables import (
    TableShape,
    cell_too_long,
    table_chunk,
    table_shape,
    without_footer,
)

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

Row = tuple[int, Sequence[object]]


def workbook_parts(file: InputFile, options: ReadOptions, limits: ReadLimits) -> Iterator[Part]:
    """The tables of a workbook, or the one sheet that the options name. Refuses bombs, locked and broken files.

    Formulas come as the values that were last computed; a date cell comes as a date.
    """
    data = _whole(file, limits)
    names = _sheet_names(file, data)
    if options.sheet:
        if options.sheet not in names:
            shown = ", ".join(f'"{name}"' for name in names[:10])
            message = f'has no sheet "{options.sheet}". It has {shown}.'
            raise ReadError("no-sheet", message, file=file.name)
        names = [options.sheet]
    found = 0
    for name in names:
        part = _sheet_part(file.name, data, name, options, limits)
        if part is not None:
            found += 1
            yield part
    if not found:
        raise ReadError("empty-file", "has no sheet with a header row.", file=file.name)


def _whole(file: InputFile, limits: ReadLimits) -> bytes:
    with file.open() as stream:
        data = stream.read(limits.workbook_bytes + 1)
    if len(data) > limits.workbook_bytes:
        message = f"is larger than the {limits.workbook_bytes:,} bytes allowed for a workbook. Use CSV."
        raise ReadError("file-too-large", message, file=file.name)
    if not data:
        raise ReadError("empty-file", "is empty.", file=file.name)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            for info in check_zip(archive, file.name, limits):
                if info.filename.endswith((".xml", ".rels")):
                    _refuse_doctype(archive, info, file.name)
    except (zipfile.BadZipFile, NotImplementedError) as error:
        message = "is not an XLSX workbook. An old .xls file must be saved as .xlsx or CSV first."
        raise ReadError("broken-workbook", message, file=file.name) from error
    return data


def _refuse_doctype(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> None:
    with archive.open(info) as stream:
        head = stream.read(4_096)
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        message = f"declares entities in {info.filename}, which no spreadsheet does."
        raise ReadError("refused-workbook", message, file=name)


def _opened(name: str, data: bytes) -> "Workbook":
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        return load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    except (InvalidFileException, KeyError, ValueError, TypeError, ParseError, zipfile.BadZipFile, OSError) as error:
        raise ReadError("broken-workbook", f"is not a readable XLSX workbook ({error}).", file=name) from error


def _sheet_names(file: InputFile, data: bytes) -> list[str]:
    workbook = _opened(file.name, data)
    try:
        return [sheet.title for sheet in workbook.worksheets]
    finally:
        workbook.close()


def _rows(name: str, data: bytes, sheet: str) -> Iterator[Row]:
    workbook = _opened(name, data)
    try:
        table = workbook[sheet]
        # A sheet may claim a million rows and 16,384 columns; what counts is what is there.
        table.reset_dimensions()
        yield from enumerate(table.iter_rows(values_only=True), start=1)
    except (KeyError, ValueError, TypeError, ParseError, zipfile.BadZipFile) as error:
        raise ReadError("broken-workbook", f'the sheet "{sheet}" cannot be read ({error}).', file=name) from error
    finally:
        workbook.close()


def _sheet_part(file: str, data: bytes, sheet: str, options: ReadOptions, limits: ReadLimits) -> Part | None:
    rows = _rows(file, data, sheet)
    header = _header(rows, options)
    if header is None:
        return None
    number, cells = header
    shape = table_shape(file, sheet, ["" if cell is None else str(cell) for cell in cells], number, options, limits)

    def chunks() -> Iterator[TableChunk]:
        below = (row for row in _rows(file, data, sheet) if row[0] > number)
        found = _chunks(below, shape, limits)
        yield from without_footer(found) if options.drop_footer else found

    return Part(file, sheet, "xlsx", headers=shape.index.headers, tables=chunks, notices=shape.notices)


def _header(rows: Iterator[Row], options: ReadOptions) -> Row | None:
    for number, cells in rows:
        early = options.header_row and number < options.header_row
        if not early and any(cell is not None and str(cell).strip() for cell in cells):
            return number, cells
    return None


def _chunks(rows: Iterator[Row], shape: TableShape, limits: ReadLimits) -> Iterator[TableChunk]:
    while batch := list(islice(rows, CHUNK_ROWS)):
        places = [number for number, _ in batch]
        cells: list[Sequence[object]] = [[_plain(cell) for cell in row] for _, row in batch]
        for number, row in zip(places, cells, strict=True):
            for position, cell in enumerate(row, start=1):
                if isinstance(cell, str) and len(cell) > limits.cell_characters:
                    raise cell_too_long(shape.file, number, position, limits)
        yield table_chunk(shape, cells, places, textual=False)


def _plain(cell: object) -> object:
    if isinstance(cell, str):
        return unguard_formula(cell) if cell else None
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return int(cell)
    return cell
