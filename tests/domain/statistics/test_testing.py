"""Tests of association, agreement and many tests at once, against published answers."""

from math import erfc, exp, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nervecenter.domain.statistics.contingency import chi_square, cohen_kappa, fisher_exact
from nervecenter.domain.statistics.distributions import chi_square_tail
from nervecenter.domain.statistics.false_discovery import benjamini_hochberg
from nervecenter.domain.statistics.permutations import permutation_chi_square, permutation_difference, permutation_p

# Benjamini and Hochberg (1995), section 3.2: 15 tests of a study of heart attacks; four are found at 5 percent.
HEART = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590,
    1.0,
]  # fmt: skip


def test_four_of_the_fifteen_published_tests_are_found_at_five_percent() -> None:
    adjusted = benjamini_hochberg(HEART)

    assert [q is not None and q <= 0.05 for q in adjusted] == [True] * 4 + [False] * 11
    assert adjusted[3] == pytest.approx(0.0095 * 15 / 4)
    assert adjusted[5] == adjusted[6] == pytest.approx(0.0298 * 15 / 7)
    assert adjusted[14] == 1.0


def test_a_test_that_was_not_made_is_not_counted() -> None:
    assert benjamini_hochberg([0.04, None, 0.01]) == (0.04, None, 0.02)


def test_what_is_no_p_value_is_refused() -> None:
    with pytest.raises(ValueError, match="no p value"):
        benjamini_hochberg([1.5])


@given(st.lists(st.floats(0, 1), max_size=30))
def test_q_is_never_below_p_and_keeps_the_order(p_values: list[float]) -> None:
    adjusted = benjamini_hochberg(p_values)

    pairs = sorted(zip(p_values, [q for q in adjusted if q is not None], strict=True))
    assert all(p <= q <= 1 for p, q in pairs)
    assert [q for _, q in pairs] == sorted(q for _, q in pairs)


@pytest.mark.parametrize(
    ("statistic", "degrees", "tail"),
    [
        (3.841, 1, 0.05),
        (5.991, 2, 0.05),
        (7.815, 3, 0.05),
        (18.307, 10, 0.05),
        (30.578, 15, 0.01),
        (124.342, 100, 0.05),
    ],
)
def test_the_tail_is_that_of_the_printed_table(statistic: float, degrees: int, tail: float) -> None:
    assert chi_square_tail(statistic, degrees) == pytest.approx(tail, abs=2e-5)


def test_the_tail_of_few_degrees_is_the_closed_form() -> None:
    assert chi_square_tail(2.5, 1) == pytest.approx(erfc(sqrt(1.25)), rel=1e-14)
    assert chi_square_tail(2.5, 2) == pytest.approx(exp(-1.25), rel=1e-14)
    assert chi_square_tail(0, 7) == 1.0
    assert chi_square_tail(5_000, 3) == 0.0


def test_the_tail_of_many_degrees_is_half_near_the_median() -> None:
    assert chi_square_tail(100_000 - 2 / 3, 100_000) == pytest.approx(0.5, abs=1e-4)


def test_a_negative_statistic_is_refused() -> None:
    with pytest.raises(ValueError, match="not negative"):
        chi_square_tail(-1, 1)


def test_party_and_gender_are_associated_as_the_textbook_says() -> None:
    """Agresti, Introduction to Categorical Data Analysis, 2nd edition (2007), table 2.5."""
    found = chi_square([[762, 327, 468], [484, 239, 477]])

    assert found is not None
    assert (round(found.statistic, 2), found.degrees) == (30.07, 2)
    assert found.p == pytest.approx(2.954e-07, rel=1e-3)
    assert found.cramers_v == pytest.approx(sqrt(found.statistic / 2757))
    assert found.corrected_v == pytest.approx(0.1009, abs=1e-4)
    assert not found.is_rough


def test_a_table_of_one_row_or_column_says_nothing() -> None:
    assert chi_square([[3, 4]]) is None
    assert chi_square([[3, 0], [4, 0]]) is None
    assert chi_square([[3, 4], [0, 0]]) is None


def test_what_tells_the_other_wholly_has_the_association_one() -> None:
    found = chi_square([[10, 0, 0], [0, 20, 0], [0, 0, 30]])

    assert found is not None
    assert (found.cramers_v, round(found.corrected_v, 6)) == (1.0, 1.0)


def test_few_cases_are_rough() -> None:
    found = chi_square([[3, 1], [1, 3]])

    assert found is not None
    assert (found.least_expected, found.is_rough) == (2.0, True)


def test_the_lady_tasting_tea_may_have_guessed() -> None:
    """Fisher, The Design of Experiments (1935): three of four right; 17/70 on one side, 34/70 on both."""
    assert fisher_exact((3, 1), (1, 3)) == pytest.approx(34 / 70)


def test_the_twins_of_criminals_are_the_published_case() -> None:
    """Fisher (1934): 10 of 13 against 2 of 17; one-sided .0004652, two-sided .0005367."""
    assert fisher_exact((10, 3), (2, 15)) == pytest.approx(0.0005367, abs=5e-8)


def test_an_empty_group_decides_nothing() -> None:
    assert fisher_exact((0, 0), (5, 7)) == pytest.approx(1.0)


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="not negative"):
        fisher_exact((-1, 3), (2, 2))


def test_two_doctors_agree_as_in_the_textbook() -> None:
    """Fleiss, Statistical Methods for Rates and Proportions, 2nd edition (1981), table 13.1: kappa .68."""
    found = cohen_kappa([[75, 1, 4], [5, 4, 1], [0, 0, 10]])

    assert (found.n, found.agreement) == (100, 0.89)
    assert found.expected == pytest.approx(0.66)
    assert found.kappa == pytest.approx(0.23 / 0.34)
    assert found.interval is not None
    reach = 1.959964 * sqrt(0.89 * 0.11 / 100) / 0.34
    assert found.interval.low == pytest.approx(0.23 / 0.34 - reach, abs=1e-6)


def test_judges_who_know_one_word_only_agree_by_necessity() -> None:
    found = cohen_kappa([[7, 0], [0, 0]])

    assert (found.agreement, found.kappa, found.interval) == (1.0, None, None)


@pytest.mark.parametrize("table", [[], [[0]], [[1, 2, 3], [4, 5, 6]]])
def test_kappa_of_nothing_or_of_two_lists_of_words_is_refused(table: list[list[int]]) -> None:
    with pytest.raises(ValueError, match="square table"):
        cohen_kappa(table)


def test_two_groups_of_three_are_divided_in_twenty_ways() -> None:
    assert permutation_difference([1, 2, 3], [4, 5, 6]) == pytest.approx(2 / 20)
    assert permutation_difference([1, 2, 3], []) is None


def test_equal_groups_do_not_differ() -> None:
    assert permutation_difference([5, 5, 5, 5], [5, 5]) == 1.0


def test_a_drawn_difference_is_found_and_is_the_same_each_time() -> None:
    low, high = list(range(40)), list(range(30, 70))

    drawn = permutation_difference(low, high)

    assert drawn == permutation_difference(low, high) == permutation_p(0, 9_999)


def test_drawn_tables_come_near_the_exact_answer() -> None:
    drawn = permutation_chi_square([(4, 3), (4, 1)])

    assert drawn == pytest.approx(34 / 70, abs=0.02)


def test_a_column_with_a_word_of_its_own_in_each_row_is_no_finding() -> None:
    assert permutation_chi_square([(1, place % 2) for place in range(200)]) == 1.0
