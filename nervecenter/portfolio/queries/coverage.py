"""Which capability is in which edition and way of delivery, and what each edition adds to the one it includes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from nervecenter.portfolio.models import Capability, DeliveryMode, Edition
from nervecenter.portfolio.queries.belonging import with_home

MOST = 12


@dataclass(frozen=True, slots=True)
class EditionRow:
    """An edition and the one it includes, lowest first."""

    number: int
    name: str
    includes: int | None


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """A way of delivery."""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class Combination:
    """How many capabilities of a product are in exactly these editions and ways of delivery."""

    product: int | None
    product_name: str
    editions: frozenset[int]
    deliveries: frozenset[int]
    count: int


@dataclass(frozen=True, slots=True)
class EditionDifference:
    """What an edition holds, adds to the one it includes, and misses of it."""

    edition: EditionRow
    included: EditionRow | None
    count: int
    added: int
    missing: int
    by_delivery: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The whole picture, counted by the database: every figure of the page is a sum over the combinations."""

    editions: tuple[EditionRow, ...]
    deliveries: tuple[DeliveryRow, ...]
    combinations: tuple[Combination, ...]

    @property
    def total(self) -> int:
        """All capabilities."""
        return sum(each.count for each in self.combinations)

    @property
    def pairs(self) -> tuple[tuple[EditionRow, EditionRow], ...]:
        """Each edition that includes another, as (included, including)."""
        known = {edition.number: edition for edition in self.editions}
        return tuple((known[each.includes], each) for each in self.editions if each.includes in known)

    @property
    def broken(self) -> int:
        """Capabilities that an edition has and one that includes it has not."""
        return sum(each.count for each in self.combinations if self.breaks(each.editions))

    @property
    def unsold(self) -> int:
        """Capabilities in no edition."""
        return sum(each.count for each in self.combinations if not each.editions)

    def breaks(self, editions: frozenset[int]) -> bool:
        """Whether an edition among these is included in one that is not."""
        return any(low.number in editions and high.number not in editions for low, high in self.pairs)

    def differences(self) -> tuple[EditionDifference, ...]:
        """Each edition against the one it includes, lowest first."""
        return tuple(self._difference(edition) for edition in self.editions)

    def _difference(self, edition: EditionRow) -> EditionDifference:
        included = next((low for low, high in self.pairs if high is edition), None)
        mine = [each for each in self.combinations if edition.number in each.editions]
        below = [each for each in self.combinations if included and included.number in each.editions]
        return EditionDifference(
            edition=edition,
            included=included,
            count=sum(each.count for each in mine),
            added=sum(each.count for each in mine if not included or included.number not in each.editions),
            missing=sum(each.count for each in below if edition.number not in each.editions),
            by_delivery={
                way.number: sum(each.count for each in mine if way.number in each.deliveries) for way in self.deliveries
            },
        )

    def by_product(self) -> dict[tuple[int | None, str], dict[int | None, int]]:
        """For each product, how many capabilities begin in which edition (None: in no edition)."""
        found: dict[tuple[int | None, str], dict[int | None, int]] = {}
        for each in self.combinations:
            lowest = next((edition.number for edition in self.editions if edition.number in each.editions), None)
            counts = found.setdefault((each.product, each.product_name), {})
            counts[lowest] = counts.get(lowest, 0) + each.count
        return found


@dataclass(frozen=True, slots=True)
class CapabilityRow:
    """A capability with the editions and ways of delivery it is in."""

    number: int
    name: str
    product: str
    editions: frozenset[int]
    deliveries: frozenset[int]


def live_capabilities(
    *, product_line: int | None = None, product: int | None = None, module: int | None = None
) -> QuerySet[Capability]:
    """The capabilities of a line, a product or a module; all of them when none is named. They know their home."""
    rows: Any = with_home(Capability.objects.filter(archived_at=None))
    if product_line:
        rows = rows.filter(home_line_id=product_line)
    if product:
        rows = rows.filter(home_id=product)
    if module:
        linked = Capability.modules.through.objects.filter(module_id=module).values("capability_id")
        rows = rows.filter(pk__in=linked)
    narrowed: QuerySet[Capability] = rows
    return narrowed


def coverage(capabilities: QuerySet[Capability]) -> Coverage:
    """How many of these capabilities are in which combination of editions and deliveries. Three SQL queries.

    At most MOST editions and ways of delivery are looked at, the lowest first.
    """
    editions = tuple(
        EditionRow(*row)
        for row in Edition.objects.filter(archived_at=None)
        .order_by("rank", "id")
        .values_list("id", "name", "includes_id")[:MOST]
    )
    ways = tuple(
        DeliveryRow(*row)
        for row in DeliveryMode.objects.filter(archived_at=None).order_by("name", "id").values_list("id", "name")[:MOST]
    )
    flags: dict[str, Any] = {f"edition_{each.number}": has_edition(each.number) for each in editions}
    flags |= {f"delivery_{each.number}": _has_delivery(each.number) for each in ways}
    rows: Any = capabilities.annotate(**flags).values("home_id", "home_name", *flags).annotate(n=Count("id"))
    combinations = tuple(
        Combination(
            product=row["home_id"],
            product_name=row["home_name"] or "No product",
            editions=frozenset(each.number for each in editions if row[f"edition_{each.number}"]),
            deliveries=frozenset(each.number for each in ways if row[f"delivery_{each.number}"]),
            count=row["n"],
        )
        for row in rows.order_by("home_name", "home_id")
    )
    return Coverage(editions, ways, combinations)


def has_edition(number: int) -> Exists:
    """Whether a capability is in that edition."""
    return Exists(Capability.editions.through.objects.filter(capability=OuterRef("pk"), edition_id=number))


def _has_delivery(number: int) -> Exists:
    return Exists(Capability.deliveries.through.objects.filter(capability=OuterRef("pk"), deliverymode_id=number))


def that_break_containment(pairs: Sequence[tuple[EditionRow, EditionRow]]) -> Q:
    """The condition of being in an edition and not in one that includes it."""
    condition = Q(pk__in=[])
    for low, high in pairs:
        condition |= Q(has_edition(low.number)) & ~Q(has_edition(high.number))
    return condition


def capability_rows(
    capabilities: QuerySet[Capability], *, start: int = 0, limit: int = 100
) -> tuple[CapabilityRow, ...]:
    """Capabilities by product and name, with their editions and deliveries. Three SQL queries."""
    rows: Any = capabilities
    ordered = rows.order_by(F("home_name").asc(nulls_last=True), "name", "id").values_list("id", "name", "home_name")
    page = list(ordered[start : start + limit])
    numbers = [number for number, *_ in page]
    editions = _linked(Capability.editions.through, "edition_id", numbers)
    deliveries = _linked(Capability.deliveries.through, "deliverymode_id", numbers)
    return tuple(
        CapabilityRow(
            number,
            name,
            product or "No product",
            frozenset(editions.get(number, ())),
            frozenset(deliveries.get(number, ())),
        )
        for number, name, product in page
    )


def _linked(through: Any, target: str, numbers: Sequence[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for number, linked in through.objects.filter(capability_id__in=numbers).values_list("capability_id", target):
        found.setdefault(number, []).append(linked)
    return found
