"""Words that imports could not match, over the API: list them, decide one, take what is proposed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from nervecenter.foundation.api.described import body_of, brings
from nervecenter.foundation.api.entry import actor_of
from nervecenter.foundation.api.imports import TAGS, import_at
from nervecenter.foundation.api.reading import json_object
from nervecenter.foundation.api.representation import json_answer
from nervecenter.foundation.api.stories import whole_number
from nervecenter.foundation.api.word_shapes import AcceptedWords, WaitingWord, WaitingWordPage
from nervecenter.foundation.errors import InvalidValues, NotFound
from nervecenter.foundation.importing import actions
from nervecenter.foundation.importing.models import UnmatchedValue

router = Router()
LISTED, MOST_LISTED = 50, 500
DECISION: dict[str, Any] = {
    "type": "object",
    "properties": {
        "meaning": {"type": "string", "description": "A record, such as prd-7, or a value of the field."},
        "accept": {"type": "boolean", "description": "It means what is proposed."},
        "ignore": {"type": "boolean", "description": "It means nothing, or is right as it is written."},
        "remember": {"type": "boolean", "default": True, "description": "Take it so in every later import."},
    },
    "additionalProperties": False,
}


@router.get(
    "/imports/{number}/unmatched",
    response=WaitingWordPage,
    openapi_extra=brings(parameters=("WordStatus", "WordAfter", "WordLimit"), errors=(404, 422)),
    operation_id="list_unmatched_words",
    summary="List the words of an import that named nothing",
    tags=TAGS,
)
def list_unmatched_words(request: HttpRequest, number: int) -> HttpResponse:
    """Those that wait, those that look misspelt, and those that somebody has decided about."""
    record = import_at(number)
    limit = whole_number(request, "limit", LISTED, most=MOST_LISTED)
    after = whole_number(request, "after", 0, most=2**62)
    found = UnmatchedValue.objects.filter(import_of=record, pk__gt=after).order_by("pk")
    status = request.GET.get("status", "")
    if status and status not in UnmatchedValue.Status.values:
        raise InvalidValues({"status": f"must be one of {', '.join(UnmatchedValue.Status.values)}"})
    if status:
        found = found.filter(status=status)
    shown = list(found[: limit + 1])
    following = None
    if len(shown) > limit:
        asked = f"&status={status}" if status else ""
        following = f"{request.path}?after={shown[limit - 1].pk}&limit={limit}{asked}"
    return json_answer({"items": [_word(entry) for entry in shown[:limit]], "next": following})


@router.post(
    "/unmatched/{number}/decide",
    response=WaitingWord,
    openapi_extra=brings(errors=(400, 403, 404, 409, 415, 422)) | body_of("application/json", DECISION),
    operation_id="decide_unmatched_word",
    summary="Say what a word means",
    tags=TAGS,
)
def decide_unmatched_word(request: HttpRequest, number: int) -> HttpResponse:
    """One of meaning, accept and ignore. The records that waited are filled, as a change that can be undone."""
    actor, body = actor_of(request), json_object(request)
    known = DECISION["properties"]
    wrong = {name: f"is not known here; there are {', '.join(known)}" for name in body if name not in known}
    wrong |= {
        name: "must be true or false"
        for name in ("accept", "ignore", "remember")
        if not isinstance(body.get(name, False), bool)
    }
    meaning, accept, ignore = body.get("meaning", ""), body.get("accept", False), body.get("ignore", False)
    if not isinstance(meaning, str):
        wrong["meaning"] = "must be a text"
    if not wrong and sum((bool(meaning), bool(accept), bool(ignore))) != 1:
        wrong["meaning"] = "or accept or ignore is needed: one of the three"
    if wrong:
        raise InvalidValues(wrong)
    remember = bool(body.get("remember", True))
    if accept:
        entry = actions.accept_proposal(number, actor=actor, remember=remember)
    elif ignore:
        entry = actions.ignore_unmatched(number, actor=actor, remember=remember)
    else:
        entry = actions.resolve_unmatched(number, meaning, actor=actor, remember=remember)
    return json_answer(_word(entry))


@router.get(
    "/unmatched/{number}",
    response=WaitingWord,
    openapi_extra=brings(errors=(404,)),
    operation_id="get_unmatched_word",
    summary="Get one word",
    tags=TAGS,
)
def get_unmatched_word(request: HttpRequest, number: int) -> HttpResponse:
    """How often and where it stood, what is proposed, and what was decided."""
    entry = UnmatchedValue.objects.filter(pk=number).first()
    if entry is None:
        raise NotFound(f"there is no unmatched value {number}")
    return json_answer(_word(entry))


@router.post(
    "/imports/{number}/accept-proposals",
    response=AcceptedWords,
    openapi_extra=brings(errors=(403, 404)),
    operation_id="accept_proposals",
    summary="Take everything that is proposed for the words of an import",
    tags=TAGS,
)
def accept_proposals(request: HttpRequest, number: int) -> HttpResponse:
    """Misspelt values are corrected too. Of a preview, the run will take the words so; all is remembered."""
    record = import_at(number)
    accepted = actions.accept_proposals(record.pk, actor=actor_of(request))
    return json_answer({"accepted": [_word(entry) for entry in accepted]})


def _word(entry: UnmatchedValue) -> dict[str, Any]:
    names = ("kind", "field", "target_kind", "value", "count", "status", "places", "resolved_to")
    told = {name: getattr(entry, name) for name in names}
    return {"id": entry.pk, **told, "records": len(entry.records), "proposal": entry.proposal or None}
