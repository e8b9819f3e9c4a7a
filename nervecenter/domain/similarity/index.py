"""The index: texts under keys, kept in memory; what resembles a text, how likely it is the same, and by which words."""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import batched
from threading import RLock
from typing import Self

import numpy as np
from numpy.typing import NDArray

from nervecenter.domain.similarity.calibration import PRESET, PRESET_WITH_SENTENCES, Calibration
from nervecenter.domain.similarity.comparing import candidates, likeness
from nervecenter.domain.similarity.postings import Postings
from nervecenter.domain.similarity.rows import Grown, Rows
from nervecenter.domain.similarity.sentences import SentenceEngine, Vectors
from nervecenter.domain.similarity.vocabulary import Question, Text

COMPARED = 200
SHOWN_WORDS = 8
SENTENCES = 0.2
_BATCH = 4_096


@dataclass(frozen=True, slots=True)
class Proposal[Key: Hashable]:
    """A kept text that resembles the one that was asked about.

    `score` is from 0 to 1 with six digits, 1 for the same words. `probability` is what the score means (see
    `calibration`). `words` are those of the asking text that the other shares, the weightiest first.
    """

    key: Key
    score: float
    probability: float
    words: tuple[str, ...]


class KeyTaken(Exception):
    """The key is in the index already."""

    code = "key-taken"


class UnknownKey(Exception):
    """The key is not in the index."""

    code = "unknown-key"


class Index[Key: Hashable]:
    """Texts under keys. Adding and removing is quick, at any time and from any thread.

    The answers depend on what is in the index and in which order it came, not on what was removed meanwhile. With an
    engine, sentence vectors have a fifth of the say and find what shares no word.
    """

    def __init__(self, *, engine: SentenceEngine | None = None, calibration: Calibration | None = None) -> None:
        self.calibration = calibration or (PRESET_WITH_SENTENCES if engine else PRESET)
        self._engine = engine
        self._rows = Rows()
        self._postings = Postings(self._rows)
        self._keys: list[Key] = []
        self._places: dict[Key, int] = {}
        self._vectors = Grown(np.float32, engine.dimensions if engine else 0)
        self._lock = RLock()

    @classmethod
    def build(
        cls,
        items: Iterable[tuple[Key, Text]],
        *,
        engine: SentenceEngine | None = None,
        calibration: Calibration | None = None,
    ) -> Self:
        """An index of all items. Raises KeyTaken when a key comes twice."""
        index = cls(engine=engine, calibration=calibration)
        for batch in batched(items, _BATCH):
            index._extend(batch, None)
        return index

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, key: object) -> bool:
        return key in self._places

    def __iter__(self) -> Iterator[Key]:
        """The keys in the order in which they came."""
        return iter(list(self._places))

    def add(self, key: Key, text: Text, *, vector: Vectors | None = None) -> None:
        """Keep this text behind the others. A vector computed before may be handed in. Raises KeyTaken."""
        self._extend([(key, text)], vector)

    def remove(self, key: Key) -> None:
        """Forget this text. Raises UnknownKey."""
        with self._lock:
            row = self._row(key)
            del self._places[key]
            self._rows.remove(row)
            if len(self._rows) > 1_000 and self._rows.count < len(self._rows) // 2:
                self._close_up()

    def vector(self, key: Key) -> Vectors:
        """The sentence vector under this key, to be kept and handed in again; of no length without an engine."""
        with self._lock:
            row = self._row(key)
            held: Vectors = self._vectors.values[row].copy() if self._engine else np.zeros(0, np.float32)
            return held

    def similar(self, text: Text, top: int = 10) -> list[Proposal[Key]]:
        """What resembles this text, at most `top`, the best first, among equals the one that came first.

        Empty when the text has no word that counts, or nothing shares one.
        """
        with self._lock:
            question = self._rows.vocabulary.question(text)
            vector = self._engine.vectors([text])[0] if self._engine else None
            return self._proposals(question, vector, top, -1)

    def similar_to(self, key: Key, top: int = 10) -> list[Proposal[Key]]:
        """What resembles the text under this key; itself left out. Raises UnknownKey."""
        with self._lock:
            row = self._row(key)
            question = self._rows.vocabulary.kept_question(*self._rows.row(row))
            vector = self._vectors.values[row] if self._engine else None
            return self._proposals(question, vector, top, row)

    def _row(self, key: Key) -> int:
        try:
            return self._places[key]
        except KeyError:
            raise UnknownKey(f"{key!r} is not in the index") from None

    def _extend(self, items: Iterable[tuple[Key, Text]], vector: Vectors | None) -> None:
        with self._lock:
            items = list(items)
            start = len(self._keys)
            places = {key: start + place for place, (key, _) in enumerate(items)}
            twice = self._places.keys() & places.keys()
            if len(places) < len(items) or twice:
                seen: set[Key] = set(self._places)
                key = next(key for key, _ in items if key in seen or seen.add(key))  # type: ignore[func-returns-value]
                raise KeyTaken(f"{key!r} is in the index already")
            texts = [text for _, text in items]
            if self._engine:
                self._vectors.extend(self._engine.vectors(texts) if vector is None else vector[None, :])
            self._rows.extend(texts)
            self._keys += places
            self._places |= places

    def _close_up(self) -> None:
        kept = self._rows.closed_up()
        self._postings.forget()
        self._keys = [self._keys[row] for row in kept.tolist()]
        self._places = {key: row for row, key in enumerate(self._keys)}
        vectors = self._vectors.values[kept] if self._engine else None
        if vectors is not None and self._engine:
            self._vectors = Grown(np.float32, self._engine.dimensions)
            self._vectors.extend(vectors)

    def _proposals(self, question: Question, vector: Vectors | None, top: int, own: int) -> list[Proposal[Key]]:
        nearness = self._vectors.values.view(np.float32) @ vector if vector is not None else None
        chosen = self._chosen(question, nearness, max(COMPARED, 2 * top))
        chosen = chosen[chosen != own]
        if top < 1 or not len(chosen):
            return []
        compared = likeness(question, self._rows, chosen)
        scores = compared.scores
        if nearness is not None:
            scores = (1 - SENTENCES) * scores + SENTENCES * np.clip(nearness[chosen], 0, 1)
        scores = np.round(scores, 6)
        best = np.lexsort((chosen, -scores))[:top]
        return [
            Proposal(
                self._keys[int(chosen[place])],
                float(scores[place]),
                self.calibration.probability(float(scores[place])),
                _shown([question.words[at] for at in compared.strongest(int(place), 3 * SHOWN_WORDS)]),
            )
            for place in best
            if scores[place] > 0
        ]

    def _chosen(self, question: Question, nearness: NDArray[np.float32] | None, count: int) -> NDArray[np.int64]:
        found = candidates(question, self._rows, self._postings, count + 1)
        if nearness is None or not len(nearness):
            return found
        near = np.where(self._rows.alive, nearness, -1.0)
        places = np.argpartition(-near, min(count // 4, len(near) - 1))[: count // 4]
        return np.union1d(found, places[near[places] > 0])


def _shown(words: list[str]) -> tuple[str, ...]:
    """The first words, without those that are part of another one of them."""
    lower = [word.lower() for word in words]
    whole = [
        word
        for word, low in zip(words, lower, strict=True)
        if not any(low != other and low in other for other in lower)
    ]
    return tuple(whole[:SHOWN_WORDS])
