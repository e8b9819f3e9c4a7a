"""Every generic page, wide and narrow, light and dark: no accessibility fault, nothing wider than the screen."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import new_window
from tests.factories import made

LONG = "A name that goes on and on because somebody pasted the whole first paragraph of the requirement " * 3
PAGES = (
    "/market/accounts/",
    "/market/accounts/?open=acc-{0}&group=status",
    "/market/accounts/acc-{0}/",
    "/market/accounts/acc-{0}/?tab=history",
    "/market/accounts/acc-{0}/?tab=so-what",
    "/market/accounts/acc-{0}/edit/",
    "/market/accounts/new/",
    "/market/accounts/edit/?ids=acc-{0}",
    "/market/accounts/filters/",
    "/market/accounts/display/",
    "/market/personas/",
    "/search/?q=name",
    "/jobs/",
    "/imports/",
    "/unmatched/",
    "/users/",
    "/tokens/",
    "/documentation/",
    "/documentation/account/",
    "/api/v1/docs",
    "/api/v1/docs/accounts",
    "/api/v1/docs/errors",
    "/no/such/page/",
)


def faults(page: Page) -> list[str]:
    """What axe finds, by rule and first place."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible_and_fits_a_narrow_screen(
    chromium: Browser, live_server: Any, transactional_db: None, scheme: str
) -> None:
    banks = made("segment", name="Banks")
    account = made("account", name=LONG[:300], industry="Banking", segment=f"seg-{banks.pk}", employees=1200)
    made("account", name="Short name", status="customer")
    window = new_window(chromium, live_server.url, width=1440, height=900, scheme=scheme)
    wrong: dict[str, list[str]] = {}

    for path in PAGES:
        window.page.set_viewport_size({"width": 1440, "height": 900})
        page = window.open(path.format(account.pk))
        seen = faults(page)
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 844})
            wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            if wider > 0:
                seen.append(f"is {wider} pixels wider than a screen of {width}")
        if seen:
            wrong[path] = seen
    window.page.context.close()

    assert wrong == {}
    assert [text for text in window.complaints if "404" not in text] == []
