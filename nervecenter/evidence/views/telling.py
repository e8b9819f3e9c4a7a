"""Tell who asked: whom, with which words, as a list to take along; and the page on which somebody leaves the list."""

import csv
import io
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from nervecenter.evidence.actions.leaving_alone import contact_by_way_out, leave_alone, way_out
from nervecenter.evidence.queries.askers import Asker, Askers, askers
from nervecenter.evidence.telling import SUBJECT, TEXT, filled, refuse_faults, with_way_out
from nervecenter.foundation.errors import InvalidValues, NotFound
from nervecenter.foundation.pages.answers import actor, page, refusal
from nervecenter.foundation.pages.exports import FORMULA
from nervecenter.foundation.permissions import allowed, require
from nervecenter.foundation.resources import parse_public_id

PREVIEWS = 20
COLUMNS = ("email", "name", "account", "subject", "text")


@page
@require_http_methods(["GET", "POST"])
def tell_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """Who asked, the words with a preview for each, and the list of addresses as CSV. Nothing is sent or kept."""
    declared, number = parse_public_id(public_id)
    found = askers(declared, number)
    sent = {"subject": SUBJECT, "text": TEXT}
    wrong: dict[str, str] = {}
    if request.method == "POST":
        require(actor(request), "decide")
        sent = {name: request.POST.get(name, "").replace("\r\n", "\n").strip() for name in sent}
        try:
            refuse_faults(sent["subject"], sent["text"], has_release=bool(found.release))
        except InvalidValues as error:
            wrong = error.fields
        else:
            if request.POST.get("step") == "export":
                return _list_of(request, found, sent, public_id)
    shown: dict[str, Any] = {
        "found": found,
        "public_id": public_id,
        "path": declared.record_path(number),
        "sent": sent,
        "wrong": wrong,
        "previews": [] if wrong else [_message(request, found, one, sent) for one in found.people[:PREVIEWS]],
        "rest": max(0, len(found.people) - PREVIEWS),
        "may_decide": allowed(actor(request), "decide"),
    }
    return render(request, "evidence/tell.html", shown, status=422 if wrong else 200)


def _message(request: HttpRequest, found: Askers, one: Asker, sent: dict[str, str]) -> dict[str, str]:
    values = {"name": one.name, "email": one.email, "what": found.what, "release": found.release}
    text = with_way_out(filled(sent["text"], **values), request.build_absolute_uri(way_out(one.contact)))
    subject = " ".join(filled(sent["subject"], **values).split())
    return {"email": one.email, "name": one.name, "account": one.account, "subject": subject, "text": text}


def _list_of(request: HttpRequest, found: Askers, sent: dict[str, str], public_id: str) -> HttpResponse:
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(COLUMNS)
    for one in found.people:
        message = _message(request, found, one, sent)
        writer.writerow([_harmless(message[name]) for name in COLUMNS])
    answer = HttpResponse("\ufeff" + lines.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="tell-{public_id}.csv"'
    add_never_cache_headers(answer)
    return answer


def _harmless(text: str) -> str:
    """A text that a spreadsheet does not take for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


@csrf_protect
@require_http_methods(["GET", "POST"])
def leave_alone_page(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, and only then leave somebody alone: programs that look at messages open every address in them."""
    try:
        contact_by_way_out(token)
        if request.method == "POST":
            leave_alone(token)
    except NotFound as error:
        return refusal(request, error)
    response = render(request, "evidence/leave_alone.html", {"is_done": request.method == "POST"})
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    add_never_cache_headers(response)
    return response
