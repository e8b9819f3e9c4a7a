"""Every page, light and dark, wide and narrow: no fault of WCAG 2.2 A or AA, nothing wider than a phone's screen."""

from collections.abc import Iterable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

from tests.journeys.addresses import (
    FOR_STRANGERS,
    PAGES,
    SHOWN_IN_A_JOURNEY,
    WITHOUT_A_PAGE,
    names_of_addresses,
)
from tests.journeys.conftest import Windows
from tests.journeys.serving import Served, serving
from tests.journeys.windows import Window
from tests.workspaces import Workspace

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDE, NARROW = ViewportSize(width=1440, height=900), ViewportSize(width=390, height=844)
SHARES = 4


def faults(page: Page, **options: Any) -> list[str]:
    """What axe finds, by rule and first place."""
    options.setdefault("runOnly", {"type": "tag", "values": RULES})
    found = Axe().run(page, options={"resultTypes": ["violations"]} | options).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]


def looked_at(window: Window, path: str) -> list[str]:
    """What is wrong with a page: as it is, in dark, and on a phone."""
    page = window.page
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light")
    window.open(path)
    seen = faults(page)
    page.emulate_media(color_scheme="dark")
    seen += [f"dark: {one}" for one in faults(page, runOnly={"type": "rule", "values": ["color-contrast"]})]
    page.set_viewport_size(NARROW)
    seen += [f"narrow: {one}" for one in faults(page, runOnly={"type": "rule", "values": ["target-size"]})]
    if window.wider:
        seen.append(f"is {window.wider} pixels wider than a phone")
    if page.locator("#navigation:visible").count():
        seen.append("does not fold its navigation on a phone")
    return seen


def all_looked_at(window: Window, paths: Iterable[str]) -> dict[str, list[str]]:
    return {path: seen for path in paths if (seen := looked_at(window, path))}


def test_no_page_is_left_out_of_these_tests() -> None:
    known = {*PAGES, *FOR_STRANGERS, *WITHOUT_A_PAGE, *SHOWN_IN_A_JOURNEY}

    assert names_of_addresses() - known == set()
    assert known - names_of_addresses() == set()


@pytest.mark.parametrize("share", range(SHARES))
def test_every_page_is_for_everybody_and_fits(windows: Windows, company: Served, share: int) -> None:
    window = windows(company, "ada")
    finding = window.record("findings?limit=1")["items"][0]["fingerprint"]
    paths = sorted(path.format(finding=finding) for paths in PAGES.values() for path in paths)

    assert all_looked_at(window, paths[share::SHARES]) == {}


def test_what_strangers_see_is_for_everybody_and_fits(empty_workspace: Workspace, windows: Windows) -> None:
    with serving(empty_workspace) as served:
        window = windows(served)
        paths = ["/sign-in/", served.set_up.removeprefix(served.base)]

        assert all_looked_at(window, paths) == {}


def test_pages_that_refuse_are_for_everybody_and_fit(windows: Windows, company: Served) -> None:
    window = windows(company, "vic")
    paths = ["/no/such/place/", "/portfolio/capabilities/cap-1/edit/", "/portfolio/capabilities/?status=unheard-of"]

    wrong = all_looked_at(window, [*paths, "/set-up/spent/"])

    assert wrong == {}
    window.forgive("404")
    window.forgive("403")
