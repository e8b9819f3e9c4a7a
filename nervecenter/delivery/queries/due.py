"""Removals that were announced: which are past their date, which are ahead, and which name none."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Exists, F, Min, OuterRef, Q, QuerySet, When
from django.db.models.functions import Coalesce

from nervecenter.delivery.models import ReleaseItem
from nervecenter.delivery.queries.items import DeliveryQuery, release_items
from nervecenter.portfolio.models import Release

STATES = ("overdue", "ahead", "undated")


@dataclass(frozen=True, slots=True)
class DueTotals:
    """Announced removals that no removal on record has settled: past their date, still ahead, without a date."""

    overdue: int
    ahead: int
    undated: int
    next_on: dt.date | None

    @property
    def announced(self) -> int:
        """All of them."""
        return self.overdue + self.ahead + self.undated


@dataclass(frozen=True, slots=True)
class DueRow:
    """An announced removal: when it is due (by its own date or by its release), and who announced it where."""

    number: int
    name: str
    change: str
    due_on: dt.date | None
    due_release: tuple[int, str] | None
    release: tuple[int, str] | None
    product: tuple[int, str] | None

    def days_over(self, today: dt.date) -> int | None:
        """How many days the date has passed; negative when it is ahead, None without a date."""
        return (today - self.due_on).days if self.due_on else None


def _announced(query: DeliveryQuery) -> QuerySet[Any]:
    """Deprecations without a removal of the same name or capability, and removals of a release still planned."""
    done = ReleaseItem.objects.filter(archived_at=None, change=ReleaseItem.Change.REMOVED).exclude(
        release__status=Release.Status.PLANNED
    )
    settled = Exists(done.filter(name=OuterRef("name"))) | Exists(done.filter(capability=OuterRef("capability")))
    deprecated = Q(change=ReleaseItem.Change.DEPRECATED) & ~Q(settled)
    planned = Q(change=ReleaseItem.Change.REMOVED, release__status=Release.Status.PLANNED)
    with_release = Case(When(change=ReleaseItem.Change.REMOVED, then=F("release__released_on")))
    due = Coalesce("due_on", "due_release__released_on", with_release)
    rows: QuerySet[Any] = release_items(query).filter(deprecated | planned).annotate(due=due)
    return rows


def due_totals(query: DeliveryQuery, today: dt.date) -> DueTotals:
    """How many announced removals are past their date on this day, still ahead, undated. One SQL query."""
    found = _announced(query).aggregate(
        overdue=Count("id", filter=Q(due__lt=today)),
        ahead=Count("id", filter=Q(due__gte=today)),
        undated=Count("id", filter=Q(due=None)),
        next_on=Min("due", filter=Q(due__gte=today)),
    )
    return DueTotals(**found)


def due_rows(
    query: DeliveryQuery, today: dt.date, *, state: str = "", start: int = 0, limit: int = 50
) -> tuple[DueRow, ...]:
    """Announced removals, the longest overdue first, those without a date last. One SQL query."""
    states = {"": Q(), "overdue": Q(due__lt=today), "ahead": Q(due__gte=today), "undated": Q(due=None)}
    columns = (
        "id",
        "name",
        "change",
        "due",
        "due_release",
        "due_release__name",
        "release",
        "release__name",
        "product",
        "product__name",
    )
    rows = _announced(query).filter(states[state]).order_by(F("due").asc(nulls_last=True), "id").values(*columns)
    return tuple(
        DueRow(
            number=row["id"],
            name=row["name"],
            change=row["change"],
            due_on=row["due"],
            due_release=_pair(row, "due_release"),
            release=_pair(row, "release"),
            product=_pair(row, "product"),
        )
        for row in rows[start : start + limit]
    )


def _pair(row: dict[str, Any], name: str) -> tuple[int, str] | None:
    return (row[name], row[f"{name}__name"]) if row[name] else None
