"""One row of a file of lines, found by the line it begins in: nothing before it is taken apart."""

import codecs
import json
import re
from collections.abc import Callable
from dataclasses import replace
from io import BufferedReader, BytesIO, RawIOBase
from typing import BinaryIO, cast

from nervecenter.domain.exchange.limits import DEFAULT_LIMITS, ReadLimits
from nervecenter.domain.exchange.reading.delimited import delimited_row
from nervecenter.domain.exchange.reading.files import InputFile
from nervecenter.domain.exchange.reading.options import DEFAULT_OPTIONS, ReadOptions

_DELIMITED = {".csv", ".tsv", ".txt", ".tab"}
_JSON_LINES = {".jsonl", ".ndjson"}
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LINE_END = re.compile(rb"\r\n|\r|\n")
_BLOCK = 1 << 16


def is_found_by_line(file: InputFile) -> bool:
    """Whether the rows of a file can be found so: delimited text and JSON lines, unless in UTF-16."""
    if file.suffix not in _DELIMITED | _JSON_LINES:
        return False
    with file.open() as stream:
        return not stream.read(2).startswith(_WIDE)


def line_ends(block: bytes, *, after_return: bool = False) -> int:
    """How many lines end in a block. With `after_return` the one before ended in CR, to which a first LF belongs."""
    ends = block.count(b"\n") + block.count(b"\r") - block.count(b"\r\n")
    return ends - 1 if after_return and block.startswith(b"\n") else ends


def from_line(stream: BinaryIO, lines: int) -> BinaryIO:
    """The stream after so many line ends; empty when there are fewer."""
    after_return = False
    while lines > 0:
        block = stream.read(_BLOCK)
        if not block:
            return BytesIO(b"")
        if after_return and block.startswith(b"\n"):
            block = block[1:]
        # A pair that the block cuts in two is put together again.
        if block.endswith(b"\r"):
            block += stream.read(1)
        ends = line_ends(block)
        if ends >= lines:
            found = _LINE_END.finditer(block)
            for _ in range(lines - 1):
                next(found)
            return cast(BinaryIO, BufferedReader(_Joined(block[next(found).end() :], stream)))
        lines -= ends
        after_return = block.endswith(b"\r")
    return stream


def row_in(
    file: InputFile,
    tail: Callable[[], BinaryIO],
    line: int,
    options: ReadOptions = DEFAULT_OPTIONS,
    limits: ReadLimits = DEFAULT_LIMITS,
) -> dict[str, object] | None:
    """The columns of the row that begins in a line, as they are read; None when there is no such row.

    `tail` opens the file at that line. Bytes that are not UTF-8 are read as cp1252 unless the options name an encoding.
    """
    if file.suffix in _JSON_LINES:
        with tail() as stream:
            text = stream.readline(limits.line_characters)
        value = json.loads(text.decode("utf-8-sig")) if text.strip() else None
        return None if value is None else value if isinstance(value, dict) else {"": value}
    try:
        return delimited_row(file, tail, line, options, limits)
    except UnicodeDecodeError:
        return delimited_row(file, tail, line, replace(options, encoding="cp1252"), limits)


class _Joined(RawIOBase):
    """Some bytes, then the rest of a stream."""

    def __init__(self, first: bytes, rest: BinaryIO) -> None:
        super().__init__()
        self._first = first
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer))
        data = self._first[: len(view)] if self._first else self._rest.read(len(view))
        self._first = self._first[len(data) :] if self._first else b""
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._rest.close()
        super().close()
