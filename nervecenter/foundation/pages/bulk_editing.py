"""A selection of records: the same values for all, or all of them archived; and taking any change back."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from nervecenter.foundation.actions import archive_records, change_records
from nervecenter.foundation.errors import InvalidValues
from nervecenter.foundation.fields import field_specs
from nervecenter.foundation.numerals import is_whole_number
from nervecenter.foundation.pages.answers import actor, page, resource_at, tell
from nervecenter.foundation.pages.choices import field_inputs, with_errors
from nervecenter.foundation.pages.forms import sent_texts, values_of
from nervecenter.foundation.pages.selections import selected_numbers, sent_to
from nervecenter.foundation.permissions import require
from nervecenter.foundation.resources import Resource, all_resources
from nervecenter.foundation.undoing import undo_changeset

SHOWN = 8


@page
@require_http_methods(["GET", "POST"])
def edit_selection(request: HttpRequest, context: str, slug: str) -> HttpResponse:
    """The form for a selection: only fields that are ticked are written, to all records or to none."""
    declared = resource_at(context, slug)
    require(actor(request), "change-many")
    numbers = selected_numbers(request, declared)
    fields = [name for name in declared.form if field_specs(declared)[name].type != "longtext"]
    fields = [name for name in fields if name != declared.title and name != "code"]
    chosen = [name for name in fields if name in request.POST.getlist("set")]
    texts = sent_texts(declared, chosen, request.POST) if request.method == "POST" else {}
    wrong: dict[str, str] = {}
    if request.method == "POST":
        values, wrong = values_of(declared, texts)
        if not chosen:
            wrong = {"set": "no field is ticked; tick the ones to change"}
        try:
            if wrong:
                raise InvalidValues(wrong)
            changed = change_records(declared.kind, numbers, values, actor=actor(request))
        except InvalidValues as error:
            wrong = error.fields
        else:
            tell(request, f"{_counted(changed, declared)} changed")
            return HttpResponseRedirect(_back(request, declared.path))
    rows = declared.model._default_manager.filter(pk__in=numbers).order_by(declared.title)
    shown = {
        "resource": declared,
        "ids": [] if sent_to(request).get("all") else [declared.public_id(number) for number in numbers],
        "all": sent_to(request).get("all", ""),
        "list": sent_to(request).get("list", ""),
        "titles": list(rows.values_list(declared.title, flat=True)[:SHOWN]),
        "count": len(numbers),
        "rest": max(0, len(numbers) - SHOWN),
        "inputs": with_errors(field_inputs(declared, fields, texts), wrong),
        "chosen": chosen,
        "next": request.POST.get("next") or request.GET.get("next", ""),
        "wrong": wrong,
    }
    return render(request, "foundation/bulk_edit.html", shown, status=422 if wrong else 200)


@page
@require_POST
def archive_selection(request: HttpRequest, context: str, slug: str) -> HttpResponse:
    """Put a selection away, as one change that can be undone."""
    declared = resource_at(context, slug)
    archived = archive_records(declared.kind, selected_numbers(request, declared), actor=actor(request))
    tell(request, f"{_counted(archived, declared)} archived")
    return HttpResponseRedirect(_back(request, declared.path))


def _counted(number: int, declared: Resource) -> str:
    return f"1 {declared.label.lower()} was" if number == 1 else f"{number:,} {declared.plural.lower()} were"


@page
@require_POST
def undo(request: HttpRequest, number: int) -> HttpResponse:
    """Take a change back, a bulk edit and an import included; that, too, can be undone."""
    undoing = undo_changeset(number, actor=actor(request))
    messages.success(request, "The change was undone", extra_tags=f"undo-{undoing.pk}")
    return HttpResponseRedirect(_still_there(_back(request, "/")))


def _still_there(path: str) -> str:
    """The path; the list instead, when it is a record's own page and the record is no more."""
    parts = urlsplit(path)
    folder, _, public_id = parts.path.strip("/").rpartition("/")
    declared = next((one for one in all_resources() if one.path == f"/{folder}/"), None)
    number = public_id.removeprefix(f"{declared.prefix}-") if declared else ""
    if declared is None or not is_whole_number(number):
        return path
    return path if declared.model._default_manager.filter(pk=int(number)).exists() else declared.path


def _back(request: HttpRequest, otherwise: str) -> str:
    """The page the reader came from, if it is one of ours."""
    came_from = request.POST.get("next") or request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    is_form = came_from.split("?")[0].endswith(("/edit/", "/new/"))
    return came_from if ours and came_from and not is_form else otherwise
