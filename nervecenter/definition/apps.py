"""Django's entry into definition."""

from django.apps import AppConfig


class DefinitionConfig(AppConfig):
    """Makes definition a Django application and registers its resources."""

    name = "nervecenter.definition"
    label = "definition"

    def ready(self) -> None:
        """Resources are declared and slots filled on import."""
        from nervecenter.definition import resources, slots  # noqa: F401
