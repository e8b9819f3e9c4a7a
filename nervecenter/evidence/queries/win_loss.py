"""Deals as the analyses of wins and losses read them: a fixed number of SQL queries, however many deals."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.db.models.functions import Coalesce

from nervecenter.domain.winloss.deals import AttributeValue, DealRow
from nervecenter.domain.winloss.report import WinLossReport, win_loss_report
from nervecenter.evidence.models import Deal, Driver
from nervecenter.foundation.resources import resource
from nervecenter.market.models import Segment
from nervecenter.market.queries.membership import effective_segment

# What a deal is compared by: the name people use, and where it stands. All of it is known before the deal ends.
ATTRIBUTES: Mapping[str, str] = {
    "territory": "territory__name",
    "product": "product__name",
    "segment": "segment",
    "source": "lead_source",
    "seller": "seller",
    "sales_team": "sales_team",
    "channel": "channel__name",
    "kind": "kind",
    "industry": "account__industry",
    "country": "account__country",
    "employees": "account__employees",
}
COMPETITOR = "competitor"
ATTRIBUTE_NAMES = (COMPETITOR, *ATTRIBUTES)


@dataclass(frozen=True, slots=True, kw_only=True)
class DealSelection:
    """Which deals are looked at; nothing named means all. The days are those of closing, both included.

    With days, closed deals without a date are left out; open deals stay, since they are open today. `segment` is that
    of the deal, else that of its account.
    """

    closed_from: date | None = None
    closed_until: date | None = None
    product_line: int | None = None
    product: int | None = None
    segment: int | None = None
    competitor: int | None = None

    @property
    def condition(self) -> Q:
        """The selection as a condition on deals whose segment is annotated as `belongs_to`, archived ones left out."""
        found = Q(archived_at=None)
        if self.closed_from:
            found &= Q(outcome=Deal.Outcome.OPEN) | Q(closed_on__gte=self.closed_from)
        if self.closed_until:
            found &= Q(outcome=Deal.Outcome.OPEN) | Q(closed_on__lte=self.closed_until)
        if self.product_line:
            found &= Q(product__line=self.product_line)
        if self.product:
            found &= Q(product=self.product)
        if self.segment:
            found &= Q(belongs_to=self.segment)
        if self.competitor:
            of = Deal.competitors.through.objects.filter(competitor=self.competitor)
            found &= Q(pk__in=of.values("deal"))
        return found


EVERY_DEAL = DealSelection()


def deal_rows(selection: DealSelection = EVERY_DEAL) -> tuple[DealRow, ...]:
    """The selected deals that are not archived, with attributes and reasons; reasons and accounts by name.

    The segment of a deal that names none is the one its account belongs to. Buyers' reasons speak for us in won deals
    and against us in others, the strongest first, and come from interviews by somebody who was not selling. Five SQL
    queries.
    """
    competitors: dict[int, list[str]] = {}
    for deal, name in (
        Deal.competitors.through.objects.filter(competitor__archived_at=None)
        .order_by("deal_id", "competitor__name")
        .values_list("deal_id", "competitor__name")
    ):
        competitors.setdefault(deal, []).append(name)
    reasons = _buyer_reasons()
    fields = (
        "id",
        "outcome",
        "amount",
        "currency",
        "opened_on",
        "closed_on",
        "account__name",
        "belongs_to",
    )
    belongs_to = Coalesce("segment_id", effective_segment(prefix="account__"))
    rows = Deal.objects.annotate(belongs_to=belongs_to).filter(selection.condition).order_by("id")
    segments = dict(Segment.objects.values_list("id", "name"))
    return tuple(
        _deal_row(
            row | {"segment": segments.get(row["belongs_to"])},
            tuple(competitors.get(row["id"], ())),
            reasons.get(row["id"], {}),
        )
        for row in rows.values(*fields, "seller_reason__name", *ATTRIBUTES.values())
    )


def win_and_loss(
    today: date, *, attributes: tuple[str, ...] = ATTRIBUTE_NAMES, selection: DealSelection = EVERY_DEAL
) -> WinLossReport:
    """What the selected deals of the workspace tell about winning."""
    return win_loss_report(deal_rows(selection), attributes, today)


def _buyer_reasons() -> dict[int, dict[str, tuple[str, ...]]]:
    """The buyers' reasons of each deal by direction, the strongest first, each once."""
    found: dict[int, dict[str, dict[str, None]]] = {}
    for deal, direction, reason in (
        Driver.objects.filter(archived_at=None, interview__archived_at=None, interview__was_selling=False)
        .order_by("-strength", "id")
        .values_list("interview__deal_id", "direction", "reason__name")
    ):
        found.setdefault(deal, {}).setdefault(direction, {})[reason] = None
    return {
        deal: {direction: tuple(names) for direction, names in directions.items()} for deal, directions in found.items()
    }


def _deal_row(row: Mapping[str, Any], competitors: tuple[str, ...], reasons: Mapping[str, tuple[str, ...]]) -> DealRow:
    attributes: dict[str, AttributeValue] = {name: row[path] for name, path in ATTRIBUTES.items()}
    direction = Driver.Direction.FOR if row["outcome"] == Deal.Outcome.WON else Driver.Direction.AGAINST
    return DealRow(
        id=resource("deal").public_id(row["id"]),
        outcome=row["outcome"],
        account=row["account__name"] or "",
        amount=row["amount"],
        currency=row["currency"],
        opened_on=row["opened_on"],
        closed_on=row["closed_on"],
        attributes={COMPETITOR: competitors, **attributes},
        seller_reason=row["seller_reason__name"] or "",
        buyer_reasons=reasons.get(direction.value, ()),
    )
