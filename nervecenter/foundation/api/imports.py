"""Imports over the API: send files and look at what they would do, bring them in, take them back."""

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from nervecenter.domain.exchange.faults import ReadError
from nervecenter.domain.exchange.mapping.document import MappingDocument
from nervecenter.domain.exchange.mapping.loading import MappingError, load_mapping
from nervecenter.domain.exchange.reading.files import InputFile
from nervecenter.foundation.api.described import body_of, brings
from nervecenter.foundation.api.entry import actor_of
from nervecenter.foundation.api.idempotency import once
from nervecenter.foundation.api.import_shapes import ImportPage, ImportShown, ImportStarted
from nervecenter.foundation.api.reading import json_object
from nervecenter.foundation.api.refusals import UnsupportedMediaType
from nervecenter.foundation.api.representation import json_answer
from nervecenter.foundation.api.stories import whole_number
from nervecenter.foundation.errors import InvalidValues, NotFound
from nervecenter.foundation.importing import actions
from nervecenter.foundation.importing.jobs import sentence
from nervecenter.foundation.importing.models import Import
from nervecenter.foundation.importing.starting import preview_job, start_preview, start_run
from nervecenter.foundation.importing.uploads import uploaded_file
from nervecenter.foundation.permissions import require
from nervecenter.foundation.resources import resource

router = Router()
TAGS = ["Imports"]
LISTED, MOST_LISTED = 30, 200
WORDS = 200
BLOCK = 1 << 20
UPLOAD = {
    "type": "object",
    "properties": {
        "files": {
            "type": "array",
            "items": {"type": "string", "contentMediaType": "application/octet-stream"},
            "description": "CSV, JSON, JSON lines, YAML, XLSX, Markdown tables, or archives of these.",
        },
        "kind": {"type": "string", "description": "The kind of all rows, where the files do not tell it."},
        "mapping": {"type": "string", "description": "A mapping document (YAML), where the files need one."},
    },
    "required": ["files"],
}
RUN: dict[str, Any] = {
    "type": "object",
    "properties": {
        "leave_out_rejected": {
            "type": "boolean",
            "default": False,
            "description": "Bring in what is right and leave out rows with bad cells; else one bad cell stops it all.",
        },
        "take": {
            "type": "array",
            "items": {"type": "string"},
            "description": "Of a replay: the fields in which the files win, as `take` in `conflicts`; `*` for all.",
        },
    },
    "additionalProperties": False,
}


@router.get(
    "/imports",
    response=ImportPage,
    openapi_extra=brings(parameters=("ImportBefore", "ImportLimit"), errors=(422,)),
    operation_id="list_imports",
    summary="List imports",
    tags=TAGS,
)
def list_imports(request: HttpRequest) -> HttpResponse:
    """The newest first."""
    limit = whole_number(request, "limit", LISTED, most=MOST_LISTED)
    before = whole_number(request, "before", 0, most=2**62)
    found = Import.objects.select_related("actor").order_by("-id")
    if before:
        found = found.filter(pk__lt=before)
    shown = list(found[: limit + 1])
    more = len(shown) > limit
    following = f"{request.path}?before={shown[limit - 1].pk}&limit={limit}" if more else None
    return json_answer({"items": [_summary(record) for record in shown[:limit]], "next": following})


@router.post(
    "/imports",
    response={201: ImportShown, 202: ImportStarted},
    openapi_extra=brings(parameters=("IdempotencyKey",), errors=(403, 404, 413, 415, 422), located=201)
    | body_of("multipart/form-data", UPLOAD),
    operation_id="preview_import",
    summary="Send files and look at what they would do",
    tags=TAGS,
)
def preview_import(request: HttpRequest) -> HttpResponse:
    """Nothing is written but the preview: counts, every bad cell by row and column, words that name nothing.

    Large files (5 MB, or 20,000 lines) are looked at by a job: the answer is 202, and the import is `looking` so long.
    """
    actor = actor_of(request)
    require(actor, "import")
    if request.content_type != "multipart/form-data":
        raise UnsupportedMediaType("send the files as multipart/form-data, each as a part called 'files'")
    files = [uploaded_file(upload) for upload in request.FILES.getlist("files")]
    if not files:
        raise InvalidValues({"files": "none was sent; send at least one part with this name"})
    kind, text = request.POST.get("kind", ""), request.POST.get("mapping", "")
    wanted, mapping = resource(kind).kind if kind else "", _mapping(text)

    def answer() -> HttpResponse:
        record = start_preview(files, actor=actor, kind=wanted, mapping=mapping)
        if record.status == Import.Status.LOOKING:
            return started(record, job_of(record))
        response = json_answer(shown_import(record), status=201)
        response["Location"] = f"/api/v1/imports/{record.pk}"
        return response

    return once(request, actor, [kind, text, *map(_fingerprint, files)], answer)


@router.get(
    "/imports/{number}",
    response=ImportShown,
    openapi_extra=brings(errors=(404,)),
    operation_id="get_import",
    summary="Get one import",
    tags=TAGS,
)
def get_import(request: HttpRequest, number: int) -> HttpResponse:
    """What it would do, does or did; the first bad cells and the words that named nothing."""
    return json_answer(shown_import(import_at(number)))


