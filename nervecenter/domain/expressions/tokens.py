"""The words of an expression with their places. One pass, no backtracking, nothing but ExpressionError comes out."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from nervecenter.domain.expressions.construction import LONGEST
from nervecenter.domain.expressions.errors import ExpressionError, quoted

KEYWORDS = frozenset(["and", "or", "not", "in", "contains", "starts", "with", "is", "empty", "true", "false"])
PLAIN_NAME = re.compile(r"[^\W\d]\w*")
_SPACE = re.compile(r"\s+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")
_NUMBER = re.compile(r"(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_SIGN = re.compile(r"<=|>=|!=|<>|==|[=<>+\-*/(),]")
_SAME_SIGN = {"<>": "!=", "==": "="}


class Word(Enum):
    """What a token is."""

    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    NAME = "name"
    KEYWORD = "keyword"
    SIGN = "sign"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """One word: what it is, its value, and the place of its first character, from 1."""

    word: Word
    value: float | str | dt.date
    at: int

    @property
    def shown(self) -> str:
        """As a message names it."""
        if self.word is Word.END:
            return "the end"
        return f"{self.value:g}" if isinstance(self.value, float) else quoted(str(self.value))


def tokens(text: str) -> list[Token]:
    """All words of a text and the end. Refuses a text that is too long, open quotes and signs of no meaning."""
    if len(text) > LONGEST:
        remedy = f"it has {len(text):,} characters; {LONGEST:,} are allowed"
        raise ExpressionError("an expression that is too long", remedy, code="too-long")
    found: list[Token] = []
    at = 0
    while at < len(text):
        space = _SPACE.match(text, at)
        if space:
            at = space.end()
            continue
        token, at = _next(text, at)
        found.append(token)
    return [*found, Token(Word.END, "", len(text) + 1)]


def _next(text: str, at: int) -> tuple[Token, int]:
    letter = text[at]
    if letter in "\"'":
        value, end = _between(text, at, letter, f"a text without its closing {letter}")
        return Token(Word.TEXT, value, at + 1), end
    if letter == "[":
        value, end = _between(text, at, "]", "a name without its closing ]")
        return Token(Word.NAME, value, at + 1), end
    for pattern, make in _PATTERNS:
        match = pattern.match(text, at)
        if match:
            return make(match.group(), at + 1), match.end()
    remedy = "text stands between quotes, names with odd signs between [ and ]"
    raise ExpressionError(f"a sign without meaning, {quoted(letter)},", remedy, position=at + 1, code="unknown-sign")


def _between(text: str, at: int, close: str, fault: str) -> tuple[str, int]:
    """What stands between two signs, the second of which is doubled inside; and where it ends."""
    start = at + 1
    parts: list[str] = []
    while True:
        end = text.find(close, start)
        if end < 0:
            raise ExpressionError(fault, f"add {close} at its end", position=at + 1, code="open-quote")
        parts.append(text[start:end])
        if not text.startswith(close, end + 1):
            return close.join(parts), end + 1
        start = end + 2


def _date(text: str, at: int) -> Token:
    try:
        return Token(Word.DATE, dt.date.fromisoformat(text), at)
    except ValueError:
        remedy = "write year, month and day, such as 2026-01-31"
        raise ExpressionError(
            f"{quoted(text)} is no day of the calendar", remedy, position=at, code="bad-date"
        ) from None


def _name(text: str, at: int) -> Token:
    lower = text.lower()
    return Token(Word.KEYWORD, lower, at) if lower in KEYWORDS else Token(Word.NAME, text, at)


def _number(text: str, at: int) -> Token:
    return Token(Word.NUMBER, float(text), at)


def _sign(text: str, at: int) -> Token:
    return Token(Word.SIGN, _SAME_SIGN.get(text, text), at)


_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[str, int], Token]], ...] = (
    (_DATE, _date),
    (_NUMBER, _number),
    (PLAIN_NAME, _name),
    (_SIGN, _sign),
)
