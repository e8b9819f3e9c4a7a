"""Tail probabilities in closed form, so that no table and no large library is needed."""

from math import erfc, exp, lgamma, log, sqrt


def chi_square_tail(statistic: float, degrees: int) -> float:
    """The chance of a chi-square value at least so large, exact to rounding.

    Finite sums, one for even and one for odd degrees of freedom. Source: M. Abramowitz, I. A. Stegun, Handbook of
    Mathematical Functions (1964), 26.4.4 and 26.4.5.
    """
    if degrees < 1 or statistic < 0:
        raise ValueError("a chi-square value is not negative and has at least one degree of freedom")
    if statistic == 0:
        return 1.0
    half = statistic / 2
    offset = 0.5 if degrees % 2 else 0.0
    tail = erfc(sqrt(half)) if degrees % 2 else 0.0
    for step in range(degrees // 2):
        power = step + offset
        tail += exp(power * log(half) - half - lgamma(power + 1))
    return min(tail, 1.0)


def log_choose(n: int, k: int) -> float:
    """The natural logarithm of the number of ways to choose k of n."""
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
