"""The operations that are about no kind in particular: who asks, which kinds there are, search, undo."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from nervecenter.foundation.api.described import brings
from nervecenter.foundation.api.entry import actor_of
from nervecenter.foundation.api.idempotency import once
from nervecenter.foundation.api.representation import json_answer, shown_fields
from nervecenter.foundation.api.shapes import Hits, Kind, Kinds, Me
from nervecenter.foundation.api.stories import whole_number
from nervecenter.foundation.api.story_shapes import UndoneChange
from nervecenter.foundation.errors import InvalidValues
from nervecenter.foundation.fields import FieldSpec
from nervecenter.foundation.resources import Resource, all_resources, resource
from nervecenter.foundation.searching import search as find
from nervecenter.foundation.tracked import BOOKKEEPING
from nervecenter.foundation.undoing import undo_changeset

router = Router()
HITS = 20
MOST_HITS = 100
TAGS = ["Everything"]


@router.get("/me", response=Me, openapi_extra=brings(), operation_id="get_me", summary="Who asks", tags=TAGS)
def get_me(request: HttpRequest) -> HttpResponse:
    """The user of the token or session, with her role."""
    user = actor_of(request)
    return json_answer({"username": user.username, "name": str(user), "role": user.role})


@router.get(
    "/kinds",
    response=Kinds,
    openapi_extra=brings(),
    operation_id="list_kinds",
    summary="List the kinds of records",
    tags=TAGS,
)
def list_kinds(request: HttpRequest) -> HttpResponse:
    """Each kind with what it is, where its records are, and its fields."""
    return json_answer({"items": [_kind(declared) for declared in all_resources()]})


@router.get(
    "/kinds/{kind}",
    response=Kind,
    openapi_extra=brings(errors=(404,)),
    operation_id="get_kind",
    summary="Get one kind of record",
    tags=TAGS,
)
def get_kind(request: HttpRequest, kind: str) -> HttpResponse:
    """What a kind is, where its records are, and its fields."""
    return json_answer(_kind(resource(kind)))


@router.get(
    "/search",
    response=Hits,
    openapi_extra=brings(parameters=("SearchWords", "SearchKind", "SearchLimit"), errors=(404, 422)),
    operation_id="search",
    summary="Search all kinds",
    tags=TAGS,
)
def search(request: HttpRequest) -> HttpResponse:
    """Records that hold all the words of `q`; the last word may be a beginning. `kind` narrows, and can be repeated."""
    kinds = [resource(kind).kind for kind in request.GET.getlist("kind")] or None
    text = request.GET.get("q", "").strip()
    if not text:
        raise InvalidValues({"q": "is needed: the words to look for"})
    hits = find(text, kinds=kinds, limit=whole_number(request, "limit", HITS, most=MOST_HITS))
    found = [{"id": hit.public_id, "kind": hit.kind, "name": hit.title, "archived": hit.archived} for hit in hits]
    return json_answer({"items": found})


@router.post(
    "/changes/{change}/undo",
    response=UndoneChange,
    openapi_extra=brings(parameters=("IdempotencyKey",), errors=(403, 404, 409, 422)),
    operation_id="undo_change",
    summary="Undo a change",
    tags=TAGS,
)
def undo_change(request: HttpRequest, change: int) -> HttpResponse:
    """Everything the change wrote is as it was before. Refused when a record it wrote was changed again since."""
    actor = actor_of(request)

    def answer() -> HttpResponse:
        undoing = undo_changeset(change, actor=actor)
        return json_answer({"change": undoing.pk, "undoes": change, "action": undoing.action, "at": undoing.at})

    return once(request, actor, change, answer)


def _kind(declared: Resource) -> dict[str, Any]:
    return {
        "kind": declared.kind,
        "prefix": declared.prefix,
        "label": declared.label,
        "plural": declared.plural,
        "path": f"/api/v1/{declared.slug}",
        "page": declared.path,
        "about": declared.about,
        "title": declared.title,
        "sort": declared.sort,
        "filters": list(declared.filters),
        "fields": [_field(spec) for spec in shown_fields(declared)],
    }


def _field(spec: FieldSpec) -> dict[str, Any]:
    return {
        "name": spec.name,
        "label": spec.label,
        "type": spec.type,
        "required": spec.required and spec.name not in BOOKKEEPING,
        "read_only": spec.name in BOOKKEEPING,
        "choices": [{"value": value, "label": label} for value, label in spec.choices],
        "kind": spec.target_kind or None,
        "max_length": spec.max_length,
        "unit": spec.unit,
        "help": spec.help,
    }
