"""What a request brings: the values of its body, the version it speaks of, the fields it wants."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from django.http import HttpRequest

from nervecenter.foundation.api.refusals import MalformedBody, UnsupportedMediaType, VersionRequired
from nervecenter.foundation.errors import InvalidValues, StaleVersion
from nervecenter.foundation.fields import FieldSpec, field_specs
from nervecenter.foundation.resources import Resource, resource

JSON_TYPES = ("application/json", "application/merge-patch+json")
DIGITS = 9


def json_object(request: HttpRequest) -> dict[str, Any]:
    """The body as a JSON object. UnsupportedMediaType or MalformedBody say what is wrong with it."""
    if request.content_type not in JSON_TYPES:
        raise UnsupportedMediaType(
            f"the body is sent as '{request.content_type or 'nothing'}'; send JSON with Content-Type: application/json",
            headers={"Accept": ", ".join(JSON_TYPES)},
        )
    try:
        body = msgspec.json.decode(request.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise MalformedBody(f"the body is not JSON: {error}") from None
    if not isinstance(body, dict):
        raise MalformedBody('the body must be a JSON object, such as {"name": "..."}')
    return body


def record_body(request: HttpRequest, declared: Resource) -> dict[str, Any]:
    """The body's values for a record of this kind, each of the JSON type its field has. InvalidValues names the rest.

    What a value may be beyond its type (length, choice, existing link) is for the action to say.
    """
    body = json_object(request)
    specs = field_specs(declared)
    wrong = {name: told for name, value in body.items() if name in specs and (told := _wrong_type(specs[name], value))}
    if wrong:
        raise InvalidValues(wrong)
    return {name: () if value is None and _is_links(specs, name) else value for name, value in body.items()}


def _is_links(specs: Mapping[str, FieldSpec], name: str) -> bool:
    return name in specs and specs[name].type == "links"


def _wrong_type(spec: FieldSpec, value: Any) -> str:
    if value is None:
        return ""
    match spec.type:
        case "boolean":
            return "" if isinstance(value, bool) else "must be true or false"
        case "integer":
            return "" if type(value) is int else "must be a whole number, such as 3"
        case "decimal":
            return "" if type(value) in (int, float, str) else "must be a number, such as 2.5"
        case "links":
            listed = isinstance(value, list) and all(isinstance(one, str) for one in value)
            return "" if listed else f'must be a list of ids, such as ["{resource(spec.target_kind).public_id(17)}"]'
        case "link" if spec.target_kind:
            return (
                "" if isinstance(value, str) else f'must be an id, such as "{resource(spec.target_kind).public_id(17)}"'
            )
        case "date":
            return "" if isinstance(value, str) else 'must be a date, such as "2022-11-30"'
        case _:
            return "" if isinstance(value, str) else "must be a text"


def expected_version(request: HttpRequest) -> int:
    """The version that If-Match names. VersionRequired without one; a tag that is none of ours can only be stale."""
    given = request.headers.get("If-Match", "").strip()
    if not given or given == "*":
        raise VersionRequired(
            'send the record\'s version, as you read it, in the header If-Match: "3" (it is the ETag of your GET)'
        )
    digits = given.strip('"')
    if not digits.isdecimal() or len(digits) > DIGITS:
        raise StaleVersion(f'If-Match is {given}, which is no version of ours; send one version, such as "3"')
    return int(digits)


def wanted_fields(declared: Resource, parameters: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The fields named by `fields=name,status`; none means all. InvalidValues names the first that is not one."""
    names = tuple(name for part in parameters.get("fields", ()) for name in part.split(",") if name)
    specs = field_specs(declared)
    for name in names:
        if name not in specs:
            raise InvalidValues({"fields": f"'{name}' is not a field; the fields are {', '.join(specs)}"})
    return names
