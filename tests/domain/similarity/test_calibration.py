"""What a score means, learned from decisions or preset."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nervecenter.domain.similarity.calibration import PRESET, Calibration, fitted

SEEN = [(0.2, taken) for taken in [True] * 5 + [False] * 45] + [(0.8, taken) for taken in [True] * 40 + [False] * 10]


def test_the_curve_goes_through_the_shares_that_were_seen() -> None:
    curve = fitted(SEEN)

    assert curve.probability(0.2) == pytest.approx(5 / 50, abs=0.02)
    assert curve.probability(0.8) == pytest.approx(40 / 50, abs=0.02)
    assert (curve.decisions, curve.basis) == (100, "fitted on 100 decisions")


def test_too_few_decisions_leave_the_preset_and_it_says_so() -> None:
    few = SEEN[:30] + SEEN[-15:]

    assert fitted(few) is PRESET
    assert fitted([(0.5, False)] * 200) is PRESET
    assert (PRESET.decisions, PRESET.basis) == (0, "preset: duplicates among public software issues, by words")


def test_decisions_against_the_score_leave_the_preset() -> None:
    assert fitted([(score, not taken) for score, taken in SEEN]) is PRESET


def test_a_clean_cut_still_makes_a_curve() -> None:
    curve = fitted([(0.1, False)] * 40 + [(0.9, True)] * 40)

    assert curve.probability(0.1) < 0.05
    assert curve.probability(0.9) > 0.95


@given(st.permutations(SEEN))
def test_the_order_of_the_decisions_does_not_matter(decisions: list[tuple[float, bool]]) -> None:
    assert fitted(decisions) == fitted(SEEN)


@given(st.floats(-100, 100), st.floats(-100, 100), st.floats(0, 1))
def test_a_probability_stays_between_nought_and_one(slope: float, intercept: float, score: float) -> None:
    assert 0 <= Calibration(slope, intercept, 0, "").probability(score) <= 1
