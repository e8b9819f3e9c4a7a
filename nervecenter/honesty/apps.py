"""Django's entry into honesty."""

from django.apps import AppConfig


class HonestyConfig(AppConfig):
    """Makes honesty a Django application and registers its resources."""

    name = "nervecenter.honesty"
    label = "honesty"

    def ready(self) -> None:
        """Resources are declared and slots filled on import."""
        from nervecenter.honesty import resources, slots  # noqa: F401
