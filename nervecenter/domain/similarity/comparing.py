"""How alike a question and kept texts are: three views of the same terms, each from 0 to 1, and their weighted mean.

*Angle* is the cosine of the two texts as TF-IDF vectors with logarithmic counts. *Found* is the BM25 score of the kept
text, as a share of what the question itself would reach. *Covered* says how much of each title stands in the other
text. What they weigh was chosen on public samples (docs/benchmarks-quality.md).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nervecenter.domain.similarity.postings import Postings
from nervecenter.domain.similarity.rows import Rows
from nervecenter.domain.similarity.vocabulary import LARGEST_WEIGHT, LEAD, Question

ANGLE, FOUND, COVERED = 0.4, 0.4, 0.2
COMPOUND = 0.75
SATURATION, LENGTH_SHARE = 1.2, 0.3
POSTINGS_READ = 200_000

type Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Likeness:
    """The score of each compared row and, entry by entry, what it rests on."""

    scores: Floats
    owners: NDArray[np.int64]
    places: NDArray[np.int64]
    shares: Floats

    def strongest(self, owner: int, count: int) -> list[int]:
        """The places in the question of the terms that this row shares with it, the weightiest first."""
        mine = np.flatnonzero(self.owners == owner)
        order = np.lexsort((self.places[mine], -np.round(self.shares[mine], 9)))
        chosen: list[int] = self.places[mine[order[:count]]].tolist()
        return chosen


def rarity(rows: Rows, terms: NDArray[np.int64], compound: NDArray[np.bool_]) -> Floats:
    """The inverse frequency of terms, as BM25 has it; a compound counts less, since its parts count too."""
    frequencies = rows.frequencies(terms)
    weights = np.log(1 + (rows.count - frequencies + 0.5) / (frequencies + 0.5))
    return np.where(compound, COMPOUND * weights, weights)


def counted(weights: NDArray[np.int64]) -> Floats:
    """Counts, growing slower the larger they are."""
    grown: Floats = 1 + np.log(weights)
    return grown


def candidates(question: Question, rows: Rows, postings: Postings, count: int) -> NDArray[np.int64]:
    """The rows with the highest BM25 score, at most so many, in the order of their numbers.

    Rare terms are read first, and common ones only as long as there are not too many postings to read.
    """
    known = np.flatnonzero(rows.frequencies(question.terms) > 0)
    if not len(known):
        return np.zeros(0, np.int64)
    terms = question.terms[known]
    rare = rarity(rows, terms, question.compound[known])
    order = np.argsort(-rare, kind="stable")
    read = np.cumsum(rows.frequencies(terms[order])) <= POSTINGS_READ
    read[0] = True
    used = order[read]
    places, found, weights = postings.of(terms[used])
    worth = (rare * counted(question.weights[known]))[used]
    shares = worth[places] * _saturated(weights, rows.lengths[found], rows.average_length)
    scores = np.bincount(found, weights=shares, minlength=len(rows))
    return _highest(np.where(rows.alive, scores, 0.0), count)


def likeness(question: Question, rows: Rows, chosen: NDArray[np.int64]) -> Likeness:
    """Compare the question with each of these rows."""
    if not len(question.terms):
        none = np.zeros(0, np.int64)
        return Likeness(np.zeros(len(chosen)), none, none, np.zeros(0))
    rare = rarity(rows, question.terms, question.compound)
    asked = counted(question.weights) * rare
    owners, forms, marks = rows.entries(chosen)
    terms = rows.vocabulary.terms[forms]
    weights, lead = marks & LARGEST_WEIGHT, marks >= LEAD
    rare_there = rarity(rows, terms, rows.vocabulary.compound[terms])
    there = counted(weights) * rare_there
    size = len(chosen)

    order = np.argsort(question.terms, kind="stable")
    places = order[np.minimum(np.searchsorted(question.terms[order], terms), len(order) - 1)]
    shared = question.terms[places] == terms
    owners_shared, places = owners[shared], places[shared]
    products = there[shared] * asked[places]

    norm = np.sqrt((asked**2).sum()) * np.sqrt(np.bincount(owners, weights=there**2, minlength=size))
    angle = _share(np.bincount(owners_shared, weights=products, minlength=size), norm)

    lengths = rows.lengths[chosen][owners_shared]
    matched = asked[places] * _saturated(weights[shared], lengths, rows.average_length)
    itself = asked * _saturated(question.weights, question.weights.sum(), rows.average_length)
    found = _share(np.bincount(owners_shared, weights=matched, minlength=size), itself.sum())

    asked_lead, there_lead = rare * question.lead, rare_there * lead
    forth = _share(np.bincount(owners_shared, weights=asked_lead[places], minlength=size), asked_lead.sum())
    back = np.bincount(owners_shared, weights=there_lead[shared], minlength=size)
    back = _share(back, np.bincount(owners, weights=there_lead, minlength=size))

    scores = ANGLE * angle + FOUND * found + COVERED * (forth + back) / 2
    return Likeness(scores, owners_shared, places, products)


def _saturated(weights: NDArray[np.int64], lengths: NDArray[np.int64] | np.int64, average: float) -> Floats:
    """BM25's count: it approaches a limit, the slower the longer the text."""
    room = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * lengths / average)
    result: Floats = weights * (SATURATION + 1) / (weights + room)
    return result


def _share(part: Floats, whole: Floats | np.float64) -> Floats:
    """Part of whole, at most 1; 0 where there is no whole."""
    filled = np.broadcast_to(np.where(whole > 0, whole, 1.0), part.shape)
    share: Floats = np.minimum(part / filled, 1.0)
    return share


def _highest(scores: Floats, count: int) -> NDArray[np.int64]:
    """The places of the highest positive scores; among equal ones at the edge the first."""
    positive = np.flatnonzero(scores > 0)
    if len(positive) <= count:
        return positive
    values = scores[positive]
    edge = np.partition(values, len(values) - count)[len(values) - count]
    above = positive[values > edge]
    level = positive[values == edge][: count - len(above)]
    return np.sort(np.concatenate([above, level]))
