"""Colours that one chooses, and a phone's width."""

from playwright.sync_api import Page

from tests.journeys.accessibility import NARROW
from tests.journeys.conftest import Windows
from tests.journeys.serving import Served

LISTS = "[...document.querySelectorAll('#navigation a')].map((link) => link.getAttribute('href'))"
MAIN_OF = """async (path) => {
    const page = new DOMParser().parseFromString(await (await fetch(path)).text(), "text/html");
    document.querySelector("main").replaceWith(document.adoptNode(page.querySelector("main")));
    return document.documentElement.scrollWidth - document.documentElement.clientWidth;
}"""


def ground(page: Page) -> str:
    """The colour behind everything."""
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_the_colours_follow_the_system_until_somebody_chooses(windows: Windows, company: Served) -> None:
    cleo = windows(company, "cleo")
    page = cleo.open("/")
    light = ground(page)

    page.locator("summary[aria-label='You: cleo']").click()
    page.get_by_role("button", name="Dark").click()
    chosen = ground(page)
    cleo.open("/honesty/")
    remembered = ground(page), page.locator("html").get_attribute("data-theme")
    page.emulate_media(color_scheme="dark")
    page.locator("summary[aria-label='You: cleo']").click()
    page.get_by_role("button", name="Auto").click()

    assert chosen != light
    assert remembered == (chosen, "dark")
    assert ground(page) == chosen
    assert page.locator("html").get_attribute("data-theme") is None


def test_the_navigation_folds_on_a_phone_and_opens_from_its_button(windows: Windows, company: Served) -> None:
    window = windows(company, "eve", viewport=NARROW)
    page = window.open("/")
    folded = page.locator("#navigation").is_visible()

    page.get_by_role("button", name="Navigation").click()
    page.locator("#navigation summary", has_text="Business").click()
    window.follow(page.locator("#navigation").get_by_role("link", name="Offering grid"))

    assert not folded
    assert window.place == "/portfolio/offering-grid/"
    assert not page.locator("#navigation").is_visible()


def test_no_list_is_wider_than_a_phone(windows: Windows, company: Served) -> None:
    window = windows(company, "eve", viewport=NARROW)
    paths = window.open("/").evaluate(LISTS)

    wider = {path: pixels for path in paths if (pixels := window.page.evaluate(MAIN_OF, path))}

    assert len(paths) > 45
    assert wider == {}


def test_texts_beside_chips_of_different_words_begin_at_the_same_place(windows: Windows, company: Served) -> None:
    page = windows(company, "eve").open("/")

    found = page.evaluate("""() => [...document.querySelectorAll(".wide-rows > li:has(> .chip)")].map((row) => [
        row.querySelector(".chip").textContent.trim(), row.querySelector(".grow").getBoundingClientRect().x])""")

    assert {"Error", "Warning"} <= {word for word, _ in found}
    assert len({place for _, place in found}) == 1
