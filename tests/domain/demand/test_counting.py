"""Demand counts accounts, not voices, and says what is at stake."""

import random
import time
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nervecenter.domain.demand.counting import demand, ranked
from nervecenter.domain.demand.rows import AccountRow, EvidenceRow, OpenDealRow

TODAY = date(2026, 6, 30)
SPRING, WINTER = date(2026, 5, 1), date(2026, 1, 15)

ACCOUNTS = [
    AccountRow("acc-1", 2.0, Decimal("1000.10"), "EUR"),
    AccountRow("acc-2", 1.0, Decimal("500.00"), "USD"),
    AccountRow("acc-3", 0.5, None, ""),
]
DEALS = [
    OpenDealRow("deal-1", "acc-1", Decimal("70.00"), "EUR"),
    OpenDealRow("deal-2", "acc-1", Decimal("30.00"), "EUR"),
    OpenDealRow("deal-3", "", Decimal("9.99"), "EUR"),
    OpenDealRow("deal-4", "acc-9", Decimal("1000000.00"), "EUR"),
]

evidence_rows = st.lists(
    st.builds(
        EvidenceRow,
        need=st.sampled_from(["prb-1", "prb-2"]),
        account=st.sampled_from(["", "acc-1", "acc-2", "acc-3", "acc-4"]),
        importance=st.sampled_from([None, 0, 1, 2, 3]),
        occurred_on=st.one_of(st.none(), st.dates(date(2025, 1, 1), TODAY)),
        deal=st.sampled_from(["", "", "deal-1", "deal-3", "deal-8"]),
    ),
    min_size=1,
    max_size=25,
)


def test_an_account_counts_once_with_its_latest_importance() -> None:
    evidence = [
        EvidenceRow("prb-1", "acc-1", 3, WINTER),
        EvidenceRow("prb-1", "acc-1", 2, SPRING),
        EvidenceRow("prb-1", "acc-1", None, TODAY),
        EvidenceRow("prb-1", "acc-2", None, WINTER),
        EvidenceRow("prb-1", "acc-3", 0, SPRING),
        EvidenceRow("prb-1", "", 3, SPRING),
    ]

    found = demand(evidence, ACCOUNTS, DEALS, TODAY)["prb-1"]

    assert (found.score, found.accounts, found.noted) == (2 * 2.0 + 1 * 1.0, 2, 1)
    assert (found.pieces, found.without_account) == (6, 1)
    assert (found.latest_on, found.days_since) == (TODAY, 0)
    assert (found.top_account, found.top_share, found.recent_share) == ("acc-1", 0.8, 0.8)


def test_money_is_told_by_currency_and_each_deal_once() -> None:
    evidence = [
        EvidenceRow("prb-1", "acc-1", 1, SPRING, "deal-1"),
        EvidenceRow("prb-1", "acc-1", 2, SPRING, "deal-1"),
        EvidenceRow("prb-1", "acc-2", 1, SPRING),
        EvidenceRow("prb-1", "", None, SPRING, "deal-3"),
        EvidenceRow("prb-1", "", None, SPRING, "deal-7"),
    ]

    found = demand(evidence, ACCOUNTS, [*DEALS, DEALS[0]], TODAY)["prb-1"]

    assert found.recurring_revenue == (("EUR", Decimal("1000.10")), ("USD", Decimal("500.00")))
    assert found.pipeline == (("EUR", Decimal("109.99")),)
    assert found.named_pipeline == (("EUR", Decimal("79.99")),)
    assert found.open_deals == 3


def test_an_account_that_no_longer_cares_has_nothing_at_stake() -> None:
    evidence = [EvidenceRow("prb-1", "acc-1", 3, WINTER), EvidenceRow("prb-1", "acc-1", 0, SPRING)]

    found = demand(evidence, ACCOUNTS, DEALS, TODAY)["prb-1"]

    assert (found.score, found.accounts, found.noted) == (0.0, 0, 1)
    assert (found.recurring_revenue, found.pipeline, found.open_deals) == ((), (), 0)
    assert (found.top_account, found.top_share, found.recent_share) == ("", None, None)


def test_evidence_without_an_account_is_no_account() -> None:
    found = demand([EvidenceRow("prb-1"), EvidenceRow("prb-1", importance=3)], ACCOUNTS, DEALS, TODAY)["prb-1"]

    assert (found.accounts, found.noted, found.score) == (0, 0, 0.0)
    assert (found.pieces, found.without_account) == (2, 2)
    assert (found.latest_on, found.days_since) == (None, None)


def test_on_one_day_the_higher_importance_counts_and_undated_pieces_are_oldest() -> None:
    same_day = [EvidenceRow("prb-1", "acc-2", 1, SPRING), EvidenceRow("prb-1", "acc-2", 3, SPRING)]
    undated = [EvidenceRow("prb-2", "acc-2", 3, None), EvidenceRow("prb-2", "acc-2", 1, WINTER)]

    found = demand(same_day + undated, ACCOUNTS, [], TODAY)

    assert (found["prb-1"].score, found["prb-2"].score) == (3.0, 1.0)


