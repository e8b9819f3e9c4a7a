"""Bringing files in: drop them, look at what they would do, bring them in, take them back."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nervecenter.domain.exchange.faults import ReadError
from nervecenter.domain.exchange.reading import SUPPORTED_SUFFIXES
from nervecenter.foundation.errors import InvalidValues, NotFound
from nervecenter.foundation.importing import actions
from nervecenter.foundation.importing.jobs import sentence
from nervecenter.foundation.importing.models import Import, UnmatchedValue
from nervecenter.foundation.importing.sources import source_files
from nervecenter.foundation.importing.starting import look_later, preview_job, start_preview, start_run
from nervecenter.foundation.importing.uploads import uploaded_file
from nervecenter.foundation.jobs.models import Job
from nervecenter.foundation.jobs.queries import JobRow, job_row
from nervecenter.foundation.pages.answers import actor, is_fragment, may, page
from nervecenter.foundation.pages.conflicts import LISTED as LISTED_CONFLICTS
from nervecenter.foundation.pages.conflicts import shown_conflicts
from nervecenter.foundation.permissions import require
from nervecenter.foundation.resources import Resource, all_resources, resource

LISTED = 30
WAITING = (UnmatchedValue.Status.OPEN, UnmatchedValue.Status.MISSPELT)
SHOWN_ERRORS = 100


@page
@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """The field to drop files on, and the imports there were. Dropped files are looked at; nothing is written yet."""
    if request.method == "POST":
        return _look(request)
    asked = request.GET.get("kind", "")
    shown = {
        "imports": Import.objects.select_related("actor")[:LISTED],
        "kinds": sorted(all_resources(), key=lambda one: one.plural),
        "kind": resource(asked) if asked else None,
        "suffixes": SUPPORTED_SUFFIXES,
        "open_words": UnmatchedValue.objects.filter(status=UnmatchedValue.Status.OPEN).count(),
        "may": may(request),
    }
    return render(request, "foundation/imports.html", shown)


def _look(request: HttpRequest) -> HttpResponse:
    require(actor(request), "import")
    uploads = request.FILES.getlist("files")
    if not uploads:
        raise InvalidValues({"files": "none was sent; choose at least one file"})
    kind = request.POST.get("kind", "")
    files = [uploaded_file(upload) for upload in uploads]
    record = start_preview(files, actor=actor(request), kind=resource(kind).kind if kind else "")
    return HttpResponseRedirect(path_of(record))


def path_of(record: Import) -> str:
    """Where an import is shown."""
    return f"/imports/{record.pk}/"


def import_at(number: int) -> Import:
    """The import of that number."""
    record = Import.objects.select_related("actor").filter(pk=number).first()
    if record is None:
        raise NotFound(f"there is no import {number}")
    return record


@page
@require_GET
def import_page(request: HttpRequest, number: int) -> HttpResponse:
    """One import: what it would do or did, file by file, and every cell that was bad."""
    record = import_at(number)
    if record.status == Import.Status.LOOKING:
        return _looking(request, record)
    if is_fragment(request):
        return HttpResponse(headers={"HX-Refresh": "true"})
    errors = [error for error in record.errors if isinstance(error, Mapping)]
    shown = {
        "record": record,
        "status": record.status,
        "counts": _counts(record),
        "whole_file_errors": [error for error in errors if not error.get("row")],
        "errors": [error for error in errors if error.get("row")][:SHOWN_ERRORS],
        "more_errors": max(0, record.error_count - SHOWN_ERRORS),
        "words": list(record.unmatched_values.exclude(status=UnmatchedValue.Status.MISSPELT)[:LISTED]),
        "misspelt": list(record.unmatched_values.filter(status=UnmatchedValue.Status.MISSPELT)[:LISTED]),
        "proposed": record.unmatched_values.filter(status__in=WAITING).exclude(proposal={}).count(),
        "undecided": record.unmatched_values.filter(status=UnmatchedValue.Status.OPEN).count(),
        "recognised": sum("mapping" in file for file in record.files),
        "unreadable": bool(record.files) and all(file.get("broken") for file in record.files),
        "sentence": sentence(record),
        "conflicts": shown_conflicts(record),
        "more_conflicts": max(0, record.conflict_count - LISTED_CONFLICTS),
        "replayable": record.status in (Import.Status.DONE, Import.Status.UNDONE) and bool(source_files(record)),
        "total": record.created + record.updated + record.unchanged,
        "may": may(request),
    }
    return render(request, "foundation/import.html", shown)


def _looking(request: HttpRequest, record: Import) -> HttpResponse:
    """How far the job is that looks at the files; the part alone for htmx, which asks again until it is a preview."""
    job = preview_job(record)
    found: JobRow | None = job_row(job.pk) if job else None
    shown = {"record": record, "job": found, "me": actor(request).pk, "may": may(request)}
    template = "foundation/import_looking.html"
    response = render(request, f"{template}#progress" if is_fragment(request) else template, shown)
    patch_vary_headers(response, ("HX-Request",))
    return response


@page
@require_POST
def look_again(request: HttpRequest, number: int) -> HttpResponse:
    """Files that a stopped job did not get to look at are looked at by another one."""
    record = import_at(number)
    require(actor(request), "import")
    if record.status == Import.Status.LOOKING:
        look_later(record, actor=actor(request))
    return HttpResponseRedirect(path_of(record))


def _counts(record: Import) -> list[tuple[Resource, Mapping[str, Any]]]:
    known = {declared.kind: declared for declared in all_resources()}
    return [(known[kind], counts) for kind, counts in record.by_kind.items() if kind in known]


@page
@require_POST
def run(request: HttpRequest, number: int) -> HttpResponse:
    """Bring the files in: small ones at once, large ones as a job that can be left and cancelled."""
    record = import_at(number)
    require(actor(request), "import")
    leave_out = request.POST.get("leave_out") == "yes"
    take = request.POST.getlist("take")
    done = start_run(record, actor=actor(request), leave_out_rejected=leave_out, take=take)
    if isinstance(done, Job):
        return HttpResponseRedirect(f"/jobs/{done.pk}/")
    if done.status == Import.Status.DONE:
        messages.success(request, sentence(done).rstrip("."))
    return HttpResponseRedirect(path_of(done))


@page
@require_POST
def cancel(request: HttpRequest, number: int) -> HttpResponse:
    """Forget files that were only looked at."""
    actions.cancel_import(number, actor=actor(request))
    messages.success(request, "The files were put away; nothing of them was written")
    return HttpResponseRedirect("/imports/")


@page
@require_POST
def undo(request: HttpRequest, number: int) -> HttpResponse:
    """Take a whole import back."""
    record = actions.undo_import(number, actor=actor(request))
    messages.success(request, f"The import of {record.title} was taken back as a whole")
    return HttpResponseRedirect(path_of(record))


@page
@require_POST
def forget(request: HttpRequest, number: int) -> HttpResponse:
    """Keep the files of an import no longer."""
    record = actions.forget_source(number, actor=actor(request))
    messages.success(request, "The files are no longer kept; the records stay as they are")
    return HttpResponseRedirect(path_of(record))


@page
@require_GET
def errors(request: HttpRequest, number: int) -> HttpResponse:
    """The bad cells as CSV, to correct the files by."""
    record = import_at(number)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("file", "row", "column", "value", "message"))
    writer.writerows(_lines(record.errors))
    headers = {"Content-Disposition": f'attachment; filename="import-{number}-bad-cells.csv"'}
    return HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


def _lines(found: Iterable[Any]) -> Iterable[list[str]]:
    for error in found:
        cells = [str(error.get(name, "")) for name in ("file", "row", "column", "value", "message")]
        yield [f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell for cell in cells]


def told(error: ReadError) -> InvalidValues:
    """A file that cannot be read, as a refusal of the form it came by."""
    return InvalidValues({error.file or "file": error.message})
