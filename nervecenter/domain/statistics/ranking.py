"""How well a score puts those with an outcome before those without."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from nervecenter.domain.statistics.proportions import Interval, normal_quantile, wilson_interval


@dataclass(frozen=True, slots=True)
class AreaUnderCurve:
    """The chance that a case with the outcome scores above one without (ties half): 0.5 is a coin, 1 is perfect."""

    area: float
    interval: Interval
    positives: int
    negatives: int


def area_under_curve(
    scores: Sequence[float], outcomes: Sequence[bool], confidence: float = 0.95
) -> AreaUnderCurve | None:
    """The area under the ROC curve with its interval. None when one of the outcomes does not occur.

    Source: E. R. DeLong, D. M. DeLong, D. L. Clarke-Pearson, Biometrics 44 (1988), 837-845. Where that finds no
    spread at all (a perfect order), the bound is that of a share of the smaller group instead: with few cases even
    perfect is not sure.
    """
    above = sorted(score for score, outcome in zip(scores, outcomes, strict=True) if outcome)
    below = sorted(score for score, outcome in zip(scores, outcomes, strict=True) if not outcome)
    if not above or not below:
        return None
    wins = [_share_under(score, below) for score in above]
    losses = [1 - _share_under(score, above) for score in below]
    area = sum(wins) / len(wins)
    spread = _variance(wins, area) / len(wins) + _variance(losses, area) / len(losses)
    if spread > 0:
        reach = normal_quantile(confidence) * sqrt(spread)
        interval = Interval(max(0.0, area - reach), min(1.0, area + reach))
    else:
        few = min(len(above), len(below))
        interval = wilson_interval(round(area * few), few, confidence)
    return AreaUnderCurve(area, interval, len(above), len(below))


def _share_under(score: float, ordered: Sequence[float]) -> float:
    return (bisect_left(ordered, score) + bisect_right(ordered, score)) / (2 * len(ordered))


def _variance(values: Sequence[float], mean: float) -> float:
    return sum((value - mean) ** 2 for value in values) / (len(values) - 1) if len(values) > 1 else 0.0
