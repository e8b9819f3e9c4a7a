"""What imports were made of, over the API: the rows of a record, and the kept files through another mapping."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from nervecenter.domain.exchange.faults import ReadError
from nervecenter.domain.exchange.mapping.loading import MappingError, dump_mapping, load_mapping
from nervecenter.foundation.api.described import body_of, brings
from nervecenter.foundation.api.entry import actor_of
from nervecenter.foundation.api.import_shapes import ImportShown, ImportStarted
from nervecenter.foundation.api.imports import TAGS, import_at, job_of, shown_import, started
from nervecenter.foundation.api.reading import json_object
from nervecenter.foundation.api.representation import json_answer
from nervecenter.foundation.api.word_shapes import RecordSources
from nervecenter.foundation.errors import InvalidValues, NotFound
from nervecenter.foundation.importing import actions
from nervecenter.foundation.importing.models import Import
from nervecenter.foundation.importing.sources import source_rows
from nervecenter.foundation.importing.starting import start_replay
from nervecenter.foundation.permissions import require
from nervecenter.foundation.resources import UnknownKind, parse_public_id

router = Router()
REPLAY: dict[str, Any] = {
    "type": "object",
    "properties": {
        "mapping": {"type": "string", "description": "A mapping document (YAML); without it, the one that was used."},
        "file": {"type": "string", "description": "The file that goes through it, as in `files`; else every file."},
    },
    "additionalProperties": False,
}


@router.post(
    "/imports/{number}/replay",
    response={201: ImportShown, 202: ImportStarted},
    openapi_extra=brings(errors=(400, 403, 404, 409, 415, 422), located=201)
    | body_of("application/json", REPLAY, required=False),
    operation_id="replay_import",
    summary="Look at the kept files of an import again, through another mapping",
    tags=TAGS,
)
def replay_import(request: HttpRequest, number: int) -> HttpResponse:
    """A preview; run, it is an import of its own. Fields that were changed since are its `conflicts` and stay."""
    actor, record = actor_of(request), import_at(number)
    require(actor, "import")
    body = json_object(request) if request.body else {}
    wrong = {name: "is not known here; there are mapping and file" for name in body if name not in REPLAY["properties"]}
    wrong |= {name: "must be a text" for name in ("mapping", "file") if not isinstance(body.get(name, ""), str)}
    if wrong:
        raise InvalidValues(wrong)
    seen = start_replay(record, _documents(record, body.get("mapping", ""), body.get("file", "")), actor=actor)
    if seen.status == Import.Status.LOOKING:
        return started(seen, job_of(seen))
    response = json_answer(shown_import(seen), status=201)
    response["Location"] = f"/api/v1/imports/{seen.pk}"
    return response


@router.delete(
    "/imports/{number}/source",
    response=ImportShown,
    openapi_extra=brings(errors=(403, 404, 409)),
    operation_id="forget_source",
    summary="Keep the files of an import no longer",
    tags=TAGS,
)
def forget_source(request: HttpRequest, number: int) -> HttpResponse:
    """Records and history stay; their rows can no longer be shown, and the import can no longer be replayed."""
    return json_answer(shown_import(actions.forget_source(number, actor=actor_of(request))))


@router.get(
    "/sources/{public_id}",
    response=RecordSources,
    openapi_extra=brings(errors=(404,)),
    operation_id="get_sources",
    summary="Get the rows that a record came from",
    tags=TAGS,
)
def get_sources(request: HttpRequest, public_id: str) -> HttpResponse:
    """Each with all its columns as they were read, mapped or not; none for a record that no import brought."""
    try:
        declared, number = parse_public_id(public_id)
    except UnknownKind as error:
        raise NotFound(str(error)) from None
    if not declared.model._default_manager.filter(pk=number).exists():
        raise NotFound(f"there is no {declared.label.lower()} {public_id}")
    rows = [
        {"import_id": row.import_of.pk, "columns": row.columns, "fills": row.fills}
        | {"file": row.file, "sheet": row.sheet, "row": row.row}
        for row in source_rows(declared.kind, number)
    ]
    return json_answer({"items": rows})


def _documents(record: Import, text: str, file: str) -> list[dict[str, str]]:
    known = [dict(each) for each in record.documents]
    if file and all(each["file"] != file for each in known):
        raise InvalidValues({"file": f"is none of the files of import {record.pk}"})
    if not text.strip():
        return known
    try:
        written = dump_mapping(load_mapping(text))
    except (MappingError, ReadError) as error:
        raise InvalidValues({"mapping": str(error)}) from error
    return [each | ({"mapping": written} if not file or each["file"] == file else {}) for each in known]
