"""For those who look after the public feedback page: what waits, what is decided about it, and whether it is on."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nervecenter.evidence.actions.moderating import answer_request, decide_votes, mark_spam, merge_request
from nervecenter.evidence.actions.setting_feedback_page import set_feedback_page
from nervecenter.evidence.models import FeedbackRequest
from nervecenter.evidence.queries.requests import (
    MODERATED,
    feedback_page,
    request_to_moderate,
    requests_to_moderate,
)
from nervecenter.foundation.errors import InvalidValues, StaleVersion
from nervecenter.foundation.numerals import is_whole_number
from nervecenter.foundation.pages.answers import actor, may, page, record_number, tell
from nervecenter.foundation.pages.editing import expected_version
from nervecenter.foundation.permissions import allowed
from nervecenter.foundation.resources import resource

PATH = "/evidence/moderation/"
STATES = FeedbackRequest.State
ANSWERS = (STATES.OPEN, STATES.PLANNED, STATES.SHIPPED, STATES.DECLINED)


@page
@require_GET
def moderation(request: HttpRequest) -> HttpResponse:
    """Requests that wait, and those with votes that wait; with a state, all requests in it."""
    state, given = request.GET.get("state", ""), request.GET.get("page", "")
    state = state if state in STATES.values else ""
    number = max(int(given), 1) if is_whole_number(given) and len(given) < 7 else 1
    found, count = requests_to_moderate(state, number=number)
    shown = {
        "found": found,
        "count": count,
        "state": state,
        "states": STATES.choices,
        "number": number,
        "has_more": count > number * MODERATED,
        "portal": feedback_page(),
        **_common(request),
    }
    return render(request, "evidence/moderation.html", shown)


@page
@require_GET
def moderated(request: HttpRequest, public_id: str) -> HttpResponse:
    """One request, whatever its state."""
    one = request_to_moderate(record_number(resource("feedback_request"), public_id))
    return render(request, "evidence/moderated.html", {"one": one, **_common(request)})


@page
@require_POST
def moderate(request: HttpRequest, public_id: str) -> HttpResponse:
    """One decision about a request. A refusal comes back to the request, with what is wrong."""
    number = record_number(resource("feedback_request"), public_id)
    try:
        tell(request, _done(request, number, public_id))
    except (InvalidValues, StaleVersion) as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(f"{PATH}{public_id}/")
    return HttpResponseRedirect(PATH)


def _done(request: HttpRequest, number: int, public_id: str) -> str:
    user, step, into = actor(request), request.POST.get("step", ""), request.POST.get("into", "")
    if step in ("count", "drop"):
        chosen = [int(one) for one in request.POST.getlist("votes") if is_whole_number(one)]
        done = decide_votes(number, chosen, actor=user, counts=step == "count")
        return f"{done} vote{'' if done == 1 else 's'} of {public_id} {'count now' if step == 'count' else 'dropped'}"
    version = expected_version(request)
    if into:
        merge_request(number, into, actor=user, expected_version=version)
        return f"{public_id} is part of {into} now"
    if step == "spam":
        mark_spam(number, actor=user, expected_version=version)
        return f"{public_id} is spam"
    answer_request(
        number,
        step,
        actor=user,
        expected_version=version,
        answer=request.POST.get("answer", ""),
        problem=request.POST.get("problem", ""),
    )
    return f"{public_id} is {step}, for everybody to see"


def _common(request: HttpRequest) -> dict[str, Any]:
    return {"may": may(request), "may_decide": allowed(actor(request), "decide"), "answers": ANSWERS}


@page
@require_http_methods(["GET", "POST"])
def feedback_settings(request: HttpRequest) -> HttpResponse:
    """Whether the public page is on, what it is called, and whether requests wait."""
    shown, wrong, status = feedback_page(), {}, 200
    sent: dict[str, Any] = {name: getattr(shown, name) for name in ("is_on", "title", "introduction", "is_moderated")}
    if request.method == "POST":
        sent = {
            "is_on": bool(request.POST.get("is_on")),
            "title": request.POST.get("title", ""),
            "introduction": request.POST.get("introduction", ""),
            "is_moderated": bool(request.POST.get("is_moderated")),
        }
        try:
            written = set_feedback_page(actor=actor(request), expected_version=expected_version(request), **sent)
        except InvalidValues as error:
            wrong, status = error.fields, 422
        else:
            tell(request, f"The public feedback page is {'on' if written.is_on else 'off'}")
            return HttpResponseRedirect("/evidence/feedback-page/")
    context = {
        "shown": shown,
        "version": 0 if shown._state.adding else shown.version,
        "sent": sent,
        "wrong": wrong,
        "may": may(request),
    }
    return render(request, "evidence/feedback_page.html", context, status=status)
