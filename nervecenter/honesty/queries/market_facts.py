"""What the checks read about problems, segments and competitors."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Max, Q

from nervecenter.domain.checks.facts.market import CompetitorFacts, ProblemFacts, SegmentFacts
from nervecenter.foundation.resources import resource
from nervecenter.gotomarket.models import BattleCard, Positioning
from nervecenter.gotomarket.models.messages import Approval
from nervecenter.gotomarket.queries.circle import roles_with_message
from nervecenter.honesty.queries.links import link_counts
from nervecenter.honesty.queries.voices import competitor_deal_counts, customer_counts, evidence_by_problem
from nervecenter.market.models import BuyerRole, Competitor, Problem, Segment
from nervecenter.portfolio.models import Comparison, CriterionScore, Offering

DAYS_OF_PERIOD = 365


def problem_facts() -> tuple[ProblemFacts, ...]:
    """Each problem or job with who is said to have it, and its evidence. Five SQL queries."""
    evidence = evidence_by_problem()
    personas = link_counts(Problem.personas, "problem", "persona")
    segments = link_counts(Problem.segments, "problem", "segment")
    declared = resource("problem")
    rows = Problem.objects.filter(archived_at=None).order_by("id").values_list("id", "name")
    return tuple(
        ProblemFacts(
            id=declared.public_id(number),
            label=name,
            persona_count=personas.get(number, 0),
            segment_count=segments.get(number, 0),
            **evidence.get(number, {}),
        )
        for number, name in rows
    )


def segment_facts() -> tuple[SegmentFacts, ...]:
    """Each segment: whether we sell to it, positionings, buyer circle, messages, customers. Seven SQL queries."""
    customers = customer_counts()
    positioned = {row["segment_id"]: row for row in _positionings()}
    profiled, spoken_to = _profiled_roles(), roles_with_message()
    sold_to = set(Offering.objects.filter(archived_at=None, is_sold=True).values_list("segment_id", flat=True))
    is_segmented = Offering.objects.filter(archived_at=None, segment__isnull=False).exists()
    declared = resource("segment")
    rows = Segment.objects.filter(archived_at=None).order_by("id").values_list("id", "name", "is_target")
    found = []
    for number, name, is_target in rows:
        position = positioned.get(number, {"approved": 0, "approved_on": None, "drafts": 0})
        roles = profiled.get(number, frozenset())
        found.append(
            SegmentFacts(
                id=declared.public_id(number),
                label=name,
                is_target=is_target,
                has_product_on_sale=not is_segmented or number in sold_to or None in sold_to,
                approved_positioning_count=position["approved"],
                approved_positioning_on=position["approved_on"],
                draft_positioning_count=position["drafts"],
                profiled_roles=roles,
                roles_with_message=spoken_to.get(number, frozenset()) & roles,
                won_account_count=customers.get(number, 0),
            )
        )
    return tuple(found)


def _positionings() -> Iterable[Any]:
    approved = Q(status=Approval.APPROVED)
    rows = Positioning.objects.filter(archived_at=None, segment__isnull=False).values("segment_id").order_by()
    return rows.annotate(
        approved=Count("id", filter=approved),
        approved_on=Max("approved_on", filter=approved),
        drafts=Count("id", filter=Q(status=Approval.DRAFT)),
    )


def _profiled_roles() -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    rows = BuyerRole.objects.filter(archived_at=None).order_by("id")
    for segment, role in rows.values_list("segment_id", "role"):
        found[segment].add(role)
    return {segment: frozenset(words) for segment, words in found.items()}


def competitor_facts(today: dt.date) -> tuple[CompetitorFacts, ...]:
    """Each competitor, how often deals of the last year name it, how broadly we compare with it, and its newest card in
    use. Five SQL queries.
    """
    named = competitor_deal_counts(today - dt.timedelta(days=DAYS_OF_PERIOD))
    compared = dict(
        Comparison.objects.filter(archived_at=None, capability__archived_at=None)
        .values_list("competitor_id")
        .annotate(count=Count("capability_id", distinct=True))
        .order_by()
    )
    scored = dict(
        CriterionScore.objects.filter(archived_at=None).values_list("competitor_id").annotate(Count("id")).order_by()
    )
    cards: dict[int, tuple[Any, ...]] = {}
    ordered = BattleCard.objects.filter(archived_at=None).order_by("as_of", "id")
    columns = list(ordered.values_list("competitor_id", "status", "as_of", "review_by"))
    for row in sorted(columns, key=lambda row: row[1] == Approval.APPROVED):
        cards[row[0]] = row[1:]
    declared = resource("competitor")
    rows = Competitor.objects.filter(archived_at=None).order_by("id").values_list("id", "name", "is_us")
    found = []
    for number, name, is_us in rows:
        status, as_of, review_by = cards.get(number, ("", None, None))
        found.append(
            CompetitorFacts(
                id=declared.public_id(number),
                label=name,
                is_us=is_us,
                deal_mentions=named.get(number, 0),
                compared_capabilities=compared.get(number, 0) + scored.get(number, 0),
                card_status=status,
                card_as_of=as_of,
                card_review_by=review_by,
            )
        )
    return tuple(found)
