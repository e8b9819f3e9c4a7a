"""Paths into nested data: where a record's values are, seen from the record.

    name            a key of the record              a.b.0        deeper, with a position in a list
    .               the record itself                a.*.name     a list of what each item gives
    $key            the record's own key (or position, from 0) in what holds it
    $number         the record's position in the list that holds it, from 1
    ^               the record that encloses it; ^^ the one around that
    ^.name ^.$key   its values and its key           /a.b         from the top of the document
    $row $file $sheet   the place of the record

A dot inside a key is written `\\.`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

_STEP = re.compile(r"((?:[^.\\]|\\.)+)(?:\.|$)")


@dataclass(slots=True, eq=False)
class Node:
    """A record in a document, with its key in what holds it, the record around it, and its line or number."""

    value: Any
    key: str
    parent: "Node | None"
    row: int


@dataclass(frozen=True, slots=True)
class Path:
    """A path taken apart: how many records up (-1: the top), then which steps down."""

    up: int
    steps: tuple[str, ...]
    text: str


class PathError(ValueError):
    """A path that cannot be understood; the text says why."""


@lru_cache(maxsize=4_096)
def parsed_path(text: str) -> Path:
    """The path that a text describes. Raises PathError."""
    rest = text.strip()
    up = 0
    if rest.startswith("/"):
        up, rest = -1, rest[1:]
    else:
        up = len(rest) - len(rest.lstrip("^"))
        rest = rest[up:]
        if up and rest.startswith("."):
            rest = rest[1:]
        elif up and rest:
            raise PathError(f'"{text}": after ^ comes a dot, as in ^.name.')
    if rest in ("", "."):
        if not text.strip():
            raise PathError("is empty.")
        return Path(up, (), text)
    steps: list[str] = []
    at = 0
    while at < len(rest):
        found = _STEP.match(rest, at)
        if found is None:
            raise PathError(f'"{text}": a step is missing between two dots.')
        steps.append(found.group(1).replace("\\.", "."))
        at = found.end()
    if rest.endswith(".") and not rest.endswith("\\."):
        raise PathError(f'"{text}" ends with a dot.')
    return Path(up, tuple(steps), text)


def value_at(node: Node, path: Path) -> Any:
    """What the path leads to from a record; None where there is nothing."""
    start: Node | None = node
    if path.up < 0:
        while start is not None and start.parent is not None:
            start = start.parent
    for _ in range(path.up):
        start = start.parent if start is not None else None
    if start is None:
        return None
    if path.steps[:1] == ("$key",):
        return start.key if len(path.steps) == 1 else None
    if path.steps == ("$number",):
        return int(start.key) + 1 if start.key.isdecimal() else None
    return descend(start.value, path.steps)


def descend(value: Any, steps: Sequence[str]) -> Any:
    """What the steps lead to inside a value; a `*` gives the list of what is found below each item."""
    for number, step in enumerate(steps):
        if isinstance(value, dict):
            if step == "*":
                return _found(value.values(), steps[number + 1 :])
            value = value.get(step)
        elif isinstance(value, list):
            if step == "*":
                return _found(value, steps[number + 1 :])
            value = value[int(step)] if step.isdecimal() and int(step) < len(value) else None
        else:
            return None
    return value


def _found(items: Any, steps: Sequence[str]) -> list[Any]:
    found: list[Any] = []
    for item in items:
        below = descend(item, steps)
        if isinstance(below, list):
            found.extend(below)
        elif below is not None:
            found.append(below)
    return found


def nodes_at(root: Node, steps: Sequence[str], line_of: Any) -> Iterator[Node]:
    """The records that a path with `*` finds below a node, in order. Each `*` makes a level that `^` climbs.

    `line_of` gives the line of each key of a container by its `id`; without it records are numbered.
    """
    found = _walk(root.value, root.key, root, steps, line_of, root.row)
    for number, (value, key, parent, line) in enumerate(found, start=1):
        yield Node(value, key, parent, line or number)


def _walk(
    value: Any, key: str, level: Node, steps: Sequence[str], line_of: Any, line: int
) -> Iterator[tuple[Any, str, Node, int]]:
    if not steps:
        yield value, key, level, line
        return
    step, rest = steps[0], steps[1:]
    lines = line_of.get(id(value), {})
    if step != "*":
        if isinstance(value, dict) and step in value:
            yield from _walk(value[step], step, level, rest, line_of, lines.get(step, line))
        return
    if not isinstance(value, dict | list):
        return
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for position, item in items:
        name = str(position)
        place = lines.get(position, line)
        if not rest:
            yield item, name, level, place
        else:
            yield from _walk(item, name, Node(item, name, level, place), rest, line_of, place)
