"""The files of one import: named streams from a path, a folder or a form, with archives taken apart.

Nothing is written to disk. A name always uses `/` and never leads out of the folder it came from.
"""

import gzip
import stat
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO, RawIOBase
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, cast

from nervecenter.domain.exchange.faults import ReadError
from nervecenter.domain.exchange.limits import DEFAULT_LIMITS, ReadLimits

_ARCHIVES = {".zip", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".7z", ".rar", ".zst"}
_UNKNOWN_SIZE = -1


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file to read: its shown name, its size in bytes (-1 when only reading will tell), and how to open it."""

    name: str
    size: int
    open: Callable[[], BinaryIO]

    @property
    def suffix(self) -> str:
        """The last extension in lower case, such as `.csv`."""
        return PurePosixPath(self.name).suffix.lower()

    @property
    def stem(self) -> str:
        """The name without folders and without the last extension."""
        return PurePosixPath(self.name).stem


def file_from_bytes(name: str, data: bytes) -> InputFile:
    """A file that is already in memory, such as an uploaded form part."""
    return InputFile(name.replace("\\", "/").rsplit("/", 1)[-1], len(data), lambda: BytesIO(data))


def file_from_path(path: Path, name: str = "") -> InputFile:
    """A file on disk under a shown name. Refuses what is not a plain file."""
    if not path.is_file():
        raise ReadError("not-a-file", "is not there, or is not a plain file.", file=name or path.name)
    return InputFile(name or path.name, path.stat().st_size, lambda: path.open("rb"))


def files_from_folder(folder: Path) -> list[InputFile]:
    """All plain files of a folder and its folders, by name. Links that lead out of the folder are refused."""
    root = folder.resolve()
    if not root.is_dir():
        raise ReadError("not-a-folder", "is not a folder.", file=folder.name)
    found: list[InputFile] = []
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if any(part.startswith(".") for part in PurePosixPath(name).parts) or path.is_dir():
            continue
        if not path.resolve().is_relative_to(root):
            raise ReadError("outside-folder", "is a link that leads out of the folder. Copy the file.", file=name)
        found.append(file_from_path(path, name))
    return found


def unpacked(files: Iterable[InputFile], limits: ReadLimits = DEFAULT_LIMITS) -> Iterator[InputFile]:
    """The files with .zip and .gz replaced by their members. Refuses bombs, nested archives and paths outside."""
    for file in files:
        if file.size > limits.file_bytes:
            limit = limits.file_bytes
            raise ReadError("file-too-large", f"has {file.size:,} bytes; the limit is {limit:,}.", file=file.name)
        if file.suffix == ".zip":
            yield from _zip_members(file, limits)
        elif file.suffix == ".gz":
            yield _gzip_member(file, limits)
        elif file.suffix in _ARCHIVES:
            raise ReadError(
                "archive-kind", f"is a {file.suffix} archive. Unpack it, or pack a .zip or .gz.", file=file.name
            )
        else:
            yield file


def check_zip(archive: zipfile.ZipFile, name: str, limits: ReadLimits) -> list[zipfile.ZipInfo]:
    """The members of an archive whose declared sizes keep the limits. Refuses bombs, locks, links and paths outside."""
    members = [info for info in archive.infolist() if not info.is_dir()]
    if len(members) > limits.archive_members:
        limit = limits.archive_members
        raise ReadError("archive-members", f"holds {len(members):,} files; the limit is {limit:,}.", file=name)
    total = sum(info.file_size for info in members)
    packed = sum(info.compress_size for info in members)
    if total > limits.archive_bytes:
        raise ReadError(
            "archive-bomb", f"unpacks to {total:,} bytes; the limit is {limits.archive_bytes:,}.", file=name
        )
    if total > limits.archive_ratio_from and total > packed * limits.archive_ratio:
        raise ReadError(
            "archive-bomb",
            f"unpacks to more than {limits.archive_ratio} times its size, as a zip bomb does. Send the plain files.",
            file=name,
        )
    for info in members:
        _check_member(info, name)
    return members


def _check_member(info: zipfile.ZipInfo, archive_name: str) -> None:
    shown = f"{archive_name}/{info.filename}"
    path = PurePosixPath(info.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in info.filename.split("/")[0] or "\0" in info.filename:
        raise ReadError("outside-folder", "is a path that leads out of the archive. Pack it again.", file=shown)
    if stat.S_ISLNK(info.external_attr >> 16):
        raise ReadError("outside-folder", "is a link. Pack the file that it points to.", file=shown)
    if info.flag_bits & 0x1:
        raise ReadError("archive-locked", "needs a password. Pack it without one.", file=shown)


def _zip_members(file: InputFile, limits: ReadLimits) -> Iterator[InputFile]:
    try:
        with file.open() as stream, zipfile.ZipFile(stream) as archive:
            members = check_zip(archive, file.name, limits)
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise ReadError("broken-archive", f"is not a readable zip archive ({error}).", file=file.name) from error
    for info in members:
        parts = PurePosixPath(info.filename).parts
        if parts[0] == "__MACOSX" or parts[-1].startswith("."):
            continue
        name = f"{file.name}/{info.filename}"
        if PurePosixPath(info.filename).suffix.lower() in _ARCHIVES:
            raise ReadError("nested-archive", "is an archive inside an archive. Unpack it first.", file=name)
        yield InputFile(name, info.file_size, _zip_opener(file, info, name, limits))


def _zip_opener(file: InputFile, info: zipfile.ZipInfo, name: str, limits: ReadLimits) -> Callable[[], BinaryIO]:
    def opened() -> BinaryIO:
        stream = file.open()
        member = zipfile.ZipFile(stream).open(info)  # noqa: SIM115 (closed with the stream that is handed out)
        return cast(BinaryIO, _Counted(member, name, min(limits.archive_bytes, info.file_size), stream))

    return opened


def _gzip_member(file: InputFile, limits: ReadLimits) -> InputFile:
    name = file.name[: -len(".gz")]
    if PurePosixPath(name).suffix.lower() in _ARCHIVES:
        raise ReadError("nested-archive", "is an archive inside an archive. Unpack it first.", file=file.name)
    allowed = min(limits.archive_bytes, max(limits.archive_ratio_from, file.size * limits.archive_ratio))

    def opened() -> BinaryIO:
        stream = file.open()
        return cast(BinaryIO, _Counted(gzip.GzipFile(fileobj=stream), file.name, allowed, stream))

    return InputFile(name, _UNKNOWN_SIZE, opened)


class _Counted(RawIOBase):
    """An unpacking stream that stops when more comes out than was declared or allowed."""

    def __init__(self, stream: IO[bytes] | gzip.GzipFile, name: str, allowed: int, below: BinaryIO) -> None:
        super().__init__()
        self._stream = stream
        self._below = below
        self._name = name
        self._allowed = allowed
        self._seen = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        room = self._allowed - self._seen + 1
        try:
            data = self._stream.read(room if size < 0 else min(size, room))
        except (OSError, EOFError, zipfile.BadZipFile, NotImplementedError) as error:
            raise ReadError("broken-archive", f"cannot be unpacked ({error}).", file=self._name) from error
        self._seen += len(data)
        if self._seen > self._allowed:
            raise ReadError(
                "archive-bomb",
                f"unpacks to more than the {self._allowed:,} bytes it may have. Send the plain file.",
                file=self._name,
            )
        return data

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer))
        data = self.read(len(view))
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
            self._below.close()
        super().close()
