"""The circle that buys in a segment, as a page."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from nervecenter.foundation.actions import read_record
from nervecenter.foundation.pages.answering import answer_page
from nervecenter.foundation.pages.answers import may, page, record_number
from nervecenter.foundation.resources import resource
from nervecenter.gotomarket.queries.circle import circle
from nervecenter.gotomarket.wording import circle_answer


@page
@require_GET
def buyer_circle(request: HttpRequest, public_id: str) -> HttpResponse:
    """The roles we profiled for a segment beside those seen in its won deals."""
    declared, profile = resource("segment"), resource("buyer_role")
    number = record_number(declared, public_id)
    segment = read_record("segment", number)
    found = circle(number)
    rows = [
        (each, [(name, cares, profile.record_path(pk)) for pk, name, cares in each.profiles]) for each in found.roles
    ]
    return answer_page(
        request,
        "gotomarket/circle.html",
        answer=circle_answer(found),
        segment=segment,
        public_id=public_id,
        segment_path=declared.record_path(number),
        found=found,
        rows=rows,
        may=may(request),
    )
