"""Every application that has models has migrations: without the folder, `makemigrations --check` would say nothing."""

from pathlib import Path

from django.apps import apps


def test_every_application_of_ours_with_models_has_a_migration() -> None:
    ours = [config for config in apps.get_app_configs() if config.name.startswith("nervecenter.")]

    without = [
        config.label
        for config in ours
        if list(config.get_models()) and not list((Path(config.path) / "migrations").glob("0*.py"))
    ]

    assert ours
    assert without == []
