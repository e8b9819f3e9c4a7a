"""The index of problems and requirements that each process keeps warm, brought up to date from the change log.

A small workspace is read when it is first asked; a large one by a thread of its own, and until it is done the index is
cold and says so. After that a request pays only for what was written since.
"""

import json
import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import connection, models

from nervecenter.evidence.proposing.learning import learnt_calibration
from nervecenter.evidence.proposing.texts import all_documents, documents, target_count
from nervecenter.evidence.targets import LinkTarget, link_targets
from nervecenter.foundation.changes import Change

if TYPE_CHECKING:
    from nervecenter.domain.similarity.index import Index, Proposal

AT_ONCE = 3_000
MOST_CHANGES = 2_000
# On PostgreSQL a change may be seen after one with a higher number; so many are read again.
READ_AGAIN = 100


class WarmIndex:
    """What resembles a text, among the records that evidence can be linked to."""

    def __init__(self) -> None:
        self._index: Index[str] | None = None
        self._position = 0
        self._lock = threading.Lock()
        self._building: threading.Thread | None = None

    def similar(self, title: str, body: str, top: int) -> "list[Proposal[str]] | None":
        """The best proposals, keys being public ids; None as long as the index is cold."""
        from nervecenter.domain.similarity.vocabulary import Text

        index = self._current()
        return None if index is None else index.similar(Text(title, body), top)

    def forget(self) -> None:
        """The index is cold again."""
        with self._lock:
            self._index, self._position = None, 0

    def _current(self) -> "Index[str] | None":
        position = _position()
        if not self._lock.acquire(timeout=0.5):
            return self._index
        try:
            if self._index is not None and position < self._position:
                self._index = None
            if self._index is None:
                self._warm(position)
            elif position > self._position:
                self._follow(position)
            return self._index
        finally:
            self._lock.release()

    def _warm(self, position: int) -> None:
        if self._building is not None and self._building.is_alive():
            return
        if target_count() <= AT_ONCE:
            self._index, self._position = _built(), position
            return
        self._building = threading.Thread(target=self._build_aside, args=(position,), daemon=True)
        self._building.start()

    def _build_aside(self, position: int) -> None:
        try:
            index = _built()
        finally:
            connection.close()
        with self._lock:
            self._index, self._position = index, position

    def _follow(self, position: int) -> None:
        """Read what was written since; where that is very much, read all again aside and answer from before."""
        index, touched = self._index, _touched(self._position - READ_AGAIN)
        if index is None:
            return
        if touched is None:
            if self._building is None or not self._building.is_alive():
                self._building = threading.Thread(target=self._build_aside, args=(position,), daemon=True)
                self._building.start()
            return
        for target, numbers in touched:
            _renew(index, target, numbers)
        self._position = position


def _built() -> "Index[str]":
    from nervecenter.domain.similarity.index import Index
    from nervecenter.domain.similarity.vocabulary import Text

    index = Index.build((public_id, Text(title, body)) for public_id, title, body in all_documents())
    index.calibration = learnt_calibration(index)
    return index


def _renew(index: "Index[str]", target: LinkTarget, numbers: set[int]) -> None:
    from nervecenter.domain.similarity.vocabulary import Text

    for number in numbers:
        public_id = target.resource.public_id(number)
        if public_id in index:
            index.remove(public_id)
    for public_id, title, body in documents(target, numbers):
        index.add(public_id, Text(title, body))


def _position() -> int:
    """The number of the newest change. One SQL query."""
    found: int | None = Change.objects.aggregate(newest=models.Max("pk"))["newest"]
    return found or 0


def _touched(since: int) -> list[tuple[LinkTarget, set[int]]] | None:
    """What was written since, and what links to it changed; None when it is too much. One SQL query."""
    tables: dict[str, LinkTarget] = {}
    for target in link_targets():
        for model in (target.resource.model, target.links, target.highlights):
            tables[model._meta.db_table] = target
    rows = Change.objects.filter(pk__gt=since, table__in=tables).order_by("pk")
    changes = list(rows.values_list("table", "row", "before", "after")[: MOST_CHANGES + 1])
    if len(changes) > MOST_CHANGES:
        return None
    touched: dict[str, set[int]] = {}
    for table, row, before, after in changes:
        target = tables[table]
        own = table == target.resource.model._meta.db_table
        touched.setdefault(target.kind, set()).update([row] if own else _named(target, before, after))
    return [(target, touched[target.kind]) for target in link_targets() if touched.get(target.kind)]


def _named(target: LinkTarget, *states: str | None) -> Iterable[int]:
    for state in states:
        value: Any = json.loads(state or "{}").get(target.column)
        if value is not None:
            yield value


warm_index = WarmIndex()
