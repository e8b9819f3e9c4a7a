"""Rows of any table, from any reader, made into column chunks with their places and their faults."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress

from nervecenter.domain.exchange.faults import CellError, ReadError, shortened
from nervecenter.domain.exchange.formulas import unguard_column
from nervecenter.domain.exchange.headers import numbered, repeated
from nervecenter.domain.exchange.limits import ReadLimits
from nervecenter.domain.exchange.reading.chunks import HeaderIndex, TableChunk
from nervecenter.domain.exchange.reading.options import ReadOptions


@dataclass(slots=True)
class TableShape:
    """What the header row settles: the columns, where each of the file's columns goes, and what to say about it."""

    file: str
    sheet: str
    width: int
    index: HeaderIndex
    gather: Sequence[Sequence[int]] = ()
    notices: list[CellError] = field(default_factory=list)


def table_shape(
    file: str, sheet: str, headers: Sequence[str], row: int, options: ReadOptions, limits: ReadLimits
) -> TableShape:
    """Settle the columns of a table. Refuses too many, none, and repeated ones if the mapping says so."""
    cells = list(headers)
    while cells and not cells[-1].strip():
        cells.pop()
    if not cells:
        raise ReadError("no-header", "has no header row. The first row must name the columns.", file=file, row=row)
    if len(cells) > limits.columns:
        message = f"has {len(cells):,} columns; the limit is {limits.columns:,}. Leave out those that are not needed."
        raise ReadError("too-many-columns", message, file=file, row=row)
    for position, cell in enumerate(cells, start=1):
        if len(cell) > limits.cell_characters:
            raise cell_too_long(file, row, position, limits)
    twice = repeated(cells)
    if twice and options.repeated_headers == "refuse":
        names = ", ".join(f'"{name}"' for name in twice[:5])
        raise ReadError("repeated-headers", f"names columns twice: {names}. Rename one of each.", file=file, row=row)
    notices = [
        CellError(file, row, name, "", _repeated_message(name, options.repeated_headers)) for name in twice[:100]
    ]
    if twice and options.repeated_headers == "gather":
        names_in_order = list(dict.fromkeys(cell.strip() for cell in cells))
        places = [[at for at, cell in enumerate(cells) if cell.strip() == name] for name in names_in_order]
        gathered = frozenset(at for at, group in enumerate(places) if len(group) > 1)
        return TableShape(file, sheet, len(cells), HeaderIndex(numbered(names_in_order), gathered), places, notices)
    return TableShape(file, sheet, len(cells), HeaderIndex(numbered(cells)), (), notices)


def cell_too_long(file: str, row: int, position: int, limits: ReadLimits) -> ReadError:
    """The refusal of a cell beyond `cell_characters`."""
    limit = f"{limits.cell_characters:,}"
    message = f"a cell is longer than {limit} characters. Shorten it, or look for a quote that is never closed."
    return ReadError("cell-too-long", message, file=file, row=row, column=position)


def table_chunk(shape: TableShape, rows: list[Sequence[object]], places: Sequence[int], *, textual: bool) -> TableChunk:
    """One chunk of a table. Empty rows are left out; rows with more cells than headers become faults."""
    faults: list[CellError] = []
    filled: Callable[[Sequence[object]], bool] = any if textual else _any_filled
    if set(map(len, rows)) != {shape.width} or not all(map(filled, rows)):
        rows, places, faults = _squared(shape, rows, places, filled)
    columns: list[Sequence[object]] = list(zip(*rows, strict=True)) if rows else [()] * shape.width
    if textual:
        columns = [unguard_column(column) for column in columns]  # type: ignore[arg-type]
    if shape.gather:
        columns = [
            columns[group[0]]
            if len(group) == 1
            else [[cell for cell in cells if cell] for cells in zip(*(columns[at] for at in group), strict=True)]
            for group in shape.gather
        ]
    return TableChunk(shape.file, shape.sheet, places, columns, shape.index, textual, faults)


def without_footer(chunks: Iterable[TableChunk]) -> Iterator[TableChunk]:
    """The chunks without rows that fill their first cell only, as report exports end with."""
    for chunk in chunks:
        if len(chunk.columns) < 2:
            yield chunk
            continue
        keep = [_any_filled(cells) for cells in zip(*chunk.columns[1:], strict=True)]
        if all(keep):
            yield chunk
            continue
        columns = [list(compress(column, keep)) for column in chunk.columns]
        places = list(compress(chunk.rows, keep))
        yield TableChunk(chunk.file, chunk.sheet, places, columns, chunk.index, chunk.textual, chunk.faults)


def _any_filled(row: Sequence[object]) -> bool:
    return any(cell is not None and cell != "" for cell in row)


def _repeated_message(name: str, how: str) -> str:
    if how == "gather":
        return f'"{name}" stands more than once; its cells are gathered into a list.'
    return f'"{name}" stands more than once; the further columns are called "{name}__2" and so on.'


def _squared(
    shape: TableShape,
    rows: list[Sequence[object]],
    places: Sequence[int],
    filled: Callable[[Sequence[object]], bool],
) -> tuple[list[Sequence[object]], list[int], list[CellError]]:
    width = shape.width
    kept: list[Sequence[object]] = []
    kept_places: list[int] = []
    faults: list[CellError] = []
    for given, place in zip(rows, places, strict=True):
        if not filled(given):
            continue
        row = given
        if len(row) > width:
            beyond = [cell for cell in row[width:] if cell is not None and cell != ""]
            if beyond:
                message = f"the row has {len(row)} cells, the header has {width}. Look for a separator inside a cell."
                faults.append(CellError(shape.file, place, "", shortened(beyond[0]), message))
                continue
            row = row[:width]
        elif len(row) < width:
            filler = "" if isinstance(row[0], str) else None
            row = [*row, *([filler] * (width - len(row)))]
        kept.append(row)
        kept_places.append(place)
    return kept, kept_places, faults
