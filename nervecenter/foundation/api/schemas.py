"""JSON Schemas of each kind, made from its fields: as it is answered, created, changed and asked for."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from nervecenter.foundation.api.representation import USERS, shown_fields
from nervecenter.foundation.fields import FieldSpec, field_specs
from nervecenter.foundation.resources import Resource, all_resources, resource
from nervecenter.foundation.tracked import BOOKKEEPING

type Json = dict[str, Any]

LARGEST = 2**31 - 1
LINK = {"$ref": "#/components/schemas/Link"}
ORDERED = ("gte", "lte", "gt", "lt")


def class_name(declared: Resource) -> str:
    """What the kind's schema is called, such as BattleCard."""
    return "".join(part.capitalize() for part in declared.kind.split("_"))


def record_schema(declared: Resource) -> Json:
    """A record as it is answered."""
    fields = shown_fields(declared)
    properties: Json = {"id": {"type": "string", "pattern": _id_pattern(declared.prefix)}}
    properties |= {spec.name: _described(spec, _answered(spec)) for spec in fields}
    return {
        "title": class_name(declared),
        "description": declared.about,
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def page_schema(declared: Resource) -> Json:
    """A page of a list. `count` goes up to 10,000; `counted_all` tells whether that is all."""
    address = {"type": ["string", "null"], "format": "uri-reference"}
    properties = {
        "items": {"type": "array", "items": {"$ref": f"#/components/schemas/{class_name(declared)}"}},
        "next": address,
        "previous": address,
        "count": {"type": "integer", "minimum": 0, "maximum": 10_000},
        "counted_all": {"type": "boolean"},
    }
    return {
        "title": f"{class_name(declared)}Page",
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def body_schema(declared: Resource, *, creates: bool) -> Json:
    """What a record is created with (then some fields are needed), or changed with."""
    specs = [spec for spec in shown_fields(declared) if spec.name not in BOOKKEEPING]
    schema = {
        "title": f"New{class_name(declared)}" if creates else f"{class_name(declared)}Change",
        "type": "object",
        "properties": {spec.name: _described(spec, _taken(spec)) for spec in specs},
        "additionalProperties": False,
    }
    needed = [spec.name for spec in specs if spec.required]
    return schema | ({"required": needed} if creates and needed else {})


def filter_parameters(declared: Resource) -> Iterator[Json]:
    """The parameters by which a list is narrowed and sorted, field by field, as in the address of its page."""
    specs = field_specs(declared)
    sortable = [name for name, spec in specs.items() if spec.type != "links"]
    yield {
        "name": "sort",
        "in": "query",
        "description": "A field; with - before it, falling.",
        "schema": {
            "type": "string",
            "enum": [*sortable, *(f"-{name}" for name in sortable)],
            "default": declared.sort,
        },
    }
    for name, spec in specs.items():
        if name not in BOOKKEEPING:
            yield from _narrowing(spec)
    yield from ({"$ref": f"#/components/parameters/{name}"} for name in bookkeeping_parameters())


@cache
def bookkeeping_parameters() -> Json:
    """The parameters that narrow the list of any kind: by when and by whom it was written, and where it came from."""
    specs = field_specs(all_resources()[0])
    narrowing = [one for name, spec in specs.items() if name in BOOKKEEPING - {"id"} for one in _narrowing(spec)]
    return {one["name"]: one for one in narrowing}


def _narrowing(spec: FieldSpec) -> Iterator[Json]:
    value = _asked(spec)
    yield _parameter(spec.name, {"type": "array", "items": value}, f"{spec.label}: any of these.")
    yield _parameter(f"{spec.name}__not", {"type": "array", "items": value})
    if spec.can_be_empty:
        yield _parameter(f"{spec.name}__empty", {"type": "string", "enum": ["0", "1"]})
    if spec.type in ("integer", "decimal", "date", "datetime"):
        for operator in ORDERED:
            yield _parameter(f"{spec.name}__{operator}", value)
    if spec.type in ("text", "longtext", "url"):
        yield _parameter(f"{spec.name}__contains", value)


def _parameter(name: str, schema: Json, description: str = "") -> Json:
    return {"name": name, "in": "query", "schema": schema} | ({"description": description} if description else {})


def _id_pattern(prefix: str) -> str:
    return f"^{prefix}-[0-9]+$"


def _described(spec: FieldSpec, schema: Json) -> Json:
    label = f"{spec.label} ({spec.unit})" if spec.unit else spec.label
    return schema | {"description": f"{label}. {spec.help}" if spec.help else label}


def _answered(spec: FieldSpec) -> Json:
    if spec.type == "links":
        return {"type": "array", "items": LINK}
    if spec.type == "link":
        return LINK if not spec.nullable else {"anyOf": [LINK, {"type": "null"}]}
    if spec.type == "decimal":
        schema: Json = {"type": "string", "format": "decimal"}
    elif spec.type == "choice":
        return {"enum": _choices(spec)}
    else:
        schema = _asked(spec)
    return schema | {"type": [schema["type"], "null"]} if spec.nullable else schema


def _taken(spec: FieldSpec) -> Json:
    if spec.type == "links":
        return {"type": ["array", "null"], "items": _asked(spec)}
    if spec.type == "choice":
        return {"enum": _choices(spec) if spec.required else list(dict.fromkeys([*_choices(spec), "", None]))}
    schema = _asked(spec)
    if spec.type == "decimal":
        beyond = 10 ** ((spec.max_digits or 20) - (spec.decimal_places or 0))
        limits = {"exclusiveMinimum": -beyond, "exclusiveMaximum": beyond}
        schema = {"type": ["number", "string"], "pattern": schema["pattern"]} | limits
    if spec.type == "integer" and spec.lowest is not None and spec.highest is not None:
        schema = schema | {"minimum": spec.lowest, "maximum": spec.highest}
    if spec.type == "url":
        schema |= {"pattern": "^(https?://|/)"}
    if spec.required:
        return schema | ({"pattern": r"\S"} if spec.type in ("text", "longtext") else {})
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return schema | {"type": [*types, "null"]}


def _choices(spec: FieldSpec) -> list[Any]:
    """The values that a record can have: the choices, and emptiness where the field may be empty."""
    values: list[Any] = [value for value, _ in spec.choices]
    if spec.required or spec.default:
        return values
    return [*values, None if spec.nullable else ""]


def _asked(spec: FieldSpec) -> Json:
    match spec.type:
        case "integer":
            return {"type": "integer", "minimum": -LARGEST, "maximum": LARGEST}
        case "decimal":
            return {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}
        case "boolean":
            return {"type": "boolean"}
        case "date":
            return {"type": "string", "format": "date"}
        case "datetime":
            return {"type": "string", "format": "date-time"}
        case "link" | "links":
            prefix = resource(spec.target_kind).prefix if spec.target_kind else USERS
            return {"type": "string", "pattern": _id_pattern(prefix)}
        case "choice":
            return {"type": "string", "enum": [value for value, _ in spec.choices]}
        case _:
            return {"type": "string"} | ({"maxLength": spec.max_length} if spec.max_length else {})
