"""A morning's work without touching the mouse, on the sample company."""

from tests.journeys.windows import Window

RELEASES = "/portfolio/releases/"


def test_the_palette_finds_a_record_from_anywhere_however_fast_one_types(eve: Window) -> None:
    page = eve.open("/honesty/")

    eve.press("Control+k")
    page.keyboard.type("productivity analytics")
    eve.leave_by("Enter")

    assert page.locator(".record-title").inner_text() == "Productivity Analytics"


def test_letters_lead_to_the_places_of_the_navigation(eve: Window) -> None:
    page = eve.open("/")

    eve.leave_by("g", "i")
    imports = eve.place
    eve.leave_by("g", "d")
    documentation = eve.place
    eve.press("/")
    page.keyboard.type("merge trains")
    eve.leave_by("Enter")

    assert (imports, documentation) == ("/imports/", "/documentation/")
    assert eve.place == "/search/?q=merge+trains"
    assert page.get_by_role("main").get_by_role("link", name="Merge Trains").count() > 0


def test_letters_mean_themselves_inside_a_field(eve: Window) -> None:
    page = eve.open("/portfolio/capabilities/new/")

    page.get_by_label("Name").focus()
    page.keyboard.type("cjkx g h / t ?")

    assert page.get_by_label("Name").input_value() == "cjkx g h / t ?"
    assert eve.place == "/portfolio/capabilities/new/"
    assert page.locator("dialog[open]").count() == 0
    assert page.locator("html").get_attribute("data-theme") is None


def test_the_sheet_names_every_key_and_gives_the_focus_back(eve: Window) -> None:
    page = eve.open(RELEASES)
    eve.press("j")
    row = eve.focused

    eve.press("?")
    page.wait_for_selector("#cheats[open]")
    told = page.locator("#cheats").inner_text()
    eve.press("Escape")

    assert [
        words for words in ("Next row", "Select the row", "Search and commands", "Create", "Go to") if words not in told
    ] == []
    assert page.locator("#cheats[open]").count() == 0
    assert eve.focused == row


def test_several_rows_are_selected_changed_together_and_put_back_from_the_toast(eve: Window) -> None:
    page = eve.open(f"{RELEASES}?sort=name&q=12.")
    first, second = page.locator(".list tbody .name a[data-record]").all_inner_texts()[:2]
    before = page.locator(".list tbody tr").first.inner_text()

    eve.press("j", "x", "j", "x", "k", "j")
    eve.press("Control+k")
    page.wait_for_selector("#palette [role=option]:has-text('Edit the 2 selected')")
    eve.leave_by("Enter")
    eve.tab_to("Change kind")
    eve.press("Space")
    eve.tab_to("Kind")
    page.keyboard.type("Security")
    eve.tab_to("Change 2")
    eve.leave_by("Enter")
    changed = page.locator(".list tbody tr").first.inner_text()
    told = page.locator(".toast").inner_text()
    eve.leave_by("Control+z")

    assert first != second
    assert "Security" in changed
    assert "Security" not in before
    assert told.startswith("2 releases were changed")
    assert eve.place == f"{RELEASES}?sort=name&q=12."
    assert page.locator(".list tbody tr").first.inner_text() == before


def test_undo_in_the_toast_is_reached_by_tab(eve: Window) -> None:
    page = eve.open("/market/segments/new/")
    page.get_by_label("Name").focus()
    page.keyboard.type("Regional banks")
    eve.leave_by("Enter")
    made = eve.place

    eve.tab_to("Undo")
    eve.leave_by("Enter")

    assert made.startswith("/market/segments/seg-")
    assert page.locator(".toast").inner_text().startswith("The change was undone")
    eve.open("/market/segments/?q=regional+banks")
    assert page.locator(".list tbody tr").count() == 0
