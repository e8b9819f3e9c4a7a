"""Maven's pipeline in the database: the sums that its publishers' readers know, the dirt named, nothing mixed."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.models import Count, Sum
from django.db.models.functions import ExtractQuarter
from pytest_django.plugin import DjangoDbBlocker

from nervecenter.demo.maven import load_maven
from nervecenter.evidence.models import Deal
from nervecenter.foundation.changes import Change
from nervecenter.foundation.importing.models import Import
from nervecenter.foundation.importing.watching import Unwatched
from nervecenter.market.models import Account
from nervecenter.portfolio.models import Offering, Product
from tests.demo.given import given

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(scope="module")
def maven(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Import]:
    """The pipeline, loaded once for all tests and taken back when they are through."""
    folder = given("crm_maven")
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_maven(folder, Unwatched())
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def reading(maven: Import, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


def test_everything_comes_in_as_one_import(maven: Import) -> None:
    made = {kind: counts["created"] for kind, counts in maven.by_kind.items()}

    assert (maven.status, maven.rejected, maven.error_count) == ("done", 0, 0)
    assert made == {"account": 85, "product_line": 3, "product": 7, "offering": 7, "territory": 3, "deal": 8800}


def test_what_was_won_and_how_often(maven: Import) -> None:
    outcomes = dict(Deal.objects.values_list("outcome").annotate(Count("pk")).order_by())
    won = Deal.objects.filter(outcome="won").aggregate(Sum("amount"))["amount__sum"]

    rate = outcomes["won"] / (outcomes["won"] + outcomes["lost_unknown"])

    assert outcomes == {"won": 4238, "lost_unknown": 2473, "open": 2089}
    assert won == Decimal("10005534.00")
    assert round(rate, 4) == 0.6315


def test_each_region_has_what_its_sellers_won(maven: Import) -> None:
    won = Deal.objects.filter(outcome="won").values_list("territory__name")

    assert dict(won.annotate(Sum("amount")).order_by()) == {
        "West": Decimal("3568647.00"), "Central": Decimal("3346293.00"), "East": Decimal("3090594.00"),
    }  # fmt: skip


def test_each_quarter_has_what_was_won_in_it(maven: Import) -> None:
    won = Deal.objects.filter(outcome="won", closed_on__year=2017).annotate(quarter=ExtractQuarter("closed_on"))

    assert dict(won.values_list("quarter").annotate(Sum("amount")).order_by()) == {
        1: Decimal("1134672.00"), 2: Decimal("3086111.00"), 3: Decimal("2982255.00"), 4: Decimal("2802496.00"),
    }  # fmt: skip


def test_open_deals_without_an_account_are_kept(maven: Import) -> None:
    without = Deal.objects.filter(account=None)

    assert without.count() == 1425
    assert set(without.values_list("outcome", flat=True)) == {"open"}


def test_a_product_of_another_spelling_waits_for_a_decision_and_is_not_guessed(maven: Import) -> None:
    waiting = list(maven.unmatched_values.values_list("kind", "field", "value", "count"))

    assert ("deal", "product", "GTXPro", 1480) in waiting
    assert Deal.objects.filter(product=None).count() == 1480
    assert not Product.objects.filter(name="GTXPro").exists()
    assert Account.objects.filter(industry="technolgy").count() == 12


def test_what_the_columns_say_is_in_the_records(maven: Import) -> None:
    deal = Deal.objects.get(source_id="1C1I7A6R")
    account = Account.objects.get(source_id="Acme Corporation")

    lost = Deal.objects.filter(outcome="lost_unknown")

    assert (deal.name, deal.amount, str(deal.opened_on), str(deal.closed_on)) == (
        "GTX Plus Basic for Cancity", Decimal("1054.00"), "2016-10-20", "2017-03-01",
    )  # fmt: skip
    assert (deal.seller, deal.sales_team, str(deal.territory)) == ("s3c141692", "s6f138427", "Central")
    assert (account.annual_revenue, account.employees, account.status) == (Decimal("1100040000.00"), 2822, "customer")
    assert Offering.objects.get(name="GTX Pro").list_price == Decimal("4821.00")
    assert not lost.exclude(amount=None).exists()


def test_a_second_time_nothing_changes(maven: Import) -> None:
    before = Change.objects.count()

    again = load_maven(given("crm_maven"), Unwatched())

    assert (again.status, again.created, again.updated, again.unchanged) == ("done", 0, 0, 8905)
    assert Change.objects.count() == before
