"""How well earlier deals foresee later ones: said plainly, weak where it is weak."""

import random
from collections.abc import Callable

import pytest

from nervecenter.domain.statistics.proportions import Interval
from nervecenter.domain.statistics.ranking import AreaUnderCurve
from nervecenter.domain.winloss.prediction import predictive_strength, verdict_on
from tests.domain.winloss.company import FIRST, dated_deals, deal

type Coin = Callable[[float], bool]


@pytest.fixture
def coin() -> Coin:
    """A coin that falls on its won side with the given chance, the same way in every run."""
    chance = random.Random(11)  # noqa: S311 (no secret)
    return lambda share: chance.random() < share


def test_what_decides_deals_is_found_on_later_ones(coin: Coin) -> None:
    deals = dated_deals([(coin(0.95 if n % 2 else 0.05), {"champion": "yes" if n % 2 else "no"}) for n in range(400)])

    found = predictive_strength(deals, ["champion"])

    assert found.verdict == "strong"
    assert found.area is not None
    assert found.area.area > 0.85
    assert (found.earlier, found.later) == (280, 120)
    assert found.split_on == deals[280].closed_on


def test_chance_is_called_weak(coin: Coin) -> None:
    deals = dated_deals([(coin(0.6), {"seller": f"s-{n % 20}", "employees": (n * 37) % 101}) for n in range(1000)])

    found = predictive_strength(deals, ["seller", "employees"])

    assert found.verdict == "weak"
    assert found.area is not None
    assert found.area.interval.low < 0.6


def test_a_number_is_used_by_its_size(coin: Coin) -> None:
    deals = dated_deals(
        [(coin(0.9 if (n * 37) % 100 > 50 else 0.1), {"employees": (n * 37) % 100}) for n in range(500)]
    )

    assert predictive_strength(deals, ["employees"]).verdict == "strong"


def test_what_was_true_earlier_and_no_longer_is_does_not_count(coin: Coin) -> None:
    deals = dated_deals([(coin(0.9) if n % 2 else coin(0.1), {"champion": n % 2}) for n in range(280)])
    turned = dated_deals([(coin(0.1) if n % 2 else coin(0.9), {"champion": n % 2}) for n in range(400)])[280:]

    found = predictive_strength(deals + turned, ["champion"])

    assert found.verdict == "weak"
    assert found.area is not None
    assert found.area.area < 0.3


def test_too_few_deals_are_not_enough_data() -> None:
    few = dated_deals([(n % 2 == 0, {"region": "West"}) for n in range(90)])

    found = predictive_strength(few, ["region"])

    assert (found.verdict, found.area, found.earlier, found.later) == ("not enough data", None, 63, 27)
    assert found.earlier_win_rate == pytest.approx(32 / 63)


def test_deals_without_a_date_or_an_attribute_foresee_nothing() -> None:
    undated = [deal(n, "won") for n in range(5)]

    assert predictive_strength(undated, ["region"]).undated == 5
    assert predictive_strength([], []).verdict == "not enough data"
    alone = predictive_strength([deal(1, "won", closed_on=FIRST)], ["region"])
    assert (alone.earlier, alone.later, alone.split_on) == (0, 1, FIRST)
    assert predictive_strength([deal(1, "open", opened_on=FIRST)], ["region"]).undated == 0


def test_deals_of_one_day_are_not_divided() -> None:
    deals = [deal(n, "won" if n % 2 else "lost", closed_on=FIRST, attributes={"region": "x"}) for n in range(300)]

    found = predictive_strength(deals, ["region"])

    assert (found.verdict, found.earlier, found.later) == ("not enough data", 0, 300)


@pytest.mark.parametrize(
    ("area", "low", "verdict"),
    [
        (0.85, 0.70, "strong"),
        (0.85, 0.60, "moderate"),
        (0.79, 0.75, "moderate"),
        (0.70, 0.49, "weak"),
        (0.64, 0.60, "weak"),
        (0.30, 0.20, "weak"),
    ],
)
def test_the_verdict_has_bounds(area: float, low: float, verdict: str) -> None:
    assert verdict_on(AreaUnderCurve(area, Interval(low, 0.99), 50, 50)) == verdict


def test_of_very_many_deals_a_sample_is_used(coin: Coin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nervecenter.domain.winloss.prediction.MOST_USED", 100)
    deals = dated_deals([(coin(0.95 if n % 3 else 0.05), {"champion": n % 3}) for n in range(1000)])

    found = predictive_strength(deals, ["champion"])

    assert (found.verdict, found.earlier, found.later) == ("strong", 700, 300)
    assert found.area is not None
    assert found.area.positives + found.area.negatives == 100
