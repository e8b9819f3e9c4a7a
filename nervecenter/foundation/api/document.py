"""The OpenAPI document: what the operations say of any kind of record, said of each, with its own schemas."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from ninja import NinjaAPI

from nervecenter.foundation.api.described import COMPONENTS
from nervecenter.foundation.api.schemas import (
    body_schema,
    bookkeeping_parameters,
    class_name,
    filter_parameters,
    page_schema,
    record_schema,
)
from nervecenter.foundation.api.shapes import Link, ProblemDetails
from nervecenter.foundation.resources import Resource, all_resources

type Json = dict[str, Any]

PREFIX = "/api/v1/"
PLACES = ("Record", "RecordPage")
ABOUT = (
    "Everything that nervecenter's pages can do with records. Sign in with a token (`Authorization: Bearer nvc_...`,"
    " made under Set-up, API tokens). How paging, versions, errors and repeated requests work stands in"
    " docs/reference/api.md."
)


@lru_cache(maxsize=4)
def openapi_document(api: NinjaAPI) -> Json:
    """The document, complete, in the order of the declarations, so that it changes only with them."""
    general: Json = api.get_openapi_schema(path_prefix=PREFIX)
    schemas: Json = dict(general["components"]["schemas"])
    for place in PLACES:
        schemas.pop(place, None)
    schemas["Link"], schemas["ProblemDetails"] = Link.json_schema(), ProblemDetails.json_schema()
    paths: Json = {}
    for path, operations in general["paths"].items():
        if "{plural}" not in path:
            paths[path] = operations
    for declared in all_resources():
        for path, operations in general["paths"].items():
            if "{plural}" in path:
                paths[path.replace("{plural}", declared.slug)] = {
                    method: _operation(operation, declared) for method, operation in operations.items()
                }
        for name, schema in _schemas(declared):
            if name in schemas:
                raise ValueError(f"two things in the document are called {name}; give one another name")
            schemas[name] = schema
    return {
        "openapi": "3.1.0",
        "info": {"title": "nervecenter", "version": api.version, "description": ABOUT, "license": LICENSE},
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": COMPONENTS["responses"],
            "headers": COMPONENTS["headers"],
            "parameters": COMPONENTS["parameters"] | bookkeeping_parameters(),
            "securitySchemes": SECURITY,
        },
        "tags": [
            *({"name": name} for name in _general_tags(general["paths"])),
            *({"name": declared.plural, "description": declared.about} for declared in all_resources()),
        ],
    }


def _general_tags(paths: Json) -> list[str]:
    """The headings of the operations that are about no kind, in the order in which they come."""
    found = [
        tag
        for path, operations in paths.items()
        if "{plural}" not in path
        for operation in operations.values()
        for tag in operation["tags"]
    ]
    return list(dict.fromkeys(found))


LICENSE = {"name": "Apache-2.0", "identifier": "Apache-2.0"}
SECURITY: Json = {
    "BearerToken": {
        "type": "http",
        "scheme": "bearer",
        "description": "An API token; its scope is to read or to write.",
    },
    "SessionCookie": {
        "type": "apiKey",
        "in": "cookie",
        "name": "sessionid",
        "description": "The session of our own pages; what writes carries the CSRF token in X-CSRFToken.",
    },
}


def _schemas(declared: Resource) -> Iterator[tuple[str, Json]]:
    for schema in (
        record_schema(declared),
        page_schema(declared),
        body_schema(declared, creates=True),
        body_schema(declared, creates=False),
    ):
        yield schema["title"], schema


def _operation(operation: Json, declared: Resource) -> Json:
    """One operation as it is on this kind."""
    general: str = operation["operationId"]
    words = {"plural": declared.plural.lower(), "label": declared.label.lower()}
    names = (declared.slug.replace("-", "_"), declared.kind)
    parameters = [_parameter(one, declared) for one in operation["parameters"] if one.get("name") != "plural"]
    if general == "list_records":
        parameters += filter_parameters(declared)
    told: Json = _filled(operation, class_name(declared))
    return told | {
        "operationId": general.replace("records", names[0]).replace("record", names[1]),
        "summary": operation["summary"].format(**words),
        "parameters": parameters,
        "tags": [declared.plural],
    }


def _parameter(parameter: Json, declared: Resource) -> Json:
    if parameter.get("name") != "public_id":
        return parameter
    schema = {"type": "string", "pattern": f"^{declared.prefix}-[0-9]+$", "examples": [declared.public_id(17)]}
    return {"in": "path", "name": "public_id", "required": True, "schema": schema}


_PLACE = re.compile(r"#/components/schemas/(New)?Record(Page|Change)?")


def _filled(part: Any, name: str) -> Any:
    """The part of the document with this kind's schemas in place of those of any record."""
    if isinstance(part, dict):
        return {key: _filled(value, name) for key, value in part.items()}
    if isinstance(part, list):
        return [_filled(value, name) for value in part]
    if isinstance(part, str) and (found := _PLACE.fullmatch(part)):
        return f"#/components/schemas/{found[1] or ''}{name}{found[2] or ''}"
    return part
