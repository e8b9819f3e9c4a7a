"""Shares of a count: their interval, and shares compared as if the groups had the same mix."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist


@dataclass(frozen=True, slots=True)
class Interval:
    """From low to high, both ends included."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class StandardisedRate:
    """A rate as it would be with the mix of strata that all groups have together.

    `covered` is the share of that mix (0 to 1) for which the group has records at all; the rate speaks of that part.
    `rate` is None when it has none.
    """

    crude: float | None
    rate: float | None
    covered: float


def normal_quantile(confidence: float) -> float:
    """How many standard errors a two-sided interval reaches to each side: 1.96 for 0.95. Refuses 0, 1 and beyond."""
    if not 0 < confidence < 1:
        raise ValueError(f"a confidence lies between 0 and 1, and {confidence} does not")
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def wilson_interval(successes: int, n: int, confidence: float = 0.95) -> Interval:
    """The score interval of a share, which keeps its promise for few cases and for shares near 0 and 1.

    Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the
    American Statistical Association 22 (1927), 209-212. Without cases nothing is known: 0 to 1.
    """
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n} is no share")
    if n == 0:
        return Interval(0.0, 1.0)
    z = normal_quantile(confidence)
    share, grown = successes / n, n + z * z
    middle = (successes + z * z / 2) / grown
    reach = z * sqrt(n * share * (1 - share) + z * z / 4) / grown
    # Rounding must not leave a bound a hair beyond the share that it bounds.
    low = 0.0 if successes == 0 else min(middle - reach, share)
    high = 1.0 if successes == n else max(middle + reach, share)
    return Interval(low, high)


def standardised_rates[Group, Stratum](
    counts: Mapping[Group, Mapping[Stratum, tuple[int, int]]],
) -> dict[Group, StandardisedRate]:
    """Each group's rate adjusted for the mix: `counts[group][stratum]` is (cases, successes).

    Direct standardisation with the strata of all groups together as the standard. Source: J. L. Fleiss, B. Levin,
    M. C. Paik, Statistical Methods for Rates and Proportions, 3rd edition (2003), chapter 19. A group whose adjusted
    rate is far from its crude one owes its rate to its mix.
    """
    standard: dict[Stratum, int] = {}
    for strata in counts.values():
        for stratum, (cases, _) in strata.items():
            standard[stratum] = standard.get(stratum, 0) + cases
    total = sum(standard.values())
    return {group: _standardised(strata, standard, total) for group, strata in counts.items()}


def _standardised[Stratum](
    strata: Mapping[Stratum, tuple[int, int]], standard: Mapping[Stratum, int], total: int
) -> StandardisedRate:
    cases = sum(count for count, _ in strata.values())
    if not cases:
        return StandardisedRate(None, None, 0.0)
    present = {stratum: (count, hits) for stratum, (count, hits) in strata.items() if count}
    weight = sum(standard[stratum] for stratum in present)
    rate = sum(standard[stratum] * hits / count for stratum, (count, hits) in present.items()) / weight
    return StandardisedRate(sum(hits for _, hits in strata.values()) / cases, rate, weight / total)
