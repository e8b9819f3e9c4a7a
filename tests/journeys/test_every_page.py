"""Every page is for everybody: no fault of WCAG 2.2 A or AA, light or dark, and nothing wider than a phone."""

from collections.abc import Iterable

import pytest

from tests.journeys.accessibility import NARROW, faults_shown
from tests.journeys.addresses import PAGES, SHOWN_IN_A_JOURNEY, WITHOUT_A_PAGE, names_of_addresses
from tests.journeys.conftest import Windows
from tests.journeys.serving import Served
from tests.journeys.windows import Window

SHARES = 4


def wrong_with(window: Window, paths: Iterable[str]) -> dict[str, list[str]]:
    """The pages with faults, and which."""
    found = {}
    for path in paths:
        window.open(path)
        found[path] = faults_shown(window)
    return {path: faults for path, faults in found.items() if faults}


def test_no_page_is_left_out_of_these_tests() -> None:
    known = {*PAGES, *WITHOUT_A_PAGE, *SHOWN_IN_A_JOURNEY}

    assert names_of_addresses() - known == set()
    assert known - names_of_addresses() == set()


@pytest.mark.parametrize("share", range(SHARES))
def test_every_page_is_for_everybody_and_fits(windows: Windows, company: Served, share: int) -> None:
    window = windows(company, "ada", viewport=NARROW)
    finding = window.record("findings?limit=1")["items"][0]["fingerprint"]
    paths = sorted(path.format(finding=finding) for paths in PAGES.values() for path in paths)

    assert wrong_with(window, paths[share::SHARES]) == {}


def test_pages_that_refuse_are_for_everybody_and_fit(windows: Windows, company: Served) -> None:
    window = windows(company, "vic", viewport=NARROW)
    refused = ["/no/such/place/", "/portfolio/capabilities/cap-1/edit/", "/portfolio/capabilities/?status=unheard-of"]

    wrong = wrong_with(window, [*refused, "/set-up/spent/"])

    assert wrong == {}
    for answer in ("404", "403", "422", "410"):
        window.forgive(answer)
