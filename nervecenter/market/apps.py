"""Django's entry into market."""

from pathlib import Path

from django.apps import AppConfig


class MarketConfig(AppConfig):
    """Makes market a Django application and registers its resources."""

    name = "nervecenter.market"
    label = "market"

    def ready(self) -> None:
        """Resources are declared and slots filled on import; the dialects are read when the first file comes."""
        from nervecenter.foundation.importing.dialects import register_dialect_folder
        from nervecenter.market import resources, slots  # noqa: F401

        register_dialect_folder(Path(__file__).parent / "dialects")
