"""Django's entry into portfolio."""

from pathlib import Path

from django.apps import AppConfig


class PortfolioConfig(AppConfig):
    """Makes portfolio a Django application and registers its resources."""

    name = "nervecenter.portfolio"
    label = "portfolio"

    def ready(self) -> None:
        """Resources and the product scope are declared on import; the dialects are read when the first file comes."""
        from nervecenter.foundation.importing.dialects import register_dialect_folder
        from nervecenter.portfolio import resources, scope  # noqa: F401

        register_dialect_folder(Path(__file__).parent / "dialects")
