"""What words in files most likely mean: near names of records, near values of fields, frequent values of a column."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

from nervecenter.domain.exchange.drafting.drafts import DraftChunk
from nervecenter.domain.exchange.near_misses import Misspelling, Near, misspellings, nearest
from nervecenter.domain.exchange.vocabularies import vocabulary_of
from nervecenter.foundation.importing.kinds import kind_spec
from nervecenter.foundation.importing.outcome import Misspelt, Outcome, Unmatched
from nervecenter.foundation.importing.resolving import Resolver
from nervecenter.foundation.resources import resource

NOT_YET = 1 << 49
MOST_REMARKS = 200
_NAMES = 300_000
_PAIRS = 20_000_000
_FEW_WORDS = 20
_MOST_VALUES = 2_000
_FEW_VALUES = 200
_SHARE = 5


@dataclass(slots=True)
class _Column:
    """The values of one plain text field so far, with the first place of each."""

    counts: Counter[str] = field(default_factory=Counter)
    places: dict[str, tuple[str, int]] = field(default_factory=dict)
    rows: int = 0


class SpellingTally:
    """Counts the values of plain text fields. A field with too many different ones holds no categories: left alone."""

    def __init__(self) -> None:
        self._columns: dict[tuple[str, str], _Column | None] = {}
        self._fields: dict[str, tuple[str, ...]] = {}

    def count(self, chunk: DraftChunk) -> None:
        """The rows of a chunk are coming in."""
        for name in self._plain_fields(chunk.kind):
            values = chunk.fields.get(name)
            if values is not None:
                self._count(chunk, name, values)

    def found(self, resolver: Resolver) -> Iterator[Misspelt]:
        """Values that look misspelt, without those that somebody has decided about."""
        for (kind, name), column in self._columns.items():
            if column is None:
                continue
            decided = resolver.spellings(kind).get(name, {})
            for one in misspellings(column.counts, vocabulary_of(name)):
                if one.word not in decided:
                    yield Misspelt(kind, name, one.word, one.count, column.places[one.word], _spelling(one))

    def _count(self, chunk: DraftChunk, name: str, values: Sequence[Any]) -> None:
        column = self._columns.setdefault((chunk.kind, name), _Column())
        if column is None:
            return
        before = len(column.counts)
        column.counts.update(values)
        column.rows += len(values)
        different = len(column.counts)
        if different > min(_MOST_VALUES, max(_FEW_VALUES, column.rows // _SHARE)):
            self._columns[chunk.kind, name] = None
        elif different > before:
            first = dict(zip(reversed(values), reversed(chunk.rows), strict=True))
            for word, row in first.items():
                column.places.setdefault(word, (chunk.file, row))

    def _plain_fields(self, kind: str) -> tuple[str, ...]:
        if kind not in self._fields:
            spec, declared = kind_spec(kind), resource(kind)
            names = {*spec.keys, declared.title}
            fields = spec.fields.values()
            self._fields[kind] = tuple(one.name for one in fields if one.type == "text" and one.name not in names)
        return self._fields[kind]


def propose(outcome: Outcome, resolver: Resolver, spellings: SpellingTally) -> None:
    """Each unmatched word has a proposal where one thing is clearly nearest; misspelt values are listed."""
    words: dict[tuple[str, str], list[tuple[str, Unmatched]]] = {}
    for (kind, name, target, word), entry in outcome.unmatched.items():
        words.setdefault((target, "" if target else f"{kind}.{name}"), []).append((word, entry))
    for (target, place), entries in words.items():
        if target:
            _propose_records(target, entries, resolver)
        else:
            _propose_values(place, entries)
    outcome.misspelt = list(islice(spellings.found(resolver), MOST_REMARKS))


def _propose_records(target: str, entries: list[tuple[str, Unmatched]], resolver: Resolver) -> None:
    declared = resource(target)
    names = list(chain(_names_here(target), resolver.coming_names(target)))
    most = max(_FEW_WORDS, _PAIRS // max(1, len(names)))
    asked = sorted(entries, key=lambda one: -one[1].count)[:most]
    near = nearest((word for word, _ in asked), names)
    for word, entry in entries:
        if one := near.get(word):
            meaning = declared.public_id(one.meaning) if one.meaning < NOT_YET else ""
            entry.proposal = {"meaning": meaning, "word": one.name, "why": one.why}


def _propose_values(place: str, entries: list[tuple[str, Unmatched]]) -> None:
    kind, _, name = place.partition(".")
    choices = kind_spec(kind).fields[name].choices
    near = nearest(
        (word for word, _ in entries), ((text, value) for value, label in choices for text in (value, label))
    )
    for word, entry in entries:
        if one := near.get(word):
            entry.proposal = {"meaning": one.meaning, "word": one.name, "why": one.why}


def _names_here(target: str) -> Iterator[tuple[str, int]]:
    declared, spec = resource(target), kind_spec(target)
    columns = dict.fromkeys([declared.title, *(key for key in spec.keys if key in spec.fields)])
    rows = declared.model._default_manager.filter(archived_at=None).order_by("pk")[:_NAMES]
    for number, *names in rows.values_list("pk", *columns).iterator(5_000):
        yield from ((str(name), number) for name in names if name)


def _spelling(one: Misspelling) -> dict[str, Any]:
    why = Near(one.meaning, one.meaning, one.edits).why
    return {"meaning": one.meaning, "word": one.meaning, "why": why, "beside": one.beside, "misspelt": True}
