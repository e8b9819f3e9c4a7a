"""Words that are nearly another: names written a little otherwise, values misspelt. Proposed, never taken by itself."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

type _Word = tuple[str, str]
type _Name[T] = tuple[str, str, T]

LEAST_LETTERS = 5
SHORT = 8
ALIKE = 0.85
OFTEN = 3
TIMES_MORE = 5
_DIGITS = re.compile(r"\d+")
_BETWEEN = re.compile(r"[\W_]+")
_TWO = 2
_SIGNS = re.compile(r"[^a-z0-9]+")
_BATCH = 20_000
_FEW = 5_000
_BINS = 32


@dataclass(frozen=True, slots=True)
class Near[T: Hashable]:
    """The one thing that a word most likely means: its name, and in how many letters they differ (0: only in signs)."""

    meaning: T
    name: str
    edits: int

    @property
    def why(self) -> str:
        """In what the two differ, in words."""
        if not self.edits:
            return "the same but for spaces, case, accents or signs"
        return f"{self.edits} letter{'' if self.edits == 1 else 's'} differ{'s' if self.edits == 1 else ''}"


@dataclass(frozen=True, slots=True)
class Misspelling:
    """A value of a column that looks like a misspelt other one, and how often each stands there."""

    word: str
    meaning: str
    count: int
    beside: int
    edits: int


def squeezed(word: str) -> str:
    """Lower case letters and digits alone, without accents: `GTX Pro`, `gtx-pro` and `GTXPro` are the same."""
    if word.isascii():
        return _SIGNS.sub("", word.lower())
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in plain if letter.isalnum())


def edits_allowed(length: int) -> int:
    """In how many letters words of this length may differ: one below 8, two from 8, and 15 percent of long ones."""
    return max(1 if length < SHORT else 2, int((1 - ALIKE) * length + 1e-9))


def distance(one: str, other: str, most: int) -> int:
    """How many letters must be added, left out, changed or swapped with the next; beyond `most` it is most + 1."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for line, letter in enumerate(one, start=1):
        before, last = row, before
        row = [line]
        for place, facing in enumerate(other, start=1):
            step = min(before[place] + 1, row[place - 1] + 1, before[place - 1] + (letter != facing))
            if line > 1 and place > 1 and letter == other[place - 2] and one[line - 2] == facing:
                step = min(step, last[place - 2] + 1)
            row.append(step)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def edits_between(one: str, other: str) -> int | None:
    """In how many letters two names differ when they are near; None when they are not.

    They are near when only spaces, case, accents or signs differ, or when both have five letters or more, the same
    numbers in them (`Version 2` is not `Version 3`) and no more edits than `edits_allowed`. Names of as many words
    must be near word by word (`Sales East Europe` is not `Sales West Europe`); others differ in two letters at most.
    """
    return _edits(one, other, squeezed(one), squeezed(other))


def _edits(one: str, other: str, first: str, second: str) -> int | None:
    if not first or not second:
        return None
    if first == second:
        return 0
    allowed = edits_allowed(min(len(first), len(second)))
    if abs(len(first) - len(second)) > allowed:
        return None
    if _letters(first) < LEAST_LETTERS or _letters(second) < LEAST_LETTERS:
        return None
    if _DIGITS.findall(first) != _DIGITS.findall(second):
        return None
    edits = distance(first, second, allowed)
    return edits if edits <= allowed and _by_words(one, other, edits) else None


def _by_words(one: str, other: str, edits: int) -> bool:
    mine, theirs = (tuple(filter(None, map(squeezed, _BETWEEN.split(name)))) for name in (one, other))
    if len(mine) != len(theirs):
        return edits <= _TWO
    if len(mine) == 1:
        return True
    differing = [(word, facing) for word, facing in zip(mine, theirs, strict=True) if word != facing]
    return all(
        min(_letters(word), _letters(facing)) >= LEAST_LETTERS
        and distance(word, facing, allowed := edits_allowed(min(len(word), len(facing)))) <= allowed
        for word, facing in differing
    )


