"""Django's entry into evidence."""

from pathlib import Path

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Makes evidence a Django application and registers its resources."""

    name = "nervecenter.evidence"
    label = "evidence"

    def ready(self) -> None:
        """Resources are declared and slots filled on import; the dialects are read when the first file comes."""
        from nervecenter.evidence import deal_slots, resources, slots  # noqa: F401
        from nervecenter.foundation.importing.dialects import register_dialect_folder

        register_dialect_folder(Path(__file__).parent / "dialects")
