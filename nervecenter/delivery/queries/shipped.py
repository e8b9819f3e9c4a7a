"""What shipped: by release, by product, and by the lowest edition that has it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery

from nervecenter.delivery.models import ReleaseItem
from nervecenter.delivery.queries.items import DeliveryQuery, release_items
from nervecenter.portfolio.models import Edition, Product

MOST_RELEASES = 60
SHIPPED = Q(change=ReleaseItem.Change.SHIPPED)


@dataclass(frozen=True, slots=True)
class DeliveryTotals:
    """How many items there are, how many shipped something, in how many releases, and the newest date of those."""

    items: int
    shipped: int
    releases: int
    last_on: dt.date | None


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A release with the number of its items by what they change."""

    number: int | None
    name: str
    released_on: dt.date | None
    shipped: int
    deprecated: int
    removed: int
    other: int


@dataclass(frozen=True, slots=True)
class ShippedCount:
    """How many shipped changes of a release or product (`number`, None for none) an edition is the lowest to have."""

    number: int | None
    name: str
    edition: int | None
    count: int


def delivery_totals(query: DeliveryQuery) -> DeliveryTotals:
    """The counts behind the sentence. One SQL query."""
    found = release_items(query).aggregate(
        items=Count("id"),
        shipped=Count("id", filter=SHIPPED),
        releases=Count("release", distinct=True, filter=SHIPPED),
        last_on=Max("release__released_on", filter=SHIPPED),
    )
    return DeliveryTotals(**found)


def edition_names() -> tuple[tuple[int, str], ...]:
    """The editions, lowest first. One SQL query."""
    return tuple(Edition.objects.filter(archived_at=None).order_by("rank", "id").values_list("id", "name"))


def products_of_line(line: int) -> tuple[int, ...]:
    """The products of a line. One SQL query."""
    return tuple(Product.objects.filter(line=line, archived_at=None).order_by("id").values_list("id", flat=True))


def release_rows(query: DeliveryQuery) -> tuple[ReleaseRow, ...]:
    """The newest MOST_RELEASES releases that have items, newest first, those without a date last. One SQL query."""
    kinds = ReleaseItem.Change
    rows = (
        release_items(query)
        .values("release", "release__name", "release__released_on")
        .annotate(
            items=Count("id"),
            shipped=Count("id", filter=SHIPPED),
            deprecated=Count("id", filter=Q(change=kinds.DEPRECATED)),
            removed=Count("id", filter=Q(change=kinds.REMOVED)),
        )
        .order_by(F("release__released_on").desc(nulls_last=True), "-release")
    )
    return tuple(
        ReleaseRow(
            number=row["release"],
            name=row["release__name"] or "",
            released_on=row["release__released_on"],
            shipped=row["shipped"],
            deprecated=row["deprecated"],
            removed=row["removed"],
            other=row["items"] - row["shipped"] - row["deprecated"] - row["removed"],
        )
        for row in rows[:MOST_RELEASES]
    )


def shipped_by_release(query: DeliveryQuery, releases: Iterable[int]) -> tuple[ShippedCount, ...]:
    """Shipped changes of these releases by the lowest edition that has them. One SQL query."""
    return _shipped(release_items(query).filter(release__in=list(releases)), "release")


def shipped_by_product(query: DeliveryQuery) -> tuple[ShippedCount, ...]:
    """Shipped changes of each product by the lowest edition that has them. One SQL query."""
    return _shipped(release_items(query), "product")


def _shipped(rows: QuerySet[Any], by: str) -> tuple[ShippedCount, ...]:
    lowest = ReleaseItem.editions.through.objects.filter(releaseitem=OuterRef("pk"), edition__archived_at=None)
    counted = (
        rows.filter(SHIPPED)
        .annotate(lowest=Subquery(lowest.order_by("edition__rank", "edition").values("edition")[:1]))
        .order_by()
        .values(by, f"{by}__name", "lowest")
        .annotate(count=Count("id"))
    )
    return tuple(ShippedCount(row[by], row[f"{by}__name"] or "", row["lowest"], row["count"]) for row in counted)
