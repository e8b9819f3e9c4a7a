"""Django's `migrate`, which makes an empty database at once instead of migration by migration."""

from typing import Any

from django.core.management.commands.migrate import Command as Migrate
from django.core.management.sql import emit_post_migrate_signal
from django.db import DEFAULT_DB_ALIAS, connections

from nervecenter.foundation.schema import make_tables

PARTIAL = ("app_label", "migration_name", "plan", "check_unapplied", "fake", "prune")


class Command(Migrate):
    """As Django's own; an empty database gets its tables from the models, and every migration counts as applied."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what Django's command does, the short way where there is nothing yet and everything is wanted."""
        alias = options["database"]
        whole = alias == DEFAULT_DB_ALIAS and not any(options.get(name) for name in PARTIAL)
        if whole and not connections[alias].introspection.table_names() and make_tables():
            emit_post_migrate_signal(0, interactive=False, db=alias)
            if options["verbosity"]:
                self.stdout.write("The database was made from the models; every migration counts as applied.")
            return
        super().handle(*args, **options)
