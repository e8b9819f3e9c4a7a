"""From a term to the rows in which it stands: sorted segments over ranges of rows, made when somebody asks."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nervecenter.domain.similarity.rows import Rows
from nervecenter.domain.similarity.vocabulary import LARGEST_WEIGHT

LARGEST_SEGMENT = 1 << 17
_SMALLEST_SEGMENT = 1 << 10


@dataclass(frozen=True, slots=True)
class Segment:
    """The postings of the rows from `first` to before `end`, sorted by term and within a term by row."""

    first: int
    end: int
    terms: NDArray[np.int64]
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    weights: NDArray[np.uint8]


class Postings:
    """Keeps segments over all rows. Rows that came since are read when the next question comes.

    Small segments are joined with their neighbours, so that there are few of them and each row is sorted anew only a
    few times. A removed row stays in its segment: whoever reads it leaves it out.
    """

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._segments: list[Segment] = []

    def forget(self) -> None:
        """The rows were numbered anew."""
        self._segments = []

    def of(self, terms: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """All postings of these terms: the place of the term among them, the row, the weight."""
        self._catch_up()
        owners: list[int] = []
        sizes: list[int] = []
        rows: list[NDArray[np.int32]] = []
        weights: list[NDArray[np.uint8]] = []
        for segment in self._segments:
            if not len(segment.terms):
                continue
            found = np.minimum(np.searchsorted(segment.terms, terms), len(segment.terms) - 1)
            for owner in np.flatnonzero(segment.terms[found] == terms).tolist():
                start, end = segment.starts[found[owner] : found[owner] + 2]
                owners.append(owner)
                sizes.append(int(end - start))
                rows.append(segment.rows[start:end])
                weights.append(segment.weights[start:end])
        if not rows:
            none = np.zeros(0, np.int64)
            return none, none, none
        places = np.repeat(np.array(owners, np.int64), np.array(sizes, np.int64))
        return places, np.concatenate(rows).astype(np.int64), np.concatenate(weights).astype(np.int64)

    def _catch_up(self) -> None:
        end = self._segments[-1].end if self._segments else 0
        if self._segments and end < len(self._rows) and end - self._segments[-1].first < _SMALLEST_SEGMENT:
            end = self._segments.pop().first
        while end < len(self._rows):
            self._segments.append(self._segment(end, min(end + LARGEST_SEGMENT, len(self._rows))))
            end = self._segments[-1].end
            self._join()

    def _join(self) -> None:
        while len(self._segments) > 1:
            one, other = self._segments[-2:]
            size = other.end - other.first
            together = other.end - one.first
            if size < _SMALLEST_SEGMENT or together > LARGEST_SEGMENT or one.end - one.first > 2 * size:
                return
            self._segments[-2:] = [self._segment(one.first, other.end)]

    def _segment(self, first: int, end: int) -> Segment:
        numbers = np.arange(first, end)
        numbers = numbers[self._rows.alive[first:end]]
        owners, forms, marks = self._rows.entries(numbers)
        terms = self._rows.vocabulary.terms[forms]
        order = np.argsort(terms, kind="stable")
        terms = terms[order]
        starts = np.flatnonzero(np.concatenate([[True], terms[1:] != terms[:-1]])) if len(terms) else order
        return Segment(
            first,
            end,
            terms[starts],
            np.append(starts, len(terms)),
            numbers[owners[order]].astype(np.int32),
            (marks[order] & LARGEST_WEIGHT).astype(np.uint8),
        )
