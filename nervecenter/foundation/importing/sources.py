"""Questions about what imports were made of: a record's rows as they stood in the files, and the files again."""

import zlib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from io import BufferedReader, RawIOBase, UnsupportedOperation
from typing import BinaryIO, cast

from nervecenter.domain.exchange.drafting.as_read import unpacked_row
from nervecenter.domain.exchange.faults import ReadError
from nervecenter.domain.exchange.mapping.document import MappingDocument
from nervecenter.domain.exchange.mapping.loading import MappingError, load_mapping
from nervecenter.domain.exchange.reading.files import InputFile, unpacked
from nervecenter.domain.exchange.reading.options import DEFAULT_OPTIONS, ReadOptions
from nervecenter.domain.exchange.reading.rows_by_line import from_line, is_found_by_line, row_in
from nervecenter.foundation.importing.models import Import
from nervecenter.foundation.importing.source_keeping import lines_of
from nervecenter.foundation.importing.source_models import SourceBlock, SourceChunk, SourceFile, SourceRows
from nervecenter.foundation.importing.storage import kept_files

SHOWN_IMPORTS = 3
SHOWN_ROWS = 20


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row that a record came from: the import, file, sheet and line, and its columns as they were read.

    `columns` is None where the row can no longer be read. `fills` says which field a column fills by the mapping that
    the import used, for columns that fill one by themselves.
    """

    import_of: Import
    file: str
    sheet: str
    row: int
    columns: Mapping[str, object] | None
    fills: Mapping[str, str]


def source_rows(kind: str, number: int) -> tuple[SourceRow, ...]:
    """The rows that a record came from, those of the latest import first; imports that were taken back do not count."""
    found: list[SourceRow] = []
    imports: dict[int, Import] = {}
    rows = SourceRows.objects.filter(
        kind=kind, lowest__lte=number, highest__gte=number, import_of__status=Import.Status.DONE
    ).select_related("import_of__replays")
    for packed in rows.order_by("-import_of_id", "pk").iterator(200):
        lines = lines_of(bytes(packed.data), number)
        if not lines:
            continue
        if packed.import_of_id not in imports and len(imports) == SHOWN_IMPORTS:
            break
        record = imports.setdefault(packed.import_of_id, packed.import_of)
        for line in dict.fromkeys(lines):
            place = (record, packed.file, packed.sheet)
            columns = _columns(*place, line, kind)
            found.append(SourceRow(*place, line, columns, _fills(*place, kind)))
        if len(found) >= SHOWN_ROWS:
            break
    return tuple(found[:SHOWN_ROWS])


def source_files(record: Import) -> list[InputFile]:
    """The files of an import as they were given, read from where they are kept; none when nothing was kept."""
    return [_input(file) for file in SourceFile.objects.filter(import_of=record.replays_id or record.pk)]


def files_of(record: Import) -> list[InputFile]:
    """The files that an import is to read: those kept with it, or those of the import that it replays.

    Raises ReadError when they are gone.
    """
    if not record.replays_id:
        return kept_files(record.pk, record.kept)
    found = source_files(record)
    if not found:
        raise ReadError("not-kept", "is no longer kept. Choose it again.", file=record.title)
    return found


def document_of(record: Import, file: str, sheet: str) -> str:
    """The mapping document (YAML) that a file's sheet went through in an import; empty when it had none."""
    found = [each for each in record.documents if each["file"] == file and each["sheet"] == sheet]
    return str(found[0]["mapping"]) if found else ""


def _columns(record: Import, file: str, sheet: str, line: int, kind: str) -> Mapping[str, object] | None:
    chunks = SourceChunk.objects.filter(import_of=record, file=file, sheet=sheet, first__lte=line, last__gte=line)
    for data in chunks.order_by("pk").values_list("data", flat=True):
        if (found := unpacked_row(bytes(data), line, kind)) is not None:
            return found
    try:
        return _by_line(record, file, line, _options(record, file, sheet))
    except (ReadError, OSError, ValueError):
        return None


def _document(record: Import, file: str, sheet: str) -> MappingDocument | None:
    text = document_of(record, file, sheet)
    try:
        return load_mapping(text) if text else None
    except MappingError:
        return None


def _options(record: Import, file: str, sheet: str) -> ReadOptions:
    document = _document(record, file, sheet)
    return document.read if document else DEFAULT_OPTIONS


def _fills(record: Import, file: str, sheet: str, kind: str) -> dict[str, str]:
    document = _document(record, file, sheet)
    targets = [target for target in document.into if target.kind == kind] if document else []
    return {
        source.column: name for target in targets for name, source in reversed(target.fields.items()) if source.column
    }


def _by_line(record: Import, name: str, line: int, options: ReadOptions) -> Mapping[str, object] | None:
    kept = SourceFile.objects.filter(import_of=record.replays_id or record.pk)
    whole = kept.filter(name=name).first()
    if whole is not None:
        file = _input(whole)
        return row_in(file, partial(_tail, whole, line), line, options) if is_found_by_line(file) else None
    for file in unpacked(_input(one) for one in kept):
        if file.name == name and is_found_by_line(file):
            return row_in(file, lambda member=file: from_line(member.open(), line - 1), line, options)  # type: ignore[misc]
    return None


def _tail(file: SourceFile, line: int) -> BinaryIO:
    """The file from a line on: its block is found, and only lines within it are passed over.

    A block can begin inside a line; a line that begins where a block does is still found through the block before.
    """
    block = file.blocks.filter(line__lt=line).order_by("-start").first()
    stream = _opened(file)
    if block is None:
        return from_line(stream, line - 1)
    stream.seek(block.start)
    return from_line(stream, line - block.line)


def _input(file: SourceFile) -> InputFile:
    return InputFile(file.name, file.size, partial(_opened, file))


def _opened(file: SourceFile) -> BinaryIO:
    return cast(BinaryIO, BufferedReader(_Blocks(file), 1 << 18))


class _Blocks(RawIOBase):
    """The bytes of a kept file, fetched block by block."""

    def __init__(self, file: SourceFile) -> None:
        super().__init__()
        self._size = file.size
        self._blocks: Sequence[tuple[int, int]] = list(file.blocks.order_by("start").values_list("start", "pk"))
        self._starts = [start for start, _ in self._blocks]
        self._held: tuple[int, bytes] = (-1, b"")
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        base = (0, self._at, self._size)[whence]
        if base + offset < 0:
            raise UnsupportedOperation("before the beginning of the file")
        self._at = base + offset
        return self._at

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer))
        if self._at >= self._size:
            return 0
        place = bisect_right(self._starts, self._at) - 1
        if self._held[0] != place:
            block = SourceBlock.objects.get(pk=self._blocks[place][1])
            self._held = (place, zlib.decompress(bytes(block.data)) if block.packed else bytes(block.data))
        within = self._at - self._starts[place]
        data = self._held[1][within : within + len(view)]
        view[: len(data)] = data
        self._at += len(data)
        return len(data)
