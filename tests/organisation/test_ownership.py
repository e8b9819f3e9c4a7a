"""Who holds a role for what, and where nobody does."""

from typing import Any

import pytest

from nervecenter.organisation.models import Ownership, Role
from nervecenter.organisation.queries.ownership import role_coverages, roles
from nervecenter.people.models import Person, Team
from nervecenter.portfolio.models import Product

pytestmark = pytest.mark.django_db


def teams(*names: str) -> list[Team]:
    """Teams of one product."""
    product = Product.objects.create(name="Scanning")
    made = [Team.objects.create(name=name) for name in names]
    product.teams.set(made)
    return made


def test_a_team_without_anybody_in_a_role_that_others_have_is_a_hole() -> None:
    one, two, three = teams("One", "Two", "Three")
    Team.objects.create(name="No product, nothing owned")
    ada = Person.objects.create(name="Ada")
    Ownership.objects.create(name="a", role="pm", person=ada, team=one)
    Ownership.objects.create(name="b", role="pm", person_label="cy", team=two)
    Ownership.objects.create(name="c", role="pm", person_label="TBD", team=three)

    coverage = role_coverages()[0]

    assert [subject.name for subject in coverage.without] == ["Three"]
    assert {holder.name: len(held) for holder, held in coverage.by_holder().items()} == {"Ada": 1, "cy": 1}


def test_a_vacancy_holds_a_role_on_paper_only() -> None:
    (one,) = teams("One")
    position = Person.objects.create(name="to be hired", kind="vacancy")
    Ownership.objects.create(name="a", role="pm", person=position, team=one)

    coverage = role_coverages()[0]

    assert [subject.name for subject in coverage.without] == ["One"]
    assert [holder.is_vacancy for holder in coverage.by_holder()] == [True]


def test_a_role_that_nobody_holds_anywhere_is_not_in_use() -> None:
    teams("One")

    assert role_coverages() == ()


def test_a_company_that_assigns_by_product_is_looked_at_by_product() -> None:
    scanning, billing = Product.objects.create(name="Scanning"), Product.objects.create(name="Billing")
    Product.objects.create(name="Tools", is_marketed=False)
    Ownership.objects.create(name="a", role="pm", person_label="cy", product=scanning)

    coverage = role_coverages()[0]

    assert [subject.name for subject in coverage.without] == [billing.name]


def test_a_role_on_record_overlays_the_one_everybody_has() -> None:
    Role.objects.create(code="pmm", name="Marketeer", is_needed=False, hours_a_team=8)
    Role.objects.create(code="em", name="Engineering manager", is_needed=True)

    found = roles()

    assert (found["pmm"].name, found["pmm"].duty, found["pmm"].hours) == ("Marketeer", "product marketing", 8.0)
    assert (found["em"].duty, found["em"].hours, found["em"].is_needed) == ("Engineering manager", None, True)
    assert (found["pm"].hours, found["pm"].is_needed) == (12.0, True)


def test_it_takes_three_sql_queries_however_many_teams(django_assert_num_queries: Any) -> None:
    for team in teams(*(f"Team {number}" for number in range(30))):
        Ownership.objects.create(name="a", role="pm", person_label="cy", team=team)
        Ownership.objects.create(name="b", role="pmm", person_label="di", team=team)

    with django_assert_num_queries(3):
        coverages = role_coverages()

    assert [len(coverage.holders) for coverage in coverages] == [30, 30]
