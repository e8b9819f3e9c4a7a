"""Django's entry into gotomarket."""

from django.apps import AppConfig


class GotomarketConfig(AppConfig):
    """Makes gotomarket a Django application and registers its resources."""

    name = "nervecenter.gotomarket"
    label = "gotomarket"

    def ready(self) -> None:
        """Resources are declared and slots filled on import."""
        from nervecenter.gotomarket import resources, slots  # noqa: F401
