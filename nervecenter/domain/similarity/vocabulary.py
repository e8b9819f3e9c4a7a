"""Words as numbers: what a text holds, counted by term, for texts that are kept and for texts that only ask."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nervecenter.domain.similarity.words import Word, plain, raw_words, words_of

TITLE_WEIGHT = 4
COUNTED_TERMS = 80
LEAD_TERMS = 12
LARGEST_WEIGHT = 127
LEAD = 128
_READ_CHARACTERS = 8_000
_REMEMBERED_WORDS = 500_000


@dataclass(frozen=True, slots=True)
class Text:
    """What is compared: a title, whose words count four times, and a body. Of each the first 80 terms count.

    Either may be empty. Without a title the first twelve terms of the body stand for it where the two are told apart.
    """

    title: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """The distinct terms of a text that asks. A term that no kept text ever had is below zero."""

    terms: NDArray[np.int64]
    weights: NDArray[np.int64]
    lead: NDArray[np.bool_]
    compound: NDArray[np.bool_]
    words: tuple[str, ...]


class Vocabulary:
    """The words seen so far. A `form` is a word as it was written, a `term` what it is compared by."""

    def __init__(self) -> None:
        self._forms: list[str] = []
        self._form_numbers: dict[str, int] = {}
        self._term_numbers: dict[str, int] = {}
        self._terms: list[int] = []
        self._compound = bytearray()
        self._remembered: dict[str, tuple[int, ...]] = {}
        self._term_array = np.zeros(0, np.int64)
        self._compound_array = np.zeros(0, np.bool_)

    def __len__(self) -> int:
        return len(self._term_numbers)

    def counted(self, text: Text) -> tuple[list[int], list[int]]:
        """The forms of a text, one a distinct term in the order of the text, and the mark of each.

        A mark is the term's weight in the text, to which LEAD is added when the term stands in the title.
        """
        title, body = _read(text.title, self._forms_of), _read(text.body, self._forms_of)
        return _counted(title, body, self._terms)

    def question(self, text: Text) -> Question:
        """The same count for a text that is not kept: it adds nothing to the vocabulary."""
        title, body = _read(text.title, words_of), _read(text.body, words_of)
        words = [*title, *body]
        unseen: dict[str, int] = {}
        terms = [self._term_numbers.get(word.term) for word in words]
        numbers = [
            unseen.setdefault(word.term, -1 - len(unseen)) if term is None else term
            for word, term in zip(words, terms, strict=True)
        ]
        places = range(len(words))
        chosen, marks = _counted(places[: len(title)], places[len(title) :], numbers)
        return _question([numbers[place] for place in chosen], marks, [words[place] for place in chosen])

    def kept_question(self, forms: NDArray[np.int64], marks: NDArray[np.int64]) -> Question:
        """The question that a kept text asks, from its forms and marks."""
        words = tuple(self._forms[form] for form in forms.tolist())
        terms = self.terms[forms]
        return Question(terms, marks & LARGEST_WEIGHT, marks >= LEAD, self.compound[terms], words)

    @property
    def terms(self) -> NDArray[np.int64]:
        """The term of each form."""
        if len(self._term_array) < len(self._terms):
            new = np.array(self._terms[len(self._term_array) :], np.int64)
            self._term_array = np.concatenate([self._term_array, new])
        return self._term_array

    @property
    def compound(self) -> NDArray[np.bool_]:
        """Which terms are compounds."""
        if len(self._compound_array) < len(self._compound):
            self._compound_array = np.array(self._compound, np.bool_)
        return self._compound_array

    def _forms_of(self, raw: str) -> tuple[int, ...]:
        known = self._remembered.get(raw)
        if known is None:
            if len(self._remembered) >= _REMEMBERED_WORDS:
                self._remembered.clear()
            known = self._remembered[raw] = tuple(self._form(word) for word in words_of(raw))
        return known

    def _form(self, word: Word) -> int:
        number = self._form_numbers.get(word.shown)
        if number is None:
            number = self._form_numbers[word.shown] = len(self._forms)
            self._forms.append(word.shown)
            term = self._term_numbers.get(word.term)
            if term is None:
                term = self._term_numbers[word.term] = len(self._compound)
                self._compound.append(word.compound)
            self._terms.append(term)
        return number


def _read[Found](text: str, of: Callable[[str], Sequence[Found]]) -> list[Found]:
    """What the first words of a text are read as, as far as it counts."""
    found: list[Found] = []
    for raw in raw_words(plain(text[:_READ_CHARACTERS])):
        found += of(raw)
        if len(found) >= COUNTED_TERMS:
            break
    return found[:COUNTED_TERMS]


def _counted(title: Iterable[int], body: Iterable[int], terms: list[int]) -> tuple[list[int], list[int]]:
    """One entry a distinct term, in the order of first place: which entry, and its mark."""
    weights: dict[int, int] = {}
    chosen: list[int] = []
    for entry in title:
        term = terms[entry]
        if term not in weights:
            weights[term] = 0
            chosen.append(entry)
        weights[term] += TITLE_WEIGHT
    lead = len(chosen)
    for entry in body:
        term = terms[entry]
        if term not in weights:
            weights[term] = 0
            chosen.append(entry)
        weights[term] += 1
    lead = lead or min(LEAD_TERMS, len(chosen))
    marks = [min(weight, LARGEST_WEIGHT) for weight in weights.values()]
    marks[:lead] = [mark + LEAD for mark in marks[:lead]]
    return chosen, marks


def _question(terms: list[int], marks: list[int], words: list[Word]) -> Question:
    all_marks = np.array(marks, np.int64)
    return Question(
        np.array(terms, np.int64),
        all_marks & LARGEST_WEIGHT,
        all_marks >= LEAD,
        np.array([word.compound for word in words], np.bool_),
        tuple(word.shown for word in words),
    )
