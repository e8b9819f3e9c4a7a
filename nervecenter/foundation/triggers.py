"""Database triggers that keep the change log and the search index complete, whatever writes.

They are made from the models and the resource declarations after each migration, so that a new column is never missed.
SQLite gets row triggers, PostgreSQL statement triggers with transition tables (a COPY of 10,000 rows fires once).
"""

import hashlib
from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.db import connections, models, transaction

from nervecenter.foundation.resources import Resource, all_resources
from nervecenter.foundation.tracked import TrackedModel
from nervecenter.foundation.trigger_sql import Logged, Searched, postgresql_statements, sqlite_statements

SEARCH_BITS = 40


def search_base(resource: Resource) -> int:
    """The number that, added to a record's id, identifies it among all kinds in the search index."""
    return resource.number << SEARCH_BITS


def logged_tables() -> tuple[Logged, ...]:
    """Every table whose writes are logged: tracked models and the link tables of their many-to-many fields."""
    tables: list[Logged] = []
    for model in apps.get_models(include_auto_created=True):
        if issubclass(model, TrackedModel):
            tables.append(Logged(model._meta.db_table, columns(model), "id"))
        else:
            owner: Any = model._meta.auto_created
            if owner and issubclass(owner, TrackedModel):
                subject = next(field.column for field in model._meta.local_fields if field.related_model is owner)
                tables.append(Logged(model._meta.db_table, columns(model), str(subject)))
    return tuple(tables)


def columns(model: type[models.Model]) -> tuple[str, ...]:
    """The table's column names, in the model's order."""
    return tuple(str(field.column) for field in model._meta.local_concrete_fields)


def searched_tables() -> tuple[Searched, ...]:
    """Every table whose texts are searched, with the columns that make title and body."""
    tables = []
    for resource in all_resources():
        meta = resource.model._meta
        column = {field.name: str(field.column) for field in meta.local_concrete_fields}
        body = tuple(column[name] for name in resource.search if name != resource.title)
        tables.append(Searched(meta.db_table, search_base(resource), column[resource.title], body))
    return tuple(tables)


def install(using: str = "default") -> None:
    """(Re)create all triggers, all or none. The search index is built anew when what is searched has changed."""
    connection = connections[using]
    statements, rebuild, searched, installed = _wanted(connection.vendor)
    with transaction.atomic(using), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("SELECT signature FROM foundation_searchstate WHERE id = 1")
        known = cursor.fetchone()
        if known is None or known[0] != searched:
            for statement in rebuild:
                cursor.execute(statement)
        cursor.execute("DELETE FROM foundation_searchstate")
        cursor.execute(
            "INSERT INTO foundation_searchstate (id, signature) VALUES (1, %s), (2, %s)", [searched, installed]
        )


def are_current(using: str = "default") -> bool:
    """Whether the triggers and the index are those that this version would install. One SQL query."""
    *_, searched, installed = _wanted(connections[using].vendor)
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT signature FROM foundation_searchstate ORDER BY id")
        return [row[0] for row in cursor.fetchall()] == [searched, installed]


def _wanted(vendor: str) -> tuple[list[str], list[str], str, str]:
    make = sqlite_statements if vendor == "sqlite" else postgresql_statements
    statements, rebuild, searched = make(logged_tables(), searched_tables())
    return statements, rebuild, searched, hashlib.sha256("\n".join(statements).encode()).hexdigest()


def install_after_migrate(using: str = "default", **_: Any) -> None:
    """Called by Django after `migrate`."""
    tables = connections[using].introspection.table_names()
    if "foundation_searchstate" in tables and all(table.name in tables for table in logged_tables()):
        install(using)


def drop_before_migrate(using: str = "default", plan: Sequence[Any] = (), **_: Any) -> None:
    """Called by Django before `migrate`: SQLite rebuilds no table that a trigger of another table names.

    Should the migration break off, the next start sees that the triggers are missing, and makes them again.
    """
    connection = connections[using]
    if not plan or connection.vendor != "sqlite":
        return
    with transaction.atomic(using), connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        names = [name for (name,) in cursor.fetchall() if name.startswith("nervecenter_")]
        for name in names:
            cursor.execute(f'DROP TRIGGER "{name}"')
        if names:
            cursor.execute("DELETE FROM foundation_searchstate WHERE id = 2")


class SearchState(models.Model):
    """What the search index was built from (row 1) and which triggers are installed (row 2)."""

    signature = models.CharField(max_length=64)

    class Meta:
        app_label = "foundation"

    def __str__(self) -> str:
        return self.signature
