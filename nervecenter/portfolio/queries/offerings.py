"""The offering grid: what is on sale in which edition and delivery, and which parts of it nobody has named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from nervecenter.market.models import Segment
from nervecenter.portfolio.models import Channel, DeliveryMode, Edition, Offering

PARTS: Mapping[str, str] = {
    "segment": "segment",
    "channel": "channel",
    "price": "list_price",
    "delivery": "delivery",
}
GROUPED_BY = ("product_line", "product", "segment")
MOST_SEGMENTS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferingQuery:
    """Which offerings are asked for; nothing chosen means all. `missing` is one of PARTS and means those on sale."""

    product_line: int | None = None
    product: int | None = None
    segment: int | None = None
    missing: str = ""


@dataclass(frozen=True, slots=True)
class OfferingTotals:
    """How many offerings there are, are on sale, and lack a part while on sale; what each part is missing in."""

    offerings: int
    sold: int
    incomplete: int
    missing: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class OfferingCell:
    """The offerings of one edition and one delivery in a group. `number` and `name` where it is exactly one."""

    count: int
    sold: int
    incomplete: int
    missing: tuple[str, ...]
    number: int | None
    name: str


@dataclass(frozen=True, slots=True)
class OfferingGroup:
    """What is offered of one line, product and segment (id and name of each, where set), by edition and delivery."""

    of: Mapping[str, tuple[int, str]]
    sold: int
    incomplete: int
    cells: Mapping[tuple[int | None, int | None], OfferingCell] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OfferingAxes:
    """The editions, lowest first, and the ways of delivery that make the grid, as (id, name)."""

    editions: tuple[tuple[int, str], ...]
    deliveries: tuple[tuple[int, str], ...]


def _missing(part: str) -> Q:
    """Whether an offering on sale lacks a part."""
    return Q(is_sold=True, **{f"{PARTS[part]}__isnull": True})


def _incomplete() -> Q:
    condition = Q()
    for part in PARTS:
        condition |= _missing(part)
    return condition


def _offerings(query: OfferingQuery) -> QuerySet[Any]:
    rows: QuerySet[Any] = Offering.objects.filter(archived_at=None)
    if query.product_line:
        rows = rows.filter(Q(product_line=query.product_line) | Q(product__line=query.product_line))
    if query.product:
        rows = rows.filter(product=query.product)
    if query.segment:
        rows = rows.filter(segment=query.segment)
    return rows.filter(_missing(query.missing)) if query.missing else rows


def offering_totals(query: OfferingQuery) -> OfferingTotals:
    """The counts behind the sentence. One SQL query."""
    found = _offerings(query).aggregate(
        offerings=Count("id"),
        sold=Count("id", filter=Q(is_sold=True)),
        incomplete=Count("id", filter=_incomplete()),
        **{f"without_{part}": Count("id", filter=_missing(part)) for part in PARTS},
    )
    missing = {part: found[f"without_{part}"] for part in PARTS}
    return OfferingTotals(found["offerings"], found["sold"], found["incomplete"], missing)


def offering_axes() -> OfferingAxes:
    """The rows and columns of the grid: what is in use, and what is archived but still offered. Two SQL queries."""
    offered = Offering.objects.filter(archived_at=None)
    editions = Edition.objects.filter(Q(archived_at=None) | Q(pk__in=offered.values("edition")))
    deliveries = DeliveryMode.objects.filter(Q(archived_at=None) | Q(pk__in=offered.values("delivery")))
    return OfferingAxes(
        tuple(editions.order_by("rank", "id").values_list("id", "name")),
        tuple(deliveries.order_by("id").values_list("id", "name")),
    )


def parts_on_record() -> dict[str, int]:
    """How many segments and channels there are to choose from. Two SQL queries."""
    models = {"segment": Segment, "channel": Channel}
    return {name: model._default_manager.filter(archived_at=None).count() for name, model in models.items()}


def offered_segments() -> tuple[tuple[int, str], ...]:
    """The segments that some offering is made for, by name, the first MOST_SEGMENTS of them. One SQL query."""
    used = Offering.objects.filter(archived_at=None, segment__isnull=False).values("segment")
    rows = Segment.objects.filter(pk__in=used).order_by("name", "id").values_list("id", "name")
    return tuple(rows[:MOST_SEGMENTS])


def offering_group_count(query: OfferingQuery) -> int:
    """How many combinations of line, product and segment the grid has. One SQL query."""
    return _offerings(query).order_by().values(*GROUPED_BY).distinct().count()


def offering_groups(query: OfferingQuery, *, start: int = 0, limit: int = 20) -> tuple[OfferingGroup, ...]:
    """The groups with most incomplete offerings first, each with its cells. Two SQL queries."""
    named = [f"{name}__name" for name in GROUPED_BY]
    rows = (
        _offerings(query)
        .values(*GROUPED_BY, *named)
        .annotate(sold=Count("id", filter=Q(is_sold=True)), incomplete=Count("id", filter=_incomplete()))
        .order_by("-incomplete", *named, *GROUPED_BY)
    )
    groups = list(rows[start : start + limit])
    cells = _cells(query, groups) if groups else {}
    return tuple(
        OfferingGroup(
            of={name: (row[name], row[f"{name}__name"]) for name in GROUPED_BY if row[name]},
            sold=row["sold"],
            incomplete=row["incomplete"],
            cells=cells.get(_key(row), {}),
        )
        for row in groups
    )


type GroupKey = tuple[int | None, ...]


def _key(row: Mapping[str, Any]) -> GroupKey:
    return tuple(row[name] for name in GROUPED_BY)


def _cells(
    query: OfferingQuery, groups: Sequence[Mapping[str, Any]]
) -> dict[GroupKey, dict[tuple[int | None, int | None], OfferingCell]]:
    wanted = Q()
    for group in groups:
        same = {name: group[name] for name in GROUPED_BY if group[name]}
        absent = {f"{name}__isnull": True for name in GROUPED_BY if not group[name]}
        wanted |= Q(**same, **absent)
    rows = (
        _offerings(query)
        .filter(wanted)
        .order_by()
        .values(*GROUPED_BY, "edition", "delivery")
        .annotate(
            count=Count("id"),
            sold=Count("id", filter=Q(is_sold=True)),
            incomplete=Count("id", filter=_incomplete()),
            number=Min("id"),
            title=Min("name"),
            **{f"without_{part}": Count("id", filter=_missing(part)) for part in PARTS},
        )
    )
    found: dict[GroupKey, dict[tuple[int | None, int | None], OfferingCell]] = {}
    for row in rows:
        alone = row["count"] == 1
        found.setdefault(_key(row), {})[row["edition"], row["delivery"]] = OfferingCell(
            count=row["count"],
            sold=row["sold"],
            incomplete=row["incomplete"],
            missing=tuple(part for part in PARTS if row[f"without_{part}"]),
            number=row["number"] if alone else None,
            name=row["title"] if alone else "",
        )
    return found
