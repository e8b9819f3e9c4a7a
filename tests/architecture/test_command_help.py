"""Every command shows, in its own help, how it is used."""

from collections.abc import Iterator
from typing import Any

from typer.main import get_command

from nervecenter.cli.main import app

PROMISED = {"serve", "demo", "load", "undo-import", "check", "export", "import", "backup", "restore"}


def leaves(command: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Every command that does something, under its full name."""
    if hasattr(command, "commands"):
        for name, below in command.commands.items():
            yield from leaves(below, f"{path} {name}")
    else:
        yield path, command


def test_every_command_has_a_help_text_with_an_example() -> None:
    commands = dict(leaves(get_command(app), "nervecenter"))

    without = {path for path, command in commands.items() if not command.hidden and path not in (command.help or "")}

    assert {f"nervecenter {name}" for name in PROMISED} - set(commands) == set()
    assert without == set()
