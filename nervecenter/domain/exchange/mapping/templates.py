"""Templates: texts with places for values, such as `{stage}/{name|slug}`."""

import re
from dataclasses import dataclass
from functools import lru_cache

FILTERS = ("slug", "lower", "upper")
_PLACE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


@dataclass(frozen=True, slots=True)
class Place:
    """A column or path inside a template, and what is done to its text."""

    column: str
    filters: tuple[str, ...]


class TemplateError(ValueError):
    """A template that cannot be understood; the text says why."""


@lru_cache(maxsize=4_096)
def parsed_template(text: str) -> tuple[str | Place, ...]:
    """Literal texts and places in order. `{{` and `}}` are braces. Raises TemplateError."""
    parts: list[str | Place] = []
    literal = ""
    at = 0
    for found in _PLACE.finditer(text):
        literal += text[at : found.start()]
        at = found.end()
        inside = found.group(1)
        if found.group() in ("{{", "}}"):
            literal += found.group()[0]
        elif inside is None:
            raise TemplateError(f'"{text}" has a single brace; write it twice for a brace in the text.')
        else:
            if literal:
                parts.append(literal)
                literal = ""
            parts.append(_place(inside, text))
    literal += text[at:]
    if literal:
        parts.append(literal)
    if not any(isinstance(part, Place) for part in parts):
        raise TemplateError(f'"{text}" has no place such as {{name}}. Use constant for a fixed text.')
    return tuple(parts)


def _place(inside: str, text: str) -> Place:
    column, *filters = (word.strip() for word in inside.split("|"))
    if not column:
        raise TemplateError(f'"{text}" has an empty place.')
    for name in filters:
        if name not in FILTERS:
            raise TemplateError(f'"{text}": "{name}" is not one of {", ".join(FILTERS)}.')
    return Place(column, tuple(filters))
