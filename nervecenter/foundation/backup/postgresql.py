"""Backup and restore on PostgreSQL: every table by COPY, out of one snapshot and into one transaction."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from nervecenter.foundation.backup.archive import BackupWriter, NotABackup, Report, pieces_of
from nervecenter.foundation.backup.contents import DERIVED, EMPTIED, kept_tables
from nervecenter.foundation.schema import Name, make_tables_of

ROWS_BETWEEN_REPORTS = 5_000


def copy_tables(writer: BackupWriter) -> dict[str, int]:
    """Every table as CSV with a head, all of one moment. Returns rows by table. Call inside a transaction."""
    counts = {}
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        columns_of = _columns(cursor)
        for table in kept_tables():
            columns = columns_of.get(table)
            if columns is None or table in DERIVED or table in EMPTIED:
                continue
            cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608 - our own names
            counts[table] = cursor.fetchone()[0]
            writer.add(f"tables/{table}.csv", _copied_out(cursor, table, columns))
    return counts


def _columns(cursor: Any) -> dict[str, tuple[str, ...]]:
    cursor.execute(
        "SELECT table_name, array_agg(column_name::text ORDER BY ordinal_position) FROM information_schema.columns"
        " WHERE table_schema = current_schema() GROUP BY table_name"
    )
    return {table: tuple(columns) for table, columns in cursor.fetchall()}


def _copied_out(cursor: Any, table: str, columns: tuple[str, ...]) -> Iterator[bytes]:
    with cursor.copy(f'COPY "{table}" ({_listed(columns)}) TO STDOUT (FORMAT csv, HEADER)') as copy:
        for piece in copy:
            yield bytes(piece)


def fill_database(folder: Path, names: set[Name], tables: dict[str, int], report: Report) -> None:
    """The empty database has the tables of those migrations and the rows of the folder. Call inside a transaction."""
    make_tables_of(names)
    with connection.cursor() as cursor:
        known = set(connection.introspection.table_names(cursor))
        if unknown := sorted(set(tables) - known):
            raise NotABackup(f"the backup holds a table that is not ours ({unknown[0]}); use another backup")
        cursor.execute("SET LOCAL TIME ZONE 'UTC'")
        # Making tables leaves some links compared at once; here a row may come before the one it points at.
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("DELETE FROM django_migrations")
        database = folder / "database.sqlite3"
        fill = _from_sqlite if database.exists() else _from_files
        for place, (table, rows) in enumerate(tables.items()):
            if table in DERIVED or table in EMPTIED:
                continue
            report(place, len(tables), f"filling {table}")
            fill(cursor, database if database.exists() else folder / "tables" / f"{table}.csv", table)
            cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608
            found = cursor.fetchone()[0]
            if found != rows:
                raise NotABackup(f"{table} in the backup has {found} rows instead of {rows}; use another backup")
        # The links between the rows are compared now: after this, triggers may be made on the tables.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        made = [model for model in apps.get_models(include_auto_created=True) if model._meta.db_table in known]
        for statement in connection.ops.sequence_reset_sql(no_style(), [*made, MigrationRecorder.Migration]):
            cursor.execute(statement)


def _from_files(cursor: Any, path: Path, table: str) -> None:
    with path.open(encoding="utf-8") as file:
        columns = tuple(file.readline().strip().replace('"', "").split(","))
    with cursor.copy(f'COPY "{table}" ({_listed(columns)}) FROM STDIN (FORMAT csv, HEADER)') as copy:
        for piece in pieces_of(path):
            copy.write(piece)


def _from_sqlite(cursor: Any, path: Path, table: str) -> None:
    """A workspace that outgrew SQLite: its values as text, which PostgreSQL reads by the type of its column."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as source:
        rows = source.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - a name of the manifest, compared with ours
        columns = tuple(str(column[0]) for column in rows.description)
        with cursor.copy(f'COPY "{table}" ({_listed(columns)}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row([value if value is None or isinstance(value, bytes) else str(value) for value in row])


def drop_tables() -> None:
    """Nothing of ours is left in the database; what others keep in it stays."""
    ours = {*kept_tables(), "foundation_search"}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '10s'")
        for table in connection.introspection.table_names(cursor):
            if table in ours:
                cursor.execute(f'DROP TABLE "{table}" CASCADE')


def _listed(columns: tuple[str, ...]) -> str:
    return ", ".join(f'"{column}"' for column in columns)
