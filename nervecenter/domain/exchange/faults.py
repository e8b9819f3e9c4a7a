"""What can be wrong with a file: faults that stop the reading of it, and cell errors that do not."""

from collections import Counter
from dataclasses import dataclass, field

SHOWN_CHARACTERS = 80
STORED_ERRORS = 1_000


def shortened(value: object, length: int = SHOWN_CHARACTERS) -> str:
    """A value as one short line, fit to be shown beside its error."""
    text = value[: length * 4] if isinstance(value, str) else str(value)
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1] + "…"


@dataclass(frozen=True, slots=True)
class CellError:
    """One bad cell: where it stands, what stood there (shortened), and what is wrong with it.

    `row` is the line in the file for CSV, JSON lines, YAML and Markdown, the sheet's row for workbooks and the
    record's number (from 1) for JSON. Row 0 speaks of the file as a whole. An empty column speaks of the row.
    """

    file: str
    row: int
    column: str
    value: str
    message: str


class ReadError(Exception):
    """A file that cannot be read on: what, where and what to do, with a stable `code`.

    Row and column are 1-based places in the file, 0 when the fault has no place.
    """

    def __init__(self, code: str, message: str, *, file: str = "", row: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.file = file
        self.row = row
        self.column = column

    def __str__(self) -> str:
        place = f", line {self.row}" if self.row else ""
        place += f", column {self.column}" if self.column else ""
        return f"{self.file}{place}: {self.message}" if self.file else self.message

    def as_cell_error(self) -> CellError:
        """The same fault as a line of the error list."""
        return CellError(self.file, self.row, str(self.column) if self.column else "", "", self.message)


@dataclass(slots=True)
class ErrorLog:
    """Every error is counted; the first `cap` are kept. Notices (nothing is wrong, but it should be said) apart."""

    cap: int = STORED_ERRORS
    errors: list[CellError] = field(default_factory=list)
    notices: list[CellError] = field(default_factory=list)
    total: int = 0
    by_column: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, error: CellError) -> None:
        """Count this error under its file and column, and keep it while there is room."""
        self.total += 1
        self.by_column[error.file, error.column] += 1
        if len(self.errors) < self.cap:
            self.errors.append(error)

    def notice(self, error: CellError) -> None:
        """Keep a remark that rejects nothing; the same remark is kept once."""
        if len(self.notices) < self.cap and error not in self.notices:
            self.notices.append(error)
