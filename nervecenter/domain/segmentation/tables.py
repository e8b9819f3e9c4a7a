"""The columns of a file by which its rows are to be told apart, read with the limits of every import."""

from collections.abc import Sequence
from dataclasses import dataclass

from nervecenter.domain.exchange.headers import did_you_mean
from nervecenter.domain.exchange.reading import read_parts
from nervecenter.domain.exchange.reading.chunks import HeaderIndex, Part
from nervecenter.domain.exchange.reading.files import InputFile, unpacked
from nervecenter.domain.segmentation.errors import SegmentationError

SHOWN_COLUMNS = 30


@dataclass(frozen=True, slots=True)
class TableColumns:
    """The wanted columns under the names of the header, and the rows that could not be read, with the first fault."""

    columns: dict[str, list[object]]
    unreadable: int = 0
    first_fault: str = ""


def table_columns(file: InputFile, wanted: Sequence[str]) -> TableColumns:
    """The wanted columns of the one table of a file; a wanted name may hold several with commas between them.

    Refuses files that are no table or several, columns that are not there, and a column named twice. Raises ReadError
    for what cannot be read at all.
    """
    parts = [part for plain in unpacked([file]) for part in read_parts(plain)]
    tables = [part for part in parts if part.tables is not None]
    if not tables:
        raise SegmentationError("not-a-table", "is not a table; give a CSV, TSV or XLSX file", file=file.name)
    if len(tables) > 1:
        sheets = ", ".join(part.sheet or part.file for part in tables)
        raise SegmentationError("several-tables", f"holds several tables ({sheets}); give one", file=file.name)
    return _read(tables[0], _names(tables[0], wanted))


def _names(part: Part, wanted: Sequence[str]) -> list[str]:
    index = HeaderIndex(part.headers)
    words: list[str] = []
    for given in wanted:
        whole = index.position(given) is not None
        words += [given] if whole else [word.strip() for word in given.split(",") if word.strip()]
    if not words:
        raise SegmentationError("no-items", f"name the columns to use. {_known(part)}", file=part.file)
    names = []
    for word in words:
        position = index.position(word)
        if position is None:
            message = f"there is no such column.{did_you_mean(word, part.headers)} {_known(part)}"
            raise SegmentationError("missing-column", message, column=word, file=part.file)
        names.append(index.headers[position])
    for name in names:
        if names.count(name) > 1:
            raise SegmentationError("column-twice", "is named twice; name it once", column=name, file=part.file)
    return names


def _known(part: Part) -> str:
    shown = ", ".join(part.headers[:SHOWN_COLUMNS])
    return f"The columns are: {shown}{' and more' if len(part.headers) > SHOWN_COLUMNS else ''}"


def _read(part: Part, names: list[str]) -> TableColumns:
    columns: dict[str, list[object]] = {name: [] for name in names}
    unreadable, first = 0, ""
    for chunk in part.tables() if part.tables is not None else ():
        for name in names:
            found = chunk.column(name)
            columns[name].extend(found.values if found is not None else [None] * len(chunk.rows))
        unreadable += len(chunk.faults)
        if chunk.faults and not first:
            first = f"line {chunk.faults[0].row}: {chunk.faults[0].message}"
    if not columns[names[0]]:
        raise SegmentationError("no-rows", "holds a header and no rows to find segments in", file=part.file)
    return TableColumns(columns, unreadable, first)
