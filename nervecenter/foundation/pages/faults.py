"""The pages for what goes wrong outside of our own pages: no such address, a form too old, a fault of ours."""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from nervecenter.foundation.changes import request_identifier

log = logging.getLogger(__name__)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: says what was asked for and where to go on."""
    context = {
        "title": "There is nothing here",
        "reason": f"no page has the address {request.path}",
        "remedy": "The address may be old or mistyped. Search for the name of what you want, or start from home.",
    }
    return _shown(request, context, 404)


def not_permitted(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: says that the role is not enough."""
    context = {
        "title": "This is not allowed",
        "reason": "your role does not allow this",
        "remedy": "An administrator can give you another role under Set-up, Users.",
    }
    return _shown(request, context, 403)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form's token is missing or from an earlier session, so nothing was done."""
    log.warning("a form was refused: %s", reason)
    context = {
        "title": "The form is too old",
        "reason": "the form was opened before you signed in, or cookies are switched off",
        "remedy": "Nothing was changed. Go back, load the page again and send the form once more.",
    }
    return _shown(request, context, 403)


def our_fault(request: HttpRequest) -> HttpResponse:
    """500: drawn without the database, since that may be what failed; names the request for the log."""
    identifier = request_identifier.get()
    return HttpResponse(render_to_string("foundation/our_fault.html", {"identifier": identifier}), status=500)


def _shown(request: HttpRequest, context: dict[str, str], status: int) -> HttpResponse:
    signed_in = hasattr(request, "user") and request.user.is_authenticated
    template = "foundation/refused.html" if signed_in else "foundation/refused_plain.html"
    return render(request, template, context, status=status)
