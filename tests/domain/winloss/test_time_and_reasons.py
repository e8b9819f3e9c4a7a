"""How long deals take, why they end, and whether one account has too much."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from nervecenter.domain.winloss.cycles import cycle_times, cycle_times_by
from nervecenter.domain.winloss.deals import DealRow
from nervecenter.domain.winloss.dominance import EffortRow, account_concentrations, account_dominance, latest_customer
from nervecenter.domain.winloss.reasons import reason_agreement
from tests.domain.winloss.company import FIRST, deal

TODAY = FIRST + timedelta(days=100)


def lasting(number: int, outcome: str, days: int, **more: object) -> DealRow:
    closed_on = None if outcome == "open" else FIRST + timedelta(days=days)
    return deal(number, outcome, opened_on=FIRST, closed_on=closed_on, **more)


def test_cycle_times_are_told_for_won_and_lost_apart() -> None:
    days = [("won", 10), ("won", 20), ("won", 30), ("lost", 40), ("no_decision", 50), ("lost", 60)]

    found = cycle_times([lasting(number, outcome, each) for number, (outcome, each) in enumerate(days)], TODAY)

    assert found.closed is not None
    assert found.won is not None
    assert found.lost is not None
    assert (found.closed.n, found.closed.median) == (6, 35)
    assert (found.won.lower, found.won.median, found.won.upper) == (15, 20, 25)
    assert found.lost.median == 50
    assert found.p == pytest.approx(2 / 20)
    assert found.median_with_open == 30


def test_deals_still_open_lengthen_the_median() -> None:
    closed = [lasting(number, "won", 10 * number) for number in (1, 2, 3)]
    still = [lasting(number, "open", 0) for number in (4, 5)]

    found = cycle_times(closed + still, TODAY)

    assert (found.open, found.median_with_open) == (2, 30)
    assert found.closed is not None
    assert found.closed.median == 20
    assert cycle_times([*closed, *still, *still], TODAY).median_with_open is None


def test_deals_without_dates_or_with_reversed_ones_are_left_out_and_counted() -> None:
    deals = [
        lasting(1, "won", -5),
        deal(2, "won", closed_on=FIRST),
        deal(3, "lost", opened_on=FIRST),
        deal(4, "open", opened_on=TODAY + timedelta(days=1)),
    ]

    found = cycle_times(deals, TODAY)

    assert (found.closed, found.undated, found.reversed, found.p) == (None, 2, 2, None)


def test_cycle_times_stand_by_group() -> None:
    deals = [
        lasting(1, "won", 10, attributes={"region": "West"}),
        lasting(2, "lost", 20, attributes={"region": "East"}),
        lasting(3, "open", 0, attributes={"region": "East"}),
    ]

    found = cycle_times_by(deals, "region", TODAY)

    assert list(found) == ["East", "West"]
    assert (found["East"].open, found["West"].open) == (1, 0)


def test_seller_and_buyer_agree_as_far_as_they_name_the_same_main_reason() -> None:
    told = [
        ("price", ("price", "trust")),
        ("price", ("price",)),
        ("price", ("fit", "price")),
        ("price", ("fit",)),
        ("timing", ("timing",)),
        ("timing", ("trust",)),
    ]
    deals = [deal(n, "lost", seller_reason=seller, buyer_reasons=buyer) for n, (seller, buyer) in enumerate(told)]
    alone = [deal(7, "lost", seller_reason="price"), deal(8, "won", buyer_reasons=("fit",)), deal(9, "lost")]
    still_open = [deal(10, "open", seller_reason="price", buyer_reasons=("price",))]

    found = reason_agreement(deals + alone + still_open)

    assert (found.n, found.same_main, found.among, found.agreement) == (6, 3, 4, 0.5)
    assert found.confusion[:2] == (("price", "fit", 2), ("price", "price", 2))
    assert found.disagreeing == ("deal-3", "deal-5")
    assert (found.seller_only, found.buyer_only, found.neither) == (1, 1, 1)
    assert found.kappa is not None
    expected = (4 * 2 + 2 * 1) / 36
    assert found.kappa.kappa == pytest.approx((0.5 - expected) / (1 - expected))


def test_where_only_one_side_spoke_there_is_no_agreement() -> None:
    found = reason_agreement([deal(1, "lost", seller_reason="price")])

    assert (found.n, found.agreement, found.kappa, found.seller_only) == (0, None, None, 1)


def test_the_latest_customer_dominates_when_its_part_of_the_work_is_beyond_its_part_of_revenue() -> None:
    efforts = [EffortRow(f"req-{n}", 5, ("new",)) for n in range(8)] + [
        EffortRow("req-8", 10, ("old", "large")),
        EffortRow("req-9", 50),
    ]
    revenue = {"new": Decimal(10), "old": Decimal(40), "large": Decimal(50)}
    since = {"old": date(2020, 1, 1), "large": date(2021, 1, 1), "new": date(2026, 1, 1)}

    latest = latest_customer(since)
    found = account_dominance(efforts, revenue, latest)

    assert latest == "new"
    assert found is not None
    assert (found.effort_share, found.revenue_share, found.unasked_share) == (0.8, 0.1, 0.5)
    assert (found.requests, found.dominates) == (8, True)
    assert found.p < 0.001
    assert account_dominance(efforts, revenue, latest) == found


def test_one_request_is_no_dominance() -> None:
    found = account_dominance(
        [EffortRow("req-1", 5, ("new",)), EffortRow("req-2", 5, ("old",))],
        {"new": Decimal(1), "old": Decimal(1)},
        "new",
    )

    assert found is not None
    assert (found.effort_share, found.dominates) == (0.5, False)
    assert found.p == pytest.approx(0.75, abs=0.02)


def test_without_revenue_every_account_has_the_same_part() -> None:
    found = account_dominance([EffortRow("req-1", 5, ("new",)), EffortRow("req-2", 5, ("old",))], {}, "new")

    assert found is not None
    assert found.revenue_share == 0.5


def test_where_nobody_asked_nobody_dominates() -> None:
    assert account_dominance([EffortRow("req-1", 5)], {"new": Decimal(1)}, "new") is None
    assert latest_customer({}) == ""


def test_won_amounts_are_spread_over_accounts_by_currency() -> None:
    deals = [
        deal(1, "won", account="acc-1", amount=Decimal(50), currency="EUR"),
        deal(2, "won", account="acc-2", amount=Decimal(30), currency="EUR"),
        deal(3, "won", account="acc-3", amount=Decimal(20), currency="EUR"),
        deal(4, "won", account="", amount=Decimal(7), currency="EUR"),
        deal(5, "lost", account="acc-9", amount=Decimal(900), currency="EUR"),
        deal(6, "won", account="", amount=Decimal(5), currency="USD"),
    ]

    (found,) = account_concentrations(deals)

    assert (found.currency, found.account, found.without_account) == ("EUR", "acc-1", Decimal(7))
    assert (found.spread.top_share, round(found.spread.herfindahl, 10), found.spread.n) == (0.5, 0.38, 3)
