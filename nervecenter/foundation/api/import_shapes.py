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
