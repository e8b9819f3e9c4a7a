"""How many items wait, for the navigation of every page: counted to a hundred, and not at all when that takes long."""

import time

from nervecenter.evidence.models import Evidence
from nervecenter.evidence.targets import is_linked
from nervecenter.foundation.prepared import PreparedQuery

MOST = 100
SLOW, PAUSE = 0.1, 60.0

_waiting = PreparedQuery(
    lambda triage: (
        Evidence.objects.filter(archived_at=None, triage=triage)
        .exclude(is_linked())
        .order_by()
        .values_list("id")[:MOST]
    ),
    sentinel="~",
)


class Badge:
    """The count, and when it was slow last: where a million imported items are linked but never triaged."""

    def __init__(self) -> None:
        self._told, self._until = "", 0.0

    def __call__(self) -> str:
        """The count in words: empty for none, 99+ for many. One SQL query, none for a minute after a slow one."""
        began = time.monotonic()
        if began < self._until:
            return self._told
        count = len(_waiting.rows(Evidence.Triage.WAITING.value))
        self._told = "" if not count else str(count) if count < MOST else f"{MOST - 1}+"
        if time.monotonic() - began > SLOW:
            self._until = time.monotonic() + PAUSE
        return self._told


waiting_badge = Badge()
