"""Brings the database to the form this version needs: at the first start, and after an upgrade.

An empty database is made from the models at once, which takes a small part of the time that applying every migration
takes (a test holds both ways to the same result). Looking whether there is anything to do costs three queries.
"""

from enum import StrEnum
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations import operations
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from nervecenter.foundation import triggers
from nervecenter.foundation.errors import DomainError

PLAIN_OPERATIONS = {
    getattr(operations, name)
    for name in operations.__all__
    if name not in {"RunPython", "RunSQL", "SeparateDatabaseAndState"}
}

type Name = tuple[str, str]


class SchemaStep(StrEnum):
    """What was done to the database."""

    NOTHING = "nothing"
    MADE = "made"
    UPGRADED = "upgraded"


class WrittenByNewerVersion(DomainError):
    """The database has been used by a newer nervecenter, which this one would not understand."""

    code = "written-by-newer-version"


def bring_up_to_date() -> SchemaStep:
    """The database has every table, trigger and index of this version. Refuses one that a newer version has used."""
    tables = connection.introspection.table_names()
    if not tables:
        call_command("migrate", verbosity=0, interactive=False)
        return SchemaStep.MADE
    applied = applied_migrations() if MigrationRecorder.Migration._meta.db_table in tables else set()
    refuse_newer(applied)
    if known_migrations() <= applied and triggers.are_current():
        return SchemaStep.NOTHING
    call_command("migrate", verbosity=0, interactive=False)
    return SchemaStep.UPGRADED


def known_migrations() -> set[Name]:
    """The migrations that this version brings, by application and name, read off the file names."""
    return {
        (config.label, path.stem)
        for config in apps.get_app_configs()
        for path in (Path(config.path) / "migrations").glob("[0-9]*.py")
    }


def applied_migrations() -> set[Name]:
    """The migrations that the database has seen. One SQL query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        return {(app, name) for app, name in cursor.fetchall()}


def refuse_newer(applied: set[Name]) -> None:
    """Refuse migrations of ours that this version does not know."""
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("nervecenter.")}
    unknown = sorted(name for name in applied - known_migrations() if name[0] in ours)
    if unknown:
        app, name = unknown[-1]
        raise WrittenByNewerVersion(
            f"the database was last used by a newer nervecenter (it has seen {app} {name}, which this one does not"
            " know); install that version, or restore a backup made with this one"
        )


def make_tables() -> bool:
    """Every table of an empty database from the models, in one transaction; triggers come with the signal after it.

    Answers no, having done nothing, where a migration of ours does more than a table's form can say.
    """
    loader = MigrationLoader(connection)
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("nervecenter.")}
    for (label, _), migration in loader.disk_migrations.items():
        if label in ours and any(type(operation) not in PLAIN_OPERATIONS for operation in migration.operations):
            return False
    recorder = MigrationRecorder(connection)
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        editor.create_model(recorder.Migration)
        for label, name in loader.graph.nodes:
            recorder.record_applied(label, name)
    return True


def make_tables_of(names: set[Name]) -> None:
    """The tables of an empty database as they were once these migrations, and no others, had been applied."""
    if names >= known_migrations() and make_tables():
        return
    executor = MigrationExecutor(connection)
    last = [name for name in names if not any(child in names for child in _children(executor.loader, name))]
    executor.migrate(sorted(last))


def _children(loader: MigrationLoader, name: Name) -> set[Name]:
    node = loader.graph.node_map.get(name)
    return {child.key for child in node.children} if node else set()
