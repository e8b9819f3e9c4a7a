"""Honesty over the API: findings, checks, a run, a waiver. Waivers and settings themselves are ordinary kinds."""

import datetime as dt
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema

from nervecenter.domain.checks.check import registered_checks
from nervecenter.foundation.api.described import body_of, brings
from nervecenter.foundation.api.entry import actor_of
from nervecenter.foundation.api.idempotency import once
from nervecenter.foundation.api.reading import json_object
from nervecenter.foundation.api.representation import json_answer
from nervecenter.foundation.api.stories import whole_number
from nervecenter.foundation.errors import InvalidValues
from nervecenter.foundation.resources import UnknownKind, parse_public_id, resource
from nervecenter.honesty.actions import run_checks, waive_finding
from nervecenter.honesty.queries.findings import STANDING, STATUSES, FindingQuery, FindingRow, findings
from nervecenter.honesty.queries.settings import company_settings

router = Router()
TAGS = ["Honesty"]
LISTED, MOST_LISTED = 100, 500

type Told = dict[str, Any]


class Subject(Schema):
    """What a finding points at; the id is a record's, or the name of somebody who is not on record."""

    kind: str
    id: str
    label: str


class FoundPlace(Schema):
    """A place where the records disagree, as it is kept from run to run."""

    code: str
    name: str
    severity: Literal["error", "warning", "info"]
    status: Literal["new", "open", "waived", "fixed"]
    subject: Subject
    message: str
    remedy: str
    fingerprint: str
    first_seen: dt.datetime
    fixed_at: dt.datetime | None


class FoundPlaces(Schema):
    """A page of findings, the gravest first."""

    items: list[FoundPlace]
    next: str | None


class CheckShown(Schema):
    """A check: what it finds, why, what to do, and what is set for it here."""

    code: str
    name: str
    group: str
    severity: Literal["error", "warning", "info"]
    enabled: bool
    summary: str
    remedy: str
    thresholds: dict[str, Any]


class ChecksShown(Schema):
    """All checks, by code."""

    items: list[CheckShown]


class RunShown(Schema):
    """What a run found. The counts of errors, warnings and infos are of what stands after it, over all checks."""

    run: int
    seconds: float
    checks: list[str]
    findings: int
    new: int
    fixed: int
    waived: int
    errors: int
    warnings: int
    infos: int
    notices: list[str]


class WaiverMade(Schema):
    """The waiver that was written; read it under /waivers."""

    waiver: str
    version: int
    until: dt.date


def _words(name: str, about: str, known: tuple[str, ...] = ()) -> Told:
    item: Told = {"type": "string"} | ({"enum": list(known)} if known else {})
    return {"name": name, "in": "query", "description": about, "schema": {"type": "array", "items": item}}


ASKED = [
    _words("check", "Only these: codes (NC601), starts of codes (NC6), groups (organisation) or names."),
    _words("severity", "Only of these severities.", ("error", "warning", "info")),
    _words("status", "Only of these; new and open where none is given.", STATUSES),
    {"name": "product", "in": "query", "description": "Only of this product.", "schema": {"type": "string"}},
    {"name": "product_line", "in": "query", "description": "Only of this line.", "schema": {"type": "string"}},
    {"name": "subject", "in": "query", "description": "Only about this record.", "schema": {"type": "string"}},
    {
        "name": "start",
        "in": "query",
        "description": "How many to skip, as it stands in `next`.",
        "schema": {"type": "integer", "minimum": 1},
    },
    {
        "name": "limit",
        "in": "query",
        "schema": {"type": "integer", "minimum": 1, "maximum": MOST_LISTED, "default": LISTED},
    },
]
SELECTION = {
    "type": "object",
    "properties": {
        "select": {"type": "array", "items": {"type": "string"}, "description": "Codes, groups or names; else all."},
        "ignore": {"type": "array", "items": {"type": "string"}},
    },
    "additionalProperties": False,
}
WAIVER = {
    "type": "object",
    "properties": {
        "who": {"type": "string", "maxLength": 120, "description": "Who accepts it."},
        "why": {"type": "string"},
        "until": {"type": "string", "format": "date", "description": "The last day on which it holds."},
    },
    "required": ["who", "why", "until"],
    "additionalProperties": False,
}


@router.get(
    "/findings",
    response=FoundPlaces,
    openapi_extra=brings(errors=(422,)) | {"parameters": ASKED},
    operation_id="list_findings",
    summary="List findings",
    tags=TAGS,
)
def list_findings(request: HttpRequest) -> HttpResponse:
    """The gravest first, then by check. The same filters as on the page."""
    query = FindingQuery(
        select=tuple(request.GET.getlist("check")),
        severities=tuple(request.GET.getlist("severity")),
        statuses=tuple(request.GET.getlist("status")) or STANDING,
        product=_number(request, "product"),
        product_line=_number(request, "product_line"),
        subject_id=request.GET.get("subject", ""),
    )
    limit = whole_number(request, "limit", LISTED, most=MOST_LISTED)
    start = whole_number(request, "start", 0, most=2**31)
    found = findings(query, timezone.localdate(), start=start, limit=limit + 1)
    address = request.GET.copy()
    address["start"] = str(start + limit)
    following = f"{request.path}?{address.urlencode()}" if len(found) > limit else None
    return json_answer({"items": [_told(row) for row in found[:limit]], "next": following})


