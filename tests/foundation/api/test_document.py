"""The OpenAPI document is current and whole, and each kind's answers and bodies fit its schemas."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import jsonschema  # type: ignore[import-untyped]
import pytest

from nervecenter.foundation.api.document import openapi_document
from nervecenter.foundation.api.schemas import class_name
from nervecenter.foundation.fields import field_specs
from nervecenter.foundation.resources import all_resources, resource
from nervecenter.site.api import api
from scripts.openapi import SNAPSHOT, written
from tests.factories import full_values, made, needed_values, valid_value
from tests.foundation.api.asking import asker, assert_problem

every_kind = pytest.mark.parametrize("kind", [declared.kind for declared in all_resources()])
METHODS = {"get", "post", "patch", "delete"}


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in openapi_document(api)["paths"].items():
        yield from ((path, method, item[method]) for method in METHODS & set(item))


def references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for value in part.values():
            yield from references(value)
    elif isinstance(part, list):
        for value in part:
            yield from references(value)


def resolved(reference: str) -> Any:
    found: Any = openapi_document(api)
    for name in reference.removeprefix("#/").split("/"):
        found = found[name]
    return found


def faults(name: str, value: Any) -> list[str]:
    """What a schema of the document finds wrong with a value."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": openapi_document(api)["components"]}
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)
    return [f"{'.'.join(map(str, error.path))}: {error.message}" for error in validator.iter_errors(value)]


def test_the_snapshot_is_current() -> None:
    current = written(openapi_document(api)) + "\n"

    assert json.loads(current) == json.loads(json.dumps(openapi_document(api)))
    assert SNAPSHOT.read_text() == current, "run .venv/bin/python scripts/openapi.py and look at what changed"


def test_every_reference_leads_somewhere_and_every_schema_is_one() -> None:
    document = openapi_document(api)

    for reference in set(references(document)):
        assert resolved(reference)
    for schema in document["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)


def test_every_operation_has_an_id_of_its_own_a_summary_a_tag_and_its_errors() -> None:
    found = list(operations())
    tags = {tag["name"] for tag in openapi_document(api)["tags"]}

    ids = [operation["operationId"] for _, _, operation in found]
    assert len(set(ids)) == len(ids)
    assert {"list_capabilities", "create_capability", "get_battle_card", "undo_change", "so_what_problem"} <= set(ids)
    for path, method, operation in found:
        assert operation["summary"], path
        assert set(operation["tags"]) <= tags, path
        assert {"401", "500"} <= {str(status) for status in operation["responses"]}, path
        assert operation["security"] == [{"BearerToken": []}, {"SessionCookie": []}], path
        names = [parameter.get("name") or parameter["$ref"] for parameter in operation["parameters"]]
        assert len(set(names)) == len(names), path
        assert ("{public_id}" in path) == ("public_id" in names), path
        assert "{plural}" not in json.dumps(operation), (path, method)


@every_kind
@pytest.mark.django_db
def test_answers_and_bodies_fit_their_schemas(kind: str) -> None:
    declared, ana = resource(kind), asker()
    name = class_name(declared)
    full, needed = full_values(kind), needed_values(kind)

    assert faults(f"New{name}", full) == []
    assert faults(f"New{name}", {field: full[field] for field in needed}) == []
    assert faults(f"{name}Change", full) == faults(f"{name}Change", {}) == []
    first, second = ana.post(declared.slug, full), ana.post(declared.slug, needed_values(kind))
    assert faults(name, first) == faults(name, second) == []
    assert faults(f"{name}Page", ana.get(f"{declared.slug}?limit=1")) == []
    assert faults("HistoryPage", ana.get(f"{declared.slug}/{first['id']}/history")) == []
    assert faults("Trace", ana.get(f"{declared.slug}/{first['id']}/so-what")) == []
    assert faults("Kind", ana.get(f"kinds/{kind}")) == []


@every_kind
@pytest.mark.django_db
def test_emptying_what_may_be_empty_fits_the_schemas(kind: str) -> None:
    declared, ana = resource(kind), asker()
    made_one = made(kind)
    change_schema = openapi_document(api)["components"]["schemas"][f"{class_name(declared)}Change"]["properties"]
    optional = {
        field: None
        for field in change_schema
        if not field_specs(declared)[field].required and kind not in ("waiver", "check_setting")
    }

    changed = ana.patch(f"{declared.slug}/{declared.public_id(made_one.pk)}", optional, 1)

    assert ana.last.status_code == 200, changed
    assert faults(f"{class_name(declared)}Change", optional) == []
    assert faults(class_name(declared), changed) == []


WRONG: dict[str, list[Any]] = {
    "text": [7, True, ["x"], {}],
    "longtext": [7, {}],
    "url": [7, "nowhere"],
    "integer": ["3", 1.5, True, 2**31],
    "decimal": [True, [], "many", 10**30],
    "date": [7, "31/02", "2022-02-30", "soon"],
    "boolean": ["yes", 1],
    "choice": ["no such word", 7],
    "link": [7, "zzz-1", ["x"]],
    "links": ["zzz-1", [7], ["zzz-1"]],
}


@every_kind
@pytest.mark.django_db
def test_what_the_schema_refuses_the_api_refuses(kind: str) -> None:
    declared, ana = resource(kind), asker()
    needed = needed_values(kind)

    for name in openapi_document(api)["components"]["schemas"][f"New{class_name(declared)}"]["properties"]:
        spec = field_specs(declared)[name]
        too_long = ["x" * (spec.max_length + 1)] if spec.max_length and spec.type == "text" else []
        for value in [*WRONG[spec.type], *too_long, *([None] if spec.required else [])]:
            body = needed | {name: value}
            assert faults(f"New{class_name(declared)}", body), (name, value)
            ana.post(declared.slug, body)
            told = assert_problem(ana, 422, "invalid-values")
            assert faults("ProblemDetails", told) == []
            assert set(told["fields"]) == {name}, (name, value)
    assert not any(record["created_by"] for record in ana.get(declared.slug)["items"])


@every_kind
@pytest.mark.django_db
def test_every_parameter_of_a_list_that_is_documented_is_understood(kind: str) -> None:
    declared, ana = resource(kind), asker("viewer")
    listing = openapi_document(api)["paths"][f"/api/v1/{declared.slug}"]["get"]
    parameters = [resolved(one["$ref"]) if "$ref" in one else one for one in listing["parameters"]]
    sent = {"after": None, "before": None, "fields": declared.title, "q": "word"}

    for parameter in parameters:
        schema = parameter["schema"].get("items", parameter["schema"])
        name = parameter["name"]
        spec = field_specs(declared).get(name.partition("__")[0])
        if name not in sent:
            sent[name] = schema["enum"][-1] if "enum" in schema else _sample(kind, schema, spec)
    found = ana.get(f"{declared.slug}?{urlencode({name: value for name, value in sent.items() if value is not None})}")

    assert ana.last.status_code == 200, found
    assert len(sent) > 40


def _sample(kind: str, schema: dict[str, Any], spec: Any) -> Any:
    if "default" in schema or spec is None:
        return schema["default"]
    if spec.type == "datetime":
        return "2022-11-30T14:00:00Z"
    if spec.type in ("link", "links"):
        return schema["pattern"].strip("^$").replace("[0-9]+", "1")
    if spec.type == "boolean":
        return "true"
    return valid_value(kind, spec)
