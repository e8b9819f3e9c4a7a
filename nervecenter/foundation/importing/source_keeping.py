"""What an import is made of, kept beside what it writes: its files packed, and which row every record came from.

Files are packed by a thread while the import runs, since packing does not hold up other threads; measured in
docs/decisions. Nothing is in the database before `save`.
"""

import threading
import zlib
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO, cast

from django.conf import settings

from nervecenter.domain.exchange.drafting.as_read import packed_rows
from nervecenter.domain.exchange.drafting.compiled import AsRead
from nervecenter.domain.exchange.drafting.drafts import DraftChunk
from nervecenter.domain.exchange.reading.chunks import Records
from nervecenter.domain.exchange.reading.files import InputFile
from nervecenter.domain.exchange.reading.rows_by_line import is_found_by_line, line_ends
from nervecenter.foundation.importing.models import Import
from nervecenter.foundation.importing.source_models import SourceBlock, SourceChunk, SourceFile, SourceRows

BLOCK = 1 << 20
_LEVEL = 1
_IN_MEMORY = 16 << 20
_AT_ONCE = 32
_LOOKED_ON = 64


@dataclass(slots=True)
class _Block:
    """Where a packed stretch of a file lies in the spool, and what it is a stretch of."""

    file: int
    start: int
    line: int
    packed: bool
    at: int
    length: int


class Packing:
    """Files packed block by block into a spool, by a thread of its own unless they are small."""

    def __init__(self, files: Sequence[InputFile]) -> None:
        self._files = files
        spool = SpooledTemporaryFile(_IN_MEMORY, mode="w+b", dir=str(settings.DATA))  # noqa: SIM115 - closed by close
        self._spool = cast(IO[bytes], spool)
        self._blocks: list[_Block] = []
        self._sizes = [0] * len(files)
        self._fault: Exception | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._pack, name="source-packing", daemon=True)
        self._large = any(not 0 <= file.size <= BLOCK for file in files)
        if self._large:
            self._thread.start()

    def save(self, record: Import) -> None:
        """The files are in the database. Raises what went wrong while they were packed."""
        if self._large:
            self._thread.join()
        else:
            self._pack()
        if self._fault is not None:
            raise self._fault
        kept = [
            SourceFile.objects.create(import_of=record, position=position, name=file.name[:1000], size=size)
            for position, (file, size) in enumerate(zip(self._files, self._sizes, strict=True))
        ]
        for first in range(0, len(self._blocks), _AT_ONCE):
            blocks = self._blocks[first : first + _AT_ONCE]
            SourceBlock.objects.bulk_create([self._row(kept[block.file], block) for block in blocks])

    def close(self) -> None:
        """The thread has ended and the spool is gone."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()
        self._spool.close()

    def _row(self, file: SourceFile, block: _Block) -> SourceBlock:
        self._spool.seek(block.at)
        data = self._spool.read(block.length)
        return SourceBlock(file=file, start=block.start, line=block.line, packed=block.packed, data=data)

    def _pack(self) -> None:
        try:
            for position, file in enumerate(self._files):
                self._pack_file(position, file)
        except Exception as error:  # noqa: BLE001 - handed on by save, in the thread that asks
            self._fault = error

    def _pack_file(self, position: int, file: InputFile) -> None:
        start, line = 0, 1
        with file.open() as stream:
            while not self._stop.is_set() and (block := _whole_ends(stream, stream.read(BLOCK))):
                packed = zlib.compress(block, _LEVEL)
                smaller = len(packed) < len(block)
                data = packed if smaller else block
                self._blocks.append(_Block(position, start, line, smaller, self._spool.tell(), len(data)))
                self._spool.write(data)
                line += line_ends(block)
                start += len(block)
        self._sizes[position] = start


@dataclass(slots=True)
class SourceKeeper:
    """Gathers, while an import runs, which record came from which row, and rows that no line leads to."""

    packing: Packing | None
    _rows: list[SourceRows] = field(default_factory=list)
    _chunks: list[SourceChunk] = field(default_factory=list)

    def note(self, chunk: DraftChunk, numbers: Sequence[int]) -> None:
        """The rows of a chunk are these records."""
        places: dict[tuple[str, str], list[tuple[int, int]]] = {}
        if not chunk.also:
            self._pack(chunk.kind, chunk.file, chunk.sheet, numbers, chunk.rows)
            return
        for number, row, also in zip(numbers, chunk.rows, chunk.also, strict=True):
            for file, sheet, line in {(chunk.file, chunk.sheet, row), *also}:
                places.setdefault((file, sheet), []).append((number, line))
        for (file, sheet), pairs in places.items():
            self._pack(chunk.kind, file, sheet, [number for number, _ in pairs], [line for _, line in pairs])

    def reader(self, file: InputFile | None) -> AsRead | None:
        """What is to be shown the rows of a file as they are read; None where a row is found by its line."""
        return None if file is None or is_found_by_line(file) else self._keep_rows

    def save(self, record: Import) -> None:
        """All of it is in the database. Raises what went wrong while the files were packed."""
        if self.packing:
            self.packing.save(record)
        for rows in self._rows:
            rows.import_of = record
        for chunk in self._chunks:
            chunk.import_of = record
        SourceRows.objects.bulk_create(self._rows, batch_size=500)
        SourceChunk.objects.bulk_create(self._chunks, batch_size=_AT_ONCE)

    def close(self) -> None:
        """Nothing is left of it but what was saved."""
        if self.packing:
            self.packing.close()

    def _keep_rows(self, records: Records, kinds: frozenset[str]) -> None:
        data = packed_rows(records, kinds)
        if data and records.rows:
            first, last = min(records.rows), max(records.rows)
            chunk = SourceChunk(file=records.file, sheet=records.sheet[:200], first=first, last=last, data=data)
            self._chunks.append(chunk)

    def _pack(self, kind: str, file: str, sheet: str, numbers: Sequence[int], lines: Sequence[int]) -> None:
        pairs = _by_record(numbers, lines)
        data = zlib.compress(pairs[0].tobytes() + pairs[1].tobytes(), _LEVEL)
        rows = SourceRows(
            kind=kind, file=file[:1000], sheet=sheet[:200], lowest=pairs[0][0], highest=pairs[0][-1], data=data
        )
        self._rows.append(rows)


def lines_of(data: bytes, number: int) -> list[int]:
    """The lines that packed pairs have for a record."""
    pairs = array("q", zlib.decompress(data))
    half = len(pairs) // 2
    return [pairs[half + place] for place in range(half) if pairs[place] == number]


def keeper_for(files: Iterable[InputFile], record: Import) -> SourceKeeper:
    """The keeper of an import. One that replays another leaves the files where they are."""
    return SourceKeeper(None if record.replays_id else Packing(list(files)))


def _whole_ends(stream: BinaryIO, block: bytes) -> bytes:
    """The block with a line end that it would cut in two."""
    while block.endswith(b"\r") and len(block) < BLOCK + _LOOKED_ON and (more := stream.read(1)):
        block += more
    return block


def _by_record(numbers: Sequence[int], lines: Sequence[int]) -> tuple["array[int]", "array[int]"]:
    records = array("q", numbers)
    rows = array("q", lines)
    if all(one <= other for one, other in pairwise(records)):
        return records, rows
    order = sorted(range(len(records)), key=records.__getitem__)
    return array("q", [records[place] for place in order]), array("q", [rows[place] for place in order])
