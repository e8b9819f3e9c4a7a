"""What is wrong with an expression, where in its text, and what to do about it."""

from collections.abc import Iterable
from difflib import get_close_matches

LONGEST_SHOWN = 40


class ExpressionError(ValueError):
    """An expression that cannot be. `position` counts characters from 1 and is 0 where there is no text.

    The text reads "what at 12: remedy". `code` is stable.
    """

    def __init__(self, what: str, remedy: str = "", *, position: int = 0, code: str = "bad-expression") -> None:
        place = f" at {position}" if position else ""
        super().__init__(f"{what}{place}: {remedy}" if remedy else f"{what}{place}")
        self.what = what
        self.remedy = remedy
        self.position = position
        self.code = code

    @property
    def message(self) -> str:
        """The whole sentence."""
        return str(self)


def quoted(word: str) -> str:
    """A word between quotes, shortened where it is long."""
    shown = word if len(word) <= LONGEST_SHOWN else word[: LONGEST_SHOWN - 1] + "…"
    return f"'{shown}'"


def suggestion(word: str, known: Iterable[str], *, otherwise: str) -> str:
    """A remedy that names the nearest known word; else the given one."""
    options = {name.lower(): name for name in known}
    near = get_close_matches(word[:LONGEST_SHOWN].lower(), options, n=1, cutoff=0.6)
    return f"did you mean {quoted(options[near[0]])}?" if near else otherwise
