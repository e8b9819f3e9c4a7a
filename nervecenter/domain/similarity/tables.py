"""Items out of any table: which column is the id, which are compared."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field

from nervecenter.domain.exchange.drafting.values import as_text
from nervecenter.domain.exchange.faults import CellError
from nervecenter.domain.exchange.headers import did_you_mean
from nervecenter.domain.exchange.reading import read_parts
from nervecenter.domain.exchange.reading.chunks import HeaderIndex, Part, TableChunk
from nervecenter.domain.exchange.reading.files import InputFile, unpacked
from nervecenter.domain.similarity.vocabulary import Text

SHOWN_COLUMNS = 30
KEPT_FAULTS = 1_000


class UnusableItems(Exception):
    """A table that cannot be compared: what is wrong, where, and what to do, with a stable code."""

    def __init__(self, code: str, message: str, *, file: str = "", row: int = 0, column: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.file = file
        self.row = row
        self.column = column


@dataclass(slots=True)
class TableItems:
    """The items of one table, read once by `items`; afterwards `faults` names the rows that were left out.

    Of several text columns the first is the title, the others are the body; a single one is the body.
    """

    part: Part
    id_column: str
    text_columns: tuple[str, ...]
    faults: list[CellError] = field(default_factory=list)
    left_out: int = 0

    def items(self) -> Iterator[tuple[str, Text]]:
        """Every row with an id, in the order of the file. Raises UnusableItems when an id stands twice."""
        lines: dict[str, int] = {}
        for chunk in self.part.tables() if self.part.tables else ():
            for fault in chunk.faults:
                self._leave_out(fault)
            names = _column(chunk, self.id_column)
            texts = [_column(chunk, name) for name in self.text_columns]
            for row, name, *parts in zip(chunk.rows, names, *texts, strict=True):
                if not name:
                    self._leave_out(CellError(chunk.file, row, self.id_column, "", "the row has no id."))
                    continue
                first = lines.setdefault(name, row)
                if first != row:
                    raise UnusableItems(
                        "id-twice",
                        f'the id "{name}" stands in line {first} too. Give a column in which every id stands once.',
                        file=chunk.file,
                        row=row,
                        column=self.id_column,
                    )
                yield name, Text(parts[0], "\n".join(parts[1:])) if len(parts) > 1 else Text("", parts[0])

    def _leave_out(self, fault: CellError) -> None:
        self.left_out += 1
        if len(self.faults) < KEPT_FAULTS:
            self.faults.append(fault)


def table_items(file: InputFile, id_column: str, text_columns: Sequence[str]) -> TableItems:
    """The items of a CSV, TSV or XLSX file, packed or not. A text column may be several names with commas.

    Raises ReadError for a file that cannot be read, and UnusableItems when a column is missing.
    """
    tables = [part for plain in unpacked([file]) for part in read_parts(plain) if part.tables is not None]
    if not tables:
        raise UnusableItems("not-a-table", "is not a table; give a CSV, TSV or XLSX file", file=file.name)
    named = [(part, divided(text_columns, part.headers)) for part in tables]
    fitting = [(part, names) for part, names in named if not _missing(part, (id_column, *names))]
    if len(fitting) > 1:
        shown = ", ".join(part.sheet or part.file for part, _ in fitting)
        raise UnusableItems(
            "several-tables", f"holds several tables with these columns ({shown}); give one", file=file.name
        )
    if not fitting:
        part, names = named[0]
        raise _refused(part, (_missing(part, (id_column, *names)) or [id_column])[0], file.name)
    part, names = fitting[0]
    if not names:
        raise UnusableItems("missing-column", "name the columns to compare", file=file.name)
    return TableItems(part, id_column, names)


def divided(given: Sequence[str], known: Container[str]) -> tuple[str, ...]:
    """The names given, repeated or with commas. One that is known as it stands is not divided at its commas."""
    names: dict[str, None] = {}
    for words in given:
        some = [words] if words in known else words.split(",")
        names |= dict.fromkeys(stripped for word in some if (stripped := word.strip()))
    return tuple(names)


def _refused(part: Part, name: str, file: str) -> UnusableItems:
    headers = part.headers
    shown = ", ".join(headers[:SHOWN_COLUMNS]) + (" and more" if len(headers) > SHOWN_COLUMNS else "")
    message = f"there is no such column.{did_you_mean(name, headers)} The columns are: {shown}."
    return UnusableItems("missing-column", message, file=file, column=name)


def _missing(part: Part, names: Sequence[str]) -> list[str]:
    index = HeaderIndex(part.headers)
    return [name for name in names if index.position(name) is None]


def _column(chunk: TableChunk, name: str) -> list[str]:
    column = chunk.column(name)
    texts = [as_text(value) for value in (column.values if column else [""] * len(chunk.rows))]
    return [text if isinstance(text, str) else "" for text in texts]
