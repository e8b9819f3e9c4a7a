"""What one item speaks to: reading, linking, rating, unlinking."""

from django.http import HttpRequest, HttpResponse

from nervecenter.evidence.actions.linking import link_evidence, link_to_new_problem, rate_link, unlink_evidence
from nervecenter.evidence.api.bodies import (
    REFUSALS,
    SAID,
    STEP,
    TARGET,
    Told,
    body_having,
    known_in,
    number_in,
    said_in,
    text_in,
)
from nervecenter.evidence.api.routing import TAGS, router
from nervecenter.evidence.api.shapes import EvidenceLinks, TriageStep, step_answer
from nervecenter.evidence.queries.items import LinkRow, links_of
from nervecenter.foundation.actions import read_record
from nervecenter.foundation.api.described import brings
from nervecenter.foundation.api.entry import actor_of
from nervecenter.foundation.api.idempotency import once
from nervecenter.foundation.api.reading import expected_version, json_object
from nervecenter.foundation.api.representation import json_answer
from nervecenter.foundation.errors import InvalidValues


@router.get(
    "/evidence/{public_id}/links",
    response=EvidenceLinks,
    openapi_extra=brings(errors=(404,)),
    operation_id="list_evidence_links",
    summary="What a piece of evidence speaks to",
    tags=TAGS,
)
def list_links(request: HttpRequest, public_id: str) -> HttpResponse:
    """Problems, then requirements, each with its highlights."""
    number = number_in(public_id)
    read_record("evidence", number)
    return json_answer({"items": [_link(row) for row in links_of(number)]})


@router.post(
    "/evidence/{public_id}/links",
    response=TriageStep,
    openapi_extra=brings(parameters=STEP, errors=REFUSALS) | body_having(("target",), target=TARGET, **SAID),
    operation_id="link_evidence",
    summary="Link a piece of evidence",
    tags=TAGS,
)
def link(request: HttpRequest, public_id: str) -> HttpResponse:
    """It speaks to a problem or requirement and no longer waits. `If-Match` has its version as you read it."""
    actor, number, version = actor_of(request), number_in(public_id), expected_version(request)
    body = known_in(json_object(request), "target", *SAID)
    target, said = text_in(body, "target"), said_in(body)

    def answer() -> HttpResponse:
        return step_answer(link_evidence(number, target, actor=actor, expected_version=version, said=said), target)

    return once(request, actor, [version, body], answer)


@router.post(
    "/evidence/{public_id}/problem",
    response=TriageStep,
    openapi_extra=brings(parameters=STEP, errors=REFUSALS) | body_having(("name",), name={"type": "string"}, **SAID),
    operation_id="link_evidence_to_new_problem",
    summary="Link a piece of evidence to a new problem",
    tags=TAGS,
)
def link_to_new(request: HttpRequest, public_id: str) -> HttpResponse:
    """The problem is created and linked as one change; `target` is its id."""
    actor, number, version = actor_of(request), number_in(public_id), expected_version(request)
    body = known_in(json_object(request), "name", *SAID)
    name, said = text_in(body, "name"), said_in(body)

    def answer() -> HttpResponse:
        return step_answer(*link_to_new_problem(number, name, actor=actor, expected_version=version, said=said))

    return once(request, actor, [version, body], answer)


@router.patch(
    "/evidence/{public_id}/links/{target}",
    response=TriageStep,
    openapi_extra=brings(errors=(400, 403, 404, 415, 422))
    | body_having(("importance",), importance=SAID["importance"]),
    operation_id="rate_evidence_link",
    summary="Say how important a link is",
    tags=TAGS,
)
def rate(request: HttpRequest, public_id: str, target: str) -> HttpResponse:
    """0 noted, 1 nice to have, 2 important, 3 critical; its newest highlight keeps it."""
    actor, number = actor_of(request), number_in(public_id)
    importance = said_in(known_in(json_object(request), "importance")).importance
    if importance is None:
        raise InvalidValues({"importance": "is needed: 0, 1, 2 or 3"})
    return step_answer(rate_link(number, target, actor=actor, importance=importance), target)


@router.delete(
    "/evidence/{public_id}/links/{target}",
    response=TriageStep,
    openapi_extra=brings(parameters=("IfMatch",), errors=(403, 404, 412, 422, 428)),
    operation_id="unlink_evidence",
    summary="Take a link of a piece of evidence away",
    tags=TAGS,
)
def unlink(request: HttpRequest, public_id: str, target: str) -> HttpResponse:
    """Its highlights go too. Without another link the piece of evidence waits again."""
    actor, number, version = actor_of(request), number_in(public_id), expected_version(request)
    return step_answer(unlink_evidence(number, target, actor=actor, expected_version=version), target)


def _link(row: LinkRow) -> Told:
    highlights = [{"passage": mark.passage, "starts": mark.starts, "importance": mark.importance} for mark in row.marks]
    return {"target": row.public_id, "kind": row.kind, "name": row.name, "highlights": highlights}
