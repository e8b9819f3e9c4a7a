"""The filters of a list, as they stand in the address bar: one grammar for page, API and export.

`status=planned&status=beta` any of these; `released_on__gte=2022-01-01`; `name__contains=audit`; `product=prd-3`;
`product__empty=1`; `archived=1` the archived ones; `q=` full text.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q
from django.utils.timezone import is_aware, make_aware

from nervecenter.foundation.errors import InvalidValues
from nervecenter.foundation.fields import FieldSpec, field_specs, parse_value
from nervecenter.foundation.resources import Resource, UnknownKind, parse_public_id, resource

OPERATORS = ("gte", "lte", "gt", "lt", "contains", "empty", "not")
RESERVED = frozenset(
    {"q", "sort", "group", "columns", "after", "before", "limit", "fields", "archived", "view", "format", "partial"}
)
DIGITS = 18
ORDERED = frozenset({"gte", "lte", "gt", "lt"})
ALWAYS = frozenset({"id", "created_at", "changed_at", "source", "source_id", "created_by", "changed_by", "version"})


def filter_of(declared: Resource, parameters: Mapping[str, Iterable[str]]) -> Q:
    """The condition the parameters ask for. InvalidValues names each wrong parameter and what would be right."""
    condition = Q()
    wrong: dict[str, str] = {}
    for parameter, values in parameters.items():
        given = [value for value in values if value != ""]
        if parameter in RESERVED or not given:
            continue
        name, _, operator = parameter.partition("__")
        spec = field_specs(declared).get(name)
        try:
            if spec is None:
                raise ValueError(f"is not a field of {declared.label.lower()}")
            if operator and operator not in OPERATORS:
                raise ValueError(f"'{operator}' is not a comparison; they are {', '.join(OPERATORS)}")
            condition &= _condition(spec, operator, given)
        except ValueError as error:
            wrong[parameter] = str(error)
    if wrong:
        raise InvalidValues(wrong)
    return condition


def _condition(spec: FieldSpec, operator: str, given: list[str]) -> Q:
    if operator == "empty":
        if not spec.can_be_empty:
            raise ValueError("is never empty")
        empty = Q(**{f"{spec.name}__isnull": True}) if spec.nullable or spec.type == "links" else Q(**{spec.name: ""})
        return empty if given[-1] in ("1", "true", "yes") else ~empty
    if operator == "contains":
        if spec.type not in ("text", "longtext", "url"):
            raise ValueError("only texts can contain something")
        return Q(**{f"{spec.name}__icontains": given[-1]})
    values = [_value(spec, raw) for raw in given]
    if operator in ORDERED:
        if spec.type not in ("integer", "decimal", "date", "datetime"):
            raise ValueError("only numbers and dates have an order")
        return Q(**{f"{spec.name}__{operator}": values[-1]})
    equal = _equal(spec, values)
    return ~equal if operator == "not" else equal


def _value(spec: FieldSpec, raw: str) -> Any:
    if spec.type in ("link", "links"):
        number = raw if spec.target_kind else raw.removeprefix("usr-")
        if number.isdecimal() and len(number) <= DIGITS:
            return int(number)
        try:
            kind, found = parse_public_id(raw)
        except UnknownKind as error:
            raise ValueError(str(error)) from None
        if spec.target_kind and kind is not resource(spec.target_kind):
            raise ValueError(f"{raw} is not a {resource(spec.target_kind).label.lower()}")
        return found
    return _moment(raw) if spec.type == "datetime" else parse_value(spec, raw)


def _moment(raw: str) -> dt.datetime:
    try:
        moment = dt.datetime.fromisoformat(raw)
    except ValueError:
        raise ValueError(f"'{raw}' is not a moment; write it as 2022-11-30T14:00:00Z, or as 2022-11-30") from None
    return moment if is_aware(moment) else make_aware(moment)


def _equal(spec: FieldSpec, values: list[Any]) -> Q:
    if spec.type == "links":
        return Q(**{f"{spec.name}__in": values})
    name = f"{spec.name}_id" if spec.type == "link" else spec.name
    return Q(**{name: values[0]}) if len(values) == 1 else Q(**{f"{name}__in": values})
