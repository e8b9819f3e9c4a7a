"""The steps of the inbox as ordinary forms, for browsers without scripts: link, new problem, set aside, reopen."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from nervecenter.evidence import wording
from nervecenter.evidence.actions.linking import (
    USUAL,
    Said,
    link_evidence,
    link_to_new_problem,
    link_together,
    unlink_evidence,
)
from nervecenter.evidence.actions.setting_aside import reopen, set_aside, set_aside_together
from nervecenter.evidence.views.inbox import inbox_path, inbox_query, item_after
from nervecenter.foundation.actions import read_record
from nervecenter.foundation.errors import InvalidValues, StaleVersion
from nervecenter.foundation.pages.answers import actor, page, record_number, tell
from nervecenter.foundation.pages.editing import expected_version
from nervecenter.foundation.resources import parse_public_id, resource


@page
@require_POST
def step(request: HttpRequest, public_id: str) -> HttpResponse:
    """One step; the next item that waits comes after it. A refusal comes back to the item, with what is wrong."""
    number, kept = record_number(resource("evidence"), public_id), request.POST.get("kept", "")
    following = _following(request, kept, number)
    try:
        told = _done(request, number)
    except (StaleVersion, InvalidValues) as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(inbox_path(kept, number))
    tell(request, told)
    return HttpResponseRedirect(inbox_path(kept, following if following != number else None))


def _following(request: HttpRequest, kept: str, number: int) -> int | None:
    request.GET = QueryDict(kept)
    return item_after(inbox_query(request), number)


def _done(request: HttpRequest, number: int) -> str:
    user, version, target = actor(request), expected_version(request), request.POST.get("target", "").strip()
    name = str(getattr(read_record("evidence", number), "name", ""))
    match "link" if target else request.POST.get("step", ""):
        case "link":
            link_evidence(number, target, actor=user, expected_version=version, said=_said(request))
            return wording.linked(name, _title(target))
        case "problem":
            called = request.POST.get("name", "").strip()
            if not called:
                raise InvalidValues({"name": "the new problem needs a name"})
            link_to_new_problem(number, called, actor=user, expected_version=version, said=_said(request))
            return wording.linked(name, called)
        case "set_aside":
            set_aside(number, actor=user, expected_version=version)
            return wording.aside(name)
        case "reopen":
            reopen(number, actor=user, expected_version=version)
            return f"“{wording.short(name)}” waits again"
    raise InvalidValues({"step": "choose a problem or requirement, name a new one, or set it aside"})


def _said(request: HttpRequest) -> Said:
    """What the form says; nice to have is what holds where nothing is said."""
    text, passage = request.POST.get("importance", ""), request.POST.get("passage", "")
    starts = request.POST.get("starts", "")
    importance = int(text) if text.isdecimal() and len(text) == 1 else None
    place = int(starts) if starts.isdecimal() and len(starts) < 10 else None
    return Said(None if importance == USUAL else importance, passage, place)


def _title(public_id: str) -> str:
    declared, number = parse_public_id(public_id)
    return str(getattr(read_record(declared.kind, number), declared.title))


@page
@require_POST
def unlink(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a link away; the page it was done on comes back."""
    number, target = record_number(resource("evidence"), public_id), request.POST.get("target", "")
    unlink_evidence(number, target, actor=actor(request), expected_version=expected_version(request))
    tell(request, f"{public_id} is no longer linked to “{wording.short(_title(target))}”")
    return HttpResponseRedirect(_back(request, resource("evidence").record_path(number)))


def _back(request: HttpRequest, otherwise: str) -> str:
    path = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(path, {request.get_host()}, require_https=request.is_secure())
    return path if path and ours else otherwise


@page
@require_POST
def together(request: HttpRequest) -> HttpResponse:
    """One step for all that are ticked: set aside, or link to one problem or requirement."""
    kept = request.POST.get("kept", "")
    numbers = [record_number(resource("evidence"), one) for one in request.POST.getlist("ids")]
    try:
        if request.POST.get("step") == "set_aside":
            changed, _ = set_aside_together(numbers, actor=actor(request))
            tell(request, f"{_counted(changed)} set aside as no evidence")
        else:
            target = request.POST.get("target", "").strip()
            changed, _ = link_together(numbers, target, actor=actor(request))
            tell(request, f"{_counted(changed)} linked to “{wording.short(_title(target))}”")
    except InvalidValues as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(inbox_path(kept))


def _counted(number: int) -> str:
    return "1 item was" if number == 1 else f"{number} items were"
