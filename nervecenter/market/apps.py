"""Django's entry into market."""

from django.apps import AppConfig


class MarketConfig(AppConfig):
    """Makes market a Django application and registers its resources."""

    name = "nervecenter.market"
    label = "market"

    def ready(self) -> None:
        """Resources are declared on import."""
        from nervecenter.market import resources  # noqa: F401
