"""How a command answers: words for people, JSON for programs; progress is shown to people only."""

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Annotated, Any, Self
from uuid import UUID

import typer

JsonOption = Annotated[bool, typer.Option("--json", help="Answer JSON.")]


def answer(data: Any, words: str | Iterable[str], *, as_json: bool) -> None:
    """The one answer of a command on standard output."""
    if as_json:
        print(json.dumps(data, ensure_ascii=False, indent=2, default=plain))
        return
    for line in [words] if isinstance(words, str) else words:
        print(line)


def plain(value: object) -> Any:
    """A value that JSON does not know, as text or number."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID | Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


def columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows of text as lines, each column as wide as its widest cell."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def counted(number: int, noun: str, plural: str = "") -> str:
    """Such as "1 record" and "1,200 records"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


class ProgressLine:
    """One line on a terminal that says how far a command is, and is gone when it has ended."""

    def __init__(self, *, quiet: bool = False) -> None:
        self.shown = not quiet and sys.stderr.isatty()
        self.width = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._write("")

    def show(self, done: int = 0, total: int | None = None, message: str = "") -> None:
        """Say how far it is."""
        share = f"{100 * done // total:3d} % " if total else f"{done:,} " if done else ""
        self._write(f"{share}{message}")

    def _write(self, text: str) -> None:
        if not self.shown or (not text and not self.width):
            return
        text = text[:100]
        sys.stderr.write("\r" + text.ljust(self.width) + ("\r" if not text else ""))
        sys.stderr.flush()
        self.width = len(text)
