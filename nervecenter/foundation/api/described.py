"""What the operations on records bring and answer, for the document, in terms of any kind.

`Record`, `RecordPage`, `NewRecord` and `RecordChange` are places that the document fills with the schemas of each kind.
"""

from typing import Any

from ninja import Schema

REFUSED = {"$ref": "#/components/responses/Refused"}
ALWAYS = (401, 500, 503)


class Record(Schema):
    """One record."""


class RecordPage(Schema):
    """A page of records."""


def brings(
    *, body: str = "", parameters: tuple[str, ...] = (), errors: tuple[int, ...] = (), tagged: int = 0, located: int = 0
) -> dict[str, Any]:
    """What an operation brings beyond its path: a body, parameters by component name; which errors it can answer.

    `tagged` and `located` are the status with an ETag, and the one with a Location.
    """
    responses: dict[Any, Any] = dict.fromkeys((*errors, *ALWAYS), REFUSED)
    if tagged:
        responses[tagged] = {"headers": {"ETag": {"$ref": "#/components/headers/ETag"}}}
    if located:
        headers = responses.setdefault(located, {}).setdefault("headers", {})
        headers["Location"] = {"$ref": "#/components/headers/Location"}
    described: dict[str, Any] = {"responses": responses}
    if parameters:
        described["parameters"] = [{"$ref": f"#/components/parameters/{name}"} for name in parameters]
    if body:
        schema = {"$ref": f"#/components/schemas/{body}"}
        described["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    return described


def body_of(media_type: str, schema: dict[str, Any], *, required: bool = True) -> dict[str, Any]:
    """The body of an operation that is about no kind of record."""
    return {"requestBody": {"required": required, "content": {media_type: {"schema": schema}}}}


COMPONENTS: dict[str, Any] = {
    "responses": {
        "Refused": {
            "description": "What went wrong, and what to do about it.",
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}},
        },
    },
    "headers": {
        "ETag": {"description": "The record's version, for If-Match and If-None-Match.", "schema": {"type": "string"}},
        "Location": {
            "description": "Where the new record is.",
            "schema": {"type": "string", "format": "uri-reference"},
        },
    },
    "parameters": {
        "IfMatch": {
            "name": "If-Match",
            "in": "header",
            "required": True,
            "description": 'The version that was read, such as "3". Another one is refused with 412.',
            "schema": {"type": "string", "pattern": '^"[0-9]+"$'},
        },
        "IfNoneMatch": {
            "name": "If-None-Match",
            "in": "header",
            "description": "A version that is known; the answer is 304 as long as it is the newest.",
            "schema": {"type": "string"},
        },
        "IdempotencyKey": {
            "name": "Idempotency-Key",
            "in": "header",
            "description": "Sent again within 24 hours with the same body, the request is answered but not repeated.",
            "schema": {"type": "string", "minLength": 1, "maxLength": 200},
        },
        "Fields": {
            "name": "fields",
            "in": "query",
            "description": "Only these fields, separated by commas, and the id. Schemas describe answers without it.",
            "schema": {"type": "string", "examples": ["name,changed_at"]},
        },
        "Limit": {
            "name": "limit",
            "in": "query",
            "schema": {"type": "integer", "minimum": 1, "maximum": 500, "default": 50},
        },
        "After": {
            "name": "after",
            "in": "query",
            "description": "A cursor, as it stands in `next`.",
            "schema": {"type": "string"},
        },
        "Before": {
            "name": "before",
            "in": "query",
            "description": "A cursor, as it stands in `previous`.",
            "schema": {"type": "string"},
        },
        "HistoryBefore": {
            "name": "before",
            "in": "query",
            "description": "Older than this, as it stands in `next`.",
            "schema": {"type": "integer", "minimum": 1},
        },
        "HistoryLimit": {
            "name": "limit",
            "in": "query",
            "schema": {"type": "integer", "minimum": 1, "maximum": 200, "default": 50},
        },
        "Words": {
            "name": "q",
            "in": "query",
            "description": "Only records that hold all these words; the last one may be a beginning.",
            "schema": {"type": "string"},
        },
        "ImportBefore": {
            "name": "before",
            "in": "query",
            "description": "Older than this one, as it stands in `next`.",
            "schema": {"type": "integer", "minimum": 1},
        },
        "ImportLimit": {
            "name": "limit",
            "in": "query",
            "schema": {"type": "integer", "minimum": 1, "maximum": 200, "default": 30},
        },
        "WordStatus": {
            "name": "status",
            "in": "query",
            "description": "Only words that are so.",
            "schema": {"type": "string", "enum": ["open", "resolved", "ignored", "repeated", "misspelt"]},
        },
        "WordAfter": {
            "name": "after",
            "in": "query",
            "description": "Later than this one, as it stands in `next`.",
            "schema": {"type": "integer", "minimum": 1},
        },
        "WordLimit": {
            "name": "limit",
            "in": "query",
            "schema": {"type": "integer", "minimum": 1, "maximum": 500, "default": 50},
        },
        "SearchWords": {
            "name": "q",
            "in": "query",
            "required": True,
            "description": "The words to look for; the last one may be a beginning.",
            "schema": {"type": "string", "pattern": "\\S"},
        },
        "SearchKind": {
            "name": "kind",
            "in": "query",
            "description": "Only records of these kinds.",
            "schema": {"type": "array", "items": {"type": "string"}},
        },
        "SearchLimit": {
            "name": "limit",
            "in": "query",
            "schema": {"type": "integer", "minimum": 1, "maximum": 100, "default": 20},
        },
        "Archived": {
            "name": "archived",
            "in": "query",
            "description": "1: the archived ones instead.",
            "schema": {"type": "string", "enum": ["0", "1"], "default": "0"},
        },
    },
}
