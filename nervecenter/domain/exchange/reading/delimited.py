"""CSV, TSV and their relatives, streamed: a million rows pass in bounded memory."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from io import TextIOWrapper
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, TextIO

from nervecenter.domain.exchange.faults import ReadError
from nervecenter.domain.exchange.limits import ReadLimits
from nervecenter.domain.exchange.reading.chunks import CHUNK_ROWS, Part, TableChunk
from nervecenter.domain.exchange.reading.encoding import text_profile, text_stream
from nervecenter.domain.exchange.reading.files import InputFile
from nervecenter.domain.exchange.reading.options import ReadOptions
from nervecenter.domain.exchange.reading.tables import (
    TableShape,
    cell_too_long,
    table_chunk,
    table_shape,
    without_footer,
)

if TYPE_CHECKING:
    from _csv import Reader as Rows

_SNIFFED = 65_536
_SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
_LINE_END = re.compile(r"\r\n|\r|\n")
_HINT = re.compile(r"sep=(.)\r?\n?$")


def delimited_part(file: InputFile, options: ReadOptions, limits: ReadLimits) -> Part:
    """The one table of a delimited file. Refuses an empty file, wrong bytes, and what `table_shape` refuses."""
    profile = text_profile(file, declared=options.encoding, limit=limits.file_bytes, what="a table")
    if profile.blank:
        raise ReadError("empty-file", "is empty. A table needs a header row and rows.", file=file.name)

    def opened() -> TextIO:
        return text_stream(file, profile)

    with opened() as stream:
        sample = stream.read(_SNIFFED)
    delimiter = _declared(options.delimiter) or sniffed_delimiter(sample, options.quote)
    with opened() as stream:
        reader = _Reader(file.name, stream, delimiter, options, limits)
        shape = reader.shape()

    def chunks() -> Iterator[TableChunk]:
        with opened() as stream:
            reader = _Reader(file.name, stream, delimiter, options, limits)
            reader.shape()
            yield from without_footer(reader.chunks(shape)) if options.drop_footer else reader.chunks(shape)

    return Part(file.name, "", "csv", headers=shape.index.headers, tables=chunks, notices=shape.notices)


def delimited_row(
    file: InputFile, tail: Callable[[], BinaryIO], line: int, options: ReadOptions, limits: ReadLimits
) -> dict[str, object] | None:
    """The row that begins in a line, by its headers; `tail` opens the file there. None when no row begins there.

    Raises UnicodeDecodeError when the file is not in the encoding of the options (UTF-8 when they name none).
    """
    encoding = options.encoding or "utf-8-sig"
    with TextIOWrapper(file.open(), encoding=encoding, newline="") as stream:
        delimiter = _declared(options.delimiter) or sniffed_delimiter(stream.read(_SNIFFED), options.quote)
    with TextIOWrapper(file.open(), encoding=encoding, newline="") as stream:
        shape = _Reader(file.name, stream, delimiter, options, limits).shape()
    with TextIOWrapper(tail(), encoding=encoding, newline="") as stream:
        rows = _Reader(file.name, stream, delimiter, options, limits).take(1)
    chunk = table_chunk(shape, rows, [line], textual=True) if rows else None  # type: ignore[arg-type]
    if chunk is None or not chunk.rows:
        return None
    return {name: column[0] for name, column in zip(shape.index.headers, chunk.columns, strict=True)}


def sniffed_delimiter(sample: str, quote: str = '"') -> str:
    """The separator under which the first lines fall into the same number of cells, the more the better; else comma."""
    lines = sample.splitlines(keepends=True)
    hint = _HINT.match(lines[0]) if lines else None
    if hint:
        return hint.group(1)
    if len(lines) > 1 and len(sample) >= _SNIFFED:
        lines = lines[:-1]
    best, best_score = ",", 0.0
    for delimiter in (",", ";", "\t", "|"):
        try:
            rows = list(islice(_rows(lines, delimiter, quote, strict=False), 50))
        except csv.Error:
            continue
        widths = Counter(len(row) for row in rows if row)
        if not widths:
            continue
        width, count = widths.most_common(1)[0]
        score = (count / widths.total()) * (1 - 1 / width)
        if score > best_score + 1e-9:
            best, best_score = delimiter, score
    return best


def _declared(delimiter: str) -> str:
    return _SEPARATORS.get(delimiter, delimiter)


def _rows(lines: Iterable[str], delimiter: str, quote: str, *, strict: bool) -> "Rows":
    if quote in ("", "none"):
        return csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE, strict=strict)
    return csv.reader(lines, delimiter=delimiter, quotechar=quote, strict=strict)


class _Reader:
    """One pass over a delimited file, with the physical line of every row."""

    def __init__(self, name: str, stream: TextIO, delimiter: str, options: ReadOptions, limits: ReadLimits) -> None:
        self._name = name
        self._options = options
        self._limits = limits
        # The limit belongs to the whole process; it is only ever raised to this one value.
        csv.field_size_limit(limits.cell_characters)
        self._rows = _rows(self._lines(stream), delimiter, options.quote, strict=True)

    def shape(self) -> TableShape:
        """Read on to the header row and settle the columns."""
        while True:
            rows = self.take(1)
            if not rows:
                raise ReadError("no-header", "has no header row. The first row must name the columns.", file=self._name)
            line = self._line
            early = self._options.header_row and line < self._options.header_row
            hint = line == 1 and len(rows[0]) < 3 and _HINT.match(",".join(rows[0]))
            if not early and not hint and any(cell.strip() for cell in rows[0]):
                return table_shape(self._name, "", rows[0], line, self._options, self._limits)

    def chunks(self, shape: TableShape) -> Iterator[TableChunk]:
        """The rows below the header, in chunks."""
        while True:
            before = self._line
            rows = self.take(CHUNK_ROWS)
            if not rows:
                return
            places = self._places(rows, before)
            yield table_chunk(shape, rows, places, textual=True)  # type: ignore[arg-type]

    @property
    def _line(self) -> int:
        return self._rows.line_num

    def take(self, count: int) -> list[list[str]]:
        """The next rows, as many or fewer. Refuses what is no table."""
        try:
            return list(islice(self._rows, count))
        except csv.Error as error:
            raise self._fault(str(error)) from error

    def _places(self, rows: Sequence[Sequence[str]], before: int) -> Sequence[int]:
        if self._line - before == len(rows):
            return range(before + 1, before + 1 + len(rows))
        places: list[int] = []
        line = before + 1
        for row in rows:
            places.append(line)
            line += 1 + sum(len(_LINE_END.findall(cell)) for cell in row if "\n" in cell or "\r" in cell)
        return places

    def _lines(self, stream: TextIO) -> Iterable[str]:
        limit = self._limits.line_characters
        for line in iter(partial(stream.readline, limit + 1), ""):
            if len(line) > limit:
                message = f"a line is longer than {limit:,} characters."
                raise ReadError("line-too-long", message, file=self._name, row=self._line + 1)
            yield line

    def _fault(self, reason: str) -> ReadError:
        if "field larger than" in reason:
            return cell_too_long(self._name, self._line, 0, self._limits)
        if "unexpected end of data" in reason:
            message = "the file ends inside a quoted cell. Close the quote, or complete the file."
        elif "expected after" in reason:
            message = "a quoted cell goes on after its closing quote. Double the quotes inside a cell."
        else:
            message = f"is not a table that can be read ({reason})."
        return ReadError("broken-table", message, file=self._name, row=self._line)