def nearest[T: Hashable](
    words: Iterable[str],
    names: Iterable[tuple[str, T]],
    *,
    among: Callable[[str, T], bool] = lambda _word, _meaning: True,
) -> dict[str, Near[T]]:
    """For each word the one thing whose name is nearest; none where no name is near, or two things are equally so.

    `among` says whether a thing may be what a word means.
    """
    wanted = [(word, squeezed(word)) for word in dict.fromkeys(words)]
    best: dict[str, list[Near[T]]] = {}
    rest = iter(names)
    while batch := [(name, squeezed(name), meaning) for name, meaning in islice(rest, _BATCH)]:
        for (word, key), (name, other, meaning) in _likely(wanted, batch):
            edits = _edits(word, name, key, other) if word != name and among(word, meaning) else None
            if edits is None:
                continue
            held = best.setdefault(word, [])
            if held and edits < held[0].edits:
                held.clear()
            if not held or (edits == held[0].edits and all(one.meaning != meaning for one in held)):
                held.append(Near(meaning, name, edits))
    return {word: held[0] for word, held in best.items() if len(held) == 1}


def misspellings(counts: Mapping[str, int], known: Collection[str] = ()) -> list[Misspelling]:
    """Values that look like misspelt others of their column, or like a misspelt known word; most frequent first.

    Another value must stand there three times, and five times as often as the misspelt one; twice as often is enough
    where only spaces, case or signs differ. A word that is known is never taken for a misspelt other one.
    """
    right = {squeezed(word): word for word in known}
    doubtful = [word for word in counts if word and squeezed(word) not in right]
    written = {squeezed(word): word for word in sorted(counts, key=counts.__getitem__)}
    found: list[Misspelling] = []
    for word, known_one in nearest(doubtful, ((name, key) for key, name in right.items())).items():
        meaning = written.get(known_one.meaning) or _in_case_of(word, right[known_one.meaning])
        found.append(Misspelling(word, meaning, counts[word], counts.get(meaning, 0), known_one.edits))
    settled = {one.word for one in found}
    left = [word for word in counts if word and word not in settled]
    often = [(word, word) for word, count in counts.items() if word and count >= OFTEN]
    near_ones = nearest(left, often, among=lambda word, name: counts[name] >= 2 * counts[word])
    for word, near in near_ones.items():
        beside = counts[near.meaning]
        if not near.edits or (squeezed(word) not in right and beside >= TIMES_MORE * counts[word]):
            found.append(Misspelling(word, near.meaning, counts[word], beside, near.edits))
    return sorted(found, key=lambda one: (-one.count, one.word))


def _in_case_of(word: str, meaning: str) -> str:
    if word.isupper():
        return meaning.upper()
    return meaning[:1].upper() + meaning[1:] if word[:1].isupper() else meaning


def _letters(text: str) -> int:
    return sum(letter.isalpha() for letter in text)


def _likely[T](words: Sequence[_Word], names: Sequence[_Name[T]]) -> Iterator[tuple[_Word, _Name[T]]]:
    """Pairs that may be near. With many, those alone whose letters, counted, differ by no more than edits can bring.

    Names are laid out by their length, so that each word is compared with those of about its own.
    """
    if len(words) * len(names) <= _FEW:
        yield from product(words, names)
        return
    import numpy as np

    names = sorted(names, key=lambda one: len(one[1]))
    lengths = [len(key) for _, key, _ in names]
    bags = _bags([key for _, key, _ in names])
    for word, bag in zip(words, _bags([key for _, key in words]), strict=True):
        length = len(word[1])
        allowed = edits_allowed(length)
        first, last = bisect_left(lengths, length - allowed), bisect_right(lengths, length + allowed)
        apart = np.abs(bags[first:last] - bag).sum(axis=1, dtype=np.int32)
        for place in np.flatnonzero(apart <= 2 * allowed):
            yield word, names[first + int(place)]


def _bags(keys: Sequence[str]) -> "NDArray[np.int8]":
    """How often each letter stands in each key; letters that share a bin let more pairs through."""
    import numpy as np

    letters = np.frombuffer("".join(keys).encode("utf-32-le"), dtype=np.uint32) % _BINS
    rows = np.repeat(np.arange(len(keys)), [len(key) for key in keys])
    counted = np.bincount(rows * _BINS + letters, minlength=len(keys) * _BINS).reshape(len(keys), _BINS)
    return np.minimum(counted, 60).astype(np.int8)