@router.get(
    "/checks",
    response=ChecksShown,
    openapi_extra=brings(),
    operation_id="list_checks",
    summary="List checks",
    tags=TAGS,
)
def list_checks(request: HttpRequest) -> HttpResponse:
    """Each check with what it finds, and the severity and thresholds in force."""
    company = company_settings()
    items = [
        {
            "code": check.code,
            "name": check.name,
            "group": check.group,
            "severity": company.settings.severities.get(check.code, check.severity),
            "enabled": check.code not in company.disabled,
            "summary": check.explanation.summary,
            "remedy": check.remedy,
            "thresholds": {name: each.default for name, each in check.thresholds.items()}
            | dict(company.settings.thresholds.get(check.code, {})),
        }
        for check in registered_checks()
    ]
    return json_answer({"items": items})


@router.post(
    "/checks/run",
    response=RunShown,
    openapi_extra=brings(parameters=("IdempotencyKey",), errors=(400, 403, 415, 422))
    | body_of("application/json", SELECTION, required=False),
    operation_id="run_checks",
    summary="Run the checks",
    tags=TAGS,
)
def run(request: HttpRequest) -> HttpResponse:
    """Run the checks over the company now, and keep what they find."""
    actor, body = actor_of(request), json_object(request) if request.body else {}
    chosen = {name: _texts(body, name) for name in ("select", "ignore")}
    _refuse_unknown(body, chosen)

    def answer() -> HttpResponse:
        result = run_checks(actor=actor, select=chosen["select"], ignore=chosen["ignore"])
        return json_answer(
            {
                "run": result.run.pk,
                "seconds": round(result.run.seconds, 3),
                "checks": result.run.codes,
                "findings": len(result.findings),
                "new": result.new,
                "fixed": result.fixed,
                "waived": len(result.waived),
                "errors": result.run.errors,
                "warnings": result.run.warnings,
                "infos": result.run.infos,
                "notices": list(result.notices),
            }
        )

    return once(request, actor, body, answer)


@router.post(
    "/findings/{fingerprint}/waive",
    response={201: WaiverMade},
    openapi_extra=brings(parameters=("IdempotencyKey",), errors=(400, 403, 404, 415, 422), located=201)
    | body_of("application/json", WAIVER),
    operation_id="waive_finding",
    summary="Waive a finding",
    tags=TAGS,
)
def waive(request: HttpRequest, fingerprint: str) -> HttpResponse:
    """Somebody accepts the finding for a reason and until a day; on the day after it counts again."""
    actor, body = actor_of(request), json_object(request)
    given = {name: body.get(name) for name in ("who", "why", "until")}
    _refuse_unknown(body, given)
    wrong = {name: "is needed, as a text" for name, value in given.items() if not isinstance(value, str)}
    if wrong:
        raise InvalidValues(wrong)
    try:
        until = dt.date.fromisoformat(str(given["until"]))
    except ValueError:
        raise InvalidValues({"until": f"'{given['until']}' is not a date; write it as 2030-11-30"}) from None

    def answer() -> HttpResponse:
        made = waive_finding(
            actor=actor, fingerprint=fingerprint, who=str(given["who"]), why=str(given["why"]), until=until
        )
        public_id = resource("waiver").public_id(made.pk)
        response = json_answer({"waiver": public_id, "version": made.version, "until": made.until}, status=201)
        response["Location"] = f"/api/v1/{resource('waiver').slug}/{public_id}"
        return response

    return once(request, actor, [fingerprint, body], answer)


def _told(row: FindingRow) -> Told:
    return {
        "code": row.code,
        "name": row.name,
        "severity": row.severity,
        "status": row.status,
        "subject": {"kind": row.subject_kind, "id": row.subject_id, "label": row.subject_label},
        "message": row.message,
        "remedy": row.remedy,
        "fingerprint": row.fingerprint,
        "first_seen": row.first_seen,
        "fixed_at": row.fixed_at,
    }


def _number(request: HttpRequest, kind: str) -> int | None:
    text = request.GET.get(kind, "")
    if not text:
        return None
    try:
        declared, number = parse_public_id(text)
    except UnknownKind as error:
        raise InvalidValues({kind: str(error)}) from None
    if declared.kind != kind:
        raise InvalidValues({kind: f"{text} is a {declared.label.lower()}"})
    return number


def _texts(body: Told, name: str) -> list[str]:
    value = body.get(name, [])
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise InvalidValues({name: 'must be a list of words, such as ["NC601", "organisation"]'})
    return value


def _refuse_unknown(body: Told, known: Told) -> None:
    unknown = [name for name in body if name not in known]
    if unknown:
        raise InvalidValues({unknown[0]: f"is not known here; there are {', '.join(known)}"})
