"""Routing: where does this text belong, judged by the texts that somebody put there before?

A label's profile is the mean of its texts as TF-IDF vectors, with half of what all labels share taken off; a text goes
where the angle is smallest. Nothing is guessed for a label without texts.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nervecenter.domain.similarity.comparing import counted, rarity
from nervecenter.domain.similarity.rows import Rows
from nervecenter.domain.similarity.sentences import SentenceEngine, Vectors
from nervecenter.domain.similarity.vocabulary import LARGEST_WEIGHT, Question, Text

IN_COMMON = 0.5
SENTENCES = 0.2
PRESET_SHARPNESS = 20.0
LEAST_HELD_OUT = 50
HELD_OUT = 0.25
_SHOWN_WORDS = 8
_SHARPNESSES = tuple(float(value) for value in np.geomspace(2, 200, 60))

type Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Route[Label: Hashable]:
    """A label for a text: its score, the probability that it is the right one among all labels, and why."""

    label: Label
    score: float
    probability: float
    words: tuple[str, ...]


class Router[Label: Hashable]:
    """Labels learned from examples. Examples are kept in the order given; the later ones check the probabilities.

    `basis` says what the probabilities rest on: a quarter of the examples, the latest, proposed for by the earlier
    ones, or a preset when these are fewer than fifty.
    """

    def __init__(self, examples: Iterable[tuple[Label, Text]], *, engine: SentenceEngine | None = None) -> None:
        kept = list(examples)
        self._learned = _Learned(kept, engine)
        self.sharpness, self.basis = PRESET_SHARPNESS, "preset: stages of public release notes"
        held_out = round(len(kept) * HELD_OUT)
        if held_out >= LEAST_HELD_OUT:
            earlier = _Learned(kept[:-held_out], engine)
            self.sharpness = _sharpness(earlier, kept[-held_out:])
            self.basis = f"fitted on the {held_out} latest examples"

    @property
    def labels(self) -> Sequence[Label]:
        """The labels in the order of their first example."""
        return tuple(self._learned.labels)

    def routes(self, text: Text, top: int = 3) -> list[Route[Label]]:
        """The likeliest labels, at most `top`; empty when no word of the text was ever seen."""
        scores, question = self._learned.scores(text)
        if not scores.any():
            return []
        chances = _chances(scores[None, :], self.sharpness)[0]
        best = np.lexsort((np.arange(len(scores)), -np.round(scores, 6)))[:top]
        return [
            Route(
                self._learned.labels[place],
                round(float(scores[place]), 6),
                round(float(chances[place]), 3),
                self._learned.words(question, int(place)),
            )
            for place in best.tolist()
        ]


class _Learned[Label: Hashable]:
    def __init__(self, examples: Sequence[tuple[Label, Text]], engine: SentenceEngine | None) -> None:
        self.labels = list(dict.fromkeys(label for label, _ in examples))
        places = {label: place for place, label in enumerate(self.labels)}
        label_of = np.array([places[label] for label, _ in examples], np.int64)
        texts = [text for _, text in examples]
        self._rows = Rows()
        self._rows.extend(texts)
        self._profiles = _Profiles(self._rows, label_of, len(self.labels))
        self._engine = engine
        self._means = _means(engine.vectors(texts), label_of, len(self.labels)) if engine and texts else None

    def scores(self, text: Text) -> tuple[Floats, Question]:
        """The score of each label, all zero when no word of the text was ever seen."""
        question = self._rows.vocabulary.question(text)
        scores = self._profiles.nearness(question)
        if scores.any() and self._engine is not None and self._means is not None:
            scores = scores + SENTENCES * (self._means @ self._engine.vectors([text])[0])
        return scores, question

    def words(self, question: Question, label: int) -> tuple[str, ...]:
        """The words that speak for this label."""
        worth = self._profiles.worth(question, label)
        order = np.argsort(-np.round(worth, 9), kind="stable")[:_SHOWN_WORDS]
        return tuple(question.words[place] for place in order.tolist() if worth[place] > 0)


def _means(vectors: Vectors, label_of: NDArray[np.int64], count: int) -> Floats:
    """The direction of the sentence vectors of each label."""
    sums = np.zeros((count, vectors.shape[1]))
    np.add.at(sums, label_of, vectors)
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    means: Floats = sums / np.where(lengths > 0, lengths, 1.0)
    return means


class _Profiles:
    """The mean vectors of the labels, sorted by term, so that a question reads only its own terms."""

    def __init__(self, rows: Rows, label_of: NDArray[np.int64], count: int) -> None:
        self._rows = rows
        self._count = count
        owners, forms, marks = rows.entries(np.arange(len(rows)))
        terms = rows.vocabulary.terms[forms]
        values = counted(marks & LARGEST_WEIGHT) * rarity(rows, terms, rows.vocabulary.compound[terms])
        lengths = np.sqrt(np.bincount(owners, weights=values**2, minlength=len(rows)))
        sizes = np.bincount(label_of, minlength=count)
        values = values / lengths[owners] / sizes[label_of[owners]]
        cells, where = np.unique(terms * max(count, 1) + label_of[owners], return_inverse=True)
        self._values: Floats = np.bincount(where, weights=values, minlength=len(cells))
        self._terms, self._labels = cells // max(count, 1), cells % max(count, 1)
        common = np.bincount(self._terms, weights=self._values, minlength=len(rows.vocabulary)) / max(count, 1)
        self._common = IN_COMMON * common
        squares = np.bincount(self._labels, weights=self._values**2, minlength=count)
        crossed = np.bincount(self._labels, weights=self._values * self._common[self._terms], minlength=count)
        self._norms: Floats = np.sqrt(np.maximum(squares - 2 * crossed + (self._common**2).sum(), 1e-12))

    def nearness(self, question: Question) -> Floats:
        """The cosine between the question and each profile, without what all have in common."""
        asked = self._asked(question)
        near = np.zeros(self._count)
        for place in np.flatnonzero(question.terms >= 0).tolist():
            start, end = np.searchsorted(self._terms, [question.terms[place], question.terms[place] + 1])
            near[self._labels[start:end]] += asked[place] * self._values[start:end]
            near -= asked[place] * self._common[question.terms[place]]
        length = np.sqrt((asked**2).sum())
        return near / self._norms / length if length else near

    def worth(self, question: Question, label: int) -> Floats:
        """What each term of the question adds to this label."""
        asked = self._asked(question)
        worth = np.zeros(len(asked))
        for place, term in enumerate(question.terms.tolist()):
            start, end = np.searchsorted(self._terms, [term, term + 1])
            worth[place] = asked[place] * self._values[start:end][self._labels[start:end] == label].sum()
        return worth

    def _asked(self, question: Question) -> Floats:
        rare = rarity(self._rows, question.terms, question.compound)
        asked: Floats = counted(question.weights) * rare
        return asked


def _chances(scores: Floats, sharpness: float) -> Floats:
    raised = np.exp(sharpness * (scores - scores.max(axis=1, keepdims=True)))
    chances: Floats = raised / raised.sum(axis=1, keepdims=True)
    return chances


def _sharpness[Label: Hashable](learned: _Learned[Label], held_out: Sequence[tuple[Label, Text]]) -> float:
    """How far apart scores must be: the value under which the held-out labels were least surprising."""
    places = {label: place for place, label in enumerate(learned.labels)}
    known = [(places[label], text) for label, text in held_out if label in places]
    if len(known) < LEAST_HELD_OUT // 2:
        return PRESET_SHARPNESS
    scores = np.stack([learned.scores(text)[0] for _, text in known])
    right = np.array([place for place, _ in known])
    surprise = [
        -np.log(np.maximum(_chances(scores, value)[np.arange(len(right)), right], 1e-9)).mean()
        for value in _SHARPNESSES
    ]
    return _SHARPNESSES[int(np.argmin(surprise))]
