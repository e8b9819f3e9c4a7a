"""Shares and their intervals, against published answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nervecenter.domain.statistics.proportions import Interval, normal_quantile, standardised_rates, wilson_interval

# Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
NEWCOMBE = [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]

# Bickel, Hammel, O'Connell, Science 187 (1975): applicants to six departments of Berkeley, and how many came in.
MEN = {"A": (825, 512), "B": (560, 353), "C": (325, 120), "D": (417, 138), "E": (191, 53), "F": (373, 22)}
WOMEN = {"A": (108, 89), "B": (25, 17), "C": (593, 202), "D": (375, 131), "E": (393, 94), "F": (341, 24)}


@pytest.mark.parametrize(("successes", "n", "low", "high"), NEWCOMBE)
def test_the_interval_is_the_published_one(successes: int, n: int, low: float, high: float) -> None:
    interval = wilson_interval(successes, n)

    assert (round(interval.low, 4), round(interval.high, 4)) == (low, high)


def test_without_cases_nothing_is_known() -> None:
    assert wilson_interval(0, 0) == Interval(0.0, 1.0)


@pytest.mark.parametrize(("successes", "n"), [(3, 2), (-1, 2)])
def test_more_successes_than_cases_are_refused(successes: int, n: int) -> None:
    with pytest.raises(ValueError, match="is no share"):
        wilson_interval(successes, n)


def test_a_confidence_of_one_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        normal_quantile(1)


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share_and_stays_between_0_and_1(case: tuple[int, int]) -> None:
    successes, n = case

    interval = wilson_interval(successes, n)

    assert 0 <= interval.low <= successes / n <= interval.high <= 1
    mirrored = wilson_interval(n - successes, n)
    assert interval.low == pytest.approx(1 - mirrored.high)


def test_adjusted_for_the_mix_of_departments_berkeley_s_difference_turns_round() -> None:
    rates = standardised_rates({"men": MEN, "women": WOMEN})

    assert rates["men"].crude is not None
    assert rates["women"].crude is not None
    assert (round(rates["men"].crude, 3), round(rates["women"].crude, 3)) == (0.445, 0.304)
    assert rates["men"].rate is not None
    assert rates["women"].rate is not None
    assert (round(rates["men"].rate, 2), round(rates["women"].rate, 2)) == (0.39, 0.43)
    assert rates["men"].covered == 1.0


def test_a_group_that_lacks_a_stratum_is_adjusted_for_the_others_and_says_so() -> None:
    rates = standardised_rates({"a": {"x": (10, 5), "y": (10, 1)}, "b": {"x": (20, 8)}, "c": {}})

    assert rates["a"].rate == pytest.approx((30 * 0.5 + 10 * 0.1) / 40)
    assert rates["b"].rate == pytest.approx(0.4)
    assert rates["b"].covered == 0.75
    assert (rates["c"].crude, rates["c"].rate, rates["c"].covered) == (None, None, 0.0)
