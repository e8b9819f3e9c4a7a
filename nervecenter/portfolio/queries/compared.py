"""Our capabilities one by one, with what is known of the competitors asked for."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from nervecenter.portfolio.models import Capability, Comparison


@dataclass(frozen=True, slots=True)
class Cell:
    """What one comparison says, and the record that says it."""

    number: int
    verdict: str
    as_of: dt.date | None
    source_url: str


@dataclass(frozen=True, slots=True)
class ComparedCapability:
    """A capability with what is known of the competitors asked for, by competitor."""

    number: int
    name: str
    product: str
    cells: Mapping[int, Cell]


def compared_with(
    capabilities: QuerySet[Capability], competitors: Sequence[int], *, verdict: str = ""
) -> QuerySet[Capability]:
    """Those of these capabilities that were compared with one of the competitors, with that verdict if one is given."""
    told = Comparison.objects.filter(archived_at=None, capability=OuterRef("pk"), competitor_id__in=competitors)
    return capabilities.filter(Exists(told.filter(verdict=verdict) if verdict else told))


def compared_capabilities(
    capabilities: QuerySet[Capability], competitors: Sequence[int], *, start: int = 0, limit: int = 100
) -> tuple[ComparedCapability, ...]:
    """Capabilities (which know their home) by product and name, with their cells for these. Two SQL queries."""
    rows: Any = capabilities
    ordered = rows.order_by(F("home_name").asc(nulls_last=True), "name", "id")
    page = list(ordered.values_list("id", "name", "home_name")[start : start + limit])
    cells: dict[int, dict[int, Cell]] = {}
    told = Comparison.objects.filter(
        archived_at=None, capability_id__in=[number for number, *_ in page], competitor_id__in=competitors
    ).order_by("as_of", "id")
    for number, capability, competitor, verdict, as_of, source in told.values_list(
        "id", "capability_id", "competitor_id", "verdict", "as_of", "source_url"
    ):
        cells.setdefault(capability, {})[competitor] = Cell(number, verdict, as_of, source)
    return tuple(
        ComparedCapability(number, name, product or "No product", cells.get(number, {}))
        for number, name, product in page
    )
