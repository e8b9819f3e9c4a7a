"""Django's entry into business."""

from django.apps import AppConfig


class BusinessConfig(AppConfig):
    """Makes business a Django application and registers its resources."""

    name = "nervecenter.business"
    label = "business"

    def ready(self) -> None:
        """Resources are declared on import."""
        from nervecenter.business import resources  # noqa: F401
