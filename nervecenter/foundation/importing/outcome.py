"""What comes of an import, counted while it runs."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from nervecenter.domain.exchange.drafting.drafts import Tally
from nervecenter.domain.exchange.faults import CellError, ErrorLog
from nervecenter.foundation.importing.replaying import Conflict

SHOWN_PLACES = 20
KEPT_CONFLICTS = 500


@dataclass(slots=True)
class KindCounts:
    """How many records of a kind an import touched, and rows left out because a link they need is unmatched."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    left_out: int = 0


@dataclass(slots=True)
class Unmatched:
    """A word that named nothing: how often, where, and which records wait for it."""

    count: int = 0
    places: list[tuple[str, int]] = field(default_factory=list)
    records: list[int] = field(default_factory=list)
    proposal: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Misspelt:
    """A value of a plain text field that looks like a misspelt other one: how often, where first, and which."""

    kind: str
    field: str
    word: str
    count: int
    place: tuple[str, int]
    proposal: dict[str, Any]


@dataclass(slots=True)
class Outcome:
    """Counts, bad cells and unmatched words of one import."""

    log: ErrorLog = field(default_factory=ErrorLog)
    tally: Tally = field(default_factory=Tally)
    kinds: dict[str, KindCounts] = field(default_factory=dict)
    unmatched: dict[tuple[str, str, str, str], Unmatched] = field(default_factory=dict)
    misspelt: list[Misspelt] = field(default_factory=list)
    broken: list[CellError] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    conflict_count: int = 0

    def of(self, kind: str) -> KindCounts:
        """The counts of a kind."""
        return self.kinds.setdefault(kind, KindCounts())

    def reject(self, error: CellError) -> None:
        """A row is rejected for this reason."""
        self.tally.rejected += 1
        self.log.add(error)

    def give_up(self, error: CellError) -> None:
        """A file cannot be read on for this reason; nothing may be written then."""
        self.broken.append(error)
        self.log.add(error)

    def note_unmatched(
        self, kind: str, name: str, target_kind: str, word: str, *, file: str, row: int, record: int | None
    ) -> None:
        """A word named nothing in this row; the record, if there is one, waits for a decision."""
        entry = self.unmatched.setdefault((kind, name, target_kind, word[:1000]), Unmatched())
        entry.count += 1
        if len(entry.places) < SHOWN_PLACES:
            entry.places.append((file, row))
        if record is not None:
            entry.records.append(record)

    def note_conflicts(self, found: Sequence[Conflict]) -> None:
        """These fields were changed since and are left alone; the first ones are kept to be shown."""
        self.conflict_count += len(found)
        self.conflicts += found[: KEPT_CONFLICTS - len(self.conflicts)]

    def totals(self) -> dict[str, int]:
        """The counts over all kinds."""
        sums = Counter[str]()
        for counts in self.kinds.values():
            sums.update({"created": counts.created, "updated": counts.updated, "unchanged": counts.unchanged})
        rows = {"rejected": self.tally.rejected, "skipped": self.tally.skipped, "unmatched": len(self.unmatched)}
        return {"created": sums["created"], "updated": sums["updated"], "unchanged": sums["unchanged"], **rows}

    def by_kind(self) -> dict[str, Any]:
        """The counts of each kind, as JSON."""
        return {kind: asdict(counts) for kind, counts in self.kinds.items()}
