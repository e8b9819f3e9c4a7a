"""What goes with winning, and what only seems to."""

import pytest

from nervecenter.domain.statistics.contingency import chi_square
from nervecenter.domain.winloss.associations import associations, attribute_reports, strength_in_words, value_lifts


def test_an_association_is_pearson_s_with_its_false_discovery_bound() -> None:
    region = {"West": (100, 70), "East": (100, 40)}
    source = {"web": (100, 56), "fair": (100, 54)}

    first, second = associations({"region": region, "source": source})

    expected = chi_square([[70, 30], [40, 60]])
    assert expected is not None
    assert (first.cramers_v, first.p, first.method) == (expected.cramers_v, expected.p, "chi-square")
    assert first.cramers_v == pytest.approx(0.3015, abs=1e-4)
    assert first.p is not None
    assert first.q == pytest.approx(2 * first.p)
    assert second.q == second.p
    assert (first.strength, second.strength) == ("small", "negligible")


def test_two_small_groups_are_compared_exactly() -> None:
    (found,) = associations({"region": {"West": (4, 3), "East": (4, 1)}})

    assert found.method == "fisher"
    assert found.p == pytest.approx(34 / 70)


def test_many_small_groups_are_dealt_out_at_random() -> None:
    (found,) = associations({"seller": {f"s-{number}": (2, number % 2) for number in range(40)}})

    assert found.method == "permutation"
    assert found.p is not None
    assert found.p > 0.9


def test_one_value_goes_with_nothing() -> None:
    one, two = associations({"country": {"DE": (10, 4)}, "region": {"West": (50, 30), "East": (50, 10)}})

    assert (one.cramers_v, one.p, one.q, one.method) == (None, None, None, "none")
    assert two.q == two.p


def test_lift_is_against_all_others_and_bounded_over_all_values() -> None:
    region = {"West": (50, 40), "East": (50, 20), "North": (5, 1)}

    lifts = value_lifts({"region": region}, {"region": region})

    east = next(lift for lift in lifts if lift.value == "East")
    assert (east.win_rate, east.others_win_rate) == (0.4, 41 / 55)
    assert east.lift == pytest.approx(0.4 - 41 / 55)
    assert east.ratio == pytest.approx(0.4 * 55 / 41)
    assert east.p is not None
    assert east.p < 0.001
    north = next(lift for lift in lifts if lift.value == "North")
    assert (north.p, north.q) == (None, None)


def test_a_value_that_all_share_has_no_lift() -> None:
    assert value_lifts({"country": {"DE": (9, 3)}}, {"country": {"DE": (9, 3)}}) == ()


def test_reports_examine_overlapping_values_with_every_deal_once() -> None:
    overlapping, apart = (
        {"Acme": (60, 20), "Bolt": (60, 20)},
        {"Acme": (40, 18), "Bolt": (40, 18), "Acme + Bolt": (20, 2)},
    )

    (report,) = attribute_reports({"competitor": overlapping}, apart={"competitor": apart})

    assert [(group.value, group.n) for group in report.groups] == [("Acme", 60), ("Bolt", 60)]
    acme = report.lifts[0]
    assert (acme.value, acme.others_win_rate) == ("Acme", 18 / 40)
    expected = chi_square([[18, 22], [18, 22], [2, 18]])
    assert expected is not None
    assert report.association.cramers_v == expected.cramers_v


@pytest.mark.parametrize(
    ("cramers_v", "word"),
    [(0.0, "negligible"), (0.1, "small"), (0.3, "medium"), (0.5, "large"), (1.0, "large"), (None, "not to be told")],
)
def test_strength_is_put_in_words(cramers_v: float | None, word: str) -> None:
    assert strength_in_words(cramers_v) == word
