"""The list of a kind: what is asked of it, its drawer, its menus, its export."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from nervecenter.foundation.fields import field_specs
from nervecenter.foundation.filtering import OPERATORS
from nervecenter.foundation.listing import ListPage, ListQuery, query_of
from nervecenter.foundation.listing import page as list_page
from nervecenter.foundation.pages.addresses import Address, address_of, list_parameters
from nervecenter.foundation.pages.answers import actor, may, page, record_number, resource_at
from nervecenter.foundation.pages.choices import field_inputs
from nervecenter.foundation.pages.records import drawer_context
from nervecenter.foundation.pages.rows import editable_fields, heads, table_rows
from nervecenter.foundation.pages.scoping import narrowed, scoped, to_own_scope
from nervecenter.foundation.pages.words import active_filters, answer
from nervecenter.foundation.permissions import allowed
from nervecenter.foundation.resources import Resource
from nervecenter.foundation.saved_views import saved_views
from nervecenter.foundation.slots import panels
from nervecenter.foundation.tracked import BOOKKEEPING

ALSO_SHOWN = ("created_at", "changed_at", "source", "source_id")


@page
@require_GET
def record_list(request: HttpRequest, context: str, slug: str) -> HttpResponse:
    """The list, with a record in its drawer when the address names one."""
    declared = resource_at(context, slug)
    elsewhere = to_own_scope(request, declared)
    if elsewhere:
        return elsewhere
    lists = dict(request.GET.lists())
    query = query_of(list_parameters(lists))
    filters, scope = scoped(declared, request.GET.get("scope", ""))
    found = list_page(declared, replace(query, parameters=narrowed(query.parameters, filters)))
    shown = _list_context(request, declared, query, found, address_of(declared, lists), scope)
    opened = request.GET.get("open", "")
    if opened:
        shown |= drawer_context(request, declared, record_number(declared, opened))
    return render(request, "foundation/list.html", shown)


def _list_context(
    request: HttpRequest, declared: Resource, query: ListQuery, found: ListPage, address: Address, scope: str
) -> dict[str, Any]:
    user = actor(request)
    filters = active_filters(declared, query.parameters, address)
    sort = query.sort or declared.sort
    rows = table_rows(
        found,
        address,
        group=query.group,
        editable=editable_fields(declared, lambda action: allowed(user, action)),
        picking=allowed(user, "change-many"),
        opened=request.GET.get("open", ""),
    )
    bare = not (filters or scope or query.text or query.archived or query.after or query.before)
    views = saved_views(user, declared.kind)
    return {
        "resource": declared,
        "page": found,
        "rows": rows,
        "heads": heads(found, address, sort),
        "answer": (_answer(request, declared, found, query) if bare else None) or answer(found, query, filters, scope),
        "filters": filters,
        "query": query,
        "address": address,
        "hidden": address.without("q", "after", "before", "open").parameters,
        "older": str(address.without("before", "open").having(after=found.next_cursor)) if found.next_cursor else "",
        "newer": (
            str(address.without("after", "open").having(before=found.previous_cursor)) if found.previous_cursor else ""
        ),
        "nothing_yet": bare and found.count == 0,
        "clear": str(address.having(q="").without(*[name for name, _ in address.parameters if _is_filter(name)])),
        "views": views,
        "current_view": next((view for view in views if view.query == address.query), None),
        "can_save_view": bool(address.query) and not any(view.query == address.query for view in views),
        "exports": [(name, f"{declared.path}export/?{address.having(format=name).query}") for name in EXPORTS],
        "may": may(request),
    }


EXPORTS = ("csv", "json", "xlsx")


def _answer(request: HttpRequest, declared: Resource, found: ListPage, query: ListQuery) -> SafeString | None:
    """A context's own sentence about the whole list; a filtered one is counted in plain words."""
    if any(_is_filter(name) for name in query.parameters) or query.text or query.archived or not found.count:
        return None
    return next((panel.html() for panel in panels(f"list:{declared.kind}", request, declared.kind)), None)


def _is_filter(name: str) -> bool:
    return name not in {"sort", "group", "columns", "limit", "after", "before", "open", "view", "scope"}


@page
@require_GET
def filter_menu(request: HttpRequest, context: str, slug: str) -> HttpResponse:
    """The filters of a list as a form; it is a part of the list, and a page of its own without JavaScript."""
    declared = resource_at(context, slug)
    lists = list_parameters(dict(request.GET.lists()))
    specs = field_specs(declared)
    names = declared.filters or tuple(name for name in declared.columns if name in specs)
    plain = [name for name in names if specs[name].type not in ("longtext", "url")]
    inputs = field_inputs(declared, plain, {name: lists.get(name, [""]) for name in plain}, filtering=True)
    replaced = {f"{name}{suffix}" for name in plain for suffix in ("", *(f"__{one}" for one in OPERATORS))}
    address = address_of(declared, dict(request.GET.lists())).without("after", "before", "open", *replaced)
    ranges = {f"{name}__{side}": (lists.get(f"{name}__{side}") or [""])[-1] for name in plain for side in SIDES}
    shown = {"resource": declared, "inputs": inputs, "hidden": address.parameters, "ranges": ranges, "lists": lists}
    return render(request, "foundation/filter_menu.html", shown | {"address": address})


SIDES = ("gte", "lte", "contains")


@page
@require_GET
def display_menu(request: HttpRequest, context: str, slug: str) -> HttpResponse:
    """Columns, order and grouping of a list as a form; a page of its own without JavaScript."""
    declared = resource_at(context, slug)
    lists = list_parameters(dict(request.GET.lists()))
    query = query_of(lists)
    specs = field_specs(declared)
    offered = [spec for name, spec in specs.items() if name not in BOOKKEEPING or name in ALSO_SHOWN]
    shown = query.columns or declared.columns
    order = {name: place for place, name in enumerate(shown)}
    offered.sort(key=lambda spec: order.get(spec.name, len(order)))
    sortable = [spec for spec in offered if spec.type not in ("links", "longtext")]
    groupable = [spec for spec in sortable if spec.type in ("choice", "link", "boolean")]
    address = address_of(declared, dict(request.GET.lists()))
    address = address.without("after", "before", "open", "columns", "sort", "group")
    context_of_menu = {
        "resource": declared,
        "columns": [(spec, spec.name in shown) for spec in offered if spec.name != declared.title],
        "sortable": sortable,
        "groupable": groupable,
        "query": query,
        "sort": query.sort or declared.sort,
        "hidden": address.parameters,
        "address": address,
    }
    return render(request, "foundation/display_menu.html", context_of_menu)
