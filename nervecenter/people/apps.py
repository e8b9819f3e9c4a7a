"""Django's entry into people."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Makes people a Django application and registers its resources."""

    name = "nervecenter.people"
    label = "people"

    def ready(self) -> None:
        """Resources are declared on import."""
        from nervecenter.people import resources  # noqa: F401
