"""The documentation of each kind, made from its declaration: what it is, its fields, its links."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nervecenter.foundation.fields import FieldSpec, field_specs
from nervecenter.foundation.navigation import GROUPS
from nervecenter.foundation.pages.answers import page
from nervecenter.foundation.resources import Edge, Resource, all_resources, resource
from nervecenter.foundation.tracked import BOOKKEEPING

WORDS = {
    "text": "text",
    "longtext": "longer text",
    "integer": "whole number",
    "decimal": "number",
    "date": "date, such as 2022-11-30",
    "datetime": "date and time",
    "boolean": "yes or no",
    "choice": "one of",
    "link": "one record of",
    "links": "several records of",
    "url": "web address",
}


@page
@require_GET
def kinds(request: HttpRequest) -> HttpResponse:
    """All kinds of records, by heading of the navigation."""
    groups = [(group.label, [one for one in all_resources() if one.group == group.label]) for group in GROUPS]
    shown = {"groups": [(label, members) for label, members in groups if members], "count": len(all_resources())}
    return render(request, "foundation/documentation.html", shown)


@page
@require_GET
def kind(request: HttpRequest, name: str) -> HttpResponse:
    """One kind: its fields, its place in the chain, its addresses in browser and API."""
    declared = resource(name)
    specs = [spec for spec in field_specs(declared).values() if spec.name not in BOOKKEEPING]
    shown = {
        "resource": declared,
        "fields": [(spec, WORDS[spec.type], _linked(spec)) for spec in specs],
        "edges": [(edge, _target(declared, edge)) for edge in declared.edges],
        "back_edges": _back_edges(declared),
        "keys": [key for key in declared.keys if key in field_specs(declared)],
        "id_example": declared.public_id(17),
    }
    return render(request, "foundation/documentation_kind.html", shown)


def _linked(spec: FieldSpec) -> Resource | None:
    return resource(spec.target_kind) if spec.target_kind else None


def _target(declared: Resource, edge: Edge) -> Resource:
    return resource(field_specs(declared)[edge.field].target_kind)


def _back_edges(declared: Resource) -> list[tuple[Resource, FieldSpec, Edge]]:
    return [
        (holder, field_specs(holder)[edge.field], edge)
        for holder in all_resources()
        for edge in holder.edges
        if field_specs(holder)[edge.field].target_kind == declared.kind
    ]
