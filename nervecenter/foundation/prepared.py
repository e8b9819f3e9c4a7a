"""Queries that are worked out once for each thread and then only asked.

Django takes ten times as long to turn a query of twenty columns into SQL as SQLite takes to answer it (1.2 ms against
0.05 ms measured), so what every request asks is kept as SQL. PostgreSQL keeps its plan too: planning a record with its
five links takes 0.6 ms, answering it 0.06.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet

SENTINEL = -8_077_531_604


@dataclass(frozen=True, slots=True)
class Statement:
    """A query as SQL, with the places of its one parameter and what makes Python values of a row."""

    sql: str
    parameters: tuple[Any, ...]
    compiler: Any
    converters: Any


ONE = "IN (%s)"


class PreparedQuery:
    """A query of columns (`values_list`) with one parameter, which `build` puts into its conditions unchanged.

    For `rows_of`, the condition is `..__in=[parameter]`, and the parameters are whole numbers. A query without any
    parameter has no sentinel either.
    """

    def __init__(self, build: Callable[[Any], QuerySet[Any, Any]], sentinel: Any = SENTINEL) -> None:
        self._build = build
        self._sentinel = sentinel
        self._kept = threading.local()

    def rows(self, parameter: Any = None) -> list[Any]:
        """The rows for this parameter, in the order of the query. One SQL query."""
        statement = self._statement()
        given = [parameter if one == self._sentinel else one for one in statement.parameters]
        return self._asked(statement, statement.sql, given)

    def rows_of(self, parameters: Sequence[int]) -> list[Any]:
        """The rows for any of these parameters, in the order of the query. One SQL query, none for no parameters."""
        if not parameters:
            return []
        statement = self._statement()
        if connection.vendor == "postgresql":
            return self._asked(statement, statement.sql.replace(ONE, "= ANY(%s::bigint[])"), [list(parameters)])
        places = ", ".join(["%s"] * len(parameters))
        return self._asked(statement, statement.sql.replace(ONE, f"IN ({places})"), parameters)

    @staticmethod
    def _asked(statement: Statement, sql: str, parameters: Sequence[Any]) -> list[Any]:
        with _cursor() as cursor:
            cursor.execute(sql, parameters)
            rows: list[Any] = cursor.fetchall()
        if statement.converters and rows:
            return list(statement.compiler.apply_converters(rows, statement.converters))
        return rows

    def _statement(self) -> Statement:
        return getattr(self._kept, "statement", None) or self._prepare()

    def _prepare(self) -> Statement:
        compiler = self._build(self._sentinel).query.get_compiler(using="default")
        sql, parameters = compiler.as_sql()
        if self._sentinel is not None and self._sentinel not in parameters:
            raise ValueError("the query does not ask for its parameter as it is given")
        columns = [column for column, _, _ in compiler.select[: compiler.col_count]]
        statement = Statement(sql, tuple(parameters), compiler, compiler.get_converters(columns))
        self._kept.statement = statement
        return statement


def _cursor() -> Any:
    """A cursor; on PostgreSQL one whose statements the server plans once a connection (settings say how)."""
    if connection.vendor != "postgresql":
        return connection.cursor()
    connection.ensure_connection()
    return connection._prepare_cursor(_preparing_cursor()(connection.connection))  # type: ignore[attr-defined]


@cache
def _preparing_cursor() -> Any:
    from psycopg import Cursor

    class PreparingCursor(Cursor[Any]):
        def execute(self, query: Any, params: Any = None, **_: Any) -> Any:
            return super().execute(query, params, prepare=True)

    return PreparingCursor
