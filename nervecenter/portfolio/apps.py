"""Django's entry into portfolio."""

from django.apps import AppConfig


class PortfolioConfig(AppConfig):
    """Makes portfolio a Django application and registers its resources."""

    name = "nervecenter.portfolio"
    label = "portfolio"

    def ready(self) -> None:
        """Resources and the product scope are declared on import."""
        from nervecenter.portfolio import resources, scope  # noqa: F401
