"""Reading and ordinary forms work where scripts do not."""

import pytest

from tests.journeys.conftest import Windows
from tests.journeys.serving import PASSWORD, Served
from tests.journeys.windows import Window


@pytest.fixture
def plain(windows: Windows, company: Served) -> Window:
    """The window of an editor whose browser runs no scripts."""
    return windows(company, "eve", java_script_enabled=False)


def test_somebody_signs_in_and_lands_where_she_wanted_to_go(windows: Windows, company: Served) -> None:
    window = windows(company, java_script_enabled=False)
    page = window.open("/portfolio/editions/")

    page.get_by_label("User name").fill("eve")
    page.get_by_label("Password").fill(PASSWORD)
    window.follow(page.get_by_role("button", name="Sign in"))

    assert window.place == "/portfolio/editions/"
    assert window.answer == "4 editions."


def test_a_list_is_read_searched_and_a_record_opened_from_it(plain: Window) -> None:
    page = plain.open("/portfolio/capabilities/")

    page.get_by_label("Find in capabilities").fill("productivity")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    plain.follow(page.get_by_role("link", name="Productivity Analytics"))
    beside = page.locator("#drawer h2.title").inner_text()
    plain.follow(page.get_by_role("link", name="Full page"))
    plain.follow(page.get_by_role("link", name="Why?"))

    assert beside == "Productivity Analytics"
    assert page.locator(".record-title").inner_text() == "Productivity Analytics"
    assert "tab=why" in plain.place


def test_a_form_is_filled_saved_and_taken_back(plain: Window) -> None:
    page = plain.open("/portfolio/capabilities/?q=Time+tracking")
    plain.follow(page.get_by_role("link", name="Time Tracking", exact=True))
    plain.follow(page.get_by_role("link", name="Edit", exact=True))

    page.get_by_label("Summary").fill("Hours are written on the issue they were spent on.")
    plain.follow(page.get_by_role("button", name="Save"))
    saved = page.locator("main").inner_text()
    plain.follow(page.locator(".toast").get_by_role("button", name="Undo"))

    assert "Hours are written on the issue they were spent on." in saved
    assert "Hours are written on the issue they were spent on." not in page.locator("main").inner_text()


def test_everything_is_searched(plain: Window) -> None:
    page = plain.open("/")

    page.get_by_label("Search everything").fill("kubernetes management")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert plain.place == "/search/?q=kubernetes+management"
    assert page.get_by_role("main").get_by_role("link", name="Kubernetes Management").count() > 0


def test_a_file_is_brought_in_and_taken_back(plain: Window) -> None:
    page = plain.open("/imports/?kind=analyst_report")
    text = b"name,result\nForest of tools 2022,Leader\n"

    page.get_by_label("Drop files anywhere").set_input_files(
        {"name": "reports.csv", "mimeType": "text/csv", "buffer": text}
    )
    plain.follow(page.get_by_role("button", name="Look at them"))
    preview = plain.answer
    plain.follow(page.get_by_role("button", name="Bring them in"))
    done = plain.answer
    plain.follow(page.get_by_role("button", name="Undo this import"))

    assert preview.startswith("This would create 1, change 0 and leave 0 as they are.")
    assert done == "1 created, 0 changed, 0 unchanged."
    assert plain.answer == "This import was taken back as a whole."


def test_a_picture_gives_way_to_its_table(plain: Window) -> None:
    page = plain.open("/honesty/")

    table = page.get_by_role("region", name="Findings by check, as a table")

    assert table.is_visible()
    assert "NC106" in table.inner_text()
