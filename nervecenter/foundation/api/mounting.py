"""Puts the API together: the operations of all kinds, those that contexts add, errors, document and its pages."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, path, re_path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI, Router

from nervecenter.foundation.api import everything, imports, records, replays, unmatched
from nervecenter.foundation.api.documentation import document_view, errors, kind, overview
from nervecenter.foundation.api.entry import BearerToken, SessionCookie
from nervecenter.foundation.api.problems import answer_with_problems, problem
from nervecenter.foundation.api.refusals import MethodNotAllowed, NoSuchAddress

VERSION = "1"

type View = Callable[..., Any]


def make_api(routers: Iterable[Router] = ()) -> NinjaAPI:
    """The API, with the routers of contexts; their paths go before those of the kinds."""
    api = NinjaAPI(
        title="nervecenter",
        version=VERSION,
        urls_namespace="api",
        openapi_url=None,
        docs_url=None,
        auth=[BearerToken(), SessionCookie()],
    )
    answer_with_problems(api)
    for router in (everything.router, imports.router, unmatched.router, replays.router, *routers, records.router):
        api.add_router("", router)
    return api


def api_urls(api: NinjaAPI) -> list[URLPattern]:
    """The API's addresses, to be included below /api/v1/. What is not there is a problem, too."""
    operations, _, _ = api.urls
    found = [
        path(str(pattern.pattern), _answering(pattern.callback))
        for pattern in operations
        if isinstance(pattern, URLPattern) and pattern.name != "api-root"
    ]
    pages = [
        path("openapi.json", document_view, {"api": api}),
        path("docs", overview, {"api": api}),
        path("docs/errors", errors),
        path("docs/<slug:plural>", kind, {"api": api}),
    ]
    return [*pages, *found, re_path(r"^.*$", nothing_here)]


def _answering(view: View) -> View:
    """The view, which also answers HEAD, and tells as a problem that a method is not possible."""

    def answer(request: HttpRequest, **parameters: Any) -> HttpResponse:
        if request.method == "HEAD":
            return _without_body(request, view, parameters)
        response: HttpResponse = view(request, **parameters)
        if isinstance(response, HttpResponseNotAllowed):
            allowed = ", ".join(sorted(response["Allow"].split(", ")))
            told = f"{request.method} is not possible here; {allowed} is"
            return problem(request, MethodNotAllowed(told, headers={"Allow": allowed}))
        return response

    return csrf_exempt(answer)


def _without_body(request: HttpRequest, view: View, parameters: dict[str, Any]) -> HttpResponse:
    request.method = "GET"
    response: HttpResponse = view(request, **parameters)
    request.method = "HEAD"
    length = str(len(response.content))
    response.content = b""
    response["Content-Length"] = length
    return response


@csrf_exempt
def nothing_here(request: HttpRequest, **_: Any) -> HttpResponse:
    """The answer at an address where there is nothing."""
    return problem(request, NoSuchAddress(f"there is nothing at {request.path}; /api/v1/kinds lists what there is"))
