"""A database is made, left alone or upgraded as it needs, and one that a newer version has used is refused."""

import json
from pathlib import Path

import pytest
from django.db import connection

from nervecenter.foundation import schema, triggers
from nervecenter.foundation.schema import SchemaStep, WrittenByNewerVersion, bring_up_to_date
from tests.workspaces import Workspace, new_workspace

DESCRIBE = """
import json
from django.db import connection
found = {}
with connection.cursor() as cursor:
    for table in sorted(connection.introspection.table_names(cursor)):
        columns = connection.introspection.get_table_description(cursor, table)
        constraints = connection.introspection.get_constraints(cursor, table)
        found[table] = {
            "columns": sorted(
                [c.name, str(c.type_code), str(c.internal_size), c.null_ok, str(c.default)] for c in columns
            ),
            "constraints": sorted(
                [
                    "a link" if name.startswith("fk_") else name,
                    *(str(c[part]) for part in ("columns", "unique", "primary_key", "index", "check", "foreign_key")),
                ]
                for name, c in constraints.items() if not name.startswith("__") and not name[-5:].isdigit()
            ),
            "named": len(constraints),
        }
    cursor.execute("SELECT app, name FROM django_migrations ORDER BY 1, 2")
    found["migrations"] = cursor.fetchall()
    cursor.execute("SELECT id, signature FROM foundation_searchstate ORDER BY id")
    found["triggers"] = cursor.fetchall()
print(json.dumps(found))
"""
MAKE = "from nervecenter.foundation.schema import bring_up_to_date; print(bring_up_to_date())"
MIGRATE = (
    "from django.core.management import call_command\n"
    "from django.core.management.commands.migrate import Command\n"
    "call_command(Command(), verbosity=0)"
)


def described(workspace: Workspace) -> dict[str, object]:
    return dict(json.loads(workspace.python(DESCRIBE)))


@pytest.mark.slow
def test_a_database_made_from_the_models_is_the_one_that_the_migrations_make(tmp_path: Path) -> None:
    with new_workspace(tmp_path / "made") as made, new_workspace(tmp_path / "migrated") as migrated:
        said = made.python(MAKE)
        migrated.python(MIGRATE)

        assert said.strip() == "made"
        one, other = described(made), described(migrated)
        # Django's own migrations give the ids of this table another width than its own models do.
        del one["auth_group_permissions"], other["auth_group_permissions"]
        assert {name for name in one if one[name] != other.get(name)} == set()
        assert one.keys() == other.keys()


@pytest.mark.django_db
def test_a_database_that_is_as_it_should_be_is_left_alone() -> None:
    step = bring_up_to_date()

    assert step is SchemaStep.NOTHING


@pytest.mark.django_db
def test_triggers_of_another_version_are_seen() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE foundation_searchstate SET signature = 'of another version' WHERE id = 2")

    current = triggers.are_current()

    assert current is False
    triggers.install()
    assert triggers.are_current() is True


@pytest.mark.slow
def test_a_table_that_triggers_name_is_rebuilt_by_an_upgrade_and_writes_are_logged_after_it(tmp_path: Path) -> None:
    upgrade = (
        "from django.db import connection, models\n"
        "from nervecenter.foundation import triggers\n"
        "from nervecenter.foundation.actions import create_record\n"
        "from nervecenter.foundation.changes import Change\n"
        "from nervecenter.foundation.schema import bring_up_to_date\n"
        "bring_up_to_date()\n"
        "create_record('team', {'name': 'before'}, actor=None)\n"
        "triggers.drop_before_migrate(plan=['a migration'])\n"
        "with connection.schema_editor() as editor:\n"
        "    old = Change._meta.get_field('before')\n"
        "    new = models.TextField(null=True, default='')\n"
        "    new.set_attributes_from_name('before')\n"
        "    new.model = Change\n"
        "    editor.alter_field(Change, old, new)\n"
        "print(triggers.are_current(), bring_up_to_date(), triggers.are_current())\n"
        "create_record('team', {'name': 'after'}, actor=None)\n"
        "print(Change.objects.filter(table='people_team').count())\n"
    )
    with new_workspace(tmp_path / "data") as workspace:
        told = workspace.python(upgrade).split()

        current = "False" if workspace.on_sqlite else "True"
        assert told == [current, "upgraded" if workspace.on_sqlite else "nothing", "True", "2"]


@pytest.mark.django_db
def test_a_database_that_a_newer_version_has_used_is_refused() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('market', '0999_prices_in_gold', '2030-01-01 00:00:00')"
        )

    with pytest.raises(WrittenByNewerVersion, match="market 0999_prices_in_gold"):
        bring_up_to_date()

    assert ("market", "0999_prices_in_gold") in schema.applied_migrations()


@pytest.mark.django_db
def test_a_migration_of_an_application_that_is_no_longer_installed_is_no_newer_version() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('allauth', '0099_x', '2030-01-01 00:00:00')"
        )

    step = bring_up_to_date()

    assert step is SchemaStep.NOTHING
