"""Words in imported files that named nothing here: what they may mean, and saying what they do."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from nervecenter.foundation.errors import InvalidValues, NotFound
from nervecenter.foundation.importing import actions
from nervecenter.foundation.importing.models import UnmatchedValue
from nervecenter.foundation.importing.queries import near_matches
from nervecenter.foundation.numerals import is_whole_number
from nervecenter.foundation.pages.answers import actor, may, page, tell
from nervecenter.foundation.pages.forms import linked_id
from nervecenter.foundation.pages.import_pages import import_at
from nervecenter.foundation.resources import resource

LISTED = 30


@page
@require_GET
def words(request: HttpRequest) -> HttpResponse:
    """Words in files that named nothing here, and what they may mean."""
    number = request.GET.get("import", "")
    found = UnmatchedValue.objects.filter(status=UnmatchedValue.Status.OPEN).select_related("import_of")
    if is_whole_number(number):
        found = found.filter(import_of=int(number))
    shown = {
        "words": [_word(entry) for entry in found[:LISTED]],
        "count": found.count(),
        "import": import_at(int(number)) if is_whole_number(number) else None,
        "may": may(request),
    }
    return render(request, "foundation/unmatched.html", shown)


def _word(entry: UnmatchedValue) -> dict[str, Any]:
    return {
        "entry": entry,
        "kind": resource(entry.kind),
        "target": resource(entry.target_kind) if entry.target_kind else None,
        "matches": near_matches(entry),
        "records": len(entry.records),
    }


@page
@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Say what a word means, or that it means nothing."""
    entry = UnmatchedValue.objects.filter(pk=number).first()
    if entry is None:
        raise NotFound(f"there is no unmatched value {number}")
    remember = request.POST.get("remember") == "yes"
    if "ignore" in request.POST:
        actions.ignore_unmatched(number, actor=actor(request), remember=remember)
        tell(request, f"“{entry.value}” means nothing here")
    else:
        meaning = (request.POST.get("other") or request.POST.get("meaning", "")).strip()
        if entry.target_kind and meaning:
            meaning = _meant(entry, meaning)
        if not meaning:
            raise InvalidValues({"meaning": "is needed; choose what the word means, or leave it out"})
        actions.resolve_unmatched(number, meaning, actor=actor(request), remember=remember)
        tell(request, f"“{entry.value}” is matched; {len(entry.records)} records were filled")
    back = request.POST.get("import", "")
    return HttpResponseRedirect(f"/unmatched/?import={back}" if is_whole_number(back) else "/unmatched/")


def _meant(entry: UnmatchedValue, text: str) -> str:
    try:
        return linked_id(resource(entry.target_kind), text)
    except ValueError as error:
        raise InvalidValues({"meaning": str(error)}) from None
