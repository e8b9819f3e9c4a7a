"""Creating and changing one record: the form, the cell, archive and restore, and what happens when two people save."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from nervecenter.foundation.actions import archive_record, change_record, create_record, read_record, restore_record
from nervecenter.foundation.errors import InvalidValues, NotFound, StaleVersion
from nervecenter.foundation.fields import FieldSpec, field_specs
from nervecenter.foundation.numerals import is_whole_number
from nervecenter.foundation.pages.answers import actor, page, record_number, resource_at, tell, toasts
from nervecenter.foundation.pages.choices import Input, field_inputs, with_errors
from nervecenter.foundation.pages.forms import sent_texts, values_of
from nervecenter.foundation.pages.reading import text_of, texts_of, value_of
from nervecenter.foundation.pages.rows import UNEDITABLE
from nervecenter.foundation.pages.showing import cell as shown_cell
from nervecenter.foundation.pages.showing import fact
from nervecenter.foundation.permissions import require
from nervecenter.foundation.resources import Resource
from nervecenter.foundation.tracked import TrackedModel


@page
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest, context: str, slug: str) -> HttpResponse:
    """The form of a new record; fields named in the address are filled in."""
    declared = resource_at(context, slug)
    require(actor(request), "create")
    if request.method == "GET":
        blank = declared.model()
        texts = {name: _given(request, declared, blank, name) for name in declared.form}
        return _form(request, declared, texts, {})
    texts = sent_texts(declared, declared.form, request.POST)
    values, wrong = values_of(declared, texts)
    try:
        if wrong:
            raise InvalidValues(wrong)
        record = create_record(declared.kind, values, actor=actor(request))
    except InvalidValues as error:
        return _form(request, declared, texts, error.fields)
    tell(request, f"{declared.label} “{getattr(record, declared.title)}” was created")
    again = "another" in request.POST
    return HttpResponseRedirect(f"{declared.path}new/" if again else declared.record_path(record.pk))


def _given(request: HttpRequest, declared: Resource, blank: TrackedModel, name: str) -> list[str]:
    if name in request.GET:
        return request.GET.getlist(name)
    spec = field_specs(declared)[name]
    return [""] if spec.type == "links" else [text_of(blank, spec)]


@page
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, context: str, slug: str, public_id: str) -> HttpResponse:
    """The form of a record. A version that is not the newest is answered with both versions side by side."""
    declared = resource_at(context, slug)
    number = record_number(declared, public_id)
    require(actor(request), "change")
    record = read_record(declared.kind, number)
    if request.method == "GET":
        return _form(request, declared, texts_of(record, declared), {}, record)
    texts = sent_texts(declared, declared.form, request.POST)
    values, wrong = values_of(declared, texts)
    version = expected_version(request)
    try:
        if wrong:
            raise InvalidValues(wrong)
        changed = change_record(declared.kind, number, values, actor=actor(request), expected_version=version)
    except InvalidValues as error:
        return _form(request, declared, texts, error.fields, record, version)
    except StaleVersion:
        return _conflict(request, declared, texts, record)
    tell(request, f"{declared.label} “{getattr(changed, declared.title)}” was saved")
    return HttpResponseRedirect(declared.record_path(number))


def expected_version(request: HttpRequest) -> int:
    """The version that the form was made from."""
    text = request.POST.get("expected_version", "")
    if not is_whole_number(text):
        raise InvalidValues({"expected_version": "is missing; open the form again and repeat your change"})
    return int(text)


def _form(
    request: HttpRequest,
    declared: Resource,
    texts: Mapping[str, list[str]],
    wrong: Mapping[str, str],
    record: TrackedModel | None = None,
    version: int | None = None,
) -> HttpResponse:
    inputs = with_errors(field_inputs(declared, declared.form, texts), wrong)
    elsewhere = {name: text for name, text in wrong.items() if name not in declared.form}
    shown = {
        "resource": declared,
        "inputs": inputs,
        "record": record,
        "title": getattr(record, declared.title) if record else "",
        "path": declared.record_path(record.pk) if record else declared.path,
        "version": (version if version is not None else record.version) if record else None,
        "wrong": wrong,
        "elsewhere": elsewhere,
    }
    return render(request, "foundation/form.html", shown, status=422 if wrong else 200)


def _conflict(
    request: HttpRequest, declared: Resource, texts: Mapping[str, list[str]], record: TrackedModel
) -> HttpResponse:
    """Both versions, field by field, with the choice to keep theirs or to save mine over it."""
    now = texts_of(record, declared)
    specs = field_specs(declared)
    mine = {one.spec.name: one for one in field_inputs(declared, declared.form, texts)}
    rows = [
        {
            "label": specs[name].label,
            "mine": _in_words(mine[name]),
            "theirs": fact(specs[name], value_of(record, specs[name])),
            "differs": sorted(filter(None, texts[name])) != sorted(filter(None, _comparable(now[name], specs[name]))),
        }
        for name in declared.form
    ]
    shown = {
        "resource": declared,
        "record": record,
        "title": getattr(record, declared.title),
        "path": declared.record_path(record.pk),
        "rows": rows,
        "sent": [(name, text) for name, several in texts.items() for text in several],
    }
    return render(request, "foundation/conflict.html", shown, status=412)


def _comparable(texts: list[str], spec: FieldSpec) -> list[str]:
    return ["no"] if spec.type == "boolean" and texts == [""] else texts


def _in_words(one: Input) -> str:
    if one.options:
        return ", ".join(option.label for option in one.options if option.chosen)
    return one.value


@page
@require_http_methods(["GET", "POST"])
def cell(request: HttpRequest, context: str, slug: str, public_id: str, name: str) -> HttpResponse:
    """One cell of a list: its field to type in, and after saving its new value."""
    declared = resource_at(context, slug)
    number = record_number(declared, public_id)
    spec = field_specs(declared).get(name)
    if spec is None or name not in declared.form or spec.type in UNEDITABLE:
        raise NotFound(f"{declared.label} has no field '{name}' that can be changed in the list")
    require(actor(request), "change")
    record = read_record(declared.kind, number)
    if request.method == "GET":
        return _cell_form(request, declared, record, name, [text_of(record, spec)], "")
    texts = sent_texts(declared, [name], request.POST)
    values, wrong = values_of(declared, texts)
    version = expected_version(request)
    try:
        if wrong:
            raise InvalidValues(wrong)
        changed = change_record(declared.kind, number, values, actor=actor(request), expected_version=version)
    except InvalidValues as error:
        return _cell_form(request, declared, record, name, texts[name], error.fields.get(name, str(error)))
    except StaleVersion:
        current = text_of(record, spec) or "nothing"
        told = f"somebody else saved this record; it now says “{current}”. Save again to change it"
        return _cell_form(request, declared, record, name, texts[name], told)
    tell(request, f"{spec.label} of “{getattr(changed, declared.title)}” was saved")
    return HttpResponse(shown_cell(spec, value_of(changed, spec)) + toasts(request))


def _cell_form(
    request: HttpRequest, declared: Resource, record: TrackedModel, name: str, texts: list[str], wrong: str
) -> HttpResponse:
    inputs = field_inputs(declared, [name], {name: texts})
    shown = {
        "input": inputs[0],
        "path": f"{declared.record_path(record.pk)}cells/{name}/",
        "version": record.version,
        "wrong": wrong,
    }
    return render(request, "foundation/parts/cell_form.html", shown, status=422 if wrong else 200)


@page
@require_POST
def archive(request: HttpRequest, context: str, slug: str, public_id: str) -> HttpResponse:
    """Put a record away; the list comes back, with an offer to undo."""
    declared = resource_at(context, slug)
    number = record_number(declared, public_id)
    record = archive_record(declared.kind, number, actor=actor(request), expected_version=expected_version(request))
    tell(request, f"{declared.label} “{getattr(record, declared.title)}” was archived")
    return HttpResponseRedirect(declared.path)


@page
@require_POST
def restore(request: HttpRequest, context: str, slug: str, public_id: str) -> HttpResponse:
    """Bring an archived record back."""
    declared = resource_at(context, slug)
    number = record_number(declared, public_id)
    record = restore_record(declared.kind, number, actor=actor(request), expected_version=expected_version(request))
    tell(request, f"{declared.label} “{getattr(record, declared.title)}” is back")
    return HttpResponseRedirect(declared.record_path(number))
