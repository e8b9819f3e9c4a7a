"""The file of a backup: a ZIP with a manifest that gives every member's size and SHA-256.

Nothing in a backup is believed before it has been compared: a name that is not ours, a size or a checksum that
differs, a member that unpacks to far more than it should, each refuses the whole file.
"""

import hashlib
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from nervecenter.foundation.errors import DomainError

FORMAT = "nervecenter-backup"
FORMAT_VERSION = 1
MANIFEST = "manifest.json"
LARGEST_MANIFEST = 10_000_000
MEMBER = re.compile(r"database\.sqlite3|tables/[a-z0-9_]{1,63}\.csv")
TABLE = re.compile(r"[a-z0-9_]{1,63}")
MEMBERS = 2_000
RATIO, RATIO_FROM = 300, 100_000_000
PIECE = 1 << 20

type Report = Callable[[int, int | None, str], None]


class NotABackup(DomainError):
    """The file is no backup of nervecenter, or it is damaged. Nothing was changed."""

    code = "not-a-backup"
    status = 422


class BackupOfNewerVersion(DomainError):
    """A newer nervecenter made the backup. Nothing was changed."""

    code = "backup-of-newer-version"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself. `tables` gives the rows of each; `left_out` what is not in it, in words."""

    nervecenter: str
    made_at: str
    database: str
    migrations: tuple[tuple[str, str], ...]
    tables: Mapping[str, int]
    left_out: tuple[str, ...]
    members: Mapping[str, tuple[int, str]]
    format: str = FORMAT
    format_version: int = FORMAT_VERSION


class BackupWriter:
    """Writes members into the ZIP and remembers their sizes and checksums."""

    def __init__(self, path: Path, report: Report) -> None:
        self.file = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=3)
        self.report = report
        self.members: dict[str, tuple[int, str]] = {}

    def add(self, name: str, pieces: Iterator[bytes], expected: int | None = None) -> None:
        """One member, piece by piece."""
        digest, size = hashlib.sha256(), 0
        with self.file.open(name, "w", force_zip64=True) as member:
            for piece in pieces:
                member.write(piece)
                digest.update(piece)
                size += len(piece)
                self.report(size, expected, f"writing {name}")
        self.members[name] = (size, digest.hexdigest())

    def close(self, manifest: Manifest) -> None:
        """The manifest is the last member."""
        self.file.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1))
        self.file.close()


def pieces_of(path: Path) -> Iterator[bytes]:
    """A file in pieces of a megabyte."""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


@contextmanager
def opened(path: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """The ZIP and its manifest, with every name and declared size checked, nothing unpacked yet."""
    try:
        file = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError) as error:
        if isinstance(error, OSError):
            raise
        raise NotABackup(f"{path.name} is not a backup of nervecenter, or it is cut off: {error}") from error
    with file:
        manifest = _manifest(file, path.name)
        _refuse_foreign_members(file, manifest, path.name)
        yield file, manifest


def unpack(file: zipfile.ZipFile, manifest: Manifest, folder: Path, report: Report) -> None:
    """Every member lies in the folder, its size and checksum compared. NotABackup at the first that differs."""
    for name, (size, digest) in manifest.members.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with file.open(name) as source, target.open("wb") as written:
            got, found = _copied(source, written, name, size, report)
        if (got, found) != (size, digest):
            raise NotABackup(f"{name} in the backup is damaged: it is not what was written; use another backup")


def _copied(source: IO[bytes], target: IO[bytes], name: str, size: int, report: Report) -> tuple[int, str]:
    digest, got = hashlib.sha256(), 0
    try:
        while piece := source.read(PIECE):
            got += len(piece)
            if got > size:
                return got, ""
            digest.update(piece)
            target.write(piece)
            report(got, size, f"reading {name}")
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise NotABackup(f"the backup is damaged ({error}); use another one") from error
    return got, digest.hexdigest()


def _manifest(file: zipfile.ZipFile, name: str) -> Manifest:
    try:
        info = file.getinfo(MANIFEST)
        if info.file_size > LARGEST_MANIFEST:
            raise NotABackup(f"the manifest of {name} is too large to be one")
        said: dict[str, Any] = json.loads(file.read(info))
        if said["format"] != FORMAT:
            raise NotABackup(f"{name} is not a backup of nervecenter; it calls itself {str(said['format'])[:40]}")
        if int(said["format_version"]) > FORMAT_VERSION:
            raise BackupOfNewerVersion(
                f"{name} was made by nervecenter {said.get('nervecenter')}, which writes backups that this version"
                " cannot read; install that version or a newer one"
            )
        return Manifest(
            nervecenter=str(said["nervecenter"]),
            made_at=str(said["made_at"]),
            database=str(said["database"]),
            migrations=tuple((str(app), str(migration)) for app, migration in said["migrations"]),
            tables={_table(table): int(rows) for table, rows in said["tables"].items()},
            left_out=tuple(map(str, said["left_out"])),
            members={str(member): (int(size), str(digest)) for member, (size, digest) in said["members"].items()},
        )
    except (KeyError, ValueError, TypeError, AttributeError, zipfile.BadZipFile, RuntimeError) as error:
        raise NotABackup(f"{name} is not a backup of nervecenter: it has no manifest that can be read") from error


def _table(name: object) -> str:
    if not isinstance(name, str) or not TABLE.fullmatch(name):
        raise ValueError(f"{name!r} is no name of a table")
    return name


def _refuse_foreign_members(file: zipfile.ZipFile, manifest: Manifest, name: str) -> None:
    infos = [info for info in file.infolist() if info.filename != MANIFEST]
    names = [info.filename for info in infos]
    if len(names) != len(set(names)) or set(names) != set(manifest.members) or len(names) > MEMBERS:
        raise NotABackup(f"{name} does not hold exactly the members that its manifest names; use another backup")
    for member in names:
        if not MEMBER.fullmatch(member):
            raise NotABackup(f"{name} holds '{member[:80]}', which is no part of a backup; nothing was unpacked")
    for info in infos:
        if info.file_size != manifest.members[info.filename][0]:
            raise NotABackup(f"{info.filename} in {name} has another size than its manifest gives; use another backup")
        if info.file_size > RATIO_FROM and info.file_size > RATIO * max(1, info.compress_size):
            raise NotABackup(
                f"{info.filename} in {name} would unpack to {info.file_size // 1_000_000:,} MB from"
                f" {info.compress_size // 1_000:,} kB; no backup of ours does that"
            )


def refuse_small_disk(folder: Path, manifest: Manifest) -> None:
    """Refuse before anything is unpacked where the disk cannot hold it."""
    needed = sum(size for size, _ in manifest.members.values())
    free = shutil.disk_usage(folder).free
    if free < needed + PIECE:
        raise DomainError(
            f"the backup needs {needed // 1_000_000:,} MB and the disk of {folder} has {free // 1_000_000:,} MB left;"
            " free some space"
        )
