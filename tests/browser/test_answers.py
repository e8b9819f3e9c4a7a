"""The pages that answer, with their pictures drawn: no accessibility fault, nothing wider than the screen."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from nervecenter.honesty.actions import run_checks
from nervecenter.honesty.models import FindingRecord
from nervecenter.market.models import Competitor
from nervecenter.portfolio.models import Capability, Comparison, Edition, Product
from tests.browser.conftest import new_window
from tests.browser.seeing import faults
from tests.honesty.company import company

PAGES = (
    "/",
    "/honesty/",
    "/honesty/?check=NC601&status=all",
    "/honesty/findings/{0}/waive/",
    "/honesty/checks/",
    "/honesty/checks/nc304/",
    "/portfolio/",
    "/portfolio/comparison/",
    "/portfolio/maturity/",
    "/portfolio/offering-grid/",
    "/organisation/load/",
    "/definition/needs/",
    "/delivery/overview/",
)


def filled() -> FindingRecord:
    """A company with something on every page, and what the checks say of it."""
    company()
    product = Product.objects.get(name="Scanning")
    low = Edition.objects.create(name="Core")
    high = Edition.objects.create(name="Ultimate", rank=1, includes=low)
    for place in range(12):
        made = Capability.objects.create(name=f"Capability with a name of some length {place}", product=product)
        made.editions.set([low, high] if place % 3 else [low])
        Comparison.objects.create(
            capability=made, competitor=Competitor.objects.get(name="Acme"), verdict=("yes", "partial", "no")[place % 3]
        )
    run_checks(actor=None)
    return FindingRecord.objects.filter(code="NC601").latest("pk")


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_that_answers_is_drawn_accessible_and_fits_a_narrow_screen(
    chromium: Browser, live_server: Any, transactional_db: None, scheme: str
) -> None:
    finding = filled()
    window = new_window(chromium, live_server.url, width=1440, height=900, scheme=scheme)
    wrong: dict[str, list[str]] = {}
    drawn = 0

    for path in PAGES:
        window.page.set_viewport_size({"width": 1440, "height": 900})
        page = window.open(path.format(finding.fingerprint))
        window.settle()
        seen = faults(page)
        figures, pictures = page.locator(".figure").count(), page.locator(".figure .plot svg").count()
        drawn += pictures
        if pictures != figures:
            seen.append(f"{figures - pictures} of {figures} pictures are not drawn")
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 844})
            wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            if wider > 0:
                seen.append(f"is {wider} pixels wider than a screen of {width}")
        if seen:
            wrong[path] = seen
    window.page.context.close()

    assert wrong == {}
    assert drawn >= 10
    assert window.complaints == []
