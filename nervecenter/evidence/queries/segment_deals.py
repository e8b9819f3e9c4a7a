"""Deals by segment: what is open, what was won, and who took part."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, CharField, Count, F, Sum, When
from django.db.models.functions import Coalesce

from nervecenter.evidence.models import Deal, DealContact
from nervecenter.market.queries.membership import SegmentRule, effective_segment


@dataclass(frozen=True, slots=True)
class SegmentDeals:
    """The deals of one segment: how many are open, won and lost, and the amounts still open by currency."""

    open: int = 0
    won: int = 0
    lost: int = 0
    pipeline: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class RolesSeen:
    """The won deals of a segment: how many, how many of them name somebody's role, and in how many each role is."""

    won: int
    with_roles: int
    deals_by_role: dict[str, int]


def deal_segment(rules: Sequence[SegmentRule] | None = None) -> Coalesce:
    """The number of the segment a deal belongs to: the one written on it, else that of its account. For annotations.

    Reads the rules where none are given: one SQL query more.
    """
    return Coalesce(F("segment_id"), effective_segment(rules, prefix="account__"))


def segment_deals(number: int) -> SegmentDeals:
    """The deals of a segment. Two SQL queries."""
    rows = Deal.objects.filter(archived_at=None).annotate(of=deal_segment()).filter(of=number)
    counts: dict[str, int] = defaultdict(int)
    pipeline: list[tuple[str, Decimal]] = []
    grouped = rows.values("outcome", "currency").annotate(n=Count("id"), worth=Sum("amount"))
    for row in grouped.order_by("outcome", "currency"):
        outcome = row["outcome"]
        counts[outcome if outcome in (Deal.Outcome.OPEN, Deal.Outcome.WON) else Deal.Outcome.LOST] += row["n"]
        if outcome == Deal.Outcome.OPEN and row["worth"]:
            pipeline.append((row["currency"], row["worth"]))
    return SegmentDeals(counts["open"], counts["won"], counts["lost"], tuple(pipeline))


def roles_seen(number: int) -> RolesSeen:
    """Which parts people had in the won deals of a segment; a part not said on the deal is the contact's own.

    Three SQL queries.
    """
    won = Deal.objects.filter(archived_at=None, outcome=Deal.Outcome.WON).annotate(of=deal_segment()).filter(of=number)
    part = Case(
        When(role="", then=Coalesce(F("contact__role"), F("role"))), default=F("role"), output_field=CharField()
    )
    took_part = DealContact.objects.filter(archived_at=None, deal__in=won.values("pk")).annotate(part=part)
    pairs = set(took_part.exclude(part="").values_list("part", "deal_id"))
    counted: dict[str, int] = defaultdict(int)
    for role, _ in pairs:
        counted[role] += 1
    return RolesSeen(won.count(), len({deal for _, deal in pairs}), dict(counted))
