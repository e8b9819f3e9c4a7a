"""Counts crossed by two attributes: are they associated, how strongly, and do two judges agree?"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, sqrt

from nervecenter.domain.statistics.distributions import chi_square_tail, log_choose
from nervecenter.domain.statistics.proportions import Interval, normal_quantile

Counts = Sequence[Sequence[int]]
SMALL_EXPECTED = 5.0


@dataclass(frozen=True, slots=True)
class ChiSquare:
    """Pearson's test of independence, without a continuity correction.

    `cramers_v` runs from 0 (independent) to 1 (one tells the other); it is the plain one, not corrected for bias, so
    with many values and few cases it is too large by chance alone: `corrected_v` is the one with that taken off.
    `is_rough` holds when the counts are too small for the p value to be trusted.
    """

    statistic: float
    degrees: int
    p: float
    cramers_v: float
    corrected_v: float
    least_expected: float
    is_rough: bool


@dataclass(frozen=True, slots=True)
class Kappa:
    """How far two judges agree beyond chance: 1 always, 0 as by chance, below 0 less. None when chance is certain."""

    n: int
    agreement: float
    expected: float
    kappa: float | None
    interval: Interval | None


def chi_square(table: Counts) -> ChiSquare | None:
    """Test whether rows and columns are independent. None when fewer than two rows or columns have any case.

    Sources: K. Pearson, Philosophical Magazine 50 (1900), 157-175; Cramér's V from H. Cramér, Mathematical Methods
    of Statistics (1946), 282; its correction from W. Bergsma, Journal of the Korean Statistical Society 42 (2013),
    323-328; rough by the rule of W. G. Cochran, Biometrics 10 (1954), 417-451: an expected count below 1, or more
    than a fifth of them below 5.
    """
    rows = [sum(row) for row in table]
    columns = [sum(column) for column in zip(*table, strict=True)]
    height, width = sum(map(bool, rows)), sum(map(bool, columns))
    if height < 2 or width < 2:
        return None
    n = sum(rows)
    statistic, expected_counts = 0.0, []
    for row, row_sum in zip(table, rows, strict=True):
        for count, column_sum in zip(row, columns, strict=True):
            if row_sum and column_sum:
                expected = row_sum * column_sum / n
                expected_counts.append(expected)
                statistic += (count - expected) ** 2 / expected
    degrees, smaller = (height - 1) * (width - 1), min(height, width) - 1
    small = sum(expected < SMALL_EXPECTED for expected in expected_counts)
    return ChiSquare(
        statistic=statistic,
        degrees=degrees,
        p=chi_square_tail(statistic, degrees),
        cramers_v=min(1.0, sqrt(statistic / (n * smaller))),
        corrected_v=_corrected(statistic / n, n, height, width),
        least_expected=min(expected_counts),
        is_rough=min(expected_counts) < 1 or small > len(expected_counts) / 5,
    )


def _corrected(squared: float, n: int, height: int, width: int) -> float:
    if n < 2:
        return 0.0
    less = max(0.0, squared - (height - 1) * (width - 1) / (n - 1))
    rows, columns = height - (height - 1) ** 2 / (n - 1), width - (width - 1) ** 2 / (n - 1)
    smaller = min(rows, columns) - 1
    return min(1.0, sqrt(less / smaller)) if smaller > 0 else 0.0


def fisher_exact(first: tuple[int, int], second: tuple[int, int]) -> float:
    """The two-sided exact p value of two groups of (yes, no) counts: all tables as unlikely as this one, or less.

    Source: R. A. Fisher, Statistical Methods for Research Workers, 5th edition (1934), section 21.02; two-sided by
    the sum of small probabilities, as in A. Agresti, Categorical Data Analysis, 3rd edition (2013), section 3.5.
    """
    (a, b), (c, d) = first, second
    if min(a, b, c, d) < 0:
        raise ValueError("a count is not negative")
    row, column, n = a + b, a + c, a + b + c + d
    whole = log_choose(n, column)

    def chance(count: int) -> float:
        return exp(log_choose(row, count) + log_choose(n - row, column - count) - whole)

    seen = chance(a) * (1 + 1e-7)
    possible = range(max(0, row + column - n), min(row, column) + 1)
    return min(1.0, sum(each for each in map(chance, possible) if each <= seen))


def cohen_kappa(table: Counts, confidence: float = 0.95) -> Kappa:
    """Agreement of two judges; row and column of the square table are the same categories in the same order.

    Source: J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20
    (1960), 37-46, with its standard error. Refuses a table that is empty or not square.
    """
    n = sum(map(sum, table))
    if n == 0 or any(len(row) != len(table) for row in table):
        raise ValueError("kappa needs a square table with at least one case")
    rows = [sum(row) for row in table]
    columns = [sum(column) for column in zip(*table, strict=True)]
    agreement = sum(table[place][place] for place in range(len(table))) / n
    expected = sum(row * column for row, column in zip(rows, columns, strict=True)) / n**2
    if expected >= 1:
        return Kappa(n, agreement, expected, None, None)
    kappa = (agreement - expected) / (1 - expected)
    reach = normal_quantile(confidence) * sqrt(agreement * (1 - agreement) / n) / (1 - expected)
    return Kappa(n, agreement, expected, kappa, Interval(max(-1.0, kappa - reach), min(1.0, kappa + reach)))
