"""Backup and restore on SQLite: a consistent copy of the file while others write, and its place taken at once."""

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from nervecenter.foundation.backup.archive import NotABackup
from nervecenter.foundation.backup.contents import EMPTIED
from nervecenter.foundation.errors import DomainError

MEMBER = "database.sqlite3"


class DatabaseInUse(DomainError):
    """Another program has the database open, so it cannot be replaced. Nothing was changed."""

    code = "database-in-use"


def copy_database(source: Path, target: Path) -> dict[str, int]:
    """A copy of the database as it is at one moment, without what would let somebody sign in. Returns rows by table."""
    with (
        closing(sqlite3.connect(source, timeout=20)) as live,
        closing(sqlite3.connect(target)) as copy,
    ):
        live.backup(copy)
        # secure_delete overwrites what is deleted; otherwise it could be read off the free pages.
        copy.execute("PRAGMA secure_delete = ON")
        copy.execute("PRAGMA journal_mode = DELETE")
        tables = [
            str(name)
            for (name,) in copy.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
                " AND name NOT LIKE 'foundation\\_search\\_%' ESCAPE '\\' AND sql NOT LIKE 'CREATE VIRTUAL%'"
            )
        ]
        for table in EMPTIED:
            if table in tables:
                copy.execute(f'DELETE FROM "{table}"')  # noqa: S608 - our own names
        copy.commit()
        return {table: copy.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in sorted(tables)}  # noqa: S608


def refuse_broken_database(path: Path, tables: dict[str, int]) -> None:
    """Refuse a file that is no whole SQLite database, or does not hold the rows that it should."""
    try:
        with closing(sqlite3.connect(path)) as database:
            word = database.execute("PRAGMA quick_check(1)").fetchone()[0]
            if word != "ok":
                raise NotABackup(f"the database in the backup is damaged ({word}); use another backup")
            for table, rows in tables.items():
                found = database.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]  # noqa: S608
                if found != rows:
                    raise NotABackup(f"{table} in the backup has {found} rows instead of {rows}; use another backup")
    except sqlite3.DatabaseError as error:
        raise NotABackup(f"the database in the backup cannot be read ({error}); use another backup") from error


def take_place(fresh: Path, current: Path, *, keep: bool) -> Path | None:
    """The fresh database stands where the current one was, at once. Returns where the current one is kept (if wished).

    Refused with DatabaseInUse while another program has the current one open.
    """
    kept = None
    if current.exists():
        _close_for_good(current)
    if current.exists() and keep:
        kept = current.with_name(f"replaced-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.sqlite3")
        try:
            os.link(current, kept)
        except OSError:
            shutil.copy2(current, kept)
    _close_for_good(fresh)
    fresh.replace(current)
    _write_through(current)
    return kept


def _close_for_good(path: Path) -> None:
    """No write-ahead log is left beside the file; SQLite allows that only when nobody else has it open."""
    try:
        with closing(sqlite3.connect(path, timeout=5)) as database:
            mode = database.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
    except sqlite3.OperationalError:
        mode = "busy"
    if mode != "delete" or path.with_name(path.name + "-wal").exists():
        raise DatabaseInUse("another program has the database open; stop `nervecenter serve` and run this again")


def _write_through(path: Path) -> None:
    for place in (path, path.parent):
        descriptor = os.open(place, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
