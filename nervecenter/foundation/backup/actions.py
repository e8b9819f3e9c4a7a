"""Decisions about the whole workspace: put it into one file, and take it from one."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from nervecenter.foundation.backup import postgresql, sqlite
from nervecenter.foundation.backup.archive import (
    BackupWriter,
    Manifest,
    NotABackup,
    Report,
    opened,
    pieces_of,
    refuse_small_disk,
    unpack,
)
from nervecenter.foundation.backup.contents import LEFT_OUT, holds_anything
from nervecenter.foundation.errors import DomainError
from nervecenter.foundation.jobs.outcomes import fail_all_under_way
from nervecenter.foundation.schema import applied_migrations, bring_up_to_date, refuse_newer

WORK = ".restore-"
UNDER_WAY = "This was under way when the backup was made. Start it again."


class WorkspaceNotEmpty(DomainError):
    """Somebody has worked here. Nothing was changed."""

    code = "workspace-not-empty"


class OtherDatabase(DomainError):
    """The backup is of a kind of database that cannot be put into this one. Nothing was changed."""

    code = "other-database"


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What a backup holds, or what was restored: rows over all tables, bytes, and where the state before is kept."""

    file: str
    size: int
    made_at: str
    nervecenter: str
    database: str
    tables: int
    rows: int
    left_out: tuple[str, ...]
    kept: str = ""


def _silent(_done: int, _total: int | None, _message: str) -> None:
    """No progress is shown."""


def make_backup(path: Path, *, overwrite: bool = False, report: Report = _silent) -> BackupReport:
    """The workspace as it is at one moment is in this file; nobody has to stop working.

    Refused when the file is there already. A backup that could not be finished leaves no file.
    """
    path = path.absolute()
    if path.exists() and not overwrite:
        raise FileExistsError(17, "is there already", str(path))
    partial = path.with_name(path.name + ".partial")
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".backup-") as folder:
        try:
            partial.touch(mode=0o600)
            writer = BackupWriter(partial, report)
            migrations = tuple(sorted(applied_migrations()))
            if connection.vendor == "sqlite":
                copy = Path(folder) / "database.sqlite3"
                report(0, None, "copying the database")
                tables = sqlite.copy_database(Path(str(connection.settings_dict["NAME"])), copy)
                writer.add(sqlite.MEMBER, pieces_of(copy), copy.stat().st_size)
            else:
                with transaction.atomic():
                    tables = postgresql.copy_tables(writer)
            manifest = Manifest(
                nervecenter=version("nervecenter"),
                made_at=datetime.now(UTC).isoformat(timespec="seconds"),
                database=connection.vendor,
                migrations=migrations,
                tables=tables,
                left_out=LEFT_OUT,
                members=writer.members,
            )
            writer.close(manifest)
            _write_through(partial)
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
    return _report(path, manifest)


def restore_backup(path: Path, *, replace: bool = False, report: Report = _silent) -> BackupReport:
    """The workspace is the one of the backup, at once or not at all; one of an older version is brought up to date.

    Refused: a file that is damaged or was tampered with (NotABackup), one of a newer version, and a workspace that
    holds something, unless `replace`; then the old state is kept beside it.
    """
    with opened(path) as (file, manifest), _workplace() as folder:
        refuse_newer(set(manifest.migrations))
        _refuse_other_database(manifest)
        worked_in = holds_anything()
        if worked_in and not replace:
            raise WorkspaceNotEmpty(
                "this workspace holds users or records already; restore into an empty data folder, or say --replace"
                " (the old state is then kept beside it)"
            )
        refuse_small_disk(folder, manifest)
        unpack(file, manifest, folder, report)
        into = _into_sqlite if connection.vendor == "sqlite" else _into_postgresql
        kept = into(folder, manifest, keep=worked_in, report=report)
    return _report(path, manifest, kept)


def _refuse_other_database(manifest: Manifest) -> None:
    if manifest.database == "sqlite" and set(manifest.members) != {sqlite.MEMBER}:
        raise NotABackup("the backup says it is of SQLite and holds no SQLite database; use another backup")
    if connection.vendor == "sqlite" and manifest.database != "sqlite":
        raise OtherDatabase(
            f"the backup was made on {manifest.database}; set NERVECENTER_DATABASE_URL to an empty PostgreSQL database"
            " and restore there"
        )


def _into_sqlite(folder: Path, manifest: Manifest, *, keep: bool, report: Report) -> str:
    fresh, current = folder / sqlite.MEMBER, Path(str(connection.settings_dict["NAME"]))
    report(0, None, "looking through the database")
    sqlite.refuse_broken_database(fresh, dict(manifest.tables))
    connection.close()
    connection.settings_dict["NAME"] = str(fresh)
    try:
        bring_up_to_date()
        fail_all_under_way(UNDER_WAY)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = current
    report(0, None, "putting it in place")
    return str(sqlite.take_place(fresh, current, keep=keep) or "")


def _into_postgresql(folder: Path, manifest: Manifest, *, keep: bool, report: Report) -> str:
    kept = ""
    if keep:
        kept = str(Path(settings.DATA) / f"replaced-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.zip")
        make_backup(Path(kept), report=report)
    with transaction.atomic():
        postgresql.drop_tables()
        postgresql.fill_database(folder, set(manifest.migrations), dict(manifest.tables), report)
        call_command("migrate", verbosity=0, interactive=False)
        fail_all_under_way(UNDER_WAY)
    return kept


@contextmanager
def _workplace() -> Iterator[Path]:
    """A folder on the disk of the data folder, gone afterwards; those that a killed restore left behind go too."""
    data = Path(settings.DATA)
    for left in data.glob(f"{WORK}*"):
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=data, prefix=WORK) as folder:
        yield Path(folder)


def _write_through(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _report(path: Path, manifest: Manifest, kept: str = "") -> BackupReport:
    return BackupReport(
        file=str(path),
        size=path.stat().st_size,
        made_at=manifest.made_at,
        nervecenter=manifest.nervecenter,
        database=manifest.database,
        tables=len(manifest.tables),
        rows=sum(manifest.tables.values()),
        left_out=manifest.left_out,
        kept=kept,
    )
