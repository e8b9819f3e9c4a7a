"""Concentration, quartiles, durations, ranking and regression, against published answers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nervecenter.domain.statistics.concentration import concentration
from nervecenter.domain.statistics.logistic import fit_logistic, predicted_chances
from nervecenter.domain.statistics.ranking import area_under_curve
from nervecenter.domain.statistics.summaries import Bins, quantile_bins, quartiles
from nervecenter.domain.statistics.survival import median_duration, product_limit

# Freireich and others (1963): weeks of remission of 21 children under 6-mercaptopurine; not ended ones are marked.
REMISSION = [
    (6, True), (6, True), (6, True), (6, False), (7, True), (9, False), (10, True), (10, False), (11, False),
    (13, True), (16, True), (17, False), (19, False), (20, False), (22, True), (23, True), (25, False), (32, False),
    (32, False), (34, False), (35, False),
]  # fmt: skip

# Hanley and McNeil, Radiology 143 (1982): 109 images judged on five steps, of healthy and of ill people.
HEALTHY, ILL = (33, 6, 6, 11, 2), (3, 2, 2, 11, 33)


@pytest.mark.parametrize(
    ("amounts", "herfindahl", "normalised", "gini"),
    [((1, 2, 3, 4), 0.30, 0.066667, 0.25), ((50, 30, 20), 0.38, 0.07, 0.20), ((7, 7), 0.5, 0.0, 0.0)],
)
def test_concentration_is_the_published_one(
    amounts: tuple[int, ...], herfindahl: float, normalised: float, gini: float
) -> None:
    found = concentration(amounts)

    assert found is not None
    assert found.herfindahl == pytest.approx(herfindahl)
    assert found.normalised == pytest.approx(normalised, abs=1e-6)
    assert found.gini == pytest.approx(gini)
    assert found.effective_number == pytest.approx(1 / herfindahl)
    assert found.top_share == max(amounts) / sum(amounts)


def test_one_alone_has_all_and_nothing_has_no_shares() -> None:
    alone = concentration([5])

    assert alone is not None
    assert (alone.top_share, alone.herfindahl, alone.normalised, alone.gini) == (1.0, 1.0, None, 0.0)
    assert concentration([]) is concentration([0, 0]) is None
    with pytest.raises(ValueError, match="not negative"):
        concentration([-1, 2])


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=40).filter(any), st.integers(1, 1000))
def test_concentration_knows_no_unit_and_no_order(amounts: list[int], factor: int) -> None:
    found = concentration(amounts)
    scaled = concentration([amount * factor for amount in reversed(amounts)])

    assert found is not None
    assert scaled is not None
    assert scaled.gini == pytest.approx(found.gini, abs=1e-9)
    assert scaled.herfindahl == pytest.approx(found.herfindahl)
    assert 0 <= found.gini < 1
    assert 1 / len(amounts) - 1e-12 <= found.herfindahl <= 1 + 1e-12


def test_quartiles_lie_between_neighbours() -> None:
    found = quartiles(range(10, 0, -1))

    assert found is not None
    assert (found.n, found.lower, found.median, found.upper) == (10, 3.25, 5.5, 7.75)
    assert quartiles([]) is None


def test_bins_have_about_equal_counts_and_say_their_bounds() -> None:
    bins = quantile_bins(range(1, 101))

    places = [bins.place(number) for number in range(1, 101)]
    assert [places.count(place) for place in range(4)] == [25, 25, 25, 25]
    labels = [bins.label(place) for place in range(4)]
    assert labels == ["up to 25.75", "over 25.75 to 50.5", "over 50.5 to 75.25", "over 75.25"]


def test_equal_numbers_are_not_divided() -> None:
    assert quantile_bins([7, 7, 7]) == Bins(())
    assert Bins(()).label(0) == "any"
    assert quantile_bins([1, 1, 1, 1, 1, 9]).bounds == (1.0,)


def test_remission_lasts_as_published() -> None:
    steps = product_limit(REMISSION)

    shares = {step.time: round(step.share, 3) for step in steps}
    assert shares == {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}
    assert [step.at_risk for step in steps] == [21, 17, 15, 12, 11, 7, 6]
    assert median_duration(steps) == 23


def test_where_most_still_go_on_there_is_no_median() -> None:
    assert median_duration(product_limit([(5, True), (9, False), (9, False)])) is None
    assert product_limit([]) == ()


def test_the_curve_of_the_images_has_the_published_area() -> None:
    """Area .893; its standard error by DeLong .0307, interval .83295 to .95339, as statistics packages print it."""
    scores = [step for step, count in enumerate(HEALTHY) for _ in range(count)]
    scores += [step for step, count in enumerate(ILL) for _ in range(count)]
    outcomes = [False] * sum(HEALTHY) + [True] * sum(ILL)

    found = area_under_curve(scores, outcomes)

    assert found is not None
    assert round(found.area, 4) == 0.8932
    assert (round(found.interval.low, 5), round(found.interval.high, 5)) == (0.83295, 0.95339)
    assert (found.positives, found.negatives) == (51, 58)


def test_a_perfect_order_of_few_is_not_sure() -> None:
    found = area_under_curve([1, 2, 3, 4], [False, False, True, True])

    assert found is not None
    assert (found.area, found.interval.high) == (1.0, 1.0)
    assert found.interval.low == pytest.approx(0.342, abs=1e-3)
    assert area_under_curve([1, 2], [True, True]) is None


def test_hours_of_study_and_passing_give_the_published_coefficients() -> None:
    """Twenty students, the usual example of logistic regression: intercept -4.0777, slope 1.5046."""
    hours = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 1.75, 2, 2.25, 2.5, 2.75, 3, 3.25, 3.5, 4, 4.25, 4.5, 4.75, 5, 5.5]
    passed = [0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1]

    weights = fit_logistic(np.array(hours)[:, None], np.array(passed, dtype=float), ridge=0.0)

    assert [round(float(weight), 4) for weight in weights] == [-4.0777, 1.5046]
    assert float(predicted_chances(weights, np.array([[2.0]]))[0]) == pytest.approx(0.2557, abs=1e-4)


def test_a_ridge_keeps_what_is_wholly_separated_finite() -> None:
    inputs, outcomes = np.array([[0.0], [0.0], [1.0], [1.0]]), np.array([0.0, 0.0, 1.0, 1.0])

    weights = fit_logistic(inputs, outcomes, ridge=1.0)

    chance = predicted_chances(weights, inputs)
    slope = float(weights[1])
    assert slope == pytest.approx(float(outcomes[2:].sum() - chance[2:].sum()), abs=1e-6)
    assert 0 < slope < 2
