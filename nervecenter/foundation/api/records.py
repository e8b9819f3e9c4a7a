"""The operations that every kind of record has, made from the resource declarations. Read, ask, answer; no rule."""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from nervecenter.foundation import actions, tracing
from nervecenter.foundation.api.described import Record, RecordPage, brings
from nervecenter.foundation.api.entry import actor_of
from nervecenter.foundation.api.idempotency import once
from nervecenter.foundation.api.reading import expected_version, record_body
from nervecenter.foundation.api.refusals import NoSuchAddress
from nervecenter.foundation.api.representation import json_answer, page_answer, record_answer
from nervecenter.foundation.api.stories import history_answer, trace_answer
from nervecenter.foundation.api.story_shapes import HistoryPage, Trace
from nervecenter.foundation.errors import NotFound
from nervecenter.foundation.resources import Resource, UnknownKind, all_resources, parse_public_id

router = Router()


@cache
def _by_slug() -> dict[str, Resource]:
    return {declared.slug: declared for declared in all_resources()}


def kind_at(plural: str) -> Resource:
    """The kind whose records stand at /api/v1/<plural>."""
    declared = _by_slug().get(plural)
    if declared is None:
        raise NoSuchAddress(f"there is nothing at /api/v1/{plural}; /api/v1/kinds lists what there is")
    return declared


def number_in(declared: Resource, public_id: str) -> int:
    """The number behind a public id; NotFound when it is none, or one of another kind."""
    try:
        kind, number = parse_public_id(public_id)
    except UnknownKind as error:
        raise NotFound(str(error)) from None
    if kind is not declared:
        raise NotFound(f"{public_id} is a {kind.label.lower()}; look for it at /api/v1/{kind.slug}/{public_id}")
    return number


@router.get(
    "/{plural}",
    response=RecordPage,
    openapi_extra=brings(parameters=("Words", "Fields", "Limit", "After", "Before", "Archived"), errors=(404, 422)),
    operation_id="list_records",
    summary="List {plural}",
)
def list_records(request: HttpRequest, plural: str) -> HttpResponse:
    """Filtered, searched, sorted and paged. Archived ones only with `archived=1`."""
    return page_answer(request, kind_at(plural))


@router.post(
    "/{plural}",
    response={201: Record},
    openapi_extra=brings(
        body="NewRecord",
        parameters=("Fields", "IdempotencyKey"),
        errors=(400, 403, 413, 415, 422),
        tagged=201,
        located=201,
    ),
    operation_id="create_record",
    summary="Create one {label}",
)
def create_record(request: HttpRequest, plural: str) -> HttpResponse:
    """The answer is the new record, with its address in `Location` and its version in `ETag`."""
    declared, actor = kind_at(plural), actor_of(request)
    body = record_body(request, declared)

    def answer() -> HttpResponse:
        record = actions.create_record(declared.kind, body, actor=actor)
        address = f"{request.path}/{declared.public_id(record.pk)}"
        return record_answer(request, declared, record.pk, status=201, Location=address)

    return once(request, actor, body, answer)


@router.get(
    "/{plural}/{public_id}",
    response={200: Record, 304: None},
    openapi_extra=brings(parameters=("Fields", "IfNoneMatch"), errors=(404, 422), tagged=200),
    operation_id="get_record",
    summary="Get one {label}",
)
def get_record(request: HttpRequest, plural: str, public_id: str) -> HttpResponse:
    """Archived or not. With `If-None-Match` the answer is 304 as long as the version is the same."""
    declared = kind_at(plural)
    return record_answer(request, declared, number_in(declared, public_id))


@router.patch(
    "/{plural}/{public_id}",
    response=Record,
    openapi_extra=brings(
        body="RecordChange",
        parameters=("Fields", "IfMatch"),
        errors=(400, 403, 404, 412, 413, 415, 422, 428),
        tagged=200,
    ),
    operation_id="change_record",
    summary="Change one {label}",
)
def change_record(request: HttpRequest, plural: str, public_id: str) -> HttpResponse:
    """Fields that are not named stay as they are; null empties one. Refused when somebody changed it since."""
    declared = kind_at(plural)
    number, version = number_in(declared, public_id), expected_version(request)
    body = record_body(request, declared)
    actions.change_record(declared.kind, number, body, actor=actor_of(request), expected_version=version)
    return record_answer(request, declared, number)


@router.delete(
    "/{plural}/{public_id}",
    response=Record,
    openapi_extra=brings(parameters=("Fields", "IfMatch"), errors=(403, 404, 412, 422, 428), tagged=200),
    operation_id="archive_record",
    summary="Archive one {label}",
)
def archive_record(request: HttpRequest, plural: str, public_id: str) -> HttpResponse:
    """Out of lists and checks; still there for search, links and history, and to be restored."""
    declared = kind_at(plural)
    number, version = number_in(declared, public_id), expected_version(request)
    actions.archive_record(declared.kind, number, actor=actor_of(request), expected_version=version)
    return record_answer(request, declared, number)


@router.post(
    "/{plural}/{public_id}/restore",
    response=Record,
    openapi_extra=brings(
        parameters=("Fields", "IfMatch", "IdempotencyKey"), errors=(403, 404, 412, 422, 428), tagged=200
    ),
    operation_id="restore_record",
    summary="Restore one {label}",
)
def restore_record(request: HttpRequest, plural: str, public_id: str) -> HttpResponse:
    """An archived one is back in lists and checks."""
    declared, actor = kind_at(plural), actor_of(request)
    number, version = number_in(declared, public_id), expected_version(request)

    def answer() -> HttpResponse:
        actions.restore_record(declared.kind, number, actor=actor, expected_version=version)
        return record_answer(request, declared, number)

    return once(request, actor, version, answer)


@router.get(
    "/{plural}/{public_id}/history",
    response=HistoryPage,
    openapi_extra=brings(parameters=("HistoryBefore", "HistoryLimit"), errors=(404, 422)),
    operation_id="record_history",
    summary="History of one {label}",
)
def record_history(request: HttpRequest, plural: str, public_id: str) -> HttpResponse:
    """What was decided about it, newest first: who, when, why, each field before and after. Undo takes `change`."""
    declared = kind_at(plural)
    return history_answer(request, declared, number_in(declared, public_id))


@router.get(
    "/{plural}/{public_id}/why",
    response=Trace,
    openapi_extra=brings(errors=(404,)),
    operation_id="why_record",
    summary="Why one {label} exists",
)
def why_record(request: HttpRequest, plural: str, public_id: str) -> HttpResponse:
    """The chain of reasons, up to the evidence."""
    return _trace(plural, public_id, tracing.why)


@router.get(
    "/{plural}/{public_id}/so-what",
    response=Trace,
    openapi_extra=brings(errors=(404,)),
    operation_id="so_what_record",
    summary="What follows from one {label}",
)
def so_what_record(request: HttpRequest, plural: str, public_id: str) -> HttpResponse:
    """The chain of consequences, down to what is claimed and earned."""
    return _trace(plural, public_id, tracing.so_what)


def _trace(plural: str, public_id: str, ask: Any) -> HttpResponse:
    declared = kind_at(plural)
    found = ask(declared.kind, number_in(declared, public_id))
    if found is None:
        raise NotFound(f"there is no {declared.label.lower()} {public_id}; it may have been deleted")
    return json_answer(trace_answer(found))
