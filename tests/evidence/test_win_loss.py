"""Deals of the workspace become rows that wins and losses are told from."""

from datetime import date
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from nervecenter.evidence.queries.win_loss import ATTRIBUTE_NAMES, deal_rows, win_and_loss
from nervecenter.foundation.actions import archive_record
from tests.factories import made

TODAY = date(2026, 6, 30)

pytestmark = pytest.mark.django_db


def test_a_deal_is_read_with_its_attributes_by_name(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    segment = made("segment", name="Clinics")
    account = made("account", name="Northwind", industry="Health", employees=120, segment=segment.pk)
    rivals = [made("competitor", name=name).pk for name in ("Bolt", "Acme")]
    deal = made(
        "deal", name="Northwind 2026", outcome="lost", amount="1200.50", currency="EUR", opened_on="2026-01-10",
        closed_on="2026-03-01", seller="ana", account=account.pk, competitors=rivals,
    )  # fmt: skip

    with django_assert_num_queries(5):
        (row,) = deal_rows()

    assert (row.id, row.outcome, row.account) == (f"dea-{deal.pk}", "lost", "Northwind")
    assert (row.amount, row.currency, row.opened_on, row.closed_on) == (
        Decimal("1200.50"), "EUR", date(2026, 1, 10), date(2026, 3, 1),
    )  # fmt: skip
    assert tuple(row.attributes) == ATTRIBUTE_NAMES
    assert row.attributes["competitor"] == ("Acme", "Bolt")
    assert (row.attributes["segment"], row.attributes["industry"]) == ("Clinics", "Health")
    assert (row.attributes["employees"], row.attributes["seller"], row.attributes["product"]) == (120, "ana", None)


def test_reasons_of_the_buyer_stand_beside_the_seller_s_the_strongest_first() -> None:
    price, trust, fit = (made("deal_reason", name=name) for name in ("price", "trust", "fit"))
    deal = made("deal", outcome="lost", seller_reason=price.pk)
    interview = made("win_loss_interview", deal=deal.pk, was_selling=False)
    by_seller = made("win_loss_interview", deal=deal.pk, was_selling=True)
    for on, reason, direction, strength in (
        (interview, trust, "against", 1),
        (interview, fit, "against", 3),
        (interview, price, "for", 3),
        (by_seller, price, "against", 3),
    ):
        made("driver", interview=on.pk, reason=reason.pk, direction=direction, strength=strength)

    row = next(row for row in deal_rows() if row.id == f"dea-{deal.pk}")

    assert (row.seller_reason, row.buyer_reasons) == ("price", ("fit", "trust"))


def test_archived_deals_and_competitors_are_left_out() -> None:
    rival = made("competitor", name="Acme")
    kept, gone = (made("deal", outcome="won", competitors=[rival.pk]) for _ in range(2))
    archive_record("deal", gone.pk, actor=None, expected_version=1)
    archive_record("competitor", rival.pk, actor=None, expected_version=1)

    (row,) = deal_rows()

    assert (row.id, row.attributes["competitor"]) == (f"dea-{kept.pk}", ())


def test_a_workspace_without_deals_has_no_win_rate() -> None:
    report = win_and_loss(TODAY)

    assert (report.rate.n, report.rate.win_rate, report.open) == (0, None, 0)
    assert (report.attributes, report.by_value, report.accounts) == ((), (), ())
    assert report.prediction.verdict == "not enough data"


def test_wins_and_losses_of_the_workspace_are_compared_by_attribute() -> None:
    for number in range(6):
        made("deal", outcome="won" if number % 2 else "no_decision", seller="ana" if number % 2 else "ben")
    made("deal", outcome="open", seller="cas")

    report = win_and_loss(TODAY, attributes=("seller", "product"))

    assert (report.rate.n, report.rate.won, report.open, report.no_decision) == (6, 3, 1, 3)
    (seller,) = report.attributes
    assert [(row.value, row.n, row.won) for row in seller.groups] == [("ana", 3, 3), ("ben", 3, 0)]
    assert seller.association.method == "fisher"
