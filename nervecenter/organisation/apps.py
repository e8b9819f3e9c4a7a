"""Django's entry into organisation."""

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    """Makes organisation a Django application and registers its resources."""

    name = "nervecenter.organisation"
    label = "organisation"

    def ready(self) -> None:
        """Resources are declared on import."""
        from nervecenter.organisation import resources  # noqa: F401
