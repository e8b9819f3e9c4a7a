"""Everybody may look; who may not change is offered nothing to change by, and refused in words."""

from tests.journeys.conftest import Windows
from tests.journeys.serving import Served

CHANGES = ("Edit", "New", "Archive", "Restore", "Waive", "Run", "Import", "Undo", "Save", "Create", "Bring")
READS = (
    "/",
    "/honesty/",
    "/portfolio/",
    "/portfolio/capabilities/",
    "/portfolio/offering-grid/",
    "/definition/needs/",
    "/imports/1/",
)


def test_a_viewer_sees_everything_and_no_button_that_changes_it(windows: Windows, company: Served) -> None:
    vic = windows(company, "vic")
    offered: dict[str, list[str]] = {}

    for path in READS:
        page = vic.open(path)
        controls = page.locator("main").locator("a.button, button, .bulk").all_inner_texts()
        names = [name.strip() for name in controls if name.strip().startswith(CHANGES)]
        if names:
            offered[path] = names

    assert offered == {}
    assert vic.open("/portfolio/capabilities/").locator("td[data-edit]").count() == 0


def test_a_viewer_who_knows_the_address_is_refused_and_nothing_is_written(windows: Windows, company: Served) -> None:
    vic = windows(company, "vic")
    page = vic.open("/portfolio/capabilities/")
    record = str(page.locator(".list tbody [data-record]").first.get_attribute("data-record"))
    before = vic.record(f"capabilities/{record.split('/')[-2]}")

    page = vic.open(f"{record}edit/")
    refused = page.locator("main").inner_text()
    token = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "csrftoken")
    sent = page.request.post(
        f"{vic.base}{record}edit/",
        form={"csrfmiddlewaretoken": token, "expected_version": "1", "name": "taken over"},
        headers={"Referer": f"{vic.base}/"},
    )

    assert "viewer" in refused
    assert "administrator" in refused
    assert sent.status == 403
    assert vic.record(f"capabilities/{record.split('/')[-2]}") == before
    vic.forgive("403")


def test_a_contributor_creates_and_may_not_archive(windows: Windows, company: Served) -> None:
    cleo = windows(company, "cleo")
    page = cleo.open("/market/segments/")
    creates = page.get_by_role("link", name="New segment").count()

    cleo.follow(page.locator(".list tbody .name a[data-record]").first)

    assert creates == 1
    assert page.get_by_role("link", name="Edit", exact=True).count() == 1
    assert page.get_by_role("button", name="Archive").count() == 0
