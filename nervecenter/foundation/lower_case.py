"""Text in small letters, the same on both databases and in Python, whatever the language it is written in."""

import sqlite3
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models import Func, TextField


class LowerCase(Func):
    """The text in small letters. Plain `lower` leaves Ä alone on SQLite, and follows its locale on PostgreSQL."""

    function = "nervecenter_lower"
    arity = 1
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Unicode's own rules, without those of one language."""
        template = 'LOWER((%(expressions)s) COLLATE "und-x-icu")'
        return self.as_sql(compiler, connection, template=template, **context)


def _lower(text: object) -> str | None:
    return None if text is None else str(text).lower()


def _register(connection: BaseDatabaseWrapper, **_: object) -> None:
    """SQLite learns the function on each connection."""
    if isinstance(connection.connection, sqlite3.Connection):
        connection.connection.create_function("nervecenter_lower", 1, _lower, deterministic=True)


def install() -> None:
    """From now on every new connection knows how to write text in small letters."""
    connection_created.connect(_register, dispatch_uid="nervecenter.lower-case")
