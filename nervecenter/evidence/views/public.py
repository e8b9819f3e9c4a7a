"""The public feedback page: no account, no scripts needed. Switched off, none of these addresses answers."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nervecenter.evidence.actions.asking import (
    Visitor,
    Wish,
    ask_in_public,
    checked_wish,
    count_visit,
    vote_in_public,
)
from nervecenter.evidence.feedback_resources import FEEDBACK_REQUEST
from nervecenter.evidence.models import FeedbackRequest
from nervecenter.evidence.queries.requests import (
    NEWEST,
    PUBLISHED,
    WANTED,
    feedback_page,
    merged_into,
    published_request,
    published_requests,
    similar_requests,
)
from nervecenter.foundation.access.throttling import Throttled, client_address
from nervecenter.foundation.errors import InvalidValues, NotFound
from nervecenter.foundation.numerals import is_whole_number
from nervecenter.foundation.resources import UnknownKind, parse_public_id

PATH = "/feedback/"
THANKS = "/feedback/thanks/"
TRAP = "website"
LAST_PAGE = 10_000
SENT = ("name", "text", "person", "email")

type View = Callable[..., HttpResponse]


def public(view: View) -> Callable[..., HttpResponseBase]:
    """A page for everybody while the feedback page is on, else 404; never kept by caches or found by search engines."""
    guarded = csrf_protect(view)

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        shown = feedback_page()
        if not shown.is_on:
            raise Http404
        request.feedback_page = shown  # type: ignore[attr-defined]
        try:
            response = guarded(request, *args, **kwargs)
        except (NotFound, UnknownKind) as error:
            raise Http404 from error
        response["X-Robots-Tag"] = "noindex, nofollow"
        add_never_cache_headers(response)
        return response

    # Off means 404 for a form as well, so the token is asked for only after that.
    return csrf_exempt(answer)


def _shown(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    page = request.feedback_page  # type: ignore[attr-defined]
    return render(request, template, {"portal": page, "trap": TRAP, **context}, status=status)


@public
@require_GET
def feedback(request: HttpRequest) -> HttpResponse:
    """What is published, most wanted or newest first."""
    sort = NEWEST if request.GET.get("sort") == NEWEST else WANTED
    state, text = request.GET.get("state", ""), request.GET.get("q", "").strip()[:200]
    given = request.GET.get("page", "")
    number = min(max(int(given), 1), LAST_PAGE) if is_whole_number(given) else 1
    found = published_requests(sort=sort, state=state, text=text, number=number)
    states = [(value, FeedbackRequest.State(value).label) for value in PUBLISHED]
    shown = {"found": found, "sort": sort, "state": state, "q": text, "number": number, "states": states}
    return _shown(request, "evidence/feedback/list.html", shown)


@public
@require_GET
def thanks(request: HttpRequest) -> HttpResponse:
    """What happens next; the same for everybody."""
    return _shown(request, "evidence/feedback/thanks.html", {"for_vote": request.GET.get("for") == "vote"})


@public
@require_GET
def wish(request: HttpRequest, public_id: str) -> HttpResponse:
    """One request with its answer; one that was merged leads to the other."""
    number = _number(public_id)
    other = merged_into(number)
    if other is not None:
        return HttpResponseRedirect(f"{PATH}{FEEDBACK_REQUEST.public_id(other)}/")
    return _shown(request, "evidence/feedback/request.html", {"one": published_request(number), "wrong": {}})


@public
@require_POST
def vote(request: HttpRequest, public_id: str) -> HttpResponse:
    """Want a request too."""
    number = _number(public_id)
    if request.POST.get(TRAP):
        return HttpResponseRedirect(f"{THANKS}?for=vote")
    try:
        vote_in_public(number, _visitor(request))
    except (InvalidValues, Throttled) as error:
        shown = {"one": published_request(number), "sent": request.POST, **_told(error)}
        return _refused(_shown(request, "evidence/feedback/request.html", shown, error.status), error)
    return HttpResponseRedirect(f"{THANKS}?for=vote")


@public
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for something. What may be the same is shown first, so that she votes instead of repeating."""
    if request.method == "GET":
        return _shown(request, "evidence/feedback/ask.html", {"sent": {"name": request.GET.get("q", "")}, "wrong": {}})
    if request.POST.get(TRAP):
        return HttpResponseRedirect(THANKS)
    asked = Wish(request.POST.get("name", ""), request.POST.get("text", ""))
    sent = {name: request.POST.get(name, "") for name in SENT}
    try:
        if not request.POST.get("anyway"):
            checked, _ = checked_wish(asked, _visitor(request))
            count_visit(client_address(request))
            similar = similar_requests(checked.name, checked.text)
            if similar:
                return _shown(request, "evidence/feedback/similar.html", {"similar": similar, "sent": sent})
        ask_in_public(asked, _visitor(request))
    except (InvalidValues, Throttled) as error:
        shown = {"sent": sent, **_told(error)}
        return _refused(_shown(request, "evidence/feedback/ask.html", shown, error.status), error)
    return HttpResponseRedirect(THANKS)


def _visitor(request: HttpRequest) -> Visitor:
    return Visitor(request.POST.get("email", ""), request.POST.get("person", ""), client_address(request))


def _number(public_id: str) -> int:
    declared, number = parse_public_id(public_id)
    if declared is not FEEDBACK_REQUEST:
        raise Http404
    return number


def _told(error: InvalidValues | Throttled) -> dict[str, Any]:
    return {"wrong": error.fields if isinstance(error, InvalidValues) else {"all": str(error)}}


def _refused(response: HttpResponse, error: InvalidValues | Throttled) -> HttpResponse:
    if isinstance(error, Throttled):
        response["Retry-After"] = str(error.retry_after)
    return response
