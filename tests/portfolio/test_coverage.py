"""The portfolio page: what each edition adds, where containment breaks, and the matrix of capabilities."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nervecenter.foundation.users import User
from nervecenter.portfolio.charts.coverage import capabilities_by_edition, coverage_figure
from nervecenter.portfolio.models import Capability, DeliveryMode, Edition, Module, Product, ProductLine
from nervecenter.portfolio.queries.coverage import Coverage, capability_rows, coverage, live_capabilities
from tests.specifications import checked, fields

pytestmark = pytest.mark.django_db


def editions() -> dict[str, Edition]:
    """Three editions, each including the one before."""
    low = Edition.objects.create(name="Core", rank=0)
    mid = Edition.objects.create(name="Premium", rank=1, includes=low)
    high = Edition.objects.create(name="Ultimate", rank=2, includes=mid)
    return {"Core": low, "Premium": mid, "Ultimate": high}


def capability(name: str, into: list[Edition], **values: Any) -> Capability:
    """A capability in these editions."""
    made = Capability.objects.create(name=name, **values)
    made.editions.set(into)
    return made


def portfolio() -> dict[str, Edition]:
    """Five capabilities of one product and one of none: two begin at the bottom, one breaks containment."""
    tiers = editions()
    product = Product.objects.create(name="Scanning", line=ProductLine.objects.create(name="Security"))
    capability("Everywhere", [*tiers.values()], product=product)
    capability("From Premium", [tiers["Premium"], tiers["Ultimate"]], product=product)
    capability("Only Ultimate", [tiers["Ultimate"]], product=product)
    capability("Broken", [tiers["Core"], tiers["Ultimate"]], product=product)
    capability("Nowhere", [], product=product)
    capability("Homeless", [tiers["Core"], tiers["Premium"], tiers["Ultimate"]])
    return tiers


@pytest.fixture
def reader(client: Client) -> Client:
    """A browser in which somebody is signed in who may only look."""
    client.force_login(User.objects.create(username="vera"))
    return client


def text(response: Any) -> str:
    """The page as text, on one line."""
    return " ".join(response.content.decode().split())


def test_an_edition_is_held_against_the_one_it_includes() -> None:
    portfolio()

    picture = coverage(live_capabilities())

    told = [(each.edition.name, each.count, each.added, each.missing) for each in picture.differences()]
    assert told == [("Core", 3, 3, 0), ("Premium", 3, 1, 1), ("Ultimate", 5, 2, 0)]
    assert (picture.total, picture.broken, picture.unsold) == (6, 1, 1)


def test_archived_capabilities_and_other_products_do_not_count() -> None:
    portfolio()
    other = Product.objects.create(name="Billing")
    capability("Invoices", [], product=other)
    Capability.objects.filter(name="Everywhere").update(archived_at="2022-01-01T00:00Z")

    of_product = coverage(live_capabilities(product=other.pk))
    of_line = coverage(live_capabilities(product_line=ProductLine.objects.get().pk))

    assert of_product.total == 1
    assert of_line.total == 4


def test_a_module_narrows_to_the_capabilities_linked_to_it() -> None:
    portfolio()
    module = Module.objects.create(name="Secrets")
    Capability.objects.get(name="Broken").modules.add(module)

    picture = coverage(live_capabilities(module=module.pk))

    assert (picture.total, picture.broken) == (1, 1)


def test_rows_come_by_product_and_name_with_their_editions_and_deliveries() -> None:
    tiers = portfolio()
    service = DeliveryMode.objects.create(name="Service")
    Capability.objects.get(name="Broken").deliveries.add(service)

    rows = capability_rows(live_capabilities())

    assert [row.name for row in rows] == [
        "Broken",
        "Everywhere",
        "From Premium",
        "Nowhere",
        "Only Ultimate",
        "Homeless",
    ]
    assert rows[0].editions == {tiers["Core"].pk, tiers["Ultimate"].pk}
    assert rows[0].deliveries == {service.pk}


def test_the_answer_is_one_sentence_with_the_differences(reader: Client) -> None:
    portfolio()

    response = text(reader.get("/portfolio/"))

    assert (
        "<b>6 capabilities</b>, with <b>4 differences</b> between editions: Ultimate adds 2 to Premium and Premium "
        "adds 1 to Core; 1 capability is in an edition and missing from one that includes it." in response
    )


def test_what_an_edition_adds_or_misses_is_a_list_of_its_own(reader: Client) -> None:
    tiers = portfolio()

    added = text(reader.get(f"/portfolio/?show=added-{tiers['Ultimate'].pk}"))
    missing = text(reader.get(f"/portfolio/?show=missing-{tiers['Premium'].pk}"))
    broken = text(reader.get("/portfolio/?show=broken"))
    unsold = text(reader.get("/portfolio/?show=unsold"))

    assert [name in added for name in ("Only Ultimate</a>", "Broken</a>", "Everywhere</a>")] == [True, True, False]
    assert [name in missing for name in ("Broken</a>", "Everywhere</a>")] == [True, False]
    assert [name in broken for name in ("Broken</a>", "Everywhere</a>")] == [True, False]
    assert [name in unsold for name in ("Nowhere</a>", "Everywhere</a>")] == [True, False]
    assert "missing, though a lower edition has it" in broken


def test_a_word_the_page_does_not_know_is_refused(reader: Client) -> None:
    response = reader.get("/portfolio/?show=added-7")

    assert response.status_code == 422


def test_nothing_recorded_is_said_and_leads_on(reader: Client) -> None:
    response = text(reader.get("/portfolio/"))

    assert "<b>No capabilities</b> are recorded: nobody can say yet what is in which edition." in response
    assert 'href="/imports/?kind=capability"' in response


def test_one_capability_and_editions_that_include_nothing_are_told_in_the_singular(reader: Client) -> None:
    capability("Alone", [Edition.objects.create(name="Only")])

    response = text(reader.get("/portfolio/"))

    assert "<b>1 capability</b>, and no edition includes another." in response


def test_ten_thousand_capabilities_are_paged_in_as_many_sql_queries_as_six(reader: Client) -> None:
    portfolio()
    with CaptureQueriesContext(connection) as few:
        reader.get("/portfolio/")
    Capability.objects.bulk_create([Capability(name=f"Capability {number:05}") for number in range(10_000)])

    with CaptureQueriesContext(connection) as many:
        first = text(reader.get("/portfolio/"))
    last = text(reader.get("/portfolio/?start=10000"))

    assert len(many) == len(few)
    assert len(few) <= 16
    assert "<b>10,006 capabilities</b>" in first
    assert first.count('scope="row"><a href="/portfolio/capabilities/') == 100
    assert last.count('scope="row"><a href="/portfolio/capabilities/') == 6


def test_a_product_is_a_bar_split_by_the_lowest_edition() -> None:
    portfolio()
    picture = coverage(live_capabilities())

    specification = checked(capabilities_by_edition(picture, lambda number: f"/{number}"))

    assert fields(specification) == {
        "y": "product",
        "x": "capabilities",
        "color": "edition",
        "order": "order",
        "href": "path",
    }
    assert {(row["product"], row["edition"], row["capabilities"]) for row in specification["data"]["values"]} == {
        ("Scanning", "Core", 2),
        ("Scanning", "Premium", 1),
        ("Scanning", "Ultimate", 1),
        ("Scanning", "No edition", 1),
        ("No product", "Core", 1),
    }


def test_without_capabilities_the_picture_is_empty() -> None:
    nothing = Coverage((), (), ())

    assert checked(capabilities_by_edition(nothing, str))["data"]["values"] == []
    assert coverage_figure(nothing, str).counted == "0 capabilities"


def test_the_table_of_the_picture_comes_as_a_file(reader: Client) -> None:
    portfolio()

    response = reader.get("/portfolio/?csv=editions")

    assert response.content.decode().splitlines() == [
        "Product,Core,Premium,Ultimate,No edition",
        "No product,1,0,0,0",
        "Scanning,2,1,1,1",
    ]


@pytest.mark.django_db
def test_a_capability_without_a_product_belongs_to_the_product_of_its_module() -> None:
    line = ProductLine.objects.create(name="Sec")
    product = Product.objects.create(name="Secure", line=line)
    capability = Capability.objects.create(name="Secret detection")
    capability.modules.add(Module.objects.create(name="Secrets", product=product))
    Capability.objects.create(name="Homeless")

    found = capability_rows(live_capabilities())

    assert [(row.name, row.product) for row in found] == [("Secret detection", "Secure"), ("Homeless", "No product")]
    assert list(live_capabilities(product=product.pk).values_list("name", flat=True)) == ["Secret detection"]
    assert list(live_capabilities(product_line=line.pk).values_list("name", flat=True)) == ["Secret detection"]
