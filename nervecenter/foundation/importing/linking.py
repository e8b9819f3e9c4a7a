"""The links of a chunk, resolved as far as they can be, and those that wait for records that are yet to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nervecenter.domain.exchange.drafting.drafts import DraftChunk, LinkColumn
from nervecenter.foundation.importing.resolving import IGNORED, Resolver, Way


@dataclass(frozen=True, slots=True)
class PendingLink:
    """A link of a record written by this import whose words named nothing yet."""

    kind: str
    field: str
    record: int
    words: tuple[str, ...]
    way: Way
    missing: str
    file: str
    row: int


class Linked:
    """One link column of a chunk: which words name which records, and which name none."""

    def __init__(self, link: LinkColumn, resolver: Resolver) -> None:
        self.link = link
        self.way = Way(link.target_kind, link.by, link.source)
        values: Sequence[Any] = link.values
        words: set[str] = {word for value in values for word in value} if link.many else {v for v in values if v}
        self._found = resolver.numbers(self.way, words)
        self.lacking = words - self._found.keys()

    def lacking_at(self, place: int) -> tuple[str, ...]:
        """The words of a row that name nothing."""
        if not self.lacking:
            return ()
        value: Any = self.link.values[place]
        words = value if self.link.many else (value,)
        return tuple(word for word in words if word in self.lacking)

    def lacking_places(self) -> list[int]:
        """The rows that hold a word that names nothing."""
        if not self.lacking:
            return []
        return [place for place in range(len(self.link.values)) if self.lacking_at(place)]

    def numbers(self) -> list[Any]:
        """For each row the record's id or None, or a tuple of ids where the field takes several."""
        values: Sequence[Any] = self.link.values
        if not self.link.many:
            found: dict[Any, int | None] = {**self._found, None: None}
            for word, number in self._found.items():
                if number == IGNORED:
                    found[word] = None
            return [found.get(value) for value in values]
        return [self._several(words) for words in values]

    def _several(self, words: Sequence[str]) -> tuple[int, ...]:
        numbers = (self._found.get(word) for word in words)
        return tuple(dict.fromkeys(number for number in numbers if number is not None and number != IGNORED))


def linked_columns(chunk: DraftChunk, resolver: Resolver) -> dict[str, Linked]:
    """All link columns of a chunk by field."""
    return {name: Linked(link, resolver) for name, link in chunk.links.items()}
