"""Opportunity scores: what is important to many and satisfies few, within one segment."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from nervecenter.domain.statistics.proportions import Interval, wilson_interval

FEWEST_RATINGS = 30
RATED_HIGH = 4
LARGEST_RATING = 5
SCALE = 10.0


class RatingRow(NamedTuple):
    """How one person rates an outcome from 1 to 5: how important it is, how well served; None where not answered."""

    outcome: str
    segment: str
    importance: int | None
    satisfaction: int | None


@dataclass(frozen=True, slots=True)
class OpportunityScore:
    """The opportunity that an outcome is in a segment.

    `importance` and `satisfaction` are the shares of answers 4 and 5, on 0 to 10, with their number and their Wilson
    interval on the same scale. `score` lies between 0 and 20; above 10 is worth a look, above 15 extreme. It is None
    where fewer than the minimum answered either question: `is_enough` says so.
    """

    outcome: str
    segment: str
    importance_n: int
    satisfaction_n: int
    importance: float | None
    satisfaction: float | None
    importance_interval: Interval
    satisfaction_interval: Interval
    score: float | None
    is_enough: bool


def opportunity_score(importance: float, satisfaction: float) -> float:
    """Importance, and the gap to satisfaction once more where there is one; both from 0 to 10.

    Source: A. W. Ulwick, "Turn customer input into innovation", Harvard Business Review 80 (2002), 91-97. Satisfied
    beyond its importance, an outcome scores its importance and not less.
    """
    if not (0 <= importance <= SCALE and 0 <= satisfaction <= SCALE):
        raise ValueError("importance and satisfaction lie between 0 and 10")
    return importance + max(importance - satisfaction, 0.0)


def opportunity_scores(ratings: Iterable[RatingRow], minimum: int = FEWEST_RATINGS) -> tuple[OpportunityScore, ...]:
    """The score of each outcome in each segment, the highest first, those without a score last.

    Scores are never taken over several segments: two that want opposite things would cancel out. Ratings without a
    segment are a segment of their own, with an empty name. Refuses ratings outside 1 to 5.
    """
    counts: dict[tuple[str, str], list[int]] = {}
    for outcome, segment, importance, satisfaction in ratings:
        found = counts.setdefault((outcome, segment), [0, 0, 0, 0])
        for place, rating in ((0, importance), (2, satisfaction)):
            if rating is None:
                continue
            if not 1 <= rating <= LARGEST_RATING:
                raise ValueError(f"a rating is 1 to 5, and {rating} is not")
            found[place] += 1
            found[place + 1] += rating >= RATED_HIGH
    scores = [_score(outcome, segment, found, minimum) for (outcome, segment), found in counts.items()]
    return tuple(
        sorted(scores, key=lambda each: (each.score is None, -(each.score or 0.0), each.outcome, each.segment))
    )


def _score(outcome: str, segment: str, counts: list[int], minimum: int) -> OpportunityScore:
    importance_n, important, satisfaction_n, satisfied = counts
    importance = SCALE * important / importance_n if importance_n else None
    satisfaction = SCALE * satisfied / satisfaction_n if satisfaction_n else None
    score = None
    is_enough = min(importance_n, satisfaction_n) >= max(minimum, 1)
    if is_enough and importance is not None and satisfaction is not None:
        score = opportunity_score(importance, satisfaction)
    return OpportunityScore(
        outcome=outcome,
        segment=segment,
        importance_n=importance_n,
        satisfaction_n=satisfaction_n,
        importance=importance,
        satisfaction=satisfaction,
        importance_interval=_scaled(wilson_interval(important, importance_n)),
        satisfaction_interval=_scaled(wilson_interval(satisfied, satisfaction_n)),
        score=score,
        is_enough=is_enough,
    )


def _scaled(interval: Interval) -> Interval:
    return Interval(SCALE * interval.low, SCALE * interval.high)
