"""The product scope on generic lists: a record is in it by a link of its own, or by what it links to."""

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.http import HttpRequest, HttpResponseRedirect

from nervecenter.foundation.fields import FieldSpec, field_specs
from nervecenter.foundation.frame import SCOPE_KEY
from nervecenter.foundation.resources import Resource, UnknownKind, parse_public_id, resource

PARAMETER = "scope"
MOST = 500


def chosen(text: str) -> tuple[Resource, int] | None:
    """The record that is the scope; None for everything."""
    try:
        return parse_public_id(text)
    except UnknownKind:
        return None


def _way(declared: Resource, scope: Resource) -> tuple[FieldSpec, FieldSpec | None] | None:
    """The field that leads to the scope, and the field of the record between, when there is one."""
    links = [spec for spec in field_specs(declared).values() if spec.target_kind]
    for spec in links:
        if spec.target_kind == scope.kind and declared is not scope:
            return spec, None
    for spec in links:
        for further in field_specs(resource(spec.target_kind)).values():
            if further.type == "link" and further.target_kind == scope.kind and spec.target_kind != declared.kind:
                return spec, further
    return None


def scoped(declared: Resource, text: str) -> tuple[dict[str, list[str]], str]:
    """The filters that keep a list within the scope, and its name; nothing where the kind knows no such link.

    At most two SQL queries.
    """
    scope = chosen(text)
    way = _way(declared, scope[0]) if scope else None
    if scope is None or way is None:
        return {}, ""
    kind, number = scope
    name = kind.model._default_manager.filter(pk=number).values_list(kind.title, flat=True).first()
    if name is None:
        return {}, ""
    first, further = way
    if further is None:
        return {first.name: [kind.public_id(number)]}, str(name)
    between = resource(first.target_kind)
    numbers = between.model._default_manager.filter(**{further.name: number}).values_list("pk", flat=True)[:MOST]
    return {first.name: [between.public_id(one) for one in numbers] or [between.public_id(0)]}, str(name)


def to_own_scope(request: HttpRequest, declared: Resource) -> HttpResponseRedirect | None:
    """Where to go when the reader chose a scope in the bar and the address names none: the address always tells."""
    kept = request.session.get(SCOPE_KEY, "")
    scope = chosen(kept)
    if scope is None or PARAMETER in request.GET or _way(declared, scope[0]) is None:
        return None
    pairs = [(name, value) for name, values in request.GET.lists() for value in values]
    return HttpResponseRedirect(f"{request.path}?{urlencode([*pairs, (PARAMETER, kept)])}")


def narrowed(parameters: Mapping[str, Sequence[str]], filters: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The parameters within the scope; a filter that the reader set on the same field goes first."""
    return {name: list(values) for name, values in (*filters.items(), *parameters.items())}


def readdressed(address: str, scope: str) -> str:
    """The address in another scope, from the beginning of its list."""
    parts = urlsplit(address)
    gone = {PARAMETER, "after", "before", "open"}
    pairs = [(name, value) for name, value in parse_qsl(parts.query) if name not in gone]
    query = urlencode([*pairs, (PARAMETER, scope)] if scope else pairs)
    return f"{parts.path}?{query}" if query else parts.path
