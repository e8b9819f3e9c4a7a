"""The comparison page: parity with competitors by product and capability, its basis, and scores beside it."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nervecenter.foundation.users import User
from nervecenter.market.models import Competitor
from nervecenter.portfolio.charts.comparison import parity_by_product, scores_by_product
from nervecenter.portfolio.models import Capability, Comparison, CriterionScore, Module, Product
from nervecenter.portfolio.queries.compared import compared_capabilities
from nervecenter.portfolio.queries.comparison import (
    CompetitorRow,
    Parity,
    basis,
    closest,
    competitor_rows,
    live_comparisons,
    product_parities,
)
from nervecenter.portfolio.queries.coverage import live_capabilities
from nervecenter.portfolio.queries.criteria import criterion_rows
from tests.specifications import checked

pytestmark = pytest.mark.django_db


def market() -> dict[str, Competitor]:
    """Fourteen capabilities: Acme has 6, 2 partly and lacks 4 of 12; Bolt was asked about one; the rest is unknown."""
    scanning, billing = Product.objects.create(name="Scanning"), Product.objects.create(name="Billing")
    rivals = {name: Competitor.objects.create(name=name) for name in ("Acme", "Bolt", "Idle")}
    us = Competitor.objects.create(name="Ourselves", is_us=True)
    verdicts = ["yes"] * 6 + ["partial"] * 2 + ["no"] * 4
    for place in range(14):
        made = Capability.objects.create(name=f"Capability {place:02}", product=scanning if place < 10 else billing)
        if place < 12:
            Comparison.objects.create(capability=made, competitor=rivals["Acme"], verdict=verdicts[place])
        Comparison.objects.create(capability=made, competitor=us, verdict="yes")
    first = Capability.objects.get(name="Capability 00")
    Comparison.objects.create(
        capability=first,
        competitor=rivals["Bolt"],
        verdict="no",
        as_of=dt.date(2022, 5, 1),
        source_url="https://x.example",
    )
    for score, vendor in ((2, us), (1, rivals["Acme"]), (0, rivals["Acme"])):
        CriterionScore.objects.create(name=f"Criterion {score}", score=score, product=scanning, competitor=vendor)
    return rivals


@pytest.fixture
def reader(client: Client) -> Client:
    """A browser in which somebody is signed in who may only look."""
    client.force_login(User.objects.create(username="vera"))
    return client


def text(response: Any) -> str:
    """The page as text, on one line."""
    return " ".join(response.content.decode().split())


def test_competitors_come_with_what_is_known_of_them_and_we_are_none() -> None:
    market()

    rows = competitor_rows(live_comparisons())

    assert [(row.name, row.parity) for row in rows] == [
        ("Acme", Parity(yes=6, partial=2, no=4)),
        ("Bolt", Parity(no=1)),
    ]


def test_a_partial_answer_counts_half_and_nothing_known_is_no_share() -> None:
    assert Parity(yes=6, partial=2, no=4).share == pytest.approx(7 / 12)
    assert Parity().share == 0.0


def test_each_product_tells_what_nobody_compared() -> None:
    rivals = market()

    parities = product_parities(live_comparisons(), live_capabilities(), [rivals["Acme"].pk])

    told = [(each.product_name, each.capabilities, each.parity.known, each.unknown) for each in parities]
    assert told == [("Billing", 4, 2, 2), ("Scanning", 10, 10, 0)]


def test_archived_comparisons_and_competitors_do_not_count() -> None:
    rivals = market()
    Comparison.objects.filter(verdict="partial").update(archived_at=timezone.now())
    Competitor.objects.filter(pk=rivals["Bolt"].pk).update(archived_at=timezone.now())

    rows = competitor_rows(live_comparisons())

    assert [(row.name, row.parity.known) for row in rows] == [("Acme", 10)]


def test_the_basis_counts_dates_and_sources() -> None:
    market()

    found = basis(live_comparisons())

    assert (found.cells, found.dated, found.sourced, found.newest) == (13, 1, 1, dt.date(2022, 5, 1))


def test_the_closest_is_the_one_with_the_largest_share_among_those_known_well_enough() -> None:
    rows = [
        CompetitorRow(1, "Wide", Parity(yes=60, no=40)),
        CompetitorRow(2, "Close", Parity(yes=20, no=5)),
        CompetitorRow(3, "Hardly known", Parity(yes=3)),
    ]

    assert closest(rows, least=20) == rows[1]
    assert closest(rows, least=500) is None


def test_the_answer_says_who_comes_closest_and_on_what_ground(reader: Client) -> None:
    market()

    response = text(reader.get("/portfolio/comparison/"))

    assert (
        "<b>Acme comes closest</b>: it can do 6 of the 12 capabilities of ours it was compared on, 2 more partly; "
        "1 of 13 known cells are dated, the newest of 2022-05-01." in response
    )


def test_too_little_known_is_an_answer(reader: Client) -> None:
    made = Capability.objects.create(name="Scans")
    Comparison.objects.create(capability=made, competitor=Competitor.objects.create(name="Acme"), verdict="no")

    response = text(reader.get("/portfolio/comparison/"))

    assert (
        "<b>Too little is known</b>: Acme was compared on 1 of our capabilities, and no other on more; "
        "the one known cell does not say as of when." in response
    )


def test_a_cell_says_its_date_and_source_and_an_absent_one_is_unknown(reader: Client) -> None:
    market()

    response = text(reader.get("/portfolio/comparison/"))

    assert "no, as of 2022-05-01, with a source" in response
    assert "yes, undated, without a source" in response
    assert '<span class="unseen">unknown</span>' in response


def test_one_chooses_competitors_and_verdicts(reader: Client) -> None:
    rivals = market()

    bolt = text(reader.get(f"/portfolio/comparison/?competitor=cmp-{rivals['Bolt'].pk}"))
    lacking = text(reader.get(f"/portfolio/comparison/?competitor=cmp-{rivals['Acme'].pk}&verdict=no"))

    assert bolt.count('<th scope="row">') == 1
    assert lacking.count('<th scope="row">') == 4
    assert reader.get("/portfolio/comparison/?competitor=prd-1").status_code == 422
    assert reader.get("/portfolio/comparison/?verdict=maybe").status_code == 422
    assert reader.get("/portfolio/comparison/?" + "&".join(f"competitor=cmp-{n}" for n in range(13))).status_code == 422


def test_nothing_compared_is_said_and_leads_on(reader: Client) -> None:
    response = text(reader.get("/portfolio/comparison/"))

    assert "<b>No capability</b> was compared with a competitor." in response
    assert "No comparison yet" in response


def test_many_comparisons_take_as_many_sql_queries_as_few(reader: Client) -> None:
    rivals = market()
    with CaptureQueriesContext(connection) as few:
        reader.get("/portfolio/comparison/")
    made = Capability.objects.bulk_create([Capability(name=f"More {number:03}") for number in range(300)])
    Comparison.objects.bulk_create(
        [Comparison(capability=each, competitor=rivals["Bolt"], verdict="yes") for each in made]
    )

    with CaptureQueriesContext(connection) as many:
        first = text(reader.get("/portfolio/comparison/"))

    assert len(many) == len(few)
    assert len(few) <= 18
    assert first.count('<th scope="row">') == 100


def test_scores_are_means_by_product_and_vendor_and_we_come_first() -> None:
    market()

    rows = criterion_rows()

    assert [(row.product_name, row.vendor, row.mean, row.criteria) for row in rows] == [
        ("Scanning", "Ourselves", 2.0, 1),
        ("Scanning", "Acme", 0.5, 2),
    ]


def test_parity_is_a_cell_a_product_and_competitor_the_darker_the_more() -> None:
    rivals = market()
    parities = product_parities(live_comparisons(), live_capabilities(), [rivals["Acme"].pk, rivals["Bolt"].pk])

    picture = checked(
        parity_by_product(parities, {rivals["Acme"].pk: "Acme", rivals["Bolt"].pk: "Bolt"}, lambda number: "/x")
    )

    cell, told = picture["layer"]
    assert cell["encoding"]["fillOpacity"]["field"] == "share"
    assert told["encoding"]["text"]["field"] == "told"
    assert [(row["product"], row["competitor"], row["told"]) for row in picture["data"]["values"]] == [
        ("Billing", "Acme", "0/2"),
        ("Scanning", "Acme", "8/10"),
        ("Scanning", "Bolt", "0/1"),
    ]


def test_scores_are_a_cell_a_product_and_vendor() -> None:
    market()

    picture = checked(scores_by_product(criterion_rows()))

    assert picture["layer"][0]["encoding"]["x"]["sort"] == ["Ourselves", "Acme"]
    assert checked(scores_by_product(()))["data"]["values"] == []
    assert checked(parity_by_product((), {}, str))["data"]["values"] == []


def test_a_capability_stands_under_the_product_of_its_module() -> None:
    made = Capability.objects.create(name="Scans")
    made.modules.add(Module.objects.create(name="Secrets", product=Product.objects.create(name="Scanning")))

    assert [row.product for row in compared_capabilities(live_capabilities(), [])] == ["Scanning"]
