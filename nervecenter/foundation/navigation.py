"""The navigation: the product company's cycle as headings, under each the pages that contexts announce and the lists.

A context calls `register_pages` from its resources module; the lists come from the resource declarations by themselves.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from nervecenter.foundation.resources import all_resources


@dataclass(frozen=True, slots=True)
class NavigationPage:
    """A page that is not a list of one kind. `letter` is what goes there after `g`; `finds` are words that find it.

    `count` tells what waits there, asked for each page that is drawn, so it must be quick; `is_first` stands at the top
    of its group.
    """

    path: str
    label: str
    group: str
    letter: str = ""
    finds: str = ""
    action: str = ""
    count: Callable[[], str] | None = None
    is_first: bool = False


@dataclass(frozen=True, slots=True)
class NavigationGroup:
    """A heading of the navigation: its own page, its sign, the letter that goes there, and what stands below it."""

    label: str
    icon: str
    letter: str
    path: str = ""
    links: tuple[NavigationPage, ...] = ()


GROUPS = (
    NavigationGroup("Home", "home", "h", "/"),
    NavigationGroup("Market", "market", "m"),
    NavigationGroup("Product", "product", "p"),
    NavigationGroup("Go to market", "gotomarket", "g"),
    NavigationGroup("Sell", "link", "l"),
    NavigationGroup("Business", "business", "b"),
    NavigationGroup("Organisation", "organisation", "o"),
    NavigationGroup("Honesty", "honesty", "y"),
    NavigationGroup("Set-up", "setup", "s"),
)
_pages: dict[str, NavigationPage] = {}


def register_pages(*pages: NavigationPage) -> None:
    """Announce pages. Two of one address, or a group that does not exist, are refused."""
    known = {group.label for group in GROUPS}
    for page in pages:
        if page.path in _pages:
            raise ValueError(f"the page {page.path} is announced twice")
        if page.group not in known:
            raise ValueError(f"there is no group '{page.group}'; the groups are {', '.join(sorted(known))}")
        _pages[page.path] = page
    navigation.cache_clear()


def list_pages() -> tuple[NavigationPage, ...]:
    """The list of each kind, as a page."""
    return tuple(NavigationPage(one.path, one.plural, one.group, finds=one.label) for one in all_resources())


@cache
def navigation() -> tuple[NavigationGroup, ...]:
    """All groups with what stands below them, announced pages before lists; a group without any page is left out."""
    below = sorted([*_pages.values(), *list_pages()], key=lambda page: not page.is_first)
    found = []
    for group in GROUPS:
        links = tuple(page for page in below if page.group == group.label and page.path != group.path)
        path = group.path or next((page.path for page in links), "")
        if path:
            found.append(NavigationGroup(group.label, group.icon, group.letter, path, links))
    return tuple(found)
