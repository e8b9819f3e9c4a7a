"""What the inbox's operations take: ids, a target, what is said about a link. Each fault is named by its field."""

from typing import Any

from nervecenter.evidence.actions.linking import Said
from nervecenter.foundation.api.described import body_of
from nervecenter.foundation.errors import InvalidValues, NotFound
from nervecenter.foundation.resources import UnknownKind, parse_public_id

type Told = dict[str, Any]

STEP = ("IfMatch", "IdempotencyKey")
REFUSALS = (400, 403, 404, 409, 412, 415, 422, 428)

TARGET = {"type": "string", "description": "A problem or requirement, such as prb-3 or req-7."}
SAID = {
    "importance": {"type": "integer", "minimum": 0, "maximum": 3, "description": "0 noted to 3 critical."},
    "passage": {"type": "string", "description": "Words of the text that say it."},
    "starts": {"type": "integer", "minimum": 0, "description": "The character of the text they begin at."},
}
IDS = {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 500}


def body_having(required: tuple[str, ...], **properties: Any) -> Told:
    """The body of an operation, for the document: these members, of which some are required."""
    schema = {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}
    return body_of("application/json", schema)


def number_in(public_id: str) -> int:
    """The number behind the id of a piece of evidence; NotFound when it is none."""
    try:
        declared, number = parse_public_id(public_id)
    except UnknownKind as error:
        raise NotFound(str(error)) from None
    if declared.kind != "evidence":
        raise NotFound(f"{public_id} is a {declared.label.lower()}; the ids of evidence look like evd-17")
    return number


def numbers_in(body: Told) -> list[int]:
    """The numbers behind the ids of a selection."""
    ids = body.get("ids")
    if not isinstance(ids, list) or not all(isinstance(one, str) for one in ids):
        raise InvalidValues({"ids": 'must be a list of ids, such as ["evd-17"]'})
    return [number_in(one) for one in ids]


def text_in(body: Told, name: str) -> str:
    """A text that is needed."""
    value = body.get(name)
    if not isinstance(value, str) or not value.strip():
        raise InvalidValues({name: "is needed, as a text"})
    return value


def said_in(body: Told) -> Said:
    """What is said about a link; nothing, where the body says nothing."""
    importance, passage, starts = body.get("importance"), body.get("passage", ""), body.get("starts")
    wrong = {
        name: "must be a whole number"
        for name, value in (("importance", importance), ("starts", starts))
        if value is not None and type(value) is not int
    }
    if not isinstance(passage, str):
        wrong["passage"] = "must be a text"
    if wrong:
        raise InvalidValues(wrong)
    return Said(importance, passage, starts)


def known_in(body: Told, *names: str) -> Told:
    """The body, if it has no other members than these."""
    unknown = next((name for name in body if name not in names), None)
    if unknown is not None:
        raise InvalidValues({unknown: f"is not known here; there are {', '.join(names)}"})
    return body
