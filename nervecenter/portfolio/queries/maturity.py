"""The maturity plan: each dated step of each module, and whether it was reached."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from nervecenter.portfolio.models import Module

STEPS = ("planned", "minimal", "viable", "complete", "lovable")
DATED: Mapping[str, str] = {
    "minimal": "available_on",
    "viable": "viable_on",
    "complete": "complete_on",
    "lovable": "lovable_on",
}
STATES = ("passed", "ahead")


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A module is to reach a step by a day; `maturity` is where it is now."""

    module: int
    name: str
    product: int | None
    product_name: str
    team: int | None
    team_name: str
    maturity: str
    step: str
    planned_on: dt.date
    reached: bool

    def days_late(self, today: dt.date) -> int:
        """How many days ago it was to be reached; below 0 while it is ahead."""
        return (today - self.planned_on).days

    def state(self, today: dt.date) -> str:
        """Whether its day has passed (the day itself still counts as ahead)."""
        return "passed" if self.planned_on < today else "ahead"


@dataclass(frozen=True, slots=True)
class MaturityCounts:
    """How many modules there are, and how many anybody rated."""

    modules: int
    rated: int


def live_modules(*, product_line: int | None = None, product: int | None = None) -> QuerySet[Module]:
    """The modules of a line or a product; all of them when neither is named."""
    rows = Module.objects.filter(archived_at=None)
    if product_line:
        rows = rows.filter(product__line=product_line)
    return rows.filter(product=product) if product else rows


def maturity_counts(modules: QuerySet[Module]) -> MaturityCounts:
    """How many of these there are, and how many anybody rated. One SQL query."""
    rated = ~Q(maturity=Module.Maturity.NONE)
    found = modules.aggregate(modules=Count("id"), rated=Count("id", filter=rated))
    return MaturityCounts(found["modules"], found["rated"])


def planned_steps(modules: QuerySet[Module], *, reached: bool | None = None) -> tuple[PlannedStep, ...]:
    """Each dated step of the rated ones among these modules, the earliest first. One SQL query.

    `reached` leaves only those that are, or are not. Where nobody rated a module, nobody can say what it reached.
    """
    rows = modules.exclude(maturity=Module.Maturity.NONE)
    if reached is False:
        rows = rows.filter(_has_unreached())
    columns: Any = rows.order_by("id").values_list(
        "id",
        "name",
        "product_id",
        "product__name",
        "team_id",
        "team__name",
        "maturity",
        *(F(field) for field in DATED.values()),
    )
    found = []
    for number, name, product, product_name, team, team_name, maturity, *days in columns:
        for step, day in zip(DATED, days, strict=True):
            is_reached = STEPS.index(maturity) >= STEPS.index(step)
            if day is None or (reached is not None and is_reached != reached):
                continue
            found.append(
                PlannedStep(
                    number,
                    name,
                    product,
                    product_name or "No product",
                    team,
                    team_name or "",
                    maturity,
                    step,
                    day,
                    is_reached,
                )
            )
    return tuple(sorted(found, key=lambda each: (each.planned_on, each.name, STEPS.index(each.step))))


def _has_unreached() -> Q:
    condition = Q(pk__in=[])
    for step, field in DATED.items():
        below = STEPS[: STEPS.index(step)]
        condition |= Q(maturity__in=below, **{f"{field}__isnull": False})
    return condition


def next_steps(steps: Iterable[PlannedStep]) -> tuple[PlannedStep, ...]:
    """Of each module the lowest of these steps, the earliest first."""
    lowest: dict[int, PlannedStep] = {}
    for each in steps:
        known = lowest.get(each.module)
        if known is None or STEPS.index(each.step) < STEPS.index(known.step):
            lowest[each.module] = each
    return tuple(sorted(lowest.values(), key=lambda each: (each.planned_on, each.name)))
