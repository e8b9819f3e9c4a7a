"""Accept a finding for a time, and end that early."""

import datetime as dt

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from nervecenter.foundation.errors import InvalidValues, NotFound
from nervecenter.foundation.numerals import is_whole_number
from nervecenter.foundation.pages.answers import actor, page, tell
from nervecenter.honesty.actions import end_waiver, waive_finding
from nervecenter.honesty.queries.findings import FindingRow, finding_of

USUAL_DAYS = 30


@page
@require_http_methods(["GET", "POST"])
def waive(request: HttpRequest, fingerprint: str) -> HttpResponse:
    """A form that asks who accepts the finding, why and until when."""
    finding = finding_of(fingerprint, timezone.localdate())
    if finding is None:
        raise NotFound(f"there is no finding {fingerprint}; it may be long fixed. Choose one from the list")
    if request.method == "GET":
        usual = timezone.localdate() + dt.timedelta(days=USUAL_DAYS)
        return _form(request, finding, {"who": str(actor(request)), "until": usual.isoformat()}, {})
    sent = {name: request.POST.get(name, "").strip() for name in ("who", "why", "until")}
    try:
        waive_finding(
            actor=actor(request), fingerprint=fingerprint, who=sent["who"], why=sent["why"], until=_day(sent["until"])
        )
    except InvalidValues as error:
        return _form(request, finding, sent, dict(error.fields))
    tell(request, f"Waived until {sent['until']}")
    return HttpResponseRedirect("/honesty/")


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise InvalidValues({"until": f"'{text}' is not a date; write it as 2030-11-30"}) from None


def _form(request: HttpRequest, finding: FindingRow, sent: dict[str, str], wrong: dict[str, str]) -> HttpResponse:
    shown = {"finding": finding, "sent": sent, "wrong": wrong}
    return render(request, "honesty/waive.html", shown, status=422 if wrong else 200)


@page
@require_POST
def end(request: HttpRequest, number: int) -> HttpResponse:
    """The waiver ends now."""
    version = request.POST.get("expected_version", "")
    if not is_whole_number(version):
        raise InvalidValues({"expected_version": "is needed; open the waiver again"})
    end_waiver(number, actor=actor(request), expected_version=int(version))
    tell(request, "The waiver has ended; what it held down counts again")
    return HttpResponseRedirect("/honesty/")
