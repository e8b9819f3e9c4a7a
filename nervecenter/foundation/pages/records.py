"""A record's drawer and its full page, with its tabs: facts, what points at it, Why?, So what?, history, source."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET

from nervecenter.foundation.errors import NotFound
from nervecenter.foundation.history import history
from nervecenter.foundation.numerals import is_whole_number
from nervecenter.foundation.pages.answers import is_fragment, may, page, record_number, resource_at
from nervecenter.foundation.pages.reading import inbound, record_view
from nervecenter.foundation.pages.sources import shown_rows
from nervecenter.foundation.pages.telling import told
from nervecenter.foundation.pages.trace_picture import picture, stages
from nervecenter.foundation.resources import Resource
from nervecenter.foundation.slots import panels
from nervecenter.foundation.tracing import so_what, why

TABS = (
    ("facts", "Facts"),
    ("linked", "Linked"),
    ("why", "Why?"),
    ("so-what", "So what?"),
    ("history", "History"),
    ("source", "Source"),
)


@page
@require_GET
def drawer(request: HttpRequest, context: str, slug: str, public_id: str) -> HttpResponseBase:
    """The record beside its list: a part for htmx. In a browser's address bar it is the full page."""
    declared = resource_at(context, slug)
    number = record_number(declared, public_id)
    if not is_fragment(request):
        return record(request, context, slug, public_id)
    return render(request, "foundation/parts/drawer.html", drawer_context(request, declared, number))


def drawer_context(request: HttpRequest, declared: Resource, number: int) -> dict[str, Any]:
    """What the drawer shows: the facts at once, the other tabs when they are opened."""
    return {
        "record": record_view(declared, number),
        "tabs": TABS,
        "tab": "facts",
        "panels": record_panels(request, declared, number),
        "may": may(request),
    }


def record_panels(request: HttpRequest, declared: Resource, number: int) -> list[tuple[str, Any]]:
    """What other contexts add to a record's page: heading and section."""
    filled = (
        *panels(f"record:{declared.kind}", request, declared.kind, number),
        *panels("record:*", request, declared.kind, number),
    )
    return [(panel.title, panel.html()) for panel in filled]


@page
@require_GET
def record(request: HttpRequest, context: str, slug: str, public_id: str) -> HttpResponse:
    """The full page of a record, on one of its tabs; htmx gets the tab alone."""
    declared = resource_at(context, slug)
    number = record_number(declared, public_id)
    tab = request.GET.get("tab", "facts")
    if tab not in dict(TABS):
        raise NotFound(f"there is no tab '{tab}'; the tabs are {', '.join(dict(TABS))}")
    shown = {"record": record_view(declared, number), "tabs": TABS, "tab": tab, "may": may(request)}
    shown |= _tab(request, declared, number, tab)
    part = is_fragment(request)
    response = render(request, "foundation/parts/record_tab.html" if part else "foundation/record.html", shown)
    patch_vary_headers(response, ("HX-Request",))
    return response


def _tab(request: HttpRequest, declared: Resource, number: int, tab: str) -> dict[str, Any]:
    match tab:
        case "linked":
            return {"inbound": inbound(declared, number)}
        case "why" | "so-what":
            trace = (why if tab == "why" else so_what)(declared.kind, number)
            shown = {"picture": picture(trace), "stages": stages(trace)} if trace and trace.nodes else {}
            return {"trace": trace, **shown}
        case "history":
            before = request.GET.get("before", "")
            found = history(declared.kind, number, before=int(before) if is_whole_number(before) else 0)
            return {"entries": told(found.entries), "older": found.older}
        case "source":
            return {"sources": shown_rows(declared, number)}
    return {"panels": record_panels(request, declared, number), "inbound": inbound(declared, number)}
