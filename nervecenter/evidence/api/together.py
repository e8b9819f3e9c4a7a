"""Triage of several items at once."""

from django.http import HttpRequest, HttpResponse

from nervecenter.evidence.actions.linking import link_together
from nervecenter.evidence.actions.setting_aside import set_aside_together
from nervecenter.evidence.api.bodies import IDS, TARGET, body_having, known_in, numbers_in, text_in
from nervecenter.evidence.api.routing import TAGS, router
from nervecenter.evidence.api.shapes import TriageTogether, together_answer
from nervecenter.foundation.api.described import brings
from nervecenter.foundation.api.entry import actor_of
from nervecenter.foundation.api.idempotency import once
from nervecenter.foundation.api.reading import json_object


@router.post(
    "/evidence/links",
    response=TriageTogether,
    openapi_extra=brings(parameters=("IdempotencyKey",), errors=(400, 403, 415, 422))
    | body_having(("ids", "target"), ids=IDS, target=TARGET),
    operation_id="link_evidence_together",
    summary="Link several pieces of evidence",
    tags=TAGS,
)
def link_several(request: HttpRequest) -> HttpResponse:
    """All of them to one problem or requirement, as one change. Those that are linked to it stay as they are."""
    actor, body = actor_of(request), known_in(json_object(request), "ids", "target")
    numbers, target = numbers_in(body), text_in(body, "target")
    return once(request, actor, body, lambda: together_answer(link_together(numbers, target, actor=actor)))


@router.post(
    "/evidence/set-aside",
    response=TriageTogether,
    openapi_extra=brings(parameters=("IdempotencyKey",), errors=(400, 403, 415, 422)) | body_having(("ids",), ids=IDS),
    operation_id="set_evidence_aside_together",
    summary="Set several pieces of evidence aside",
    tags=TAGS,
)
def set_several_aside(request: HttpRequest) -> HttpResponse:
    """Those that wait are no evidence, as one change. Those that are linked stay as they are."""
    actor, body = actor_of(request), known_in(json_object(request), "ids")
    numbers = numbers_in(body)
    return once(request, actor, body, lambda: together_answer(set_aside_together(numbers, actor=actor)))
