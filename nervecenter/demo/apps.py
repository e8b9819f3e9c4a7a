"""Django's entry into the sample companies."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Makes the sample companies a Django application, so that their files are recognised wherever files come in."""

    name = "nervecenter.demo"
    label = "demo"

    def ready(self) -> None:
        """The mappings of the sample companies are declared (and read when the first file comes), the slots filled."""
        from nervecenter.demo import gitlab, jupyter, maven, quillstone, slots  # noqa: F401
        from nervecenter.foundation.importing.dialects import register_dialect_folder

        for company in (gitlab, quillstone, maven, jupyter):
            register_dialect_folder(company.MAPPINGS)
