"""Small words for messages: counted nouns, dates that may be unknown, lists with an "and"."""

from collections.abc import Iterable
from datetime import date


def counted(number: int, noun: str, plural: str = "") -> str:
    """The number with its noun: "1 account", "3 accounts", "1,200 accounts"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def dated(day: date | None) -> str:
    """The day as ISO, or the words that it is unknown."""
    return day.isoformat() if day else "an unknown date"


def listed(words: Iterable[str]) -> str:
    """The words as one reads them out: "a", "a and b", "a, b and c". Underscores become spaces."""
    items = [word.replace("_", " ") for word in words]
    return " and ".join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)
