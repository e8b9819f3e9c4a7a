"""Tests that assume nothing about distributions: what would be seen if the labels were dealt out by chance?

Draws are made with a seed, so the same data gives the same answer. Of large data fewer are made, at least 99.
"""

from collections.abc import Sequence
from itertools import combinations
from math import comb

DRAWS = 9_999
SEED = 20_250_101
_ENUMERATED = 20_000
_CELLS_AT_ONCE = 2_000_000
_CELLS_IN_ALL = 10_000_000
_FEWEST_DRAWS = 99


def permutation_p(at_least_as_extreme: int, draws: int) -> float:
    """The p value of a test by drawing, with what was seen counted as one of the draws, so that it is never zero.

    Source: B. Phipson, G. K. Smyth, Statistical Applications in Genetics and Molecular Biology 9 (2010), article 39.
    """
    return (1 + at_least_as_extreme) / (1 + draws)


def permutation_difference(
    first: Sequence[float], second: Sequence[float], *, draws: int = DRAWS, seed: int = SEED
) -> float | None:
    """The two-sided p value of a difference of means between two groups. None when one of them is empty.

    Exact over all ways to divide the values while these are at most 20,000, else by draws. Source: E. J. G. Pitman,
    Supplement to the Journal of the Royal Statistical Society 4 (1937), 119-130.
    """
    if not first or not second:
        return None
    few, many = sorted((list(map(float, first)), list(map(float, second))), key=len)
    pooled = few + many
    expected = sum(pooled) * len(few) / len(pooled)
    seen = abs(sum(few) - expected) * (1 - 1e-12)
    ways = comb(len(pooled), len(few))
    if ways <= _ENUMERATED:
        return sum(abs(sum(chosen) - expected) >= seen for chosen in combinations(pooled, len(few))) / ways
    import numpy as np

    generator, values, extreme = np.random.default_rng(seed), np.asarray(pooled), 0
    draws = _affordable(draws, len(pooled))
    for _ in range(draws):
        chosen = generator.choice(values, len(few), replace=False, shuffle=False)
        extreme += bool(abs(float(chosen.sum()) - expected) >= seen)
    return permutation_p(extreme, draws)


def permutation_chi_square(groups: Sequence[tuple[int, int]], *, draws: int = DRAWS, seed: int = SEED) -> float:
    """The p value of Pearson's statistic of groups given as (cases, successes), with both margins held fixed.

    It stands in where the counts are too small for the chi-square distribution. Source: as for Fisher's exact test,
    G. H. Freeman, J. H. Halton, Biometrika 38 (1951), 141-149, drawn instead of enumerated.
    """
    import numpy as np

    sizes = np.array([cases for cases, _ in groups if cases], dtype=np.int64)
    hits = np.array([successes for cases, successes in groups if cases], dtype=np.int64)
    # With both margins fixed, Pearson's statistic grows and falls with this sum alone.
    seen = float((hits**2 / sizes).sum()) * (1 - 1e-12)
    draws = _affordable(draws, len(sizes))
    generator, extreme, left = np.random.default_rng(seed), 0, draws
    batch = max(1, _CELLS_AT_ONCE // len(sizes))
    while left:
        drawn = generator.multivariate_hypergeometric(sizes, int(hits.sum()), size=min(batch, left), method="marginals")
        extreme += int(((drawn**2 / sizes).sum(axis=1) >= seen).sum())
        left -= len(drawn)
    return permutation_p(extreme, draws)


def _affordable(draws: int, cells: int) -> int:
    return min(draws, max(_FEWEST_DRAWS, _CELLS_IN_ALL // cells))
