"""A window of the browser in which somebody works, and everything that the pages complained about meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page

from tests.journeys.serving import Served

RESTS = """() => {
    const figures = [...document.querySelectorAll(".figure")];
    return document.readyState === "complete" && !document.querySelector(".htmx-request")
        && figures.every((one) => one.querySelector(".plot svg") || one.dataset.show === "table");
}"""

NAME_OF_FOCUS = """() => {
    const one = document.activeElement;
    return (one.getAttribute("aria-label") ?? one.labels?.[0]?.innerText ?? one.innerText ?? "").trim();
}"""


@dataclass(slots=True)
class Window:
    """A page, the address before its path, and what it complained of: scripts, the policy, answers, strange hosts."""

    page: Page
    base: str
    complaints: list[str] = field(default_factory=list)
    has_scripts: bool = True

    def open(self, path: str) -> Page:
        """The page at this address, with its pictures drawn."""
        self.page.goto(f"{self.base}{path}")
        self.settle()
        return self.page

    def settle(self) -> None:
        """Wait until nothing is asked of the server any more and every picture is drawn."""
        if self.has_scripts:
            self.page.wait_for_function(RESTS)

    def follow(self, link: Locator) -> None:
        """Click what leads to another page (a link, the button of a form), and wait until that page rests."""
        with self.page.expect_navigation():
            link.click()
        self.settle()

    def press(self, *keys: str) -> None:
        """These keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def leave_by(self, *keys: str) -> None:
        """These keys, the last of which leads to another page."""
        with self.page.expect_navigation():
            self.press(*keys)
        self.settle()

    def tab_to(self, name: str, most: int = 60) -> None:
        """The Tab key until the focus is on the control of that name."""
        for _ in range(most):
            self.press("Tab")
            if self.page.evaluate(NAME_OF_FOCUS) == name:
                return
        raise AssertionError(f"Tab does not come to '{name}'")

    @property
    def place(self) -> str:
        """What the address bar says after the host."""
        parts = urlsplit(self.page.url)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path

    @property
    def answer(self) -> str:
        """The sentence that the page begins with."""
        return self.page.locator("main .answer").inner_text()

    @property
    def focused(self) -> str:
        """The words of what has the focus."""
        return str(self.page.evaluate("document.activeElement.innerText.trim()"))

    @property
    def wider(self) -> int:
        """By how many pixels the page is wider than the screen."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))

    def record(self, path: str) -> dict[str, Any]:
        """A record as the API tells it, to see what is written."""
        answer = self.page.request.get(f"{self.base}/api/v1/{path}")
        assert answer.ok, answer.text()
        found: dict[str, Any] = answer.json()
        return found

    def forgive(self, words: str) -> None:
        """The complaint was what the test is about. Fails when there was none such."""
        kept = [complaint for complaint in self.complaints if words not in complaint]
        assert len(kept) < len(self.complaints), self.complaints
        self.complaints[:] = kept


def new_context(chromium: Browser, served: Served, person: str, shape: Mapping[str, Any]) -> BrowserContext:
    """A browser of its own, in which the person is signed in, or nobody."""
    usual = {"viewport": {"width": 1440, "height": 900}, "color_scheme": "light", "reduced_motion": "reduce"}
    context = chromium.new_context(**(usual | dict(shape)))
    context.set_default_timeout(15_000)
    if person:
        context.add_cookies([{"name": "sessionid", "value": served.sessions[person], "url": served.base}])
    return context


def new_window(context: BrowserContext, served: Served, shape: Mapping[str, Any]) -> Window:
    """A window that keeps what its pages complain about."""
    window = Window(context.new_page(), served.base, has_scripts=shape.get("java_script_enabled", True))
    window.page.on("pageerror", lambda error: window.complaints.append(str(error)))
    window.page.on("console", lambda message: _heard(window, message))
    return window


def _heard(window: Window, message: ConsoleMessage) -> None:
    if message.type in {"error", "warning"}:
        window.complaints.append(f"{message.type}: {message.text}")
