"""Words made links: by source id, by keys, by public id, by remembered decisions; over what is there and what comes.

A word that two records answer to is ambiguous and resolves to nothing, like one that none answers to.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.db.models.functions import Lower

from nervecenter.foundation.importing.models import Alias
from nervecenter.foundation.resources import Resource, resource

AMBIGUOUS = -1
IGNORED = -2
_BATCH = 5_000
_PUBLIC_ID = re.compile(r"[a-z]{2,4}-\d{1,18}$")


@dataclass(frozen=True, slots=True)
class Way:
    """How words of one link column name their records."""

    target_kind: str
    by: tuple[str, ...]
    source: str


@dataclass(slots=True)
class _Known:
    """Words of one kind and one way of naming, from the database and from this import."""

    stored: dict[str, int | None] = field(default_factory=dict)
    coming: dict[str, int] = field(default_factory=dict)


class Resolver:
    """Finds the records that words name, asking the database once for each new word."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], _Known] = {}
        self._spellings: dict[str, dict[str, dict[str, str]]] = {}
        self._there: dict[tuple[str, int], bool] = {}
        self._aliases: dict[tuple[str, str], tuple[int | None, str]] = {
            (scope, word): (number, value)
            for scope, word, number, value in Alias.objects.values_list("scope", "word", "object_id", "value")
        }

    def register(self, kind: str, way: str, words: Iterable[str | None], numbers: Iterable[int]) -> None:
        """From now on these words name these records, which come with this import."""
        coming = self._of(kind, way).coming
        for word, number in zip(words, numbers, strict=True):
            if word:
                # Ids are told apart by case (001A and 001a are two accounts); codes and names are not.
                for form in {word} if way.startswith("source:") else {word, word.lower()}:
                    coming[form] = number if coming.get(form, number) == number else AMBIGUOUS

    def forget(self, kind: str, way: str, words: Iterable[str]) -> None:
        """These words name nothing that comes: their rows were rejected."""
        coming = self._of(kind, way).coming
        for word in words:
            coming.pop(word, None)
            coming.pop(word.lower(), None)

    def numbers(self, way: Way, words: Iterable[str]) -> dict[str, int]:
        """The record of each word that names exactly one; IGNORED for words that are to be ignored."""
        found: dict[str, int] = {}
        left = {word for word in words if word}
        for name in way.by:
            if left:
                found |= self._by(way, name, left)
                left -= found.keys()
        if left:
            found |= self._public(resource(way.target_kind), left)
        for word in left - found.keys():
            known = self._aliases.get((way.target_kind, word))
            if known is not None and known[0] is None and known[1]:
                if (number := self._other_word(way, known[1])) is not None:
                    found[word] = number
            elif known is not None and (known[0] is None or self._is_there(way.target_kind, known[0])):
                found[word] = IGNORED if known[0] is None else known[0]
        return {word: number for word, number in found.items() if number != AMBIGUOUS}

    def coming_names(self, kind: str) -> Iterator[tuple[str, int]]:
        """The names by which records that come with this import are found, and their ids."""
        for (of, way), known in self._known.items():
            if of != kind or way.startswith("source:"):
                continue
            names: dict[int, str] = {}
            for form, number in known.coming.items():
                if number not in names or names[number].islower():
                    names[number] = form
            yield from ((name, number) for number, name in names.items() if number > 0)

    def spellings(self, kind: str) -> Mapping[str, Mapping[str, str]]:
        """By field of a kind: the values that are to be taken for others, and those decided to be right as they are."""
        if kind not in self._spellings:
            by_field = self._spellings.setdefault(kind, {})
            for (scope, word), (_, value) in self._aliases.items():
                of, _, field_name = scope.partition(".")
                if of == kind and field_name and value:
                    by_field.setdefault(field_name, {})[word] = value
        return self._spellings[kind]

    def meaning(self, kind: str, field_name: str, word: str) -> str | None:
        """What a remembered decision says the word means in a field; empty when it is to be ignored."""
        known = self._aliases.get((f"{kind}.{field_name}", word))
        return known[1] if known is not None else None

    def _other_word(self, way: Way, word: str) -> int | None:
        """The record of another word, of which somebody said that this one means the same."""
        return next((found[word] for name in way.by if word in (found := self._by(way, name, {word}))), None)

    def _by(self, way: Way, name: str, words: set[str]) -> dict[str, int]:
        declared = resource(way.target_kind)
        key = f"source:{way.source}" if name == "source_id" else name
        known = self._of(way.target_kind, key)
        unasked = [word for word in words if word not in known.stored]
        if unasked:
            _ask(declared, name, way.source, unasked, known.stored)
        found: dict[str, int] = {}
        for word in words:
            coming = known.coming.get(word)
            if coming is None and name != "source_id":
                coming = known.coming.get(word.lower())
            stored = known.stored[word]
            if coming is not None and stored is not None and coming != stored:
                found[word] = AMBIGUOUS
            elif (number := coming if coming is not None else stored) is not None:
                found[word] = number
        return found

    def _public(self, declared: Resource, words: Iterable[str]) -> dict[str, int]:
        wanted = {
            word: int(word.rpartition("-")[2])
            for word in words
            if _PUBLIC_ID.match(word.lower()) and word.lower().startswith(f"{declared.prefix}-")
        }
        if not wanted:
            return {}
        there = set(declared.model._default_manager.filter(pk__in=wanted.values()).values_list("pk", flat=True))
        return {word: number for word, number in wanted.items() if number in there}

    def _is_there(self, kind: str, number: int) -> bool:
        """Whether the record that somebody decided for still exists."""
        if (kind, number) not in self._there:
            self._there[kind, number] = resource(kind).model._default_manager.filter(pk=number).exists()
        return self._there[kind, number]

    def _of(self, kind: str, way: str) -> _Known:
        return self._known.setdefault((kind, way), _Known())


def _ask(declared: Resource, name: str, source: str, words: Sequence[str], stored: dict[str, int | None]) -> None:
    rows = declared.model._default_manager.order_by("pk")
    for start in range(0, len(words), _BATCH):
        batch = words[start : start + _BATCH]
        stored.update(dict.fromkeys(batch))
        if name == "source_id":
            stored.update(rows.filter(source=source, source_id__in=batch).values_list("source_id", "pk"))
            continue
        if name not in {field.name for field in declared.model._meta.concrete_fields}:
            continue
        _note(stored, rows.filter(**{f"{name}__in": batch}).values_list("pk", name, "archived_at"))
        missing = [word for word in batch if stored[word] is None]
        if missing:
            lowered = {word.lower(): word for word in missing}
            loose = rows.annotate(lowered=Lower(name)).filter(Q(lowered__in=list(lowered)))
            found = loose.values_list("pk", "lowered", "archived_at")
            _note(stored, ((number, lowered[word], archived) for number, word, archived in found if word in lowered))


def _note(stored: dict[str, int | None], found: Iterable[tuple[Any, ...]]) -> None:
    """One record in use is the answer, or else one archived; two are ambiguous."""
    in_use: dict[str, list[int]] = {}
    archived: dict[str, list[int]] = {}
    for number, word, archived_at in found:
        (in_use if archived_at is None else archived).setdefault(word, []).append(number)
    answers: Mapping[str, list[int]] = {**archived, **in_use}
    for word, numbers in answers.items():
        stored[word] = numbers[0] if len(numbers) == 1 else AMBIGUOUS
