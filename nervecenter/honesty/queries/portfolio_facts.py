"""What the checks read about offerings, releases and dated plans."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from nervecenter.definition.models import Requirement
from nervecenter.domain.checks.facts.delivery import PlannedDateFacts, ReleaseFacts
from nervecenter.domain.checks.facts.portfolio import OfferingFacts
from nervecenter.foundation.resources import resource
from nervecenter.portfolio.models import Offering, Product, Release
from nervecenter.portfolio.queries.maturity import live_modules, planned_steps

MAJOR = re.compile(r"\d+\.0(\.0)?$")


def offering_facts() -> tuple[OfferingFacts, ...]:
    """Each cell of the offering grid, and each marketed product that no cell covers. Two SQL queries."""
    return (*_cells(), *_uncovered_products())


def _cells() -> Iterator[OfferingFacts]:
    declared = resource("offering")
    rows = Offering.objects.filter(archived_at=None).order_by("id")
    columns = ("id", "name", "is_sold", "segment_id", "segment__is_target", "channel_id", "list_price", "delivery_id")
    for number, name, is_sold, segment, is_target, channel, price, delivery in rows.values_list(*columns):
        yield OfferingFacts(
            id=declared.public_id(number),
            label=name,
            is_sold=is_sold,
            is_targeted=bool(is_target),
            has_segment=segment is not None,
            has_channel=channel is not None,
            has_price=price is not None,
            has_delivery=delivery is not None,
        )


def _uncovered_products() -> Iterator[OfferingFacts]:
    """Products that are marketed and stand in no offering: neither by themselves, by their line, nor by one for all."""
    cells: Any = Offering.objects.filter(archived_at=None).values_list("product_id", "product_line_id")
    covers = set(cells)
    if (None, None) in covers:
        return
    products, lines = {product for product, _ in covers}, {line for product, line in covers if product is None}
    declared = resource("product")
    rows = (
        Product.objects.filter(archived_at=None, is_marketed=True).order_by("id").values_list("id", "name", "line_id")
    )
    for number, name, line in rows:
        if number not in products and not (line and line in lines):
            yield OfferingFacts(kind="product", id=declared.public_id(number), label=name, is_sold=True)


def release_facts() -> tuple[ReleaseFacts, ...]:
    """Each release that is out; a regular one is major when its version ends in .0. One SQL query."""
    declared = resource("release")
    rows = Release.objects.filter(archived_at=None, status=Release.Status.RELEASED).order_by("id")
    return tuple(
        ReleaseFacts(
            id=declared.public_id(number),
            label=name,
            is_major=kind == Release.Kind.MONTHLY and bool(MAJOR.search(name)),
            released_on=day,
        )
        for number, name, kind, day in rows.values_list("id", "name", "kind", "released_on")
    )


def planned_date_facts(today: dt.date) -> tuple[PlannedDateFacts, ...]:
    """Each dated plan: maturity of modules, releases, requirements promised to a dated release. Three SQL queries."""
    return (*_maturity_plans(), *_release_plans(), *_requirement_plans(today))


def _maturity_plans() -> Iterator[PlannedDateFacts]:
    """One for each dated step of a rated module; where nobody rated it, nobody can say what it reached."""
    declared = resource("module")
    for plan in planned_steps(live_modules()):
        yield PlannedDateFacts(
            kind="module",
            id=declared.public_id(plan.module),
            label=plan.name,
            what=f"{plan.step} maturity",
            planned_on=plan.planned_on,
            reached=plan.reached,
        )


def _release_plans() -> Iterator[PlannedDateFacts]:
    declared = resource("release")
    rows = Release.objects.filter(archived_at=None, status=Release.Status.PLANNED, released_on__isnull=False)
    for number, name, day in rows.order_by("id").values_list("id", "name", "released_on"):
        yield PlannedDateFacts(
            kind="release", id=declared.public_id(number), label=name, what="the release", planned_on=day
        )


def _requirement_plans(today: dt.date) -> Iterator[PlannedDateFacts]:
    declared = resource("requirement")
    over = (Requirement.Status.SHIPPED, Requirement.Status.DROPPED)
    rows = Requirement.objects.filter(archived_at=None, target_release__released_on__lte=today).exclude(status__in=over)
    columns = rows.order_by("id").values_list("id", "name", "target_release__name", "target_release__released_on")
    for number, name, release, day in columns:
        yield PlannedDateFacts(
            kind="requirement",
            id=declared.public_id(number),
            label=name,
            what=f"delivery in {release}",
            planned_on=day,
        )
