"""Segments found among the accounts: the question, what came out, and a found segment made one of ours."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nervecenter.evidence.actions.finding_segments import (
    FEWEST,
    METHODS,
    MOST,
    find_segments,
    found_segment,
    make_found_segment,
)
from nervecenter.evidence.charts.discovery import STABLE_FROM, discovery_figures
from nervecenter.evidence.discovery.columns import DEALS, MOST_ROWS, OFFERED, PRODUCTS
from nervecenter.evidence.jobs import DISCOVERY
from nervecenter.foundation.errors import InvalidValues, NotFound
from nervecenter.foundation.jobs.queries import job_row, jobs_list
from nervecenter.foundation.pages.answering import answer_page
from nervecenter.foundation.pages.answers import actor, may, page, tell
from nervecenter.foundation.resources import resource
from nervecenter.market.models import Account

USUAL = ("industry", "country", "employees")
_WORDS = {DEALS: "won or lost their deals", PRODUCTS: "products bought"}


@page
@require_http_methods(["GET", "POST"])
def discover(request: HttpRequest) -> HttpResponse:
    """The form of a search, and the searches so far."""
    wrong: dict[str, str] = {}
    chosen = request.POST.getlist("attribute") if request.method == "POST" else list(USUAL)
    method, fewest, most = request.POST.get("method", ""), *(_number(request, name) for name in ("fewest", "most"))
    if request.method == "POST":
        try:
            made = find_segments(attributes=chosen, method=method, fewest=fewest, most=most, actor=actor(request))
        except InvalidValues as error:
            wrong = error.fields
        else:
            return HttpResponseRedirect(f"/jobs/{made.pk}/")
    count = Account.objects.filter(archived_at=None).count()
    told = format_html(
        "<b>{} account{}</b> to look for segments in; each found one comes with a profile, its stability and a rule.",
        f"{count:,}",
        "" if count == 1 else "s",
    )
    context = {
        "answer": told,
        "attributes": [
            (name, _WORDS.get(name, name.replace("_", " ")), name in chosen) for name in (*OFFERED, DEALS, PRODUCTS)
        ],
        "methods": [(value, words, value == method) for value, words in METHODS.items()],
        "sizes": range(FEWEST, MOST + 1),
        "fewest": fewest,
        "most": most,
        "wrong": wrong,
        "searches": jobs_list(kind=DISCOVERY, limit=20),
        "most_rows": MOST_ROWS,
        "may": may(request),
    }
    return render(request, "evidence/discover.html", context, status=422 if wrong else 200)


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    if text.isdecimal() and len(text) < 3:
        return int(text)
    return (FEWEST if name == "fewest" else 5) if request.method == "GET" else 0


@page
@require_GET
def discovery(request: HttpRequest, number: int) -> HttpResponse:
    """What a search found: how many segments, and each with its profile and rule."""
    row = job_row(number)
    if row is None or row.kind != DISCOVERY:
        raise NotFound(f"there is no search for segments {number}")
    if "segments" not in row.result:
        return HttpResponseRedirect(f"/jobs/{number}/")
    found: Any = row.result
    account = resource("account")
    segments = [
        each | {"examples": [(name, account.record_path(one)) for one, name in each["examples"]]}
        for each in found["segments"]
    ]
    return answer_page(
        request,
        "evidence/discovery.html",
        answer=_answer(found),
        figures=discovery_figures(found),
        found=found,
        items=[_WORDS.get(name, name.replace("_", " ")) for name in found["items"]],
        segments=segments,
        number=number,
        ended=row.finished_at,
        may=may(request),
    )


@page
@require_POST
def make(request: HttpRequest, number: int) -> HttpResponse:
    """The found segment becomes one of ours, with its proposed rule."""
    text = request.POST.get("segment", "")
    chosen = int(text) if text.isdecimal() and len(text) < 3 else 0
    name = request.POST.get("name", "").strip() or f"Found segment {chosen}"
    found_segment(number, chosen)
    made = make_found_segment(job=number, number=chosen, name=name, actor=actor(request))
    tell(request, f"Segment “{made.name}” was created with the proposed rule")
    return HttpResponseRedirect(resource("segment").record_path(made.pk))


def _answer(found: Any) -> SafeString:
    best = next(one for one in found["solutions"] if one["classes"] == found["best"])
    if best["stability"] < STABLE_FROM:
        return format_html(
            "<b>No segments that can be relied on</b> among {} accounts: the best number, {}, has a stability of {}.",
            f"{found['rows']:,}",
            found["best"],
            f"{best['stability']:.2f}",
        )
    return format_html(
        "<b>{} segments</b> fit {} accounts best, with a stability of {}; {} accounts are unclear.",
        found["best"],
        f"{found['rows']:,}",
        f"{best['stability']:.2f}",
        f"{best['unclear']:,}",
    )
