"""Every command shows, in its own help, how it is used."""

import importlib
import importlib.util

import pytest


def test_every_command_has_a_help_text_with_an_example() -> None:
    if importlib.util.find_spec("nervecenter.cli.main") is None:
        pytest.skip("there is no command line yet")
    typer_main = pytest.importorskip("typer.main")
    module = importlib.import_module("nervecenter.cli.main")
    group = typer_main.get_command(module.app)

    helps = {name: command.help or "" for name, command in group.commands.items()}

    assert {"serve", "demo", "load", "check", "export", "import", "backup", "restore", "undo-import"} <= set(helps)
    assert {name for name, text in helps.items() if f"nervecenter {name}" not in text} == set()
