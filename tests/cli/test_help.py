"""Help is quick, and every command can answer a program as well as a person."""

import subprocess
import sys
import time
from typing import Any

import pytest
from typer.main import get_command

from nervecenter.cli.main import app, main


def commands(command: Any, words: tuple[str, ...] = ()) -> dict[str, Any]:
    """Every command that does something, by its words."""
    inner = getattr(command, "commands", None)
    if inner is None:
        return {" ".join(words): command}
    return {name: one for word, each in inner.items() for name, one in commands(each, (*words, word)).items()}


def test_every_command_answers_json_when_asked() -> None:
    found = commands(get_command(app))

    without = [name for name, command in found.items() if "--json" not in {o for p in command.params for o in p.opts}]

    assert len(found) >= 10
    assert without == []


def test_every_option_and_argument_says_what_it_is() -> None:
    found = commands(get_command(app))

    silent = [
        f"{name} {parameter.name}"
        for name, command in found.items()
        for parameter in command.params
        if not getattr(parameter, "hidden", False) and not getattr(parameter, "help", None)
    ]

    assert silent == []


def test_help_loads_neither_django_nor_the_server() -> None:
    code = (
        "import sys\nfrom nervecenter.cli.main import main\ncode = main(['--help'])\n"
        "print(code, [name for name in ('django', 'granian', 'ninja', 'rich', 'yaml') if name in sys.modules])"
    )
    started = time.monotonic()

    process = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)

    assert process.stdout.splitlines()[-1] == "0 []"
    assert time.monotonic() - started < 5


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["--version"])

    assert code == 0
    assert capsys.readouterr().out.startswith("nervecenter 0.")