@router.post(
    "/imports/{number}/run",
    response={200: ImportShown, 202: ImportStarted},
    openapi_extra=brings(errors=(400, 403, 404, 409, 415, 422)) | body_of("application/json", RUN, required=False),
    operation_id="run_import",
    summary="Bring the files of a preview in",
    tags=TAGS,
)
def run_import(request: HttpRequest, number: int) -> HttpResponse:
    """All of it or nothing. Large files are brought in by a job: the answer is 202, and the import tells its end."""
    actor, record = actor_of(request), import_at(number)
    require(actor, "import")
    leave_out, take = _asked_of_run(request)
    done = start_run(record, actor=actor, leave_out_rejected=leave_out, take=take)
    if isinstance(done, Import):
        return json_answer(shown_import(done))
    return started(record, done.pk)


@router.post(
    "/imports/{number}/undo",
    response=ImportShown,
    openapi_extra=brings(errors=(403, 404, 409)),
    operation_id="undo_import",
    summary="Take a whole import back",
    tags=TAGS,
)
def undo_import(request: HttpRequest, number: int) -> HttpResponse:
    """Everything it wrote is as it was before. Refused when records were changed since, or others point at new ones."""
    return json_answer(shown_import(actions.undo_import(number, actor=actor_of(request))))


@router.delete(
    "/imports/{number}",
    response=ImportShown,
    openapi_extra=brings(errors=(403, 404, 409)),
    operation_id="cancel_import",
    summary="Put the files of a preview away",
    tags=TAGS,
)
def cancel_import(request: HttpRequest, number: int) -> HttpResponse:
    """It will not be run. One that was run is undone instead."""
    record = import_at(number)
    return json_answer(shown_import(actions.cancel_import(record.pk, actor=actor_of(request))))


def started(record: Import, job: int) -> HttpResponse:
    """The answer for an import that a job looks at or runs."""
    response = json_answer({"id": record.pk, "job": job}, status=202)
    response["Location"] = f"/api/v1/imports/{record.pk}"
    return response


def job_of(record: Import) -> int:
    """The number of the job that looks at an import."""
    job = preview_job(record)
    return job.pk if job else 0


def _mapping(text: str) -> MappingDocument | None:
    try:
        return load_mapping(text) if text.strip() else None
    except (MappingError, ReadError) as error:
        raise InvalidValues({"mapping": str(error)}) from error


def import_at(number: int) -> Import:
    """The import of that number."""
    record = Import.objects.select_related("actor").filter(pk=number).first()
    if record is None:
        raise NotFound(f"there is no import {number}")
    return record


def _conflict(one: dict[str, Any]) -> dict[str, Any]:
    public_id = resource(one["kind"]).public_id(one["record"])
    told = {name: one[name] for name in ("field", "here", "file")} | {"id": public_id, "change": one["changeset"]}
    return told | {"take": f"{public_id}.{one['field']}"}


def _asked_of_run(request: HttpRequest) -> tuple[bool, list[str]]:
    if not request.body:
        return False, []
    body = json_object(request)
    known = RUN["properties"]
    wrong = {name: f"is not known here; there are {', '.join(known)}" for name in body if name not in known}
    leave_out, take = body.get("leave_out_rejected", False), body.get("take", [])
    if not isinstance(leave_out, bool):
        wrong["leave_out_rejected"] = "must be true or false"
    if not isinstance(take, list) or not all(isinstance(one, str) for one in take):
        wrong["take"] = 'must be a list of texts, such as ["acc-3.industry"]'
    if wrong:
        raise InvalidValues(wrong)
    return leave_out, take


def _fingerprint(file: InputFile) -> str:
    digest = hashlib.sha256()
    with file.open() as opened:
        while block := opened.read(BLOCK):
            digest.update(block)
    return f"{file.name} {digest.hexdigest()}"


def _summary(record: Import) -> dict[str, Any]:
    names = ("created", "updated", "unchanged", "rejected", "skipped", "unmatched")
    return {
        "id": record.pk,
        "title": record.title,
        "status": record.status,
        "told": sentence(record),
        "actor": str(record.actor) if record.actor else "",
        "created_at": record.created_at,
        "finished_at": record.finished_at,
        "change": record.changeset_id,
        "counts": {name: getattr(record, name) for name in names},
    }


def shown_import(record: Import) -> dict[str, Any]:
    """An import as the API answers it."""
    words = record.unmatched_values.all()[:WORDS]
    return _summary(record) | {
        "by_kind": record.by_kind,
        "files": record.files,
        "errors": record.errors,
        "error_count": record.error_count,
        "notices": record.notices,
        "replays": record.replays_id,
        "conflicts": [_conflict(one) for one in record.conflicts],
        "conflict_count": record.conflict_count,
        "unmatched": [
            {"kind": word.kind, "field": word.field, "value": word.value, "count": word.count, "status": word.status}
            for word in words
        ],
    }
