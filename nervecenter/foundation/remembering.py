"""Answers that take long to work out, remembered in this process until something they rest on is written.

Every write of a tracked table leaves an entry in the change log, so an answer that was worked out at an entry holds as
long as no later one is about its tables. Nothing is ever shown that the records no longer say.
"""

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from typing import Any

from nervecenter.foundation.changes import Change

LOOKED_THROUGH = 2_000


@dataclass(frozen=True, slots=True)
class _Known[Answer]:
    last: tuple[int, dt.datetime | None]
    answer: Answer


class Remembered[Answer]:
    """The last few answers by their question; `tables` are those that they rest on."""

    def __init__(self, tables: Collection[str], most: int = 8) -> None:
        self._tables = frozenset(tables)
        self._most = most
        self._known: OrderedDict[Hashable, _Known[Answer]] = OrderedDict()
        self._lock = threading.Lock()

    def answer(self, question: Hashable, work_out: Callable[[], Answer]) -> Answer:
        """The answer as the records are now. One or two SQL queries where it is known, besides those of working out."""
        last = last_change()
        with self._lock:
            known = self._known.get(question)
        holds = known is not None and (
            known.last == last or (_is_in_log(known.last) and not changed_after(known.last[0], self._tables))
        )
        answer = known.answer if known is not None and holds else work_out()
        with self._lock:
            self._known[question] = _Known(last, answer)
            self._known.move_to_end(question)
            while len(self._known) > self._most:
                self._known.popitem(last=False)
        return answer


def last_change() -> tuple[int, dt.datetime | None]:
    """The newest entry of the change log and its time; 0 and None before the first. One SQL query."""
    found: Any = Change.objects.order_by("-pk").values_list("pk", "at").first()
    return found or (0, None)


def changed_after(entry: int, tables: Collection[str]) -> bool:
    """Whether one of these tables was written after that entry of the change log. One SQL query.

    After very many writes it is taken for granted.
    """
    written = list(Change.objects.filter(pk__gt=entry).order_by("pk").values_list("table", flat=True)[:LOOKED_THROUGH])
    return len(written) == LOOKED_THROUGH or any(table in tables for table in written)


def _is_in_log(last: tuple[int, dt.datetime | None]) -> bool:
    """Whether the entry is still the one it was: a restored workspace has another log."""
    number, at = last
    return at is None or Change.objects.filter(pk=number).values_list("at", flat=True).first() == at
