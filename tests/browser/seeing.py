"""What a browser test sees of a page: the faults that axe finds, and a name that is far too long."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

LONG = "A name that goes on and on because somebody pasted the whole first paragraph of the requirement " * 3


def faults(page: Page) -> list[str]:
    """What axe finds, by rule and first place."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]
