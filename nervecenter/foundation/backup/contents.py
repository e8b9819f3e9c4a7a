"""Which tables a backup holds, and whether a workspace holds anything yet."""

from django.apps import apps
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from nervecenter.foundation.changes import Changeset
from nervecenter.foundation.resources import all_resources
from nervecenter.foundation.users import User

# Whoever reads a backup must not be able to sign in with it.
EMPTIED = ("django_session", "foundation_setuplink", "foundation_signinattempt")
# Made anew from the records: the signatures of search index and triggers.
DERIVED = ("foundation_searchstate",)
LEFT_OUT = (
    "the signing key (secret-key in the data folder): sessions and links signed with it end",
    "sign-in sessions, set-up links and counted sign-in attempts",
    "files that were uploaded and not yet imported",
    "settings of the environment (NERVECENTER_...)",
)


def kept_tables() -> tuple[str, ...]:
    """Every table of the models, those of links between records included."""
    models = apps.get_models(include_auto_created=True)
    ours = [model._meta.db_table for model in models if model._meta.managed and not model._meta.proxy]
    return (*ours, MigrationRecorder.Migration._meta.db_table)


def holds_anything() -> bool:
    """Whether somebody has worked here: a user, a record, a decision on record. At most one query a kind."""
    tables = connection.introspection.table_names()
    models: list[type[Model]] = [User, Changeset, *(declared.model for declared in all_resources())]
    return any(model._meta.db_table in tables and model._default_manager.exists() for model in models)
