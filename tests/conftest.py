"""The database of the tests: made from the models, as an empty one is at the first start, and with quick passwords."""

from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from tests.chromium import chromium as chromium  # noqa: PLC0414 - a fixture for every folder


def pytest_configure() -> None:
    """A password of the tests guards nothing, so that hashing it need not take a tenth of a second."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Tables come from the models in a second; `foundation/test_schema.py` holds them to what the migrations make."""
    connection.settings_dict["TEST"]["MIGRATE"] = False


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The database says that every migration has been applied, as one of a running nervecenter does."""
    with django_db_blocker.unblock():
        recorder = MigrationRecorder(connection)
        recorder.ensure_schema()
        applied = recorder.applied_migrations()
        for app, name in MigrationLoader(connection).graph.nodes:
            if (app, name) not in applied:
                recorder.record_applied(app, name)
