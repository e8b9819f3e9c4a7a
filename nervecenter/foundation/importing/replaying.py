"""A replay leaves alone what was changed since the import that it replays, unless somebody ticked the field."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from json import loads
from typing import Any

from django.db.models import Q

from nervecenter.foundation.changes import Change, Changeset
from nervecenter.foundation.importing.models import Import
from nervecenter.foundation.undoing import lasting_changesets

ALL = "*"
_BATCH = 2_000
_BOOKKEEPING = frozenset({"version", "changed_at", "changed_by_id"})


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that the files would change, and that was changed since: what it holds, what the files say, who did it.

    Links are ids. `changeset` is None for a change made past nervecenter.
    """

    kind: str
    record: int
    field: str
    here: Any
    file: Any
    changeset: int | None


class ReplayGuard:
    """Knows which fields of which records were changed after the first of a chain of replays, by anything but them.

    What was undone does not count, nor does its undoing.
    """

    def __init__(self, record: Import) -> None:
        first = record.replays or record
        self._taken = frozenset(record.taken)
        done = Import.objects.filter(replays=first).exclude(changeset=None)
        self._own = {number for number in (first.changeset_id, *done.values_list("changeset", flat=True)) if number}
        self._base = first.changeset_id or _last_before(first)
        self._later = Q(changeset__gt=self._base) | Q(changeset=None, at__gt=first.finished_at)

    def takes(self, public_id: str, field: str) -> bool:
        """Whether somebody said that the files win here."""
        return ALL in self._taken or f"{public_id}.{field}" in self._taken

    def changed_columns(self, table: str, numbers: Sequence[int]) -> dict[tuple[int, str], int | None]:
        """By record and column: the changeset that last changed it since."""
        found: dict[tuple[int, str], int | None] = {}
        for subject, changeset, before, after in self._changes(table, numbers, operations=("U",)):
            was, now = loads(before or "{}"), loads(after or "{}")
            for column in now.keys() - _BOOKKEEPING:
                if was.get(column) != now[column]:
                    found[subject, column] = changeset
        return {place: changeset for place, changeset in found.items() if changeset not in self._own}

    def changed_links(self, table: str, numbers: Sequence[int]) -> dict[int, int | None]:
        """By record: the changeset that last changed its links in this table since."""
        found = {
            subject: changeset for subject, changeset, _, _ in self._changes(table, numbers, operations=("I", "D"))
        }
        return {number: changeset for number, changeset in found.items() if changeset not in self._own}

    def _changes(
        self, table: str, numbers: Sequence[int], *, operations: Sequence[str]
    ) -> Iterable[tuple[int, int | None, str | None, str | None]]:
        rows: list[tuple[int, int | None, str | None, str | None]] = []
        for start in range(0, len(numbers), _BATCH):
            changes = Change.objects.filter(
                self._later, table=table, subject__in=numbers[start : start + _BATCH], operation__in=operations
            )
            rows += changes.order_by("pk").values_list("subject", "changeset", "before", "after")
        named = {changeset for _, changeset, _, _ in rows if changeset is not None}
        lasting = lasting_changesets(named | self._own, self._base - 1)
        return (row for row in rows if row[1] is None or row[1] in lasting)


def guard_for(record: Import) -> ReplayGuard | None:
    """The guard of an import that replays another."""
    return ReplayGuard(record) if record.replays_id else None


def _last_before(record: Import) -> int:
    last = Changeset.objects.filter(at__lte=record.finished_at).order_by("-pk").first() if record.finished_at else None
    return last.pk if last else 0
