"""Words in imported files that named nothing here: what they may mean, and saying what they do."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from nervecenter.foundation.errors import InvalidValues, NotFound
from nervecenter.foundation.fields import field_specs
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
    every = UnmatchedValue.objects.select_related("import_of")
    if is_whole_number(number):
        every = every.filter(import_of=int(number))
    found = every.filter(status=UnmatchedValue.Status.OPEN)
    misspelt = every.filter(status=UnmatchedValue.Status.MISSPELT)
    shown = {
        "words": [_word(entry) for entry in found[:LISTED]],
        "count": found.count(),
        "misspelt": [
            {"entry": entry, "kind": resource(entry.kind), "label": _label(entry)} for entry in misspelt[:LISTED]
        ],
        "misspelt_count": misspelt.count(),
        "proposed": found.exclude(proposal={}).count() + misspelt.count(),
        "import": import_at(int(number)) if is_whole_number(number) else None,
        "may": may(request),
    }
    return render(request, "foundation/unmatched.html", shown)


def _label(entry: UnmatchedValue) -> str:
    return field_specs(resource(entry.kind))[entry.field].label.lower()


def _word(entry: UnmatchedValue) -> dict[str, Any]:
    proposed = entry.proposal.get("meaning")
    return {
        "entry": entry,
        "kind": resource(entry.kind),
        "label": _label(entry),
        "target": resource(entry.target_kind) if entry.target_kind else None,
        "matches": [match for match in near_matches(entry) if match.meaning != proposed],
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
    if "accept" in request.POST:
        accepted = actions.accept_proposal(number, actor=actor(request), remember=remember)
        tell(request, f"“{entry.value}” is taken for “{accepted.proposal['word']}”")
    elif "ignore" in request.POST:
        misspelt = entry.status == UnmatchedValue.Status.MISSPELT
        actions.ignore_unmatched(number, actor=actor(request), remember=remember)
        tell(request, f"“{entry.value}” {'is right as it is' if misspelt else 'means nothing here'}")
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


@page
@require_POST
def accept_all(request: HttpRequest, number: int) -> HttpResponse:
    """Take every proposal for the words of an import."""
    record = import_at(number)
    accepted = actions.accept_proposals(record.pk, actor=actor(request))
    tell(request, f"{len(accepted)} word{'' if len(accepted) == 1 else 's'} taken as proposed, and remembered")
    return HttpResponseRedirect(f"/imports/{record.pk}/")


def _meant(entry: UnmatchedValue, text: str) -> str:
    try:
        return linked_id(resource(entry.target_kind), text)
    except ValueError as error:
        raise InvalidValues({"meaning": str(error)}) from None
