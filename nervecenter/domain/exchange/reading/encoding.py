"""What a text file is written in: found by looking at every byte once, before anything is decoded."""

import codecs
import hashlib
from dataclasses import dataclass
from io import BufferedReader, RawIOBase, TextIOWrapper
from typing import BinaryIO, cast

from nervecenter.domain.exchange.faults import ReadError
from nervecenter.domain.exchange.reading.files import InputFile

_BLOCK = 1 << 20
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_NOT_CP1252 = bytes((0x81, 0x8D, 0x8F, 0x90, 0x9D))


@dataclass(frozen=True, slots=True)
class TextProfile:
    """A text file after one look: its encoding, its bytes, their SHA-256, and whether anything but space is in it."""

    encoding: str
    size: int
    digest: str
    blank: bool


def text_profile(file: InputFile, *, declared: str = "", limit: int, what: str) -> TextProfile:
    """Look through a file once. Refuses too many bytes, NUL bytes and bytes that are not text, naming line and offset.

    A byte order mark decides; else UTF-8; else cp1252, but only if no byte before the first odd one was UTF-8
    beyond ASCII: such a file is broken UTF-8, and reading it as cp1252 would garble every letter.
    """
    scan = _Scan(file, declared)
    with file.open() as stream:
        while block := stream.read(_BLOCK):
            scan.feed(block)
            if scan.size > limit:
                message = f"is larger than the {limit:,} bytes allowed for {what}."
                raise ReadError("file-too-large", message, file=file.name)
    return scan.finish()


def text_stream(file: InputFile, profile: TextProfile) -> TextIOWrapper:
    """The decoded lines with their ends as they lie in the file."""
    return TextIOWrapper(_buffered(file.open()), encoding=profile.encoding, newline="")


def whole_text(file: InputFile, profile: TextProfile) -> str:
    """The whole decoded text, line ends unified."""
    with TextIOWrapper(_buffered(file.open()), encoding=profile.encoding) as stream:
        return stream.read()


def _buffered(stream: BinaryIO) -> BinaryIO:
    return cast(BinaryIO, BufferedReader(stream, _BLOCK)) if isinstance(stream, RawIOBase) else stream


def _line_at(file: InputFile, offset: int) -> int:
    """The line of the file in which the byte at this offset stands."""
    line, left = 1, offset
    with file.open() as stream:
        while left > 0 and (block := stream.read(min(left, _BLOCK))):
            line += block.count(b"\n")
            left -= len(block)
    return line


class _Scan:
    def __init__(self, file: InputFile, declared: str) -> None:
        self._file = file
        self._declared = declared
        self._hash = hashlib.sha256()
        self._decoder: codecs.IncrementalDecoder | None = None
        self._encoding = ""
        self._multibyte = False
        self._broken_at = -1
        self._bad_cp1252 = -1
        self._blank = True
        self.size = 0

    def feed(self, block: bytes) -> None:
        if self._decoder is None:
            self._start(block)
        self._hash.update(block)
        if self._encoding != "utf-16" and (at := block.find(0)) >= 0:
            offset = self.size + at
            raise ReadError(
                "nul-byte",
                f"has a NUL byte at offset {offset:,}: it is not a text file, or it is UTF-16 without its mark. "
                "Save it again as UTF-8 text.",
                file=self._file.name,
                row=_line_at(self._file, offset),
            )
        if self._blank and block.strip(b" \t\r\n\xef\xbb\xbf\xff\xfe"):
            self._blank = False
        self._decode(block, final=False)
        self.size += len(block)

    def finish(self) -> TextProfile:
        if self._decoder is not None:
            self._decode(b"", final=True)
        if self._broken_at >= 0:
            self._fall_back()
        return TextProfile(self._encoding or "utf-8", self.size, self._hash.hexdigest(), self._blank)

    def _start(self, block: bytes) -> None:
        marked = next((name for mark, name in _BOMS if block.startswith(mark)), "")
        self._encoding = marked or self._declared or "utf-8"
        try:
            self._decoder = codecs.getincrementaldecoder(self._encoding)()
        except LookupError as error:
            message = f'"{self._declared}" is not an encoding. Write utf-8 or cp1252.'
            raise ReadError("unknown-encoding", message, file=self._file.name) from error

    def _decode(self, block: bytes, *, final: bool) -> None:
        if self._encoding == "utf-8" and not self._declared and self._bad_cp1252 < 0:
            odd = min((at for at in map(block.find, _NOT_CP1252) if at >= 0), default=-1)
            self._bad_cp1252 = self.size + odd if odd >= 0 else -1
        if self._broken_at >= 0 or self._decoder is None:
            return
        pending = len(self._decoder.getstate()[0])
        try:
            text = self._decoder.decode(block, final)
        except UnicodeDecodeError as error:
            self._broken_at = self.size - pending + error.start
            self._multibyte = self._multibyte or not error.object[: error.start].isascii()
            return
        self._multibyte = self._multibyte or not text.isascii()

    def _fall_back(self) -> None:
        may = self._encoding == "utf-8" and not self._declared and not self._multibyte
        if may and self._bad_cp1252 < 0:
            self._encoding = "cp1252"
            return
        shown = "UTF-8" if self._encoding.startswith("utf-8") else self._encoding
        offset = self._bad_cp1252 if may else self._broken_at
        raise ReadError(
            "wrong-encoding",
            f"is not {shown}{' or cp1252' if may else ''}: the byte at offset {offset:,} does not belong. "
            "Save it again as UTF-8.",
            file=self._file.name,
            row=_line_at(self._file, offset),
        )
