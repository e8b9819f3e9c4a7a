"""The offering grid: what is on sale, which parts of it nobody has named, and where to name them."""

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nervecenter.foundation.users import User
from nervecenter.market.models import Segment
from nervecenter.portfolio.charts.offerings import parts_figure, parts_named
from nervecenter.portfolio.models import Channel, DeliveryMode, Edition, Offering, Product, ProductLine
from nervecenter.portfolio.queries.offerings import (
    OfferingQuery,
    OfferingTotals,
    offering_group_count,
    offering_groups,
    offering_totals,
)
from tests.specifications import checked, fields

PATH = "/portfolio/offering-grid/"
NOTHING = {"segment": 0, "channel": 0, "price": 0, "delivery": 0}


@pytest.fixture
def editor(client: Client) -> Client:
    """A browser in which an editor is signed in."""
    client.force_login(User.objects.create(username="edda", role="editor"))
    return client


def text(response: Any) -> str:
    """The page as text, on one line."""
    return " ".join(response.content.decode().split())


def bare(html: str) -> str:
    """The words of a page without its tags."""
    return re.sub(r"<[^>]+>", "", html)


def grid() -> tuple[list[Edition], list[DeliveryMode]]:
    """Two editions and two ways of delivery, without an offering."""
    editions = [Edition.objects.create(name=name, rank=rank) for rank, name in enumerate(("Basic", "Premium"))]
    return editions, [DeliveryMode.objects.create(name=name) for name in ("Self-managed", "SaaS")]


def complete() -> dict[str, Any]:
    """All four parts of an offer."""
    return {
        "segment": Segment.objects.create(name="Banks"),
        "channel": Channel.objects.create(name="Resellers"),
        "list_price": 29,
        "delivery": DeliveryMode.objects.create(name="Appliance"),
    }


@pytest.mark.django_db
def test_only_offerings_on_sale_have_holes() -> None:
    Offering.objects.create(name="All named", **complete())
    Offering.objects.create(name="No channel, no price", **(complete() | {"channel": None, "list_price": None}))
    Offering.objects.create(name="Nothing named", is_sold=False)

    totals = offering_totals(OfferingQuery())

    assert totals == OfferingTotals(3, 2, 1, {"segment": 0, "channel": 1, "price": 1, "delivery": 0})


@pytest.mark.django_db
def test_a_price_of_zero_is_a_price() -> None:
    Offering.objects.create(name="Free", **(complete() | {"list_price": 0}))

    assert offering_totals(OfferingQuery()).missing == NOTHING


@pytest.mark.django_db
def test_the_grid_is_grouped_by_line_product_and_segment_with_most_holes_first() -> None:
    (basic, premium), (own, saas) = grid()
    line = ProductLine.objects.create(name="Security")
    scanning = Product.objects.create(name="Scanning", line=line)
    banks = Segment.objects.create(name="Banks")
    Offering.objects.create(name="For all", edition=basic, delivery=own, is_sold=False)
    for name in ("One", "Two"):
        Offering.objects.create(name=name, product=scanning, segment=banks, edition=premium, delivery=saas)

    groups = offering_groups(OfferingQuery())

    cell = groups[0].cells[premium.pk, saas.pk]
    assert [(group.of, group.sold, group.incomplete) for group in groups] == [
        ({"product": (scanning.pk, "Scanning"), "segment": (banks.pk, "Banks")}, 2, 2),
        ({}, 0, 0),
    ]
    assert (cell.count, cell.incomplete, cell.missing, cell.number) == (2, 2, ("channel", "price"), None)
    assert groups[1].cells[basic.pk, own.pk].name == "For all"
    assert offering_group_count(OfferingQuery(product_line=line.pk)) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sold", "lacking", "sentence"),
    [
        (1, 0, "<b>The one offering on sale</b> names segment, channel, price and delivery."),
        (2, 0, "<b>All 2 offerings on sale</b> name segment, channel, price and delivery."),
        (1, 1, "<b>The one offering on sale has holes</b>: channel and price are missing."),
        (2, 1, "<b>1 of 2 offerings on sale has holes</b>: channel and price are missing in 1."),
        (2, 2, "<b>None of the 2 offerings on sale is complete</b>: channel and price are missing in all."),
        (3, 2, "<b>2 of 3 offerings on sale have holes</b>: channel and price are missing in 2."),
    ],
)
def test_the_answer_counts_and_names_the_holes(editor: Client, sold: int, lacking: int, sentence: str) -> None:
    whole = complete()
    for number in range(sold):
        holes = {"channel": None, "list_price": None} if number < lacking else {}
        Offering.objects.create(name=f"Offer {number}", **(whole | holes))

    assert sentence in text(editor.get(PATH))


@pytest.mark.django_db
def test_without_offerings_the_page_says_what_it_is_for(editor: Client) -> None:
    response = text(editor.get(PATH))

    assert "<b>Nothing is offered yet.</b>" in response
    assert '<a class="button main" href="/portfolio/offerings/new/">' in response
    assert "For example" in response


