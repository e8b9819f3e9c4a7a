"""The shapes of imports, for the document."""

import datetime as dt
from typing import Any, Literal

from ninja import Schema


class ImportCounts(Schema):
    """Records that were created, changed or left; rows that were rejected or passed over; words that named nothing."""

    created: int
    updated: int
    unchanged: int
    rejected: int
    skipped: int
    unmatched: int


class ImportSummary(Schema):
    """One import. `told` says in a sentence what came of it; `change` is what undo takes back."""

    id: int
    title: str
    status: Literal["looking", "preview", "running", "done", "failed", "cancelled", "undone"]
    told: str
    actor: str
    created_at: dt.datetime
    finished_at: dt.datetime | None
    change: int | None
    counts: ImportCounts


class ImportPage(Schema):
    """A page of imports, newest first."""

    items: list[ImportSummary]
    next: str | None


class BadCell(Schema):
    """What was wrong in a file. Row 0 speaks of the file as a whole, an empty column of the row."""

    file: str
    row: int
    column: str
    value: str
    message: str


class UnmatchedWord(Schema):
    """A word that names nothing here, and how often it stood in the files."""

    kind: str
    field: str
    value: str
    count: int
    status: Literal["open", "resolved", "ignored", "repeated", "misspelt"]


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
    """A row that a record came from. `columns` is what stood in it, and null where it can no longer be read."""

    file: str
    sheet: str
    row: int
    columns: dict[str, Any] | None
    fills: dict[str, str]


class SourceRowOfImport(SourceRowShown):
    """A row with the import that read it."""

    import_id: int


class RecordSources(Schema):
    """The rows that a record came from, those of the latest import first."""

    items: list[SourceRowOfImport]


class FieldConflict(Schema):
    """A field that a replay leaves alone: what it holds, what the files say, and the change that came between."""

    id: str
    field: str
    here: Any
    file: Any
    change: int | None
    take: str


class ImportShown(ImportSummary):
    """One import with its files, its first bad cells (`error_count` counts all) and its unmatched words.

    Of one that `replays` another, `conflicts` are the first fields that were changed since (`conflict_count` counts
    all).
    """

    by_kind: dict[str, dict[str, int]]
    files: list[dict[str, Any]]
    errors: list[BadCell]
    error_count: int
    notices: list[BadCell]
    replays: int | None
    conflicts: list[FieldConflict]
    conflict_count: int
    unmatched: list[UnmatchedWord]


class ImportStarted(Schema):
    """An import that a job looks at or brings in."""

    id: int
    job: int
