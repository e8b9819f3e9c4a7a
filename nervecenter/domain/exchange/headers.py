"""Column names: how they are compared, and what happens when one stands twice."""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher, get_close_matches
from fnmatch import fnmatchcase

_NOT_ALPHANUMERIC = re.compile(r"[^\w]|_")


def normalised(header: str) -> str:
    """Lower case letters and digits alone, so that `Close Date`, `CloseDate` and `close_date` are one name."""
    return _NOT_ALPHANUMERIC.sub("", header.strip().lower())


def fits(pattern: str, header: str) -> bool:
    """Whether a header is called as a pattern with `*` says, by letters and digits alone: `*loss*reason*`."""
    return fnmatchcase(normalised(header), "*".join(map(normalised, pattern.split("*"))))


def numbered(headers: Sequence[str]) -> tuple[str, ...]:
    """Headers made unique: the second `Labels` becomes `Labels__2`; one without a name becomes `column 4`."""
    taken: set[str] = set()
    result: list[str] = []
    for position, header in enumerate(headers, start=1):
        base = header.strip() or f"column {position}"
        name, count = base, 1
        while name in taken:
            count += 1
            name = f"{base}__{count}"
        taken.add(name)
        result.append(name)
    return tuple(result)


def repeated(headers: Iterable[str]) -> tuple[str, ...]:
    """The names that stand more than once, in the order of their first place."""
    seen: set[str] = set()
    twice: dict[str, None] = {}
    for header in (header.strip() for header in headers):
        if header and header in seen:
            twice[header] = None
        seen.add(header)
    return tuple(twice)


def likeness(one: str, other: str) -> float:
    """How alike two names are, from 0 to 1; 1 means the same letters and digits."""
    first, second = normalised(one), normalised(other)
    if not first or not second:
        return 0.0
    return 1.0 if first == second else min(0.99, SequenceMatcher(None, first, second).ratio())


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A half sentence ` Did you mean "x"?` when a known word is near, else nothing."""
    options = list(known)
    near = get_close_matches(word, options, n=1, cutoff=0.6)
    if not near:
        same = [option for option in options if normalised(option) == normalised(word)]
        near = same[:1]
    return f' Did you mean "{near[0]}"?' if near else ""
