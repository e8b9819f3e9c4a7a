"""What holds for every generic page: a signed-in reader, refusals answered in words, fragments for htmx."""

import functools
import secrets
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers

from nervecenter.foundation.changes import Changeset, request_identifier
from nervecenter.foundation.errors import DomainError, NotFound
from nervecenter.foundation.permissions import allowed
from nervecenter.foundation.resources import Resource, UnknownKind, all_resources, parse_public_id
from nervecenter.foundation.users import User

type View = Callable[..., HttpResponseBase]

TITLES = {
    403: "Your role does not allow this",
    404: "There is nothing here",
    409: "This could not be done",
    410: "This link has had its day",
    412: "Somebody else changed it first",
    422: "Something in the request is not right",
}
REMEDIES = {
    403: "An administrator can give you another role under Set-up, Users.",
    404: "The address may be old, or the record was deleted. Search for its name, or go back to the list.",
    409: "Nothing was changed. Read the reason above, put it right and try again.",
    412: "Nothing was changed. Open the record again and repeat your change.",
    422: "Nothing was changed. Correct the address or the form and send it again.",
}


def page(view: View) -> View:
    """A page for signed-in people; others are sent to sign in. A refusal becomes a page that says what to do."""

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        told = request_identifier.set(request_identifier.get() or secrets.token_hex(8))
        try:
            return view(request, *args, **kwargs)
        except UnknownKind as error:
            return refusal(request, NotFound(str(error)))
        except DomainError as error:
            return refusal(request, error)
        finally:
            request_identifier.reset(told)

    return answer


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    address = f"/sign-in/?next={quote(request.get_full_path() if request.method == 'GET' else '/')}"
    if is_fragment(request):
        return HttpResponse(status=401, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def refusal(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The page (or, for htmx, the toast) that says why something was refused and what to do."""
    status = error.status
    if is_fragment(request):
        html = render_to_string("foundation/parts/refusal_toast.html", {"text": str(error)}, request)
        return HttpResponse(html, headers={"HX-Retarget": "#toasts", "HX-Reswap": "beforeend"})
    context = {"title": TITLES.get(status, TITLES[409]), "reason": str(error), "remedy": REMEDIES.get(status, "")}
    signed_in = request.user.is_authenticated
    template = "foundation/refused.html" if signed_in else "foundation/refused_plain.html"
    return render(request, template, context, status=status)


def is_fragment(request: HttpRequest) -> bool:
    """Whether htmx asked for a part of the page; a boosted request and one that restores history want the whole."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and not (
        headers.get("HX-Boosted") or headers.get("HX-History-Restore-Request")
    )


def whole_or_part(request: HttpRequest, template: str, part: str, context: dict[str, Any]) -> HttpResponse:
    """The whole page for a browser, its named part for htmx; caches keep the two apart."""
    name = f"{template}#{part}" if is_fragment(request) else template
    response = render(request, name, context)
    patch_vary_headers(response, ("HX-Request",))
    return response


def actor(request: HttpRequest) -> User:
    """Who acts. Only pages ask, and those are for signed-in people."""
    if not isinstance(request.user, User):
        raise TypeError("a page without a signed-in user asked who acts")
    return request.user


def may(request: HttpRequest) -> dict[str, bool]:
    """What the reader's role allows, for templates that show or hide a button."""
    known = ("create", "change", "change-many", "archive", "import", "undo", "administer")
    return {name.replace("-", "_"): allowed(actor(request), name) for name in known}


def resource_at(context: str, slug: str) -> Resource:
    """The kind whose list stands at this address."""
    for declared in all_resources():
        if declared.slug == slug and declared.context == context:
            return declared
    raise NotFound(f"there is no list at /{context}/{slug}/")


def record_number(declared: Resource, public_id: str) -> int:
    """The number behind the public id in an address; NotFound when it is of another kind."""
    kind, number = parse_public_id(public_id)
    if kind is not declared:
        raise NotFound(f"{public_id} is not a {declared.label.lower()}")
    return number


def tell(request: HttpRequest, text: str) -> None:
    """Say what was done, with an offer to undo it when this request changed something."""
    mine = Changeset.objects.filter(request=request_identifier.get(), actor=actor(request))
    done = mine.order_by("-id").first()
    messages.success(request, text, extra_tags=f"undo-{done.pk}" if done else "")


def toasts(request: HttpRequest) -> str:
    """The messages so far as toasts that htmx adds to those on the screen."""
    html = render_to_string("foundation/parts/toasts.html", {"messages": messages.get_messages(request)}, request)
    return f'<div id="toasts" hx-swap-oob="beforeend">{html}</div>'
