"""Search: the page over all kinds, the palette's entries, and the look-up of records for a form."""

from collections import Counter
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nervecenter.foundation.navigation import GROUPS, navigation
from nervecenter.foundation.numerals import is_whole_number
from nervecenter.foundation.pages.answers import actor, may, page
from nervecenter.foundation.permissions import allowed
from nervecenter.foundation.resources import UnknownKind, all_resources, parse_public_id, resource
from nervecenter.foundation.searching import Hit, search

ON_THE_PAGE = 60
IN_THE_PALETTE = 12
MOST_ENTRIES = 8


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the palette that is not a record: a page, or a command."""

    label: str
    icon: str
    path: str = ""
    command: str = ""
    hint: str = ""


@page
@require_GET
def search_page(request: HttpRequest) -> HttpResponse:
    """Everything that holds the words; one kind of it, if the address names one. `format=palette` gives entries."""
    text = request.GET.get("q", "").strip()
    if request.GET.get("format") == "palette":
        return _palette(request, text)
    kind = request.GET.get("kind", "")
    kinds = [resource(kind).kind] if kind else None
    hits = found(text, kinds, ON_THE_PAGE)
    by_kind = Counter(hit.kind for hit in hits)
    facets = [(resource(name), count) for name, count in by_kind.most_common()]
    shown = {
        "search_text": text,
        "hits": hits,
        "facets": facets,
        "kind": resource(kind) if kind else None,
        "cut": len(hits) == ON_THE_PAGE,
        "limit": ON_THE_PAGE,
        "pages": _pages(text) if text else [],
    }
    return render(request, "foundation/search.html", shown)


def found(text: str, kinds: list[str] | None, limit: int) -> list[Hit]:
    """What is found, and first of all the record whose id the text is."""
    hits = list(search(text, kinds=kinds, limit=limit))
    try:
        declared, number = parse_public_id(text)
    except UnknownKind:
        return hits
    title = declared.model._default_manager.filter(pk=number).values_list(declared.title, flat=True).first()
    if title is None:
        return hits
    exact = Hit(
        declared.kind,
        declared.label,
        number,
        declared.public_id(number),
        declared.record_path(number),
        title,
        archived=False,
    )
    return [exact, *(hit for hit in hits if (hit.kind, hit.number) != (exact.kind, exact.number))][:limit]


def _palette(request: HttpRequest, text: str) -> HttpResponse:
    selected = int(request.GET.get("selected") or 0) if is_whole_number(request.GET.get("selected", "0")) else 0
    here = request.GET.get("page", "")
    shown = {
        "commands": _commands(request, text, here, selected),
        "pages": _pages(text)[:MOST_ENTRIES],
        "hits": found(text, None, IN_THE_PALETTE) if text else [],
        "text": text,
    }
    return render(request, "foundation/parts/palette.html", shown)


def _holds(words: str, text: str) -> bool:
    lowered = words.lower()
    return all(word in lowered for word in text.lower().split())


def _pages(text: str) -> list[Entry]:
    entries = [
        Entry(link.label, group.icon, link.path, hint=group.label)
        for group in navigation()
        for link in group.links
        if _holds(f"{link.label} {link.finds} {group.label}", text)
    ]
    entries.sort(key=lambda entry: not entry.label.lower().startswith(text.lower()))
    if not text:
        return [Entry(group.label, group.icon, group.path) for group in navigation()]
    return entries


def _commands(request: HttpRequest, text: str, here: str, selected: int) -> list[Entry]:
    user = actor(request)
    entries = []
    if selected and allowed(user, "change-many"):
        entries.append(Entry(f"Edit the {selected} selected", "edit", command="bulk"))
    if selected and allowed(user, "archive"):
        entries.append(Entry(f"Archive the {selected} selected", "archive", command="archive"))
    if is_whole_number(here.rstrip("/").rpartition("-")[2]) and allowed(user, "change"):
        entries.append(Entry("Edit this record", "edit", command="edit", hint="e"))
    if allowed(user, "create"):
        entries += [
            Entry(f"New {one.label.lower()}", "plus", f"{one.path}new/", hint=one.group)
            for one in sorted(all_resources(), key=lambda one: one.path != here)
            if text or one.path == here
        ]
    if may(request)["import"]:
        entries.append(Entry("Import files", "upload", "/imports/", hint="Set-up"))
    entries.append(Entry("Switch light and dark", "sun", command="theme", hint="t"))
    entries.append(Entry("Show the keys", "command", command="keys", hint="?"))
    every = [entry for entry in entries if _holds(f"{entry.label} create add", text)]
    return every[: MOST_ENTRIES if text else 4]


@page
@require_GET
def look_up(request: HttpRequest) -> HttpResponse:
    """Records of one kind whose texts hold what was typed, for the look-up field of a form."""
    declared = resource(request.GET.get("kind", ""))
    hits = found(request.GET.get("q", ""), [declared.kind], IN_THE_PALETTE)
    return JsonResponse({"found": [f"{hit.title} ({hit.public_id})" for hit in hits if hit.kind == declared.kind]})


ICONS = {group.label: group.icon for group in GROUPS}
