"""Win rates by count, by value, by attribute, and adjusted for a mix."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nervecenter.domain.winloss.deals import attribute_names, tally, tally_apart
from nervecenter.domain.winloss.rates import adjusted_win_rates, group_rates, win_rate, win_rates_by_value
from tests.domain.winloss.company import deal, deals_by


def test_open_deals_are_neither_won_nor_lost() -> None:
    deals = [
        deal(1, "won", attributes={"region": "West"}),
        deal(2, "lost", attributes={"region": "West"}),
        deal(3, "no_decision", attributes={"region": "West"}),
        deal(4, "open", attributes={"region": "West"}),
    ]

    assert tally(deals, "region") == {"West": (3, 1)}


def test_a_rate_carries_its_interval_and_none_is_no_rate() -> None:
    rate, nothing = win_rate(263, 81), win_rate(0, 0)

    assert (rate.win_rate, round(rate.low, 4), round(rate.high, 4)) == (81 / 263, 0.2553, 0.3662)
    assert (nothing.win_rate, nothing.low, nothing.high) == (None, 0.0, 1.0)


def test_groups_stand_by_size_and_what_is_unknown_is_a_group() -> None:
    deals = deals_by({"East": (2, 1), "West": (5, 4), None: (2, 0)})

    groups = group_rates(tally(deals, "region"))

    assert [(group.value, group.n, group.won, group.win_rate) for group in groups] == [
        ("West", 5, 4, 0.8),
        ("", 2, 0, 0.0),
        ("East", 2, 1, 0.5),
    ]


def test_a_deal_against_two_competitors_counts_under_both_and_once_where_it_must() -> None:
    deals = [
        deal(1, "won", attributes={"competitor": ("Acme", "Bolt")}),
        deal(2, "lost", attributes={"competitor": ("Bolt",)}),
        deal(3, "lost", attributes={"competitor": ()}),
    ]

    assert tally(deals, "competitor") == {"Acme": (1, 1), "Bolt": (2, 1), "": (1, 0)}
    assert tally_apart(deals, "competitor") == {"Acme + Bolt": (1, 1), "Bolt": (1, 0), "": (1, 0)}


def test_many_numbers_are_divided_into_four_bins_and_few_are_not() -> None:
    many = deals_by({employees: (1, employees % 2) for employees in range(1, 101)}, "employees")
    few = deals_by({2016: (3, 1), 2017: (4, 2)}, "year")

    assert [n for n, _ in tally(many, "employees").values()] == [25, 25, 25, 25]
    assert "up to 25.75" in tally(many, "employees")
    assert tally(few, "year") == {"2016": (3, 1), "2017": (4, 2)}


def test_attributes_are_named_in_order_of_sight() -> None:
    assert attribute_names([deal(1, "won", attributes={"b": "x", "a": "y"}), deal(2, "lost", attributes={"c": 1})]) == (
        "b", "a", "c",
    )  # fmt: skip


def test_value_is_told_by_currency_and_never_mixed() -> None:
    deals = [
        deal(1, "won", amount=Decimal("300.50"), currency="EUR"),
        deal(2, "lost", amount=Decimal("100.00"), currency="EUR"),
        deal(3, "won", amount=Decimal("7.00"), currency="USD"),
        deal(4, "open", amount=Decimal("999.00"), currency="EUR"),
    ]

    euro, dollar = win_rates_by_value(deals)

    assert (euro.currency, euro.won_amount, euro.closed_amount) == ("EUR", Decimal("300.50"), Decimal("400.50"))
    assert euro.win_rate == pytest.approx(300.5 / 400.5)
    assert (dollar.currency, dollar.n, dollar.win_rate) == ("USD", 1, 1.0)


def test_a_system_that_empties_the_amount_of_lost_deals_has_no_rate_by_value() -> None:
    deals = [
        deal(1, "won", amount=Decimal(500)),
        deal(2, "won", amount=None),
        deal(3, "lost", amount=Decimal(0)),
        deal(4, "lost", amount=None),
    ]

    (found,) = win_rates_by_value(deals)

    assert found.win_rate is None
    assert (found.won_without_amount, found.lost_without_amount, found.won_amount) == (1, 2, Decimal(500))


def test_a_seller_with_easy_products_is_seen_as_such() -> None:
    mix = {"ana": {"easy": (80, 64), "hard": (20, 4)}, "ben": {"easy": (20, 17), "hard": (80, 20)}}
    deals = [
        deal(number, "won" if number < won else "lost", attributes={"seller": seller, "product": product})
        for seller, products in mix.items()
        for product, (n, won) in products.items()
        for number in range(n)
    ]

    rates = adjusted_win_rates(deals, "seller", "product")

    assert (rates["ana"].crude, rates["ben"].crude) == (0.68, 0.37)
    assert rates["ana"].rate == pytest.approx(0.5)
    assert rates["ben"].rate == pytest.approx(0.55)


@given(
    st.dictionaries(
        st.sampled_from("abcde"), st.integers(1, 30).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n)))
    )
)
def test_groups_add_up_to_the_whole(counts: dict[str, tuple[int, int]]) -> None:
    groups = group_rates(tally(deals_by(counts), "region"))

    assert sum(group.n for group in groups) == sum(n for n, _ in counts.values())
    assert sum(group.won for group in groups) == sum(won for _, won in counts.values())
    assert all(group.low <= group.win_rate <= group.high for group in groups)
