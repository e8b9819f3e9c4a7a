"""The reference of the command line, written from the commands: `python -m nervecenter.cli.reference`.

A test compares docs/reference/cli.md with it.
"""

import inspect
import re
from collections.abc import Iterator
from typing import Any

from typer.main import get_command

from nervecenter.cli.main import app

HEAD = """# Command line

Written from the commands themselves by `python -m nervecenter.cli.reference > docs/reference/cli.md`; a test keeps it
current. Every command has `--help`, and `--json` for programs.

| exit code | meaning |
| --- | --- |
| 0 | clean |
| 1 | something was found: findings, rejected rows, no hit |
| 2 | the command could not run; standard error says what, where and what to do |
| 130 | stopped with Ctrl-C |

With `--json`, a command that could not run answers `{"errors": [{"code", "message", "file", "row", "column"}]}`.
Progress is shown on a terminal and never in a pipe.
"""


def reference() -> str:
    """The whole page, in Markdown."""
    group: Any = get_command(app)
    parts = [HEAD, "## nervecenter\n", *_body(group)]
    for words, command in _commands(group, ("nervecenter",)):
        parts += [f"## {' '.join(words)}\n", *_body(command)]
    return "\n".join(parts).rstrip() + "\n"


def _commands(group: Any, words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, command in group.commands.items():
        yield (*words, name), command
        if hasattr(command, "commands"):
            yield from _commands(command, (*words, name))


def _body(command: Any) -> list[str]:
    text = inspect.cleandoc(command.help or "")
    parts = []
    for paragraph in text.split("\n\n"):
        if not paragraph.startswith("\b"):
            parts.append(" ".join(paragraph.split()) + "\n")
            continue
        lines = [line for line in paragraph.splitlines()[1:] if not re.match(r"Examples?:$", line.strip())]
        parts.append("\n".join(f"    {line.strip()}" for line in lines) + "\n")
    options = [_option(parameter) for parameter in command.params if not getattr(parameter, "hidden", False)]
    rows = [row for row in options if row]
    if rows:
        parts.append("\n".join(["| word | what it says |", "| --- | --- |", *rows]) + "\n")
    return parts


def _option(parameter: Any) -> str:
    if "--help" in parameter.opts or "--version" in parameter.opts:
        return ""
    is_argument = parameter.param_type_name == "argument"
    is_flag = getattr(parameter, "is_flag", False)
    name = parameter.metavar or parameter.name
    shown = (
        f"`{name}`" if is_argument else ", ".join(f"`{word}`" for word in (*parameter.opts, *parameter.secondary_opts))
    )
    takes = "" if is_argument or is_flag else f" `{parameter.metavar or name.upper()}`"
    default, variable = parameter.default, getattr(parameter, "envvar", None)
    told = [parameter.help.replace("|", "\\|")]
    if not is_flag and isinstance(default, str | int) and default != "":
        told.append(f"Default: `{default}`.")
    if variable:
        told.append(f"Also `{variable}`.")
    return f"| {shown}{takes} | {' '.join(told)} |"


if __name__ == "__main__":
    print(reference(), end="")
