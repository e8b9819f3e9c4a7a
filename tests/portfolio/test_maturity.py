"""The maturity plan against today: passed, ahead, reached; by product and by module."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nervecenter.foundation.users import User
from nervecenter.people.models import Team
from nervecenter.portfolio.charts.maturity import maturity_figures, overdue_modules, plans_by_product
from nervecenter.portfolio.models import Module, Product, ProductLine
from nervecenter.portfolio.queries.maturity import live_modules, maturity_counts, next_steps, planned_steps
from tests.specifications import checked, fields

pytestmark = pytest.mark.django_db
TODAY = dt.date(2022, 11, 11)


def plan() -> Product:
    """Four modules of one product: two behind (one by two steps), one reached, one never rated."""
    product = Product.objects.create(name="Scanning", line=ProductLine.objects.create(name="Security"))
    team = Team.objects.create(name="Fuzzers")
    Module.objects.create(
        name="Fuzzing",
        product=product,
        team=team,
        maturity="minimal",
        viable_on=dt.date(2022, 1, 31),
        complete_on=dt.date(2022, 6, 30),
        lovable_on=dt.date(2023, 6, 30),
    )
    Module.objects.create(name="Secrets", product=product, maturity="viable", complete_on=dt.date(2022, 10, 1))
    Module.objects.create(name="Audit", product=product, maturity="complete", complete_on=dt.date(2022, 1, 31))
    Module.objects.create(name="Unrated", product=product, complete_on=dt.date(2022, 1, 31))
    return product


@pytest.fixture
def reader(client: Client) -> Client:
    """A browser in which somebody is signed in who may only look."""
    client.force_login(User.objects.create(username="vera"))
    return client


def text(response: Any) -> str:
    """The page as text, on one line."""
    return " ".join(response.content.decode().split())


def test_steps_not_reached_come_by_date_and_know_whether_it_has_passed() -> None:
    plan()

    steps = planned_steps(live_modules(), reached=False)

    assert [(each.name, each.step, each.state(TODAY), each.days_late(TODAY)) for each in steps] == [
        ("Fuzzing", "viable", "passed", 284),
        ("Fuzzing", "complete", "passed", 134),
        ("Secrets", "complete", "passed", 41),
        ("Fuzzing", "lovable", "ahead", -231),
    ]


def test_the_day_itself_has_not_passed() -> None:
    plan()

    step = planned_steps(live_modules(), reached=False)[0]

    assert step.state(dt.date(2022, 1, 31)) == "ahead"
    assert step.state(dt.date(2022, 2, 1)) == "passed"


def test_a_reached_step_is_one_at_or_below_the_maturity() -> None:
    plan()

    assert [(each.name, each.step) for each in planned_steps(live_modules(), reached=True)] == [("Audit", "complete")]


def test_the_next_step_of_a_module_is_the_lowest_not_reached() -> None:
    plan()

    assert [(each.name, each.step) for each in next_steps(planned_steps(live_modules(), reached=False))] == [
        ("Fuzzing", "viable"),
        ("Secrets", "complete"),
    ]


def test_modules_are_counted_with_and_without_a_rating() -> None:
    plan()
    Module.objects.filter(name="Audit").update(archived_at=timezone.now())

    counts = maturity_counts(live_modules())

    assert (counts.modules, counts.rated) == (3, 2)


def test_the_answer_counts_modules_and_dates(reader: Client) -> None:
    plan()
    Module.objects.update(lovable_on=None)

    response = text(reader.get("/portfolio/maturity/"))

    assert (
        "<b>2 of 3 rated modules</b> are not where the plan has them: 3 dates have passed, the oldest for Fuzzing "
        "(viable since 31 Jan 2022); none is ahead." in response
    )


def test_one_late_module_is_told_in_the_singular(reader: Client) -> None:
    product = Product.objects.create(name="Scanning")
    Module.objects.create(name="Secrets", product=product, maturity="viable", complete_on=dt.date(2022, 10, 1))

    response = text(reader.get("/portfolio/maturity/"))

    assert "<b>1 of 1 rated module</b> is not where the plan has it: 1 date has passed" in response


def test_filters_leave_a_step_a_state_or_a_product(reader: Client) -> None:
    product = plan()
    other = Product.objects.create(name="Billing")
    Module.objects.create(name="Invoices", product=other, maturity="minimal", viable_on=dt.date(2999, 1, 1))

    by_step = text(reader.get("/portfolio/maturity/?step=viable&state=passed"))
    by_product = text(reader.get(f"/portfolio/maturity/?scope=prd-{other.pk}"))
    nothing = text(reader.get(f"/portfolio/maturity/?scope=prd-{product.pk}&step=minimal"))

    assert ("Fuzzing</a></th>" in by_step, "Secrets</a></th>" in by_step) == (True, False)
    assert "<b>No planned date has passed</b> in Billing without being reached; 1 is still ahead." in by_product
    assert "No planned step fits these filters" in nothing
    assert reader.get("/portfolio/maturity/?step=famous").status_code == 422


def test_without_modules_or_ratings_the_page_says_what_is_missing(reader: Client) -> None:
    empty = text(reader.get("/portfolio/maturity/"))
    Module.objects.create(name="Unrated", complete_on=dt.date(2022, 1, 31))
    unrated = text(reader.get("/portfolio/maturity/"))

    assert "<b>No module is</b> on record." in empty
    assert "No modules yet" in empty
    assert "<b>None of 1 module</b> is rated, so nobody can say what it reached." in unrated


def test_a_long_plan_is_paged_in_as_many_sql_queries_as_a_short_one(reader: Client) -> None:
    plan()
    with CaptureQueriesContext(connection) as few:
        reader.get("/portfolio/maturity/")
    Module.objects.bulk_create(
        [Module(name=f"Module {n:04}", maturity="minimal", viable_on=dt.date(2021, 1, 1)) for n in range(250)]
    )

    with CaptureQueriesContext(connection) as many:
        first = text(reader.get("/portfolio/maturity/"))
    last = text(reader.get("/portfolio/maturity/?start=200"))

    assert len(many) == len(few)
    assert len(few) <= 12
    assert (first.count('<th scope="row">'), last.count('<th scope="row">')) == (100, 54)


def test_a_product_is_a_bar_split_into_passed_and_ahead() -> None:
    plan()
    steps = planned_steps(live_modules(), reached=False)

    picture = checked(plans_by_product(steps, TODAY, lambda number: f"/{number}"))

    assert fields(picture) == {"y": "product", "x": "dates", "color": "state", "order": "order", "href": "path"}
    assert {(row["product"], row["state"], row["dates"]) for row in picture["data"]["values"]} == {
        ("Scanning", "Passed", 3),
        ("Scanning", "Ahead", 1),
    }


def test_a_late_module_is_a_dot_on_its_day_and_a_line_to_today() -> None:
    plan()
    steps = next_steps(planned_steps(live_modules(), reached=False))

    picture = checked(overdue_modules(steps, TODAY))

    stem, dot, today = picture["layer"]
    assert (stem["encoding"]["x"]["field"], stem["encoding"]["x2"]["field"]) == ("planned", "today")
    assert dot["encoding"]["color"]["field"] == "step"
    assert today["data"]["values"] == [{"today": "2022-11-11"}]
    assert [(row["module"], row["planned"]) for row in picture["data"]["values"]] == [
        ("Fuzzing", "2022-01-31"),
        ("Secrets", "2022-10-01"),
    ]


def test_without_a_plan_there_is_no_picture() -> None:
    assert maturity_figures((), (), TODAY, str) == {}
    assert checked(overdue_modules((), TODAY))["data"]["values"] == []
    assert checked(plans_by_product((), TODAY, str))["data"]["values"] == []
