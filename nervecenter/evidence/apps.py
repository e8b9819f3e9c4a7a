"""Django's entry into evidence."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Makes evidence a Django application and registers its resources."""

    name = "nervecenter.evidence"
    label = "evidence"

    def ready(self) -> None:
        """Resources are declared on import."""
        from nervecenter.evidence import resources  # noqa: F401
