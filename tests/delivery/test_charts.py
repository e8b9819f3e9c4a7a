"""The pictures of what shipped: what they show, in which order, and that they stand without a single row."""

import datetime as dt

from nervecenter.delivery.charts import (
    Editions,
    in_order,
    product_figure,
    release_figure,
    shipped_over_products,
    shipped_over_releases,
)
from nervecenter.delivery.queries.shipped import DeliveryTotals, ReleaseRow, ShippedCount
from tests.specifications import checked, fields

EDITIONS = Editions({7: "Basic", 8: "Premium", 9: "Ultimate"})
MAY = dt.date(2022, 5, 22)
COUNTS = [ShippedCount(1, "4.2", 7, 5), ShippedCount(1, "4.2", None, 2), ShippedCount(2, "4.10", 8, 3)]


def release(number: int, name: str, day: dt.date | None = None, shipped: int = 1) -> ReleaseRow:
    """A release that shipped something."""
    return ReleaseRow(number, name, day, shipped, 0, 0, 0)


def test_a_release_is_a_column_stacked_by_edition_from_old_to_new() -> None:
    releases = [release(2, "4.10"), release(1, "4.2", MAY, shipped=7), release(3, "4.11", shipped=0)]

    picture = checked(shipped_over_releases(releases, COUNTS, EDITIONS, {1: "/x", 2: "/y"}))

    assert fields(picture) == {"x": "release", "y": "shipped", "color": "edition", "order": "order", "href": "path"}
    assert picture["encoding"]["x"]["sort"] == ["4.2", "4.10"]
    assert picture["encoding"]["color"]["scale"]["domain"] == ["Basic", "Premium", "None named"]
    assert [(row["release"], row["edition"], row["shipped"], row["path"]) for row in picture["data"]["values"]] == [
        ("4.2", "Basic", 5, "/x"),
        ("4.2", "None named", 2, "/x"),
        ("4.10", "Premium", 3, "/y"),
    ]


def test_dates_order_releases_before_versions_do() -> None:
    dated = [release(1, "2.0", MAY), release(2, "1.9", MAY + dt.timedelta(days=1))]
    named = [release(1, "Spring"), release(2, "Winter", MAY)]

    assert [one.name for one in in_order(dated)] == ["2.0", "1.9"]
    assert [one.name for one in in_order(named)] == ["Winter", "Spring"]


def test_a_product_is_a_bar_the_busiest_first_and_those_without_one_last() -> None:
    counts = [ShippedCount(None, "", 7, 50), ShippedCount(4, "Billing", 7, 1), ShippedCount(5, "Scanning", 8, 2)]

    picture = checked(shipped_over_products(counts, EDITIONS, {None: "/n", 4: "/b", 5: "/s"}))

    assert fields(picture) == {"y": "product", "x": "shipped", "color": "edition", "order": "order", "href": "path"}
    assert picture["encoding"]["y"]["sort"] == ["Scanning", "Billing", "None named"]


def test_too_many_products_are_cut_in_the_picture_and_whole_in_the_table() -> None:
    counts = [ShippedCount(number, f"Product {number:02}", 7, 100 - number) for number in range(1, 31)]

    figure = product_figure(counts, EDITIONS, dict.fromkeys(range(1, 31), ""), MAY)

    assert len(figure.specification["data"]["values"]) == 20
    assert len(figure.rows) == 30
    assert figure.note == "The 20 busiest of 30 products are drawn; the table has all"


def test_the_table_holds_the_same_numbers_newest_first() -> None:
    releases = [release(2, "4.10", shipped=3), release(1, "4.2", MAY, shipped=7)]

    figure = release_figure(releases, COUNTS, EDITIONS, {}, DeliveryTotals(20, 10, 80, MAY))

    assert figure.columns == ("Release", "Date", "Basic", "Premium", "None named", "Shipped")
    assert list(figure.rows) == [("4.10", "", 0, 3, 0, 3), ("4.2", "2022-05-22", 5, 0, 2, 7)]
    assert (figure.counted, figure.as_of) == ("10 changes in 2 releases", MAY)
    assert figure.note == "The newest of 80 releases; at most 60 are drawn"


def test_without_a_row_the_pictures_are_empty_and_say_so() -> None:
    nothing = DeliveryTotals(0, 0, 0, None)

    assert checked(shipped_over_releases([], [], EDITIONS, {}))["data"]["values"] == []
    assert checked(shipped_over_products([], EDITIONS, {}))["data"]["values"] == []
    assert release_figure([], [], EDITIONS, {}, nothing).counted == "0 changes in 0 releases"
    assert product_figure([], EDITIONS, {}, None).counted == "0 changes"
