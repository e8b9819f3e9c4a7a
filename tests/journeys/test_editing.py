"""Changing things: in the list, in the form, and at the same time as somebody else."""

from tests.journeys.accessibility import faults_shown
from tests.journeys.conftest import Windows
from tests.journeys.serving import Served
from tests.journeys.windows import Window


def first_of(window: Window, path: str) -> str:
    """Where the first record of a list is."""
    page = window.open(path)
    return str(page.locator(".list tbody [data-record]").first.get_attribute("data-record"))


def test_a_cell_is_changed_where_it_stands_and_history_tells_who_did_it(eve: Window) -> None:
    page = eve.open("/portfolio/capabilities/?q=Merge+Trains")
    cell = page.locator(".list tbody tr").first.locator("td[data-edit=status]")
    record = str(page.locator(".list tbody [data-record]").first.get_attribute("data-record"))

    cell.click()
    cell.locator("select").select_option(label="Deprecated")
    page.wait_for_selector(".toast")
    shown = cell.inner_text()
    eve.open(f"{record}?tab=history")

    assert "Deprecated" in shown
    newest = page.locator(".history li").first.inner_text()
    assert "eve" in newest
    assert "Shipped → Deprecated" in newest.replace("\n", " ")


def test_what_two_people_typed_is_both_on_the_conflict_page_and_nothing_is_lost(
    windows: Windows, company: Served
) -> None:
    ada, eve = windows(company, "ada"), windows(company, "eve")
    place = first_of(ada, "/portfolio/capabilities/?q=Review+Apps")
    first, second = ada.open(f"{place}edit/"), eve.open(f"{place}edit/")
    summaries = first.get_by_label("Summary"), second.get_by_label("Summary")

    summaries[0].fill("Reviewers see the change in the running application.")
    ada.follow(first.get_by_role("button", name="Save"))
    summaries[1].fill("Comments on a merge request, made from the page itself.")
    eve.follow(second.get_by_role("button", name="Save"))
    both = second.get_by_role("region", name="Both versions").inner_text()
    faults = faults_shown(eve)
    version = ada.record(f"capabilities/{place.split('/')[-2]}")["version"]
    eve.follow(second.get_by_role("button", name="Save what I typed"))
    eve.open(f"{place}?tab=history")

    assert "Reviewers see the change in the running application." in both
    assert "Comments on a merge request, made from the page itself." in both
    assert (version, faults) == (2, [])
    assert eve.record(f"capabilities/{place.split('/')[-2]}")["version"] == 3
    history = second.locator(".history").inner_text()
    assert "Reviewers see the change in the running application." in history
    assert "Comments on a merge request, made from the page itself." in history
    eve.forgive("412")


def test_a_cell_that_somebody_else_changed_meanwhile_says_what_it_is_now(windows: Windows, company: Served) -> None:
    ada, eve = windows(company, "ada"), windows(company, "eve")
    where = "/portfolio/capabilities/?q=Roadmaps"
    cell = eve.open(where).locator(".list tbody tr").first.locator("td[data-edit=status]")
    cell.click()
    cell.locator("select").wait_for()
    other = ada.open(where).locator(".list tbody tr").first.locator("td[data-edit=status]")
    other.click()
    other.locator("select").select_option(label="Beta")
    ada.page.wait_for_selector(".toast")

    cell.locator("select").select_option(label="Retired")
    refused = cell.get_by_role("alert").inner_text()

    assert "somebody else saved this record; it now says “beta”" in refused
    assert cell.locator("select").input_value() == "retired"
    eve.forgive("422")


def test_a_form_that_cannot_be_saved_keeps_what_was_typed_and_names_the_field(eve: Window) -> None:
    page = eve.open("/market/accounts/new/")

    page.get_by_label("Country").fill("Norway")
    eve.follow(page.get_by_role("button", name="Create", exact=True))

    assert "1 field needs another value" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("Country").input_value() == "Norway"
    assert page.locator("[aria-invalid=true]").evaluate_all("them => them.map(one => one.name)") == ["name"]
    assert eve.record("accounts?country=Norway")["items"] == []
    eve.forgive("422")
