"""What reading yields: parts of a file (a table, a sheet, a document) and chunks of their records, column by column."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from nervecenter.domain.exchange.faults import CellError
from nervecenter.domain.exchange.headers import fits, normalised

CHUNK_ROWS = 5_000


@dataclass(frozen=True, slots=True)
class Column:
    """The values of one column in a chunk. `textual` promises that every one of them is a `str`."""

    name: str
    values: Sequence[object]
    textual: bool = False


class Records(Protocol):
    """Some records of one part, asked column by column."""

    file: str
    sheet: str
    rows: Sequence[int]

    def column(self, name: str) -> Column | None:
        """The named column or path, or None when these records cannot have it."""

    def labels(self) -> Sequence[str]:
        """The names of the columns, in the order in which they first appear."""


@dataclass(slots=True)
class TableChunk:
    """Rows of a table as columns; `index` finds a column by its header, exactly or by letters and digits alone."""

    file: str
    sheet: str
    rows: Sequence[int]
    columns: Sequence[Sequence[object]]
    index: "HeaderIndex"
    textual: bool
    faults: Sequence[CellError] = ()

    def column(self, name: str) -> Column | None:
        """The column under this header, or one of `$row`, `$file`, `$sheet`; None when the table lacks it."""
        if name.startswith("$"):
            return place_column(self, name)
        position = self.index.position(name)
        if position is None:
            return None
        textual = self.textual and position not in self.index.gathered
        return Column(self.index.headers[position], self.columns[position], textual)

    def labels(self) -> Sequence[str]:
        """The headers as they stand in the file, repeated ones numbered."""
        return self.index.headers


class HeaderIndex:
    """Headers of one table and where to find each; `gathered` are the places that hold lists of repeated columns."""

    def __init__(self, headers: Sequence[str], gathered: frozenset[int] = frozenset()) -> None:
        self.headers = tuple(headers)
        self.gathered = gathered
        self._exact = {header: position for position, header in reversed(list(enumerate(self.headers)))}
        self._loose = {normalised(header): position for position, header in reversed(list(enumerate(self.headers)))}

    def position(self, name: str) -> int | None:
        """Where the column stands that is called so; of a pattern with `*`, the first that fits."""
        exact = self._exact.get(name)
        if exact is not None:
            return exact
        if "*" in name:
            return next((at for at, header in enumerate(self.headers) if fits(name, header)), None)
        return self._loose.get(normalised(name))


@dataclass(slots=True)
class Part:
    """One table or document inside a file.

    A table (`headers` given) has its records in `tables`. A document has `root`, its parsed value, and `line_of` for
    the places of its records; a stream of documents (JSON lines) has `stream` instead.
    """

    file: str
    sheet: str
    format: str
    headers: tuple[str, ...] = ()
    tables: Callable[[], Iterator[TableChunk]] | None = None
    root: object = None
    line_of: Mapping[int, Mapping[object, int]] = field(default_factory=dict)
    stream: Callable[[], Iterator[tuple[int, object]]] | None = None
    notices: Sequence[CellError] = ()


def place_column(records: Records, name: str) -> Column | None:
    """The columns that every record has: `$row`, `$file` (without folders and extension) and `$sheet`."""
    count = len(records.rows)
    if name == "$row":
        return Column(name, records.rows)
    if name == "$file":
        stem = records.file.rsplit("/", 1)[-1].rsplit(".", 1)[0]
        return Column(name, [stem] * count, textual=True)
    if name == "$sheet":
        return Column(name, [records.sheet] * count, textual=True)
    return None
