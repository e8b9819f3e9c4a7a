"""How long something lasts, when for some of it only a least duration is known."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SurvivalStep:
    """After this time, `share` is still going on. `ended` ended at this time out of `at_risk`."""

    time: float
    at_risk: int
    ended: int
    share: float


def product_limit(durations: Iterable[tuple[float, bool]]) -> tuple[SurvivalStep, ...]:
    """The share that outlasts each time, from (duration, has ended) pairs; what has not ended lasted at least so long.

    Source: E. L. Kaplan, P. Meier, "Nonparametric estimation from incomplete observations", Journal of the American
    Statistical Association 53 (1958), 457-481.
    """
    counts: dict[float, list[int]] = {}
    for duration, has_ended in durations:
        both = counts.setdefault(float(duration), [0, 0])
        both[not has_ended] += 1
    at_risk, share = sum(map(sum, counts.values())), 1.0
    steps = []
    for time in sorted(counts):
        ended, censored = counts[time]
        if ended:
            share *= 1 - ended / at_risk
            steps.append(SurvivalStep(time, at_risk, ended, share))
        at_risk -= ended + censored
    return tuple(steps)


def median_duration(steps: Iterable[SurvivalStep]) -> float | None:
    """The first time that at most half outlast; None when more than half were still going on at the end."""
    return next((step.time for step in steps if step.share <= 0.5 + 1e-12), None)
