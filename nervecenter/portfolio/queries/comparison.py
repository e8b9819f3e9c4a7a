"""How we compare: how much of what we have competitors have too, and how well that is known."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from nervecenter.portfolio.models import Capability, Comparison
from nervecenter.portfolio.queries.belonging import with_home

VERDICTS = ("yes", "partial", "no")


@dataclass(frozen=True, slots=True)
class Parity:
    """Of our capabilities, how many somebody can do too, can do partly, cannot do; the rest nobody knows."""

    yes: int = 0
    partial: int = 0
    no: int = 0

    @property
    def known(self) -> int:
        """How many were compared."""
        return self.yes + self.partial + self.no

    @property
    def share(self) -> float:
        """The part of the known that is there, a partial one counting half; 0 where nothing is known."""
        return (self.yes + self.partial / 2) / self.known if self.known else 0.0


@dataclass(frozen=True, slots=True)
class CompetitorRow:
    """A competitor with what is known of it over all the capabilities looked at."""

    number: int
    name: str
    parity: Parity


@dataclass(frozen=True, slots=True)
class ProductParity:
    """A product against one competitor; `capabilities` is how many we have there."""

    product: int | None
    product_name: str
    competitor: int
    capabilities: int
    parity: Parity

    @property
    def unknown(self) -> int:
        """How many nobody compared."""
        return max(0, self.capabilities - self.parity.known)


@dataclass(frozen=True, slots=True)
class Basis:
    """What the comparison rests on: cells, those with a date and with a source, and the newest date."""

    cells: int
    dated: int
    sourced: int
    newest: dt.date | None


def live_comparisons(*, product_line: int | None = None, product: int | None = None) -> QuerySet[Comparison]:
    """The comparisons with competitors on capabilities of a line or a product; all when neither is named."""
    live = Comparison.objects.filter(
        archived_at=None, capability__archived_at=None, competitor__archived_at=None, competitor__is_us=False
    )
    rows: Any = with_home(live, through="capability")
    if product_line:
        rows = rows.filter(home_line_id=product_line)
    narrowed: QuerySet[Comparison] = rows.filter(home_id=product) if product else rows
    return narrowed


def competitor_rows(comparisons: QuerySet[Comparison]) -> tuple[CompetitorRow, ...]:
    """Each competitor that was compared, the most compared first. One SQL query."""
    rows: Any = (
        comparisons.order_by().values_list("competitor_id", "competitor__name", "verdict").annotate(n=Count("id"))
    )
    found: dict[tuple[int, str], dict[str, int]] = {}
    for number, name, verdict, count in rows:
        found.setdefault((number, name), {})[verdict] = count
    competitors = [CompetitorRow(number, name, Parity(**counts)) for (number, name), counts in found.items()]
    return tuple(sorted(competitors, key=lambda each: (-each.parity.known, each.name)))


def product_parities(
    comparisons: QuerySet[Comparison], capabilities: QuerySet[Capability], competitors: Sequence[int]
) -> tuple[ProductParity, ...]:
    """Each product against each of these competitors, by product name. Two SQL queries."""
    sizes: Any = with_home(capabilities).order_by().values_list("home_id", "home_name").annotate(n=Count("id"))
    compared: Any = comparisons
    rows = (
        compared.filter(competitor_id__in=competitors)
        .order_by()
        .values_list("home_id", "competitor_id", "verdict")
        .annotate(n=Count("id"))
    )
    counts: dict[tuple[int | None, int], dict[str, int]] = {}
    for product, competitor, verdict, count in rows:
        counts.setdefault((product, competitor), {})[verdict] = count
    return tuple(
        ProductParity(product, name or "No product", competitor, size, Parity(**counts.get((product, competitor), {})))
        for product, name, size in sorted(sizes, key=lambda row: (row[1] is None, row[1]))
        for competitor in competitors
    )


def basis(comparisons: QuerySet[Comparison]) -> Basis:
    """How many comparisons there are, with a date, with a source. One SQL query."""
    found = comparisons.aggregate(
        cells=Count("id"), dated=Count("as_of"), sourced=Count("id", filter=~Q(source_url="")), newest=Max("as_of")
    )
    return Basis(**found)


def closest(competitors: Iterable[CompetitorRow], *, least: int) -> CompetitorRow | None:
    """The competitor that can do the largest part of what it was compared on, among those compared on `least`."""
    enough = [each for each in competitors if each.parity.known >= least]
    return max(enough, key=lambda each: (each.parity.share, each.parity.known), default=None)
