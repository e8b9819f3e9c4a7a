"""What a value of an expression can be: a number, text, true or false, a date; or empty."""

import datetime as dt
from collections.abc import Mapping
from enum import Enum

type Value = float | str | bool | dt.date
"""A value that is there. An empty one is None."""


class Kind(Enum):
    """The type of an attribute or of an expression."""

    NUMBER = "number"
    TEXT = "text"
    TRUTH = "truth"
    DATE = "date"

    @property
    def words(self) -> str:
        """As a message says it."""
        return _WORDS[self]


_WORDS = {Kind.NUMBER: "a number", Kind.TEXT: "text", Kind.TRUTH: "true or false", Kind.DATE: "a date"}
_EXAMPLES = {Kind.NUMBER: "12.5", Kind.TEXT: '"software"', Kind.TRUTH: "true", Kind.DATE: "2026-01-31"}

type Attributes = Mapping[str, Kind]
"""The names an expression may use, each with its type."""


def kind_of(value: Value) -> Kind:
    """The kind of a value that is there."""
    if isinstance(value, bool):
        return Kind.TRUTH
    if isinstance(value, float):
        return Kind.NUMBER
    return Kind.TEXT if isinstance(value, str) else Kind.DATE


def example_of(kind: Kind) -> str:
    """A literal of this kind, as one writes it."""
    return _EXAMPLES[kind]
