"""What go-to-market adds to the pages of lower contexts: who buys in a segment."""

from django.http import HttpRequest

from nervecenter.foundation.resources import resource
from nervecenter.foundation.slots import Panel, fill
from nervecenter.gotomarket.queries.circle import circle
from nervecenter.gotomarket.wording import circle_answer


def who_buys(_request: HttpRequest, kind: str, number: int) -> Panel:
    """In one sentence whether the profiled circle is the one that buys; the page behind it has the roles."""
    shown = {"answer": circle_answer(circle(number)), "path": f"{resource(kind).record_path(number)}circle/"}
    return Panel("Who buys", "gotomarket/who_buys.html", shown)


fill("record:segment", who_buys)
