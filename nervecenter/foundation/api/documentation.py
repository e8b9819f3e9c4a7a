"""The API's documentation as pages of ours, made from the document: no script and nothing from another host."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from ninja import NinjaAPI

from nervecenter.foundation.api.document import PREFIX, openapi_document
from nervecenter.foundation.api.problems import all_errors, title_of
from nervecenter.foundation.api.records import kind_at
from nervecenter.foundation.api.schemas import class_name
from nervecenter.foundation.pages.answers import page
from nervecenter.foundation.resources import all_resources


@dataclass(frozen=True, slots=True)
class ShownOperation:
    """An operation as the pages show it."""

    method: str
    path: str
    name: str
    summary: str
    description: str


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field of a body or an answer as the pages show it."""

    name: str
    answered: str
    taken: str
    description: str
    needed: bool


@lru_cache(maxsize=4)
def _as_bytes(api: NinjaAPI) -> tuple[bytes, str]:
    content = msgspec.json.encode(openapi_document(api))
    return content, f'"{hashlib.sha256(content).hexdigest()[:16]}"'


def document_view(request: HttpRequest, api: NinjaAPI) -> HttpResponse:
    """The OpenAPI document. It holds no data of the company, so whoever reaches the server may read it."""
    content, tag = _as_bytes(api)
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304, headers={"ETag": tag})
    return HttpResponse(content, content_type="application/json", headers={"ETag": tag, "Cache-Control": "no-cache"})


@page
@require_safe
def overview(request: HttpRequest, api: NinjaAPI) -> HttpResponse:
    """Where to begin, the operations that are about no kind, and a page for each kind."""
    kinds = {declared.plural for declared in all_resources()}
    tags = [tag["name"] for tag in openapi_document(api)["tags"] if tag["name"] not in kinds]
    shown = {"sections": [(tag, tuple(_operations(api, tag))) for tag in tags], "kinds": all_resources()}
    return render(request, "foundation/api/overview.html", shown)


@page
@require_safe
def kind(request: HttpRequest, plural: str, api: NinjaAPI) -> HttpResponse:
    """One kind: its operations and fields."""
    declared = kind_at(plural)
    schemas = openapi_document(api)["components"]["schemas"]
    answered, taken = schemas[class_name(declared)], schemas[f"New{class_name(declared)}"]
    fields = [
        ShownField(
            name,
            _in_words(schema),
            _in_words(taken["properties"].get(name)),
            schema.get("description", ""),
            name in taken.get("required", ()),
        )
        for name, schema in answered["properties"].items()
    ]
    shown = {
        "resource": declared,
        "fields": fields,
        "operations": tuple(_operations(api, declared.plural)),
        "id_example": declared.public_id(17),
    }
    return render(request, "foundation/api/kind.html", shown)


@page
@require_safe
def errors(request: HttpRequest) -> HttpResponse:
    """Every error by its code; the type of a problem leads here."""
    shown = [{"code": one.code, "status": one.status, "title": title_of(one)} for one in all_errors()]
    return render(request, "foundation/api/errors.html", {"errors": shown})


def _operations(api: NinjaAPI, tag: str) -> Iterator[ShownOperation]:
    for path, item in openapi_document(api)["paths"].items():
        for method, one in item.items():
            if tag in one["tags"]:
                name, summary, told = one["operationId"], one["summary"], one.get("description", "").replace("`", "")
                yield ShownOperation(method.upper(), path.removeprefix(PREFIX), name, summary, told)


def _in_words(schema: dict[str, Any] | None) -> str:
    """A schema in a few words, such as: text, at most 300 characters."""
    if schema is None:
        return ""
    if "$ref" in schema:
        return "id and name"
    if "anyOf" in schema:
        return " or ".join(_in_words(one) for one in schema["anyOf"])
    if "enum" in schema:
        return ", ".join("null" if one is None else f"“{one}”" for one in schema["enum"])
    given = schema["type"]
    types = given if isinstance(given, list) else [given]
    words = " or ".join(str(schema.get("format", one)) if one == "string" else str(one) for one in types)
    if "items" in schema:
        words += f" of {_in_words(schema['items'])}"
    if "maxLength" in schema:
        words += f", at most {schema['maxLength']} characters"
    return words
