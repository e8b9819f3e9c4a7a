"""A list and its drawer, by mouse and keys: the list keeps its place, the address says what is on the screen."""

from tests.journeys.windows import Window

LIST = "/portfolio/capabilities/"


def test_a_row_opens_beside_its_list_and_its_neighbours_are_walked(eve: Window) -> None:
    page = eve.open(LIST)
    names = page.locator(".list tbody .name a[data-record]").all_inner_texts()

    page.get_by_role("link", name=names[8]).click()
    page.wait_for_selector("#drawer h2.title")
    opened = page.locator("#drawer h2.title").inner_text()
    place = eve.place
    page.keyboard.press("ArrowDown")
    page.wait_for_selector(f"#drawer h2.title:text-is('{names[9]}')")
    page.keyboard.press("ArrowUp")
    page.wait_for_selector(f"#drawer h2.title:text-is('{names[8]}')")
    page.keyboard.press("Escape")

    assert opened == names[8]
    assert place.startswith(f"{LIST}?open=cap-")
    assert eve.place == LIST
    assert page.locator("#drawer h2.title").count() == 0
    assert eve.focused == names[8]


def test_going_back_closes_the_drawer_and_going_forward_opens_it(eve: Window) -> None:
    page = eve.open(f"{LIST}?status=planned")
    page.locator(".list tbody .name a[data-record]").first.click()
    page.wait_for_selector("#drawer h2.title")
    opened = page.locator("#drawer h2.title").inner_text()

    page.go_back()
    page.wait_for_selector("#drawer h2.title", state="detached")
    closed_at = eve.place
    page.go_forward()
    page.wait_for_selector("#drawer h2.title")

    assert closed_at == f"{LIST}?status=planned"
    assert page.locator("#drawer h2.title").inner_text() == opened


def test_the_address_of_a_drawer_can_be_sent_to_somebody(eve: Window) -> None:
    page = eve.open(f"{LIST}?status=planned")
    page.locator(".list tbody .name a[data-record]").nth(2).click()
    page.wait_for_selector("#drawer h2.title")
    opened, place, rows = (
        page.locator("#drawer h2.title").inner_text(),
        eve.place,
        page.locator(".list tbody tr").count(),
    )

    eve.open(place)

    assert page.locator("#drawer h2.title").inner_text() == opened
    assert page.locator(".list tbody tr").count() == rows


def test_filters_stand_in_the_address_and_can_be_taken_away(eve: Window) -> None:
    page = eve.open(LIST)

    page.locator("summary", has_text="Filter").click()
    page.get_by_label("Planned").check()
    eve.follow(page.locator(".menu-form").get_by_role("button", name="Show"))
    filtered, place = eve.answer, eve.place
    eve.follow(page.get_by_label("Remove the filter"))

    assert filtered == "36 capabilities, where status is planned."
    assert "status=planned" in place
    assert eve.answer == "573 capabilities."
