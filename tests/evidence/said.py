"""Evidence for the tests, as short as can be, and the state of all tables to compare before and after."""

import datetime as dt
from typing import Any

from django.db import connection

from nervecenter.evidence.models import Evidence
from nervecenter.foundation.triggers import logged_tables
from nervecenter.foundation.users import User
from nervecenter.market.models import Problem

BOOKKEEPING = {"version", "changed_at", "changed_by_id"}
TEXT = "The export of a quarter takes a day.\r\nWe need it by noon 🕛, or the board meets without figures."


def said(name: str = "Exports take a day", **values: Any) -> Evidence:
    """An item that waits."""
    usual = {"text": TEXT, "kind": "ticket", "occurred_on": dt.date(2022, 5, 3)}
    return Evidence.objects.create(name=name, **(usual | values))


def problem(name: str = "Exports are slow", **values: Any) -> Problem:
    """A problem it can be linked to."""
    return Problem.objects.create(name=name, **values)


def contributor(name: str = "cleo") -> User:
    """Somebody who may decide about items."""
    return User.objects.create_user(name, role="contributor")


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of records, without version and time of change."""
    found = {}
    with connection.cursor() as cursor:
        for table in logged_tables():
            columns = ", ".join(f'"{name}"' for name in table.columns if name not in BOOKKEEPING)
            cursor.execute(f'SELECT {columns} FROM "{table.name}" ORDER BY id')  # noqa: S608 - our own names
            found[table.name] = cursor.fetchall()
    return found
