"""What axe finds on the page that a window shows: WCAG 2.2, levels A and AA, on a desk in the light and on a phone in
the dark."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import ViewportSize

from tests.journeys.windows import Window

EVERYTHING = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
WHAT_DIFFERS = {"type": "rule", "values": ["color-contrast", "target-size"]}
WIDE, NARROW = ViewportSize(width=1440, height=900), ViewportSize(width=390, height=844)
ALIKE = "tbody, ul, ol, select, optgroup, .choice-box, .options"
FURTHER_SECTIONS = ".section ~ .section ~ .section ~ .section ~ .section"
SIMPLER = """([alike, few, further]) => {
    for (const one of document.querySelectorAll(alike)) [...one.children].slice(few).forEach((row) => row.remove());
    for (const one of document.querySelectorAll(further)) one.remove();
    for (const one of document.querySelectorAll(".plot")) one.replaceChildren();
    for (const one of document.querySelectorAll(".bar, .acts.stay, thead th")) one.style.position = "static";
}"""
RUN = """(options) => axe.run(document, options).then((found) =>
    found.violations.map((one) => `${one.id}: ${one.nodes[0].html.slice(0, 160)}`))"""


def faults_shown(window: Window) -> list[str]:
    """What is wrong with this page: its width on a phone, and what axe finds. Nothing where all is well.

    All is there when the width is measured. Axe looks at each element, and hundreds of rows take it seconds; so it sees
    the first five of those that are alike, and a picture as the image with a name that it is. What sticks to an edge
    is let go, because what scrolls below it would be taken for covered. The window is left wide and light.
    """
    page = window.page
    page.set_viewport_size(NARROW)
    found = [f"is {window.wider} pixels wider than a phone"] if window.wider else []
    if page.locator("#navigation:visible").count():
        found.append("does not fold its navigation on a phone")
    page.evaluate(SIMPLER, [ALIKE, 5, FURTHER_SECTIONS])
    page.evaluate(AXE_SCRIPT)
    page.emulate_media(color_scheme="dark")
    found += [f"on a phone in the dark: {fault}" for fault in _violations(window, WHAT_DIFFERS)]
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light")
    return found + _violations(window, EVERYTHING)


def _violations(window: Window, rules: dict[str, Any]) -> list[str]:
    options = {"resultTypes": ["violations"], "runOnly": rules, "preload": False}
    found: list[str] = window.page.evaluate(RUN, options)
    return found
