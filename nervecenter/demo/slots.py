"""What sample companies add to pages: the offer of one, the way to be rid of it, a word where others stand beside."""

from django.http import HttpRequest
from django.middleware.csrf import get_token

from nervecenter.demo.companies import COMPANIES
from nervecenter.demo.queries import sample_companies, samples_beside_others
from nervecenter.foundation.pages.answers import actor
from nervecenter.foundation.permissions import allowed
from nervecenter.foundation.slots import Panel, fill


def offer(request: HttpRequest, kind: str, number: int) -> Panel | None:
    """On the start page: a real product organisation to look around in."""
    may_load = allowed(actor(request), "import")
    offered = [company for company in COMPANIES if company.comes_along]
    shown = {"companies": offered, "may_load": may_load, "csrf_token": get_token(request)}
    return Panel("Look at a sample company", "demo/offer.html", shown)


def presence(request: HttpRequest, kind: str, number: int) -> Panel | None:
    """On the home page: that a sample company is here, and how it goes. Nothing where there is none."""
    here = sample_companies()
    if not here:
        return None
    may_remove = allowed(actor(request), "undo")
    shown = {"companies": here, "may_remove": may_remove, "csrf_token": get_token(request)}
    return Panel("Sample company", "demo/presence.html", shown)


def beside(request: HttpRequest, kind: str, number: int) -> Panel | None:
    """On every page: that a sample company is counted together with one's own. One SQL query where it is not."""
    here = samples_beside_others()
    if not here:
        return None
    return Panel("", "demo/beside.html", {"companies": here})


fill("frame:notices", beside)
fill("home:start", offer)
fill("home:waiting", presence)
