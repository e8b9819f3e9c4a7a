"""Django's entry into delivery."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """Makes delivery a Django application and registers its resources."""

    name = "nervecenter.delivery"
    label = "delivery"

    def ready(self) -> None:
        """Resources are declared on import."""
        from nervecenter.delivery import resources  # noqa: F401