def test_a_need_is_recent_as_far_as_accounts_spoke_in_the_last_ninety_days() -> None:
    edge = TODAY - timedelta(days=90)
    evidence = [EvidenceRow("prb-1", "acc-2", 1, edge), EvidenceRow("prb-1", "acc-4", 1, edge - timedelta(days=1))]

    found = demand(evidence, ACCOUNTS, [], TODAY)["prb-1"]

    assert found.recent_share == 0.5
    assert found.top_account == "acc-2"


def test_no_evidence_is_no_demand() -> None:
    assert demand([], ACCOUNTS, DEALS, TODAY) == {}


def test_an_importance_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="0, 1, 2 or 3"):
        demand([EvidenceRow("prb-1", "acc-1", 4)], ACCOUNTS, DEALS, TODAY)


def test_needs_are_ranked_by_score_then_accounts_then_name() -> None:
    evidence = [
        EvidenceRow("prb-3", "acc-2", 2),
        EvidenceRow("prb-2", "acc-2", 2),
        EvidenceRow("prb-1", "acc-2", 1),
        EvidenceRow("prb-1", "acc-4", 1),
        EvidenceRow("prb-4", "acc-1", 3),
    ]

    found = ranked(demand(evidence, ACCOUNTS, [], TODAY).values())

    assert [each.need for each in found] == ["prb-4", "prb-1", "prb-2", "prb-3"]


@given(evidence_rows, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(rows: list[EvidenceRow], shuffle: random.Random) -> None:
    before = demand(rows, ACCOUNTS, DEALS, TODAY)

    shuffled, accounts, deals = list(rows), list(ACCOUNTS), list(DEALS)
    for each in (shuffled, accounts, deals):
        shuffle.shuffle(each)

    assert demand(shuffled, accounts, deals, TODAY) == before


@given(evidence_rows, evidence_rows)
def test_more_from_the_same_accounts_never_raises_the_count(rows: list[EvidenceRow], more: list[EvidenceRow]) -> None:
    before = demand(rows, ACCOUNTS, DEALS, TODAY)
    heard = {(row.need, row.account) for row in rows}
    again = [row for row in more if (row.need, row.account) in heard]

    after = demand(rows + again, ACCOUNTS, DEALS, TODAY)

    for need, found in before.items():
        assert after[need].accounts + after[need].noted == found.accounts + found.noted


@given(evidence_rows)
def test_shares_lie_between_0_and_1_and_no_piece_is_lost(rows: list[EvidenceRow]) -> None:
    found = demand(rows, ACCOUNTS, DEALS, TODAY)

    assert sum(each.pieces for each in found.values()) == len(rows)
    for each in found.values():
        heard = {row.account for row in rows if row.need == each.need and row.account}
        assert each.accounts + each.noted == len(heard)
        assert all(amount <= dict(each.pipeline)[currency] for currency, amount in each.named_pipeline)
        if each.score:
            assert each.top_share is not None
            assert each.recent_share is not None
            assert 1 / each.accounts <= each.top_share <= 1
            assert 0 <= each.recent_share <= 1


@given(evidence_rows, st.integers(1, 20))
def test_weights_scale_the_score_and_nothing_else(rows: list[EvidenceRow], factor: int) -> None:
    known = [row.account for row in ACCOUNTS]
    rows = [row for row in rows if row.account in known] or [EvidenceRow("prb-1", "acc-1", 1)]
    heavier = [row._replace(weight=row.weight * factor) for row in ACCOUNTS]

    before, after = demand(rows, ACCOUNTS, DEALS, TODAY), demand(rows, heavier, DEALS, TODAY)

    for need, found in before.items():
        assert after[need].score == pytest.approx(found.score * factor)
        assert after[need].top_share == pytest.approx(found.top_share) if found.top_share else True
        assert (after[need].accounts, after[need].pipeline) == (found.accounts, found.pipeline)


@pytest.mark.slow
def test_a_million_pieces_are_counted_in_seconds() -> None:
    """About one and a half seconds alone on two cores; ten when much else runs."""
    chance = random.Random(5)  # noqa: S311 (no secret)
    days = [date(2024, 1, 1) + timedelta(days=day) for day in range(700)]
    rows = [
        EvidenceRow(f"prb-{chance.randrange(500)}", f"acc-{chance.randrange(20_000)}", place % 4, days[place % 700])
        for place in range(1_000_000)
    ]
    accounts = [AccountRow(f"acc-{number}", 1.5, Decimal(1000), "EUR") for number in range(20_000)]
    started = time.process_time()

    found = demand(rows, accounts, [], TODAY)

    assert time.process_time() - started < 10
    assert len(found) == 500
    assert sum(each.pieces for each in found.values()) == 1_000_000
