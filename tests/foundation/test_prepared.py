"""A prepared query answers what the query itself would, for whatever parameter, also in another thread."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nervecenter.foundation.actions import create_record
from nervecenter.foundation.prepared import PreparedQuery
from nervecenter.market.models import Segment
from nervecenter.portfolio.models import Product, Release

pytestmark = pytest.mark.django_db


def test_values_have_the_types_that_the_query_gives() -> None:
    product = create_record("product", {"name": "Scan", "spend_percent": "12.5", "is_marketed": "no"}, actor=None)
    release = create_record("release", {"name": "4.2", "released_on": "2022-11-22"}, actor=None)
    products = PreparedQuery(
        lambda number: Product.objects.filter(pk=number).values_list("is_marketed", "spend_percent", "line__name")
    )
    releases = PreparedQuery(lambda number: Release.objects.filter(pk=number).values_list("released_on", "created_at"))

    assert [tuple(row) for row in products.rows(product.pk)] == [(False, Decimal("12.50"), None)]
    assert [tuple(row) for row in releases.rows(release.pk)] == [(dt.date(2022, 11, 22), release.created_at)]
    assert products.rows(product.pk + 1) == []


def test_it_is_worked_out_once_and_asked_each_time() -> None:
    built = []
    first, second = (create_record("segment", {"name": name}, actor=None) for name in ("Banks", "Shops"))

    def build(number: int):
        built.append(number)
        return Segment.objects.filter(pk=number).values_list("name")

    query = PreparedQuery(build)
    with CaptureQueriesContext(connection) as queries:
        found = [query.rows(number) for number in (first.pk, second.pk)]

    assert found == [[("Banks",)], [("Shops",)]]
    assert len(built) == 1
    assert len(queries) == 2


def test_several_parameters_are_asked_for_at_once() -> None:
    names = ["Banks", "Shops", "Farms"]
    numbers = [create_record("product", {"name": name}, actor=None).pk for name in names]
    query = PreparedQuery(
        lambda number: Product.objects.filter(pk__in=[number]).order_by("-name").values_list("name", "created_at")
    )

    with CaptureQueriesContext(connection) as queries:
        found = [[name for name, _ in query.rows_of(some)] for some in (numbers, numbers[:1], [], [-1])]

    assert found == [["Shops", "Farms", "Banks"], ["Banks"], [], []]
    assert len(queries) == 3


def test_postgresql_plans_it_once_whatever_is_asked() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no plans to keep")
    numbers = [create_record("product", {"name": name}, actor=None).pk for name in ("Scan", "Sign")]
    query = PreparedQuery(lambda number: Product.objects.filter(pk__in=[number]).values_list("name", "line__name"))

    found = [query.rows_of(some) for some in (numbers, numbers[:1], [*numbers, *range(900, 1300)])]

    assert [len(rows) for rows in found] == [2, 1, 2]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE statement LIKE '%portfolio_product%'"
        )
        assert cursor.fetchall() == [(3, 0)]


def test_a_query_without_a_parameter_is_kept_too() -> None:
    create_record("product", {"name": "Scan"}, actor=None)
    query = PreparedQuery(lambda _: Product.objects.order_by("name").values_list("name"), sentinel=None)
    before = query.rows()

    create_record("product", {"name": "Sign"}, actor=None)

    assert before == [("Scan",)]
    assert query.rows() == [("Scan",), ("Sign",)]


def test_each_thread_works_it_out_for_itself() -> None:
    query = PreparedQuery(lambda number: Product.objects.filter(pk=number).values_list("name"))
    query.rows(1)

    def in_another_thread() -> bool:
        return hasattr(query._kept, "statement")

    with ThreadPoolExecutor(1) as pool:
        known_there = pool.submit(in_another_thread).result()

    assert hasattr(query._kept, "statement")
    assert not known_there


def test_a_query_that_changes_its_parameter_is_refused() -> None:
    query = PreparedQuery(lambda text: Product.objects.filter(name__icontains=text).values_list("name"), "sentinel")

    with pytest.raises(ValueError, match="does not ask for its parameter"):
        query.rows("scan")
