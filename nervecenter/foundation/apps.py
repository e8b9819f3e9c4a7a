"""Django's entry into foundation."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class FoundationConfig(AppConfig):
    """Makes foundation a Django application; installs triggers after migrations and functions on each connection."""

    name = "nervecenter.foundation"
    label = "foundation"

    def ready(self) -> None:
        """Hook the database: who changes what must be known to the triggers."""
        from nervecenter.foundation import changes, deadlines, lower_case, triggers

        changes.follow_connections()
        deadlines.watch_connections()
        lower_case.install()
        pre_migrate.connect(triggers.drop_before_migrate, sender=self, dispatch_uid="nervecenter.triggers")
        post_migrate.connect(triggers.install_after_migrate, sender=self, dispatch_uid="nervecenter.triggers")