@pytest.mark.django_db
def test_offerings_that_are_all_closed_are_told_apart_from_none(editor: Client) -> None:
    Offering.objects.create(name="Closed", is_sold=False)

    assert "<b>The one offering is not on sale.</b>" in text(editor.get(PATH))


@pytest.mark.django_db
def test_a_combination_that_is_not_offered_leads_to_its_form(editor: Client) -> None:
    (basic, premium), (own, saas) = grid()
    for edition, delivery in ((basic, own), (basic, saas), (premium, own)):
        Offering.objects.create(name="x", edition=edition, delivery=delivery)

    response = text(editor.get(PATH))

    assert response.count("not offered") == 1
    made = f"name=Premium%2C+SaaS&amp;edition=edn-{premium.pk}&amp;delivery=dlv-{saas.pk}"
    assert f"/portfolio/offerings/new/?{made}" in response


@pytest.mark.django_db
def test_a_missing_part_leads_to_its_offerings_and_to_what_could_fill_it(editor: Client) -> None:
    Offering.objects.create(name="x", segment=Segment.objects.create(name="Banks"))

    response = text(editor.get(PATH))

    assert "Channel is missing in 1 of 1" in bare(response)
    assert '<a href="/portfolio/offerings/?is_sold=yes&amp;channel__empty=1">' in response
    assert 'href="/portfolio/channels/new/"' in response
    assert "Create a segment" not in response
    assert editor.get("/portfolio/offerings/?is_sold=yes&channel__empty=1").status_code == 200


@pytest.mark.django_db
def test_who_may_only_look_is_offered_no_form(client: Client) -> None:
    grid()
    Offering.objects.create(name="x")
    client.force_login(User.objects.create(username="vera"))

    response = text(client.get(PATH))

    assert "1 of" in response
    assert "/new/" not in response


@pytest.mark.django_db
def test_holes_and_segments_narrow_the_grid(editor: Client) -> None:
    whole = complete()
    Offering.objects.create(name="Whole", **whole)
    Offering.objects.create(name="Without channel", **(whole | {"channel": None}))
    Offering.objects.create(name="For all", **(whole | {"segment": None}))

    by_hole = text(editor.get(f"{PATH}?missing=channel"))
    by_segment = text(editor.get(f"{PATH}?segment=seg-{whole['segment'].pk}"))
    wrong = editor.get(f"{PATH}?missing=colour")

    assert ("Without channel" in by_hole, "For all" in by_hole) == (True, False)
    assert "<b>1 of 2 offerings on sale has holes</b>" in by_segment
    assert wrong.status_code == 422
    assert "&#x27;colour&#x27; is not one of segment, channel, price, delivery" in text(wrong)


@pytest.mark.django_db
def test_the_grid_is_paged_and_asks_the_same_number_of_sql_queries(editor: Client) -> None:
    grid()
    Offering.objects.create(name="First", product=Product.objects.create(name="First"))
    editor.get(PATH)
    with CaptureQueriesContext(connection) as few:
        editor.get(PATH)

    Product.objects.bulk_create([Product(name=f"Product {number:03}") for number in range(60)])
    Offering.objects.bulk_create([Offering(name=f"Offer {one.name}", product=one) for one in Product.objects.all()])
    with CaptureQueriesContext(connection) as many:
        first = text(editor.get(PATH))
    last = text(editor.get(f"{PATH}?start=60"))

    assert len(many) == len(few)
    assert len(few) <= 18
    assert "1 to 20 of 61 combinations" in bare(first)
    assert ('rel="next"' in first, 'rel="next"' in last) == (True, False)


def test_each_part_is_a_bar_of_named_and_missing() -> None:
    totals = OfferingTotals(8, 6, 6, {"segment": 6, "channel": 2, "price": 0, "delivery": 0})

    picture = checked(parts_named(totals, dict.fromkeys(totals.missing, "/x")))

    assert fields(picture) == {"y": "part", "x": "offerings", "color": "state", "order": "order", "href": "path"}
    assert [(row["part"], row["state"], row["offerings"]) for row in picture["data"]["values"]] == [
        ("Segment", "Missing", 6),
        ("Channel", "Named", 4),
        ("Channel", "Missing", 2),
        ("Price", "Named", 6),
        ("Delivery", "Named", 6),
    ]


def test_the_table_of_the_figure_holds_the_same_numbers_and_none_is_none() -> None:
    totals = OfferingTotals(8, 6, 6, {"segment": 6, "channel": 2})
    nothing = parts_figure(OfferingTotals(0, 0, 0, NOTHING), dict.fromkeys(NOTHING, ""), dt.date(2022, 11, 11))

    figure = parts_figure(totals, dict.fromkeys(totals.missing, "/x"), dt.date(2022, 11, 11))

    assert list(figure.rows) == [("Segment", 0, 6, 6), ("Channel", 4, 2, 6)]
    assert (figure.counted, figure.as_of) == ("6 offerings on sale of 8 on record", dt.date(2022, 11, 11))
    assert checked(nothing.specification)["data"]["values"] == []
    assert nothing.counted == "0 offerings on sale of 0 on record"
