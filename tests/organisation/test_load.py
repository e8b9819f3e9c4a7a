"""The page of ownership and load: what stands out, the curve, and what nobody holds."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nervecenter.foundation.users import User
from nervecenter.organisation.charts import curve, load_by_person, load_curve, load_figures
from nervecenter.organisation.models import Ownership
from nervecenter.organisation.queries.ownership import Holder, RoleCoverage, RoleRow, Subject, role_coverages
from nervecenter.people.models import Person, Team
from nervecenter.portfolio.models import Product, ProductLine
from tests.specifications import checked, fields

pytestmark = pytest.mark.django_db


def organisation(count: int = 10) -> tuple[Person, list[Team]]:
    """Teams of one product: Ada markets most of them and nobody the last two; each has a manager of its own."""
    product = Product.objects.create(name="Scanning", line=ProductLine.objects.create(name="Security"))
    teams = [Team.objects.create(name=f"Team {number:02}") for number in range(count)]
    product.teams.set(teams)
    ada = Person.objects.create(name="Ada")
    for place, team in enumerate(teams):
        Ownership.objects.create(name="pm", role="pm", person_label=f"p{place}", team=team)
        if place < count - 2:
            Ownership.objects.create(
                name="pmm", role="pmm", person=ada if place else None, person_label="cy", team=team
            )
    return ada, teams


@pytest.fixture
def reader(client: Client) -> Client:
    """A browser in which somebody is signed in who may only look."""
    client.force_login(User.objects.create(username="vera"))
    return client


def text(response: Any) -> str:
    """The page as text, on one line."""
    return " ".join(response.content.decode().split())


def coverage(*loads: int) -> RoleCoverage:
    """Product managers with these numbers of teams."""
    held: dict[Subject, tuple[Holder, ...]] = {}
    for who, load in enumerate(loads):
        for _ in range(load):
            number = len(held) + 1
            held[Subject("team", number, f"Team {number}")] = (Holder(None, f"p{who}", 40.0, is_vacancy=False),)
    return RoleCoverage(RoleRow("pm", "Product manager", "product management", is_needed=True, hours=12.0), held)


def test_the_answer_names_the_most_loaded_and_what_nobody_holds(reader: Client) -> None:
    organisation()

    response = text(reader.get("/organisation/load/"))

    assert (
        "<b>One product marketing manager holds 7 of 10 teams</b> and 2 teams have none; "
        "each of 10 teams has a product manager of its own." in response
    )
    assert '<strong>Nobody for <data value="2">2</data></strong>' in response


def test_a_load_above_the_week_is_marked(reader: Client) -> None:
    ada, _ = organisation(14)

    response = text(reader.get("/organisation/load/?role=pmm"))

    assert '<span class="chip" data-tone="bad">110 %</span>' in response
    assert f'href="/organisation/ownership/?role=pmm&amp;person=per-{ada.pk}"' in response


def test_a_role_that_is_not_needed_everywhere_is_shown_when_chosen(reader: Client) -> None:
    _, teams = organisation()
    Ownership.objects.create(name="x", role="tech_writer", person_label="di", team=teams[0])

    response = text(reader.get("/organisation/load/?role=tech_writer"))

    assert "<b>No tech writer holds more than one of 10 teams</b> and 9 teams have none." in response


def test_a_role_nobody_knows_is_refused(reader: Client) -> None:
    assert reader.get("/organisation/load/?role=wizard").status_code == 422


def test_the_scope_narrows_the_teams(reader: Client) -> None:
    organisation()
    other = Product.objects.create(name="Billing")
    team = Team.objects.create(name="Invoices")
    other.teams.add(team)
    Ownership.objects.create(name="pm", role="pm", person_label="p0", team=team)

    response = text(reader.get(f"/organisation/load/?scope=prd-{other.pk}"))

    assert (
        "<b>The one team has a product manager</b> in Billing; the one team has no product marketing manager."
        in response
    )


def test_without_ownership_the_page_says_so(reader: Client) -> None:
    response = text(reader.get("/organisation/load/"))

    assert "<b>No ownership</b> is written down: nobody can say who answers for what." in response
    assert "No ownership yet" in response


def test_the_number_of_sql_queries_does_not_grow_with_the_teams(reader: Client) -> None:
    organisation(4)
    reader.get("/organisation/load/")
    with CaptureQueriesContext(connection) as few:
        reader.get("/organisation/load/")
    for number in range(60):
        team = Team.objects.create(name=f"More {number}")
        Product.objects.get().teams.add(team)
        Ownership.objects.create(name="pm", role="pm", person_label=f"q{number}", team=team)

    with CaptureQueriesContext(connection) as many:
        reader.get("/organisation/load/")

    assert len(many) == len(few)
    assert len(few) <= 16


def test_the_curve_rises_from_nothing_to_all_the_most_loaded_first() -> None:
    assert curve(coverage(1, 3)) == [(0.0, 0.0), (0.5, 0.75), (1.0, 1.0)]


def test_a_person_is_a_bar_that_leads_to_what_she_holds() -> None:
    picture = checked(load_by_person([coverage(2, 1)]))

    assert fields(picture) == {"y": "person", "x": "subjects", "color": "role", "href": "path"}
    assert [(row["person"], row["subjects"], row["path"]) for row in picture["data"]["values"]] == [
        ("p0", 2, "/organisation/ownership/?role=pm&person_label=p0"),
        ("p1", 1, "/organisation/ownership/?role=pm&person_label=p1"),
    ]


def test_the_curve_is_a_line_a_role_beside_the_line_of_equals() -> None:
    picture = checked(load_curve([coverage(2, 1)]))

    role, equals = picture["layer"]
    assert {channel: each["field"] for channel, each in role["encoding"].items()} == {
        "x": "people",
        "y": "carried",
        "color": "role",
        "order": "order",
    }
    assert equals["data"]["values"] == [{"people": 0, "carried": 0}, {"people": 1, "carried": 1}]


def test_where_nobody_holds_anything_there_is_no_picture() -> None:
    assert load_figures([]) == {}
    assert checked(load_by_person([]))["data"]["values"] == []


def test_most_is_that_of_the_most_loaded() -> None:
    organisation()

    assert {each.role.code: each.most for each in role_coverages()} == {"pm": 1, "pmm": 7}
