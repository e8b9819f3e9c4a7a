"""Spreadsheet formulas in text cells: guarded on the way out, unguarded on the way in.

A spreadsheet runs a cell that begins with = + - or @. An apostrophe before it makes it text again. Guarding and
unguarding are each other's inverse for every text, also for one that begins with apostrophes of its own.
"""

import re
from collections.abc import Sequence

_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_DANGEROUS = re.compile(r"'*[=+\-@\t\r]")


def guard_formula(text: str) -> str:
    """The text with an apostrophe in front if a spreadsheet would run it, else unchanged."""
    return "'" + text if _DANGEROUS.match(text) else text


def unguard_formula(text: str) -> str:
    """The text without the apostrophe that guards it, if it has one."""
    return text[1:] if _GUARDED.match(text) else text


def unguard_column(values: Sequence[str]) -> Sequence[str]:
    """A column of texts without guards; the same object when there is nothing to take off."""
    if "'" not in "".join(values):
        return values
    return [unguard_formula(value) for value in values]
