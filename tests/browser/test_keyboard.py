"""What keys do inside a list: cells, and the palette that knows the selection. The journeys walk the rest."""

from nervecenter.market.models import Account
from tests.browser.conftest import Window
from tests.factories import made

LIST = "/market/accounts/"


def accounts(*names: str) -> None:
    for name in names:
        made("account", name=name, status="prospect", industry="Banking")


def test_a_cell_is_changed_with_arrows_and_enter_and_taken_back_from_the_toast(window: Window) -> None:
    accounts("Ash")
    page = window.open(LIST)
    page.keyboard.press("j")
    while page.evaluate("document.activeElement.dataset.edit") != "industry":
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_selector("td form input[name=industry]")

    page.keyboard.press("Control+a")
    page.keyboard.type("Retail")
    page.keyboard.press("Enter")
    page.wait_for_selector(".toast")
    changed = Account.objects.get().industry
    page.keyboard.press("Control+z")
    window.settle()

    assert changed == "Retail"
    assert Account.objects.get().industry == "Banking"


def test_escape_leaves_a_cell_as_it_was(window: Window) -> None:
    accounts("Ash")
    page = window.open(LIST)
    page.locator("td[data-edit=industry]").click()
    page.wait_for_selector("td form input[name=industry]")

    page.keyboard.type("Something else")
    page.keyboard.press("Escape")

    assert page.locator("td[data-edit=industry]").inner_text() == "Banking"
    assert Account.objects.get().version == 1


def test_the_palette_knows_the_selection_and_opens_what_is_typed(window: Window) -> None:
    accounts("Ash", "Birch")
    page = window.open(LIST)
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")

    page.keyboard.press("Control+k")
    page.wait_for_selector("#palette [role=option]")
    first = page.locator("#palette [role=option]").first.inner_text()
    page.keyboard.type("birch")
    page.wait_for_selector("#palette [role=option]:has-text('Birch')")
    page.keyboard.press("Enter")
    page.wait_for_url("**/acc-*/")

    assert first == "Edit the 2 selected"
    assert page.locator(".record-title").inner_text() == "Birch"
