"""Opportunities: which outcomes are important to a segment and badly served, from the ratings that people gave."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import repeat
from typing import Any

from django.db.models import Count, F
from django.db.models.functions import Coalesce

from nervecenter.domain.demand.opportunity import FEWEST_RATINGS, OpportunityScore, RatingRow, opportunity_scores
from nervecenter.evidence.models import Outcome, OutcomeRating
from nervecenter.market.models import Segment
from nervecenter.market.queries.membership import effective_segment

WORTH_A_LOOK = 10.0
EXTREME = 15.0
MARKET = "market"


@dataclass(frozen=True, slots=True)
class RatedSegment:
    """A segment that gave ratings: its number (None: ratings of no segment), and how many."""

    segment: int | None
    name: str
    ratings: int


@dataclass(frozen=True, slots=True)
class Opportunity:
    """An outcome with its score in one segment, and the problem or job it is part of."""

    outcome: int
    name: str
    job: int
    job_name: str
    score: OpportunityScore

    @property
    def judgement(self) -> str:
        """Whether people are under-served, over-served, served about right; or that too few answered to say."""
        if self.score.score is None or self.score.importance is None or self.score.satisfaction is None:
            return "too few to say"
        if self.score.score > WORTH_A_LOOK:
            return "far under-served" if self.score.score > EXTREME else "under-served"
        return "over-served" if self.score.satisfaction > self.score.importance else "served about right"


def rated_segments() -> tuple[RatedSegment, ...]:
    """The segments that gave ratings, those with most first, ratings of no segment last. Three SQL queries."""
    rows = _ratings().values_list("of").annotate(n=Count("id")).order_by("-n", "of")
    counted: dict[int | None, int] = dict(rows)
    names = dict(Segment.objects.filter(pk__in=[of for of in counted if of]).values_list("pk", "name"))
    found = [RatedSegment(of, names.get(of or 0, "no segment"), n) for of, n in counted.items()]
    return tuple(sorted(found, key=lambda each: each.segment is None))


def opportunities(
    segment: int | None, *, whole_market: bool = False, minimum: int = FEWEST_RATINGS
) -> tuple[Opportunity, ...]:
    """The rated outcomes of one segment (None: ratings of no segment), the greatest opportunity first.

    With `whole_market` over all ratings: what opposite segments want may then cancel out. Three SQL queries.
    """
    ratings = _ratings()
    if not whole_market:
        ratings = ratings.filter(of=segment) if segment is not None else ratings.filter(of__isnull=True)
    scores = opportunity_scores(_rows(ratings), minimum)
    rated = {int(each.outcome) for each in scores}
    outcomes = {
        row[0]: row for row in Outcome.objects.filter(pk__in=rated).values_list("id", "name", "job_id", "job__name")
    }
    return tuple(Opportunity(*outcomes[int(each.outcome)], each) for each in scores)


def _ratings() -> Any:
    segment = Coalesce(F("segment_id"), effective_segment(prefix="account__"))
    return OutcomeRating.objects.filter(archived_at=None, outcome__archived_at=None).annotate(of=segment)


def _rows(ratings: Any) -> Iterator[RatingRow]:
    grouped = ratings.values_list("outcome_id", "importance", "satisfaction").annotate(n=Count("id"))
    for outcome, importance, satisfaction, n in grouped.order_by("outcome_id", "importance", "satisfaction"):
        yield from repeat(RatingRow(str(outcome), "", importance, satisfaction), n)
