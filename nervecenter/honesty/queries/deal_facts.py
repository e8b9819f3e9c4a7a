"""What the checks read about deals: how they ended and why, whether they can be true, and what is open."""

import datetime as dt
from collections import Counter, defaultdict
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Sum
from django.db.models.functions import ExtractQuarter, ExtractYear

from nervecenter.domain.checks.facts.evidence import (
    DealQuarterFacts,
    DealReasonFacts,
    DoubtfulDealFacts,
    PipelineFacts,
)
from nervecenter.evidence.models import Deal, Driver, WinLossInterview
from nervecenter.evidence.queries.segment_deals import deal_segment
from nervecenter.foundation.resources import resource
from nervecenter.portfolio.models import Offering

ORDINALS = ("1st", "2nd", "3rd", "4th")
LOST = (Deal.Outcome.LOST, Deal.Outcome.NO_DECISION, Deal.Outcome.LOST_UNKNOWN)


def deal_quarter_facts(today: dt.date) -> tuple[DealQuarterFacts, ...]:
    """Each quarter up to today in which deals were closed. One SQL query."""
    told = Exists(Driver.objects.filter(archived_at=None, interview__archived_at=None, interview__deal=OuterRef("pk")))
    closed = Deal.objects.filter(archived_at=None, closed_on__lte=today).exclude(outcome=Deal.Outcome.OPEN)
    rows = (
        closed.alias(is_told=told)
        .values(year=ExtractYear("closed_on"), quarter=ExtractQuarter("closed_on"))
        .annotate(
            closed=Count("id"),
            without_reason=Count("id", filter=Q(seller_reason=None, seller_note="", is_told=False)),
            lost=Count("id", filter=Q(outcome__in=LOST)),
            unknown=Count("id", filter=Q(outcome=Deal.Outcome.LOST_UNKNOWN)),
        )
        .order_by("year", "quarter")
    )
    return tuple(
        DealQuarterFacts(
            id=f"{row['year']}-Q{row['quarter']}",
            label=f"{ORDINALS[row['quarter'] - 1]} quarter of {row['year']}",
            closed=row["closed"],
            without_reason=row["without_reason"],
            lost=row["lost"],
            lost_to_unknown=row["unknown"],
        )
        for row in rows
    )


def deal_reason_facts() -> tuple[DealReasonFacts, ...]:
    """Each closed deal with a win-loss interview. Two SQL queries."""
    reasons: dict[int, dict[str, None]] = defaultdict(dict)
    drivers = Driver.objects.filter(archived_at=None, interview__archived_at=None).order_by("-strength", "id")
    for deal, outcome, direction, name in drivers.values_list(
        "interview__deal_id", "interview__deal__outcome", "direction", "reason__name"
    ):
        if (direction == Driver.Direction.FOR) == (outcome == Deal.Outcome.WON):
            reasons[deal][name] = None
    interviews = WinLossInterview.objects.filter(archived_at=None, deal__archived_at=None).exclude(
        deal__outcome=Deal.Outcome.OPEN
    )
    declared, found = resource("deal"), {}
    columns = ("deal_id", "deal__name", "deal__outcome", "deal__seller_reason__name", "outcome")
    for number, name, outcome, reason, told in interviews.order_by("deal_id", "held_on", "id").values_list(*columns):
        found[number] = DealReasonFacts(
            id=declared.public_id(number),
            label=name,
            seller_reason=reason or "",
            buyer_reasons=tuple(reasons[number]),
            seller_outcome=_known(outcome),
            buyer_outcome=_known(told),
        )
    return tuple(found.values())


def _known(outcome: str) -> str:
    return "" if outcome == Deal.Outcome.LOST_UNKNOWN else str(outcome)


def doubtful_deal_facts(today: dt.date) -> tuple[DoubtfulDealFacts, ...]:
    """Each deal whose dates, amount or currency may be wrong. Two SQL queries."""
    live = Deal.objects.filter(archived_at=None)
    currencies = dict(live.exclude(currency="").values_list("currency").annotate(Count("id")).order_by())
    in_all = sum(currencies.values())
    rare = [currency for currency, count in currencies.items() if count * 2 < in_all]
    closed = ~Q(outcome=Deal.Outcome.OPEN)
    doubtful = live.filter(
        closed & (Q(closed_on__lt=F("opened_on")) | Q(closed_on__gt=today))
        | Q(outcome=Deal.Outcome.WON, amount__lte=0)
        | Q(currency__in=[currency for currency in rare if currencies[currency] * 10 < in_all])
    )
    declared = resource("deal")
    columns = ("id", "name", "outcome", "opened_on", "closed_on", "amount", "currency")
    return tuple(
        DoubtfulDealFacts(
            id=declared.public_id(number),
            label=name,
            outcome=outcome,
            opened_on=opened_on,
            closed_on=closed_on,
            amount=None if amount is None else float(amount),
            currency=currency,
            currency_percent=currencies[currency] * 100 / in_all if currency else None,
        )
        for number, name, outcome, opened_on, closed_on, amount, currency in doubtful.order_by("id").values_list(
            *columns
        )
    )


def pipeline_facts() -> tuple[PipelineFacts, ...]:
    """What is open by segment, channel and product, with whether an offering on sale covers it. Seven SQL queries."""
    offered = Offering.objects.filter(archived_at=None, is_sold=True)
    grid: list[Any] = list(offered.values_list("segment_id", "channel_id", "product_id", "product_line_id"))
    live = Deal.objects.filter(archived_at=None, outcome=Deal.Outcome.OPEN)
    currencies = Counter(dict(live.exclude(currency="").values_list("currency").annotate(Count("id")).order_by()))
    usual = next((currency for currency, _ in currencies.most_common(1)), "")
    covered = {
        "segment": {row[0] for row in grid},
        "channel": {row[1] for row in grid},
        "product": {row[2] for row in grid},
    }
    lines = {row[3] for row in grid if row[2] is None and row[3]}
    found: list[PipelineFacts] = []
    for kind, column in (
        ("segment", deal_segment()),
        ("channel", F("channel_id")),
        ("product", F("product_id")),
    ):
        known = covered[kind] - {None}
        if not known and not (kind == "product" and lines):
            continue
        for row in _open_deals(live, kind, column, usual):
            is_offered = row["at"] in known or (kind == "product" and row["line"] in lines) or _covers_all(kind, grid)
            found.append(
                PipelineFacts(
                    kind=kind,
                    id=resource(kind).public_id(row["at"]),
                    label=row["label"],
                    is_offered=is_offered,
                    deals=row["deals"],
                    amount=float(row["worth"] or 0),
                    currency=usual,
                )
            )
    return tuple(found)


def _covers_all(kind: str, grid: list[Any]) -> bool:
    """Whether some offering leaves that cell blank, and so is for every one; a product is never meant by a blank."""
    place = {"segment": 0, "channel": 1}.get(kind)
    return place is not None and any(row[place] is None for row in grid)


def _open_deals(live: Any, kind: str, column: Any, usual: str) -> list[dict[str, Any]]:
    grouped = live.annotate(at=column).exclude(at=None).values("at")
    counted = grouped.annotate(deals=Count("id"), worth=Sum("amount", filter=Q(currency__in=["", usual])))
    rows = {row["at"]: row for row in counted.order_by("at")}
    model = resource(kind).model
    columns = ("pk", "name", "line_id") if kind == "product" else ("pk", "name")
    for number, name, *line in model._default_manager.filter(pk__in=rows, archived_at=None).values_list(*columns):
        rows[number] |= {"label": name, "line": line[0] if line else None}
    return [row for row in rows.values() if "label" in row]
