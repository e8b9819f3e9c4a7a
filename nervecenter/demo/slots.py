"""What sample companies add to the home page: the offer of one while it is empty, and the way to be rid of it."""

from django.http import HttpRequest
from django.middleware.csrf import get_token

from nervecenter.demo.companies import COMPANIES
from nervecenter.demo.queries import sample_companies
from nervecenter.foundation.pages.answers import actor
from nervecenter.foundation.permissions import allowed
from nervecenter.foundation.slots import Panel, fill


def offer(request: HttpRequest, kind: str, number: int) -> Panel | None:
    """On the start page: a real product organisation to look around in."""
    may_load = allowed(actor(request), "import")
    shown = {"companies": COMPANIES, "may_load": may_load, "csrf_token": get_token(request)}
    return Panel("Look at a sample company", "demo/offer.html", shown)


def presence(request: HttpRequest, kind: str, number: int) -> Panel | None:
    """On the home page: that a sample company is here, and how it goes. Nothing where there is none."""
    here = sample_companies()
    if not here:
        return None
    may_remove = allowed(actor(request), "undo")
    shown = {"companies": here, "may_remove": may_remove, "csrf_token": get_token(request)}
    return Panel("Sample company", "demo/presence.html", shown)


fill("home:start", offer)
fill("home:waiting", presence)
