"""The shapes of words that imports could not match, and of the rows that records came from, for the document."""

from typing import Any

from ninja import Schema

from nervecenter.foundation.api.import_shapes import UnmatchedWord


class Proposal(Schema):
    """What a word most likely means. `meaning` is empty for a record that only comes with the files of a preview."""

    meaning: str
    word: str
    why: str
    beside: int = 0
    misspelt: bool = False


class WordPlace(Schema):
    """Where a word stood."""

    file: str
    row: int


class WaitingWord(UnmatchedWord):
    """A word that waits for a decision, or had one: its first places, how many records wait, and what is proposed.

    One that is `misspelt` came in as it is written. `target_kind` is empty for a word that is no link.
    """

    id: int
    target_kind: str
    records: int
    places: list[WordPlace]
    proposal: Proposal | None
    resolved_to: str


class WaitingWordPage(Schema):
    """A page of words, in the order in which they were met."""

    items: list[WaitingWord]
    next: str | None


class AcceptedWords(Schema):
    """The words whose proposals were taken."""

    accepted: list[WaitingWord]


class SourceRowShown(Schema):
    """A row that a record came from, and the import that read it.

    `columns` is what stood in it, and null where it can no longer be read; `fills` says which field a column fills.
    """

    import_id: int
    file: str
    sheet: str
    row: int
    columns: dict[str, Any] | None
    fills: dict[str, str]


class RecordSources(Schema):
    """The rows that a record came from, those of the latest import first."""

    items: list[SourceRowShown]
