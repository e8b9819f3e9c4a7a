"""The mapping screen: which column of a file fills which field. What it writes is a mapping document."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from nervecenter.domain.exchange.drafting.views import records_of
from nervecenter.domain.exchange.faults import ReadError
from nervecenter.domain.exchange.headers import normalised
from nervecenter.domain.exchange.kinds import KindSpec
from nervecenter.domain.exchange.mapping.document import MappingDocument, Recognise, Records, Source, Target
from nervecenter.domain.exchange.mapping.loading import MappingError, dump_mapping, load_mapping
from nervecenter.domain.exchange.reading import read_parts
from nervecenter.domain.exchange.reading.chunks import Part
from nervecenter.domain.exchange.reading.files import InputFile, unpacked
from nervecenter.domain.exchange.reading.options import DEFAULT_OPTIONS
from nervecenter.domain.exchange.recognition.proposals import proposals, record_path
from nervecenter.domain.exchange.wording import slug
from nervecenter.foundation.errors import InvalidValues, NotFound
from nervecenter.foundation.importing import actions
from nervecenter.foundation.importing.dialects import known_mappings
from nervecenter.foundation.importing.kinds import kind_specs
from nervecenter.foundation.importing.models import Import
from nervecenter.foundation.importing.sources import document_of, source_files
from nervecenter.foundation.importing.starting import start_preview, start_replay
from nervecenter.foundation.importing.storage import kept_files
from nervecenter.foundation.pages.answers import actor, page
from nervecenter.foundation.pages.import_pages import import_at, path_of, told
from nervecenter.foundation.permissions import require
from nervecenter.foundation.resources import resource

AS_WRITTEN = "*"
SAMPLES = 3


@dataclass(frozen=True, slots=True)
class FileColumns:
    """What a file offers: its columns with the first values of each."""

    file: InputFile
    part: Part
    samples: Mapping[str, tuple[str, ...]]


@page
@require_http_methods(["GET", "POST"])
def mapping(request: HttpRequest, number: int) -> HttpResponse:
    """Columns on one side, fields on the other; sending it looks at the files anew with that mapping.

    Of an import that was run, the files that were kept are looked at again: a replay.
    """
    require(actor(request), "import")
    record = import_at(number)
    try:
        files = list(unpacked(source_files(record) if _is_replayed(record) else kept_files(record.pk, record.kept)))
        offered = _columns(record, files, request.GET.get("file", "") or request.POST.get("file", ""))
    except ReadError as error:
        raise told(error) from error
    if request.method == "POST":
        return _sent(request, record, files, offered)
    kind = request.GET.get("kind", "") or record.kind
    return _screen(request, record, files, offered, _beginning(record, offered, kind), {})


def _is_replayed(record: Import) -> bool:
    return bool(record.replays_id) or record.status in (Import.Status.DONE, Import.Status.UNDONE)


def _columns(record: Import, files: list[InputFile], name: str) -> FileColumns:
    readable = [file for file in files if not name or file.name == name]
    if not readable:
        raise NotFound("the files of this import are no longer kept; drop them again")
    used = [each for each in record.documents if each["file"] == readable[0].name] if _is_replayed(record) else []
    options = load_mapping(used[0]["mapping"]).read if used else DEFAULT_OPTIONS
    for part in read_parts(readable[0], options):
        if used and part.sheet != used[0]["sheet"]:
            continue
        first = next(iter(records_of(part, Records(path=record_path(part)))), None)
        if first is None:
            continue
        samples = {
            label: tuple(str(value)[:60] for value in column.values[:50] if value not in (None, ""))[:SAMPLES]
            for label in first.labels()
            if (column := first.column(label)) is not None
        }
        return FileColumns(readable[0], part, samples)
    raise ReadError("no-records", "holds no table and no list of records.", file=readable[0].name)


def _beginning(record: Import, offered: FileColumns, kind: str) -> MappingDocument:
    """The mapping to begin with: the one the import had, if it is of that kind; else what the names propose."""
    used = next((file.get("mapping") for file in record.files if file.get("name") == offered.file.name), None)
    replayed = document_of(record, offered.file.name, offered.part.sheet) if _is_replayed(record) else ""
    text = replayed or record.mapping
    given = load_mapping(text) if text else known_mappings().get(str(used))
    if given is not None and (not kind or given.into[0].kind == kind):
        return given
    specs = kind_specs()
    wanted: dict[str, KindSpec] = {kind: specs[resource(kind).kind]} if kind else dict(specs)
    proposed = proposals(offered.part, wanted, name=offered.file.name)
    if proposed:
        return proposed[0].document
    stem = slug(offered.file.stem) or "file"
    target = Target(kind=kind or next(iter(specs)), fields={})
    return MappingDocument(name=stem[:40], records=Records(path=record_path(offered.part)), into=(target,))


def _screen(
    request: HttpRequest,
    record: Import,
    files: list[InputFile],
    offered: FileColumns,
    document: MappingDocument,
    wrong: Mapping[str, str],
    text: str = "",
) -> HttpResponse:
    target = document.into[0]
    spec = kind_specs()[target.kind]
    rows = []
    for field in spec.fields.values():
        chosen, simple = _chosen(target.fields.get(field.name))
        rows.append(
            {"field": field, "chosen": chosen, "simple": simple, "samples": offered.samples.get(chosen, ())}
            | {"target": resource(field.target_kind) if field.target_kind else None}
        )
    identity, identity_simple = _chosen(target.source_id)
    written = dump_mapping(document)
    shown = {
        "record": record,
        "files": files,
        "file": offered.file,
        "columns": offered.samples,
        "document": document,
        "text": text or written,
        "written": written,
        "kind": resource(target.kind),
        "kinds": sorted((resource(kind) for kind in kind_specs()), key=lambda one: one.plural),
        "rows": rows,
        "identity": identity,
        "identity_simple": identity_simple,
        "several": len(document.into) > 1,
        "as_written": AS_WRITTEN,
        "wrong": wrong,
        "replayed": _is_replayed(record),
    }
    return render(request, "foundation/mapping.html", shown, status=422 if wrong else 200)


def _chosen(source: Source | None) -> tuple[str, bool]:
    """The column a source takes, and whether the screen can say all that it does."""
    if source is None:
        return "", True
    only_column = source == Source(column=source.column, split=source.split)
    return (source.column if only_column else AS_WRITTEN), only_column


def _sent(request: HttpRequest, record: Import, files: list[InputFile], offered: FileColumns) -> HttpResponse:
    text, written = request.POST.get("text", ""), request.POST.get("written", "")
    try:
        if _plain(text) != _plain(written):
            document = load_mapping(text)
        else:
            document = _changed(_base(record, offered, written, request.POST.get("kind", "")), request, offered)
        replayed = _is_replayed(record)
        keep = request.POST.get("remember") == "yes" or (len(files) > 1 and not replayed)
        if keep:
            signature = " ".join(sorted(normalised(label) for label in offered.samples))
            actions.save_mapping(document, actor=actor(request), signature=signature)
        if replayed:
            anew = start_replay(record, _documents(record, offered, document), actor=actor(request))
        else:
            anew = start_preview(
                kept_files(record.pk, record.kept),
                actor=actor(request),
                mapping=None if len(files) > 1 else document,
                title=record.title,
            )
    except (MappingError, ReadError) as error:
        begun = _beginning(record, offered, request.POST.get("kind", ""))
        return _screen(request, record, files, offered, begun, {"mapping": str(error)}, text)
    if record.status == Import.Status.PREVIEW:
        actions.cancel_import(record.pk, actor=actor(request))
    return HttpResponseRedirect(path_of(anew))


def _documents(record: Import, offered: FileColumns, document: MappingDocument) -> list[dict[str, str]]:
    """The mappings of a replay: the changed one for this file, and for others that went through the same as it did."""
    file, sheet, text = offered.file.name, offered.part.sheet, dump_mapping(document)
    before = document_of(record, file, sheet)
    changed = [dict(each) | ({"mapping": text} if each["mapping"] == before else {}) for each in record.documents]
    return changed if before else [*changed, {"file": file, "sheet": sheet, "mapping": text}]


def _base(record: Import, offered: FileColumns, written: str, kind: str) -> MappingDocument:
    """The document that the screen showed; one that fills nothing yet cannot be read back and is begun again."""
    try:
        return load_mapping(written)
    except MappingError:
        return _beginning(record, offered, kind)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _changed(document: MappingDocument, request: HttpRequest, offered: FileColumns) -> MappingDocument:
    """The document with the columns that were chosen; what the screen cannot say stays as it is written."""
    target = document.into[0]
    fields: dict[str, Source] = {}
    for name in kind_specs()[target.kind].fields:
        chosen = request.POST.get(f"field-{name}", "")
        before = target.fields.get(name)
        if chosen == AS_WRITTEN and before:
            fields[name] = before
        elif chosen:
            fields[name] = before if before and before.column == chosen else Source(column=chosen)
    if not fields:
        raise InvalidValues({"fields": "none is filled; choose a column for at least one field"})
    identity = request.POST.get("identity", "")
    source_id = target.source_id if identity == AS_WRITTEN else (Source(column=identity) if identity else None)
    used = [source.column for source in fields.values() if source.column]
    name = slug(request.POST.get("name", "")) or document.name
    recognise = document.recognise
    if document.name != name or not recognise.file:
        recognise = Recognise(headers=tuple((column,) for column in dict.fromkeys(used)))
    changed: Any = replace(target, fields=fields, source_id=source_id)
    title = request.POST.get("title", "").strip() or document.title
    return replace(document, name=name[:60], title=title, recognise=recognise, into=(changed, *document.into[1:]))
