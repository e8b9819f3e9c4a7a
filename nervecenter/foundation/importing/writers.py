"""Rows onto tables as fast as the database takes them: `executemany` on SQLite, COPY on PostgreSQL.

The triggers see every row. Nothing here decides anything; table and column names come from our own models.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import repeat
from typing import Any, Protocol

from django.db import connection, models

Values = Sequence[Any]
BOUND = "%s"
SHORT = 60
_PREPARED = (models.DateField, models.DateTimeField, models.DecimalField, models.JSONField, models.DurationField)


class Writer(Protocol):
    """Writes whole columns of rows, or (for a preview) nothing."""

    def reserve(self, model: type[models.Model], count: int) -> Sequence[int]:
        """Ids for new rows."""

    def claim(self, model: type[models.Model], numbers: Iterable[int]) -> None:
        """These ids, which no row has, are given to new rows; none of them is reserved for others any more."""

    def insert(self, model: type[models.Model], columns: dict[str, Any], count: int) -> None:
        """New rows; a column that is no list or tuple is the same for all."""

    def update(self, model: type[models.Model], columns: dict[str, Any], numbers: Values) -> None:
        """Other values for the rows with these ids."""

    def link(self, through: type[models.Model], owner: str, target: str, pairs: Iterable[tuple[int, int]]) -> None:
        """New links."""

    def unlink(self, through: type[models.Model], owner: str, target: str, pairs: Iterable[tuple[int, int]]) -> None:
        """Links taken away."""


class NoWriter:
    """For a preview: hands out ids that no record has, writes nothing."""

    def __init__(self) -> None:
        self._next = 1 << 50

    def reserve(self, model: type[models.Model], count: int) -> Sequence[int]:
        """Ids beyond all others."""
        first = self._next
        self._next += count
        return range(first, self._next)

    def claim(self, model: type[models.Model], numbers: Iterable[int]) -> None:
        """Nothing."""

    def insert(self, model: type[models.Model], columns: dict[str, Any], count: int) -> None:
        """Nothing."""

    def update(self, model: type[models.Model], columns: dict[str, Any], numbers: Values) -> None:
        """Nothing."""

    def link(self, through: type[models.Model], owner: str, target: str, pairs: Iterable[tuple[int, int]]) -> None:
        """Nothing."""

    def unlink(self, through: type[models.Model], owner: str, target: str, pairs: Iterable[tuple[int, int]]) -> None:
        """Nothing."""


class SQLiteWriter:
    """Writes inside the running transaction, which on SQLite is the only writer."""

    def __init__(self) -> None:
        self._next: dict[str, int] = {}

    def reserve(self, model: type[models.Model], count: int) -> Sequence[int]:
        """The ids after the last that the table ever had, also for a row that is gone."""
        first = self._first(model._meta.db_table)
        self._next[model._meta.db_table] = first + count
        return range(first, first + count)

    def claim(self, model: type[models.Model], numbers: Iterable[int]) -> None:
        """What is reserved from now on comes after them."""
        self._next[model._meta.db_table] = max(self._first(model._meta.db_table), max(numbers) + 1)

    def _first(self, table: str) -> int:
        if table not in self._next:
            with connection.cursor() as cursor:
                cursor.execute(f'SELECT coalesce(max(id), 0) FROM "{table}"')  # noqa: S608
                highest = cursor.fetchone()[0]
                cursor.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = %s", [table])
                self._next[table] = max(highest, cursor.fetchone()[0]) + 1
        return self._next[table]

    def insert(self, model: type[models.Model], columns: dict[str, Any], count: int) -> None:
        """One `executemany`. What is the same for all stands in the statement; what is nothing, nowhere."""
        given = {name: values for name, values in columns.items() if values is not None}
        names = ", ".join(f'"{name}"' for name in given)
        marks = ", ".join(_literal(values) for values in given.values())
        bound = {name: values for name, values in given.items() if _literal(values) == BOUND}
        rows = zip(*(_column(model, name, values, count) for name, values in bound.items()), strict=True)
        _many(f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({marks})', rows)  # noqa: S608

    def update(self, model: type[models.Model], columns: dict[str, Any], numbers: Values) -> None:
        """One `executemany`."""
        assigned = ", ".join(f'"{name}" = %s' for name in columns)
        values = [_column(model, name, given, len(numbers)) for name, given in columns.items()]
        _many(f'UPDATE "{model._meta.db_table}" SET {assigned} WHERE id = %s', zip(*values, numbers, strict=True))  # noqa: S608

    def link(self, through: type[models.Model], owner: str, target: str, pairs: Iterable[tuple[int, int]]) -> None:
        """One `executemany`; a link that is there stays."""
        table = through._meta.db_table
        _many(f'INSERT OR IGNORE INTO "{table}" ("{owner}", "{target}") VALUES (%s, %s)', pairs)  # noqa: S608

    def unlink(self, through: type[models.Model], owner: str, target: str, pairs: Iterable[tuple[int, int]]) -> None:
        """One `executemany`."""
        table = through._meta.db_table
        _many(f'DELETE FROM "{table}" WHERE "{owner}" = %s AND "{target}" = %s', pairs)  # noqa: S608


class PostgreSQLWriter:
    """Writes by COPY: inserts into the table, updates and links through a table of the transaction's own."""

    def reserve(self, model: type[models.Model], count: int) -> Sequence[int]:
        """The next numbers of the table's sequence; told as first and last where nobody else drew one meanwhile."""
        drawn = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) AS n FROM generate_series(1, %s)"
        told = "SELECT min(n), max(n), CASE WHEN max(n) - min(n) >= count(n) THEN array_agg(n) END FROM drawn"
        with connection.cursor() as cursor:
            cursor.execute(f"WITH drawn AS MATERIALIZED ({drawn}) {told}", [f'"{model._meta.db_table}"', count])
            first, last, scattered = cursor.fetchone()
            return scattered or range(first, last + 1)

    def claim(self, model: type[models.Model], numbers: Iterable[int]) -> None:
        """The table's sequence goes on after them."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT setval(s, greatest(nextval(s), %s)) FROM pg_get_serial_sequence(%s, 'id') s",
                [max(numbers), f'"{model._meta.db_table}"'],
            )

    def insert(self, model: type[models.Model], columns: dict[str, Any], count: int) -> None:
        """One COPY."""
        _copy(model._meta.db_table, columns, (_plain(values, count) for values in columns.values()))

    def update(self, model: type[models.Model], columns: dict[str, Any], numbers: Values) -> None:
        """COPY into a passing table, then one UPDATE."""
        table = model._meta.db_table
        names = ["id", *columns]
        with connection.cursor() as cursor:
            _passing_table(cursor, table, names)
            _copy("importing_rows", names, [numbers, *(_plain(values, len(numbers)) for values in columns.values())])
            assigned = ", ".join(f'"{name}" = n."{name}"' for name in columns)
            cursor.execute(f'UPDATE "{table}" t SET {assigned} FROM importing_rows n WHERE t.id = n.id')  # noqa: S608

    def link(self, through: type[models.Model], owner: str, target: str, pairs: Iterable[tuple[int, int]]) -> None:
        """COPY into a passing table, then one INSERT; a link that is there stays."""
        table = through._meta.db_table
        with connection.cursor() as cursor:
            self._pairs(cursor, table, owner, target, pairs)
            cursor.execute(
                f'INSERT INTO "{table}" ("{owner}", "{target}") SELECT "{owner}", "{target}" FROM importing_rows'  # noqa: S608
                " ON CONFLICT DO NOTHING"
            )

    def unlink(self, through: type[models.Model], owner: str, target: str, pairs: Iterable[tuple[int, int]]) -> None:
        """COPY into a passing table, then one DELETE."""
        table = through._meta.db_table
        with connection.cursor() as cursor:
            self._pairs(cursor, table, owner, target, pairs)
            cursor.execute(
                f'DELETE FROM "{table}" t USING importing_rows n'  # noqa: S608
                f' WHERE t."{owner}" = n."{owner}" AND t."{target}" = n."{target}"'
            )

    def _pairs(self, cursor: Any, table: str, owner: str, target: str, pairs: Iterable[tuple[int, int]]) -> None:
        _passing_table(cursor, table, [owner, target])
        _copy("importing_rows", [owner, target], zip(*pairs, strict=True))


def database_writer() -> Writer:
    """The writer for the database in use."""
    return SQLiteWriter() if connection.vendor == "sqlite" else PostgreSQLWriter()


def _literal(values: Any) -> str:
    """A value that is the same for all rows as it stands in a statement; the mark of a parameter for all else."""
    if type(values) is int:
        return str(values)
    if type(values) is str and len(values) <= SHORT and values.isascii() and values.isprintable():
        return "'" + values.replace("'", "''").replace("%", "%%") + "'"
    return BOUND


def _many(statement: str, rows: Iterable[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)  # type: ignore[arg-type]


def _plain(values: Any, count: int) -> Iterable[Any]:
    return values if isinstance(values, list | tuple | range) else repeat(values, count)


def _column(model: type[models.Model], name: str, values: Any, count: int) -> Iterable[Any]:
    """Values as SQLite stores them; equal ones are prepared once."""
    field = next(each for each in model._meta.concrete_fields if each.column == name)
    if not isinstance(field, _PREPARED):
        return _plain(values, count)
    if not isinstance(values, list | tuple | range):
        return repeat(field.get_db_prep_save(values, connection), count)
    if type(field) is models.DateField and {type(value) for value in values} <= {date, type(None)}:
        days: Any = values
        return [None if value is None else value.isoformat() for value in days]
    prepared: dict[Any, Any] = {}
    result: list[Any] = []
    for value in values:
        if value not in prepared:
            prepared[value] = field.get_db_prep_save(value, connection)
        result.append(prepared[value])
    return result


def _passing_table(cursor: Any, table: str, names: Sequence[str]) -> None:
    listed = ", ".join(f'"{name}"' for name in names)
    cursor.execute("DROP TABLE IF EXISTS importing_rows")
    cursor.execute(
        f'CREATE TEMPORARY TABLE importing_rows ON COMMIT DROP AS SELECT {listed} FROM "{table}" WITH NO DATA'  # noqa: S608
    )


def _copy(table: str, names: Iterable[str], columns: Iterable[Iterable[Any]]) -> None:
    listed = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" ({listed}) FROM STDIN') as copy:
        for row in zip(*columns, strict=True):
            copy.write_row(row)
