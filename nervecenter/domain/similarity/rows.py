"""The kept texts, one row each: their forms and marks one behind the other, and how often each term occurs."""

from array import array
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from nervecenter.domain.similarity.vocabulary import LARGEST_WEIGHT, Text, Vocabulary


class Grown:
    """A NumPy array that can be appended to; `values` is a view of what it holds now."""

    def __init__(self, kind: type[np.generic], width: int = 0) -> None:
        self._held = np.zeros((64, width) if width else 64, kind)
        self._size = 0

    def __len__(self) -> int:
        return self._size

    @property
    def values(self) -> NDArray[np.generic]:
        return self._held[: self._size]

    def extend(self, more: NDArray[np.generic]) -> None:
        """Put these behind the others."""
        size = self._size + len(more)
        if size > len(self._held):
            room = max(size, len(self._held) * 3 // 2)
            held = np.zeros((room, *self._held.shape[1:]), self._held.dtype)
            held[: self._size] = self._held[: self._size]
            self._held = held
        self._held[self._size : size] = more
        self._size = size


class Rows:
    """Rows are numbered in the order in which they came. A removed row stays as a gap until `closed_up`."""

    def __init__(self) -> None:
        self.vocabulary = Vocabulary()
        self._forms = Grown(np.int32)
        self._marks = Grown(np.uint8)
        self._ends = Grown(np.int64)
        self._lengths = Grown(np.int64)
        self._alive = Grown(np.bool_)
        self._frequencies = np.zeros(0, np.int64)
        self.count = 0
        self.length = 0

    def __len__(self) -> int:
        return len(self._ends)

    @property
    def alive(self) -> NDArray[np.bool_]:
        """Which rows are not removed."""
        return self._alive.values.view(np.bool_)

    @property
    def lengths(self) -> NDArray[np.int64]:
        """The sum of the weights of each row."""
        return self._lengths.values.view(np.int64)

    @property
    def average_length(self) -> float:
        """The mean over the rows that are not removed; 1 without any."""
        return self.length / self.count if self.length else 1.0

    def extend(self, texts: Iterable[Text]) -> None:
        """Keep these texts as the next rows."""
        forms, marks = array("i"), array("B")
        sizes, lengths = array("q"), array("q")
        for text in texts:
            some_forms, some_marks = self.vocabulary.counted(text)
            forms.extend(some_forms)
            marks.extend(some_marks)
            sizes.append(len(some_forms))
            lengths.append(sum(mark & LARGEST_WEIGHT for mark in some_marks))
        form_array = np.frombuffer(forms, np.int32) if forms else np.zeros(0, np.int32)
        size_array = np.array(sizes, np.int64)
        self._ends.extend(len(self._forms) + np.cumsum(size_array))
        self._forms.extend(form_array)
        self._marks.extend(np.frombuffer(marks, np.uint8) if marks else np.zeros(0, np.uint8))
        self._lengths.extend(np.array(lengths, np.int64))
        self._alive.extend(np.ones(len(size_array), np.bool_))
        self._counted(form_array, 1)
        self.count += len(size_array)
        self.length += sum(lengths)

    def remove(self, row: int) -> None:
        """Count this row no more."""
        forms, _ = self.row(row)
        self._counted(forms, -1)
        self.alive[row] = False
        self.count -= 1
        self.length -= int(self.lengths[row])

    def row(self, row: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The forms and marks of one row."""
        _, forms, marks = self.entries(np.array([row], np.int64))
        return forms, marks

    def entries(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """All entries of these rows: the place of the row among them, the form, the mark."""
        ends = self._ends.values.view(np.int64)
        starts = np.where(rows > 0, ends[rows - 1], 0)
        sizes = ends[rows] - starts
        owners = np.repeat(np.arange(len(rows)), sizes)
        places = np.arange(len(owners)) + np.repeat(starts - (np.cumsum(sizes) - sizes), sizes)
        forms = self._forms.values[places].astype(np.int64)
        return owners, forms, self._marks.values[places].astype(np.int64)

    def frequencies(self, terms: NDArray[np.int64]) -> NDArray[np.int64]:
        """In how many rows each of these terms stands; 0 for terms below zero."""
        known = (terms >= 0) & (terms < len(self._frequencies))
        found = np.zeros(len(terms), np.int64)
        found[known] = self._frequencies[terms[known]]
        return found

    def closed_up(self) -> NDArray[np.int64]:
        """Drop the removed rows for good; answers the old numbers of those that stay, in order."""
        kept = np.flatnonzero(self.alive)
        owners, forms, marks = self.entries(kept)
        sizes = np.bincount(owners, minlength=len(kept))
        lengths = self.lengths[kept]
        self._forms, self._marks, self._ends = Grown(np.int32), Grown(np.uint8), Grown(np.int64)
        self._lengths, self._alive = Grown(np.int64), Grown(np.bool_)
        self._forms.extend(forms)
        self._marks.extend(marks)
        self._ends.extend(np.cumsum(sizes))
        self._lengths.extend(lengths)
        self._alive.extend(np.ones(len(kept), np.bool_))
        return kept

    def _counted(self, forms: NDArray[np.generic], step: int) -> None:
        missing = len(self.vocabulary) - len(self._frequencies)
        if missing > 0:
            room = max(missing, len(self._frequencies) // 2)
            self._frequencies = np.concatenate([self._frequencies, np.zeros(room, np.int64)])
        terms = self.vocabulary.terms[forms]
        if len(terms) < 1_000:
            np.add.at(self._frequencies, terms, step)
        else:
            counts = np.bincount(terms, minlength=len(self._frequencies))
            self._frequencies += step * counts
