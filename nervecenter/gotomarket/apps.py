"""Django's entry into gotomarket."""

from django.apps import AppConfig


class GotomarketConfig(AppConfig):
    """Makes gotomarket a Django application and registers its resources."""

    name = "nervecenter.gotomarket"
    label = "gotomarket"

    def ready(self) -> None:
        """Resources are declared on import."""
        from nervecenter.gotomarket import resources  # noqa: F401
