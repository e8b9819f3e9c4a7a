"""How the findings went from run to run."""

import datetime as dt
from dataclasses import dataclass

from nervecenter.honesty.models import CheckRun


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """What stood after one run."""

    at: dt.datetime
    errors: int
    warnings: int
    infos: int
    waived: int
    new: int
    fixed: int
    last_change: int = 0

    @property
    def standing(self) -> int:
        """Errors, warnings and infos together."""
        return self.errors + self.warnings + self.infos


def finding_trend(limit: int = 60) -> tuple[TrendPoint, ...]:
    """What stood after each of the last runs, oldest first. One SQL query."""
    columns = ("at", "errors", "warnings", "infos", "waived", "new", "fixed", "last_change")
    newest = list(CheckRun.objects.order_by("-id").values_list(*columns)[:limit])
    return tuple(TrendPoint(*row) for row in reversed(newest))
