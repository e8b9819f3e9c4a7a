"""Setting one item aside, and letting it wait again."""

from django.http import HttpRequest, HttpResponse

from nervecenter.evidence.actions.setting_aside import reopen, set_aside
from nervecenter.evidence.api.bodies import STEP, number_in
from nervecenter.evidence.api.routing import TAGS, router
from nervecenter.evidence.api.shapes import TriageStep, step_answer
from nervecenter.foundation.api.described import brings
from nervecenter.foundation.api.entry import actor_of
from nervecenter.foundation.api.idempotency import once
from nervecenter.foundation.api.reading import expected_version


@router.post(
    "/evidence/{public_id}/set-aside",
    response=TriageStep,
    openapi_extra=brings(parameters=STEP, errors=(403, 404, 409, 412, 422, 428)),
    operation_id="set_evidence_aside",
    summary="Set a piece of evidence aside",
    tags=TAGS,
)
def set_one_aside(request: HttpRequest, public_id: str) -> HttpResponse:
    """It is no evidence and no longer waits. Refused while it speaks to something."""
    actor, number, version = actor_of(request), number_in(public_id), expected_version(request)
    step = lambda: step_answer(set_aside(number, actor=actor, expected_version=version))  # noqa: E731
    return once(request, actor, version, step)


@router.post(
    "/evidence/{public_id}/reopen",
    response=TriageStep,
    openapi_extra=brings(parameters=STEP, errors=(403, 404, 409, 412, 422, 428)),
    operation_id="reopen_evidence",
    summary="Let a piece of evidence wait again",
    tags=TAGS,
)
def reopen_one(request: HttpRequest, public_id: str) -> HttpResponse:
    """What was set aside is back in the inbox."""
    actor, number, version = actor_of(request), number_in(public_id), expected_version(request)
    step = lambda: step_answer(reopen(number, actor=actor, expected_version=version))  # noqa: E731
    return once(request, actor, version, step)
