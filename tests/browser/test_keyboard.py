"""A morning's work in a list without touching the mouse."""

from nervecenter.market.models import Account
from tests.browser.conftest import Window
from tests.factories import made

LIST = "/market/accounts/"


def accounts(*names: str) -> None:
    for name in names:
        made("account", name=name, status="prospect", industry="Banking")


def test_rows_are_walked_opened_and_closed_and_the_focus_comes_back(window: Window) -> None:
    accounts("Ash", "Birch", "Cedar")
    page = window.open(LIST)

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector("#drawer h2")
    opened = page.locator("#drawer h2").inner_text()
    page.keyboard.press("ArrowDown")
    window.settle()
    walked, address = page.locator("#drawer h2").inner_text(), page.url
    page.keyboard.press("Escape")

    cedar = Account.objects.get(name="Cedar")
    assert (opened, walked) == ("Birch", "Cedar")
    assert address.endswith(f"{LIST}?open=acc-{cedar.pk}")
    assert page.locator("#drawer h2").count() == 0
    assert page.url.endswith(LIST)
    assert window.focused == "Cedar"


def test_going_back_closes_the_drawer_and_the_address_opens_it_again(window: Window) -> None:
    accounts("Ash")
    page = window.open(LIST)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector("#drawer h2")
    address = page.url

    page.go_back()
    window.settle()
    closed = page.locator("#drawer h2").count()
    page.goto(address)

    assert closed == 0
    assert page.locator("#drawer h2").inner_text() == "Ash"


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


def test_letters_never_fire_inside_a_field(window: Window) -> None:
    accounts("Ash")
    page = window.open(LIST)

    page.keyboard.press("/")
    page.keyboard.type("cjx g m ?")

    assert page.locator("[data-search]").input_value() == "cjx g m ?"
    assert page.url.endswith(LIST)
    assert page.locator("dialog[open]").count() == 0


def test_letters_go_places_and_the_sheet_lists_every_key(window: Window) -> None:
    accounts("Ash")
    page = window.open(LIST)

    page.keyboard.press("?")
    sheet = page.locator("#cheats").inner_text()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("d")
    page.wait_for_url("**/documentation/")
    page.go_back()
    page.keyboard.press("c")
    page.wait_for_url(f"**{LIST}new/")

    assert "Edit the record" in sheet
    assert "Search and commands" in sheet


def test_the_list_can_be_read_and_opened_without_scripts(window: Window) -> None:
    accounts("Ash")
    browser = window.page.context.browser
    assert browser is not None
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(window.page.context.cookies())  # type: ignore[arg-type]
    page = context.new_page()

    page.goto(f"{window.base}{LIST}")
    page.click("text=Ash")

    assert page.locator("#drawer h2").inner_text() == "Ash"
    context.close()
