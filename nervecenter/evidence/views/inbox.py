"""The inbox: what waits at the left, one item in the middle, what it may speak to at the right.

The page and its parts are the same templates; a script fetches the parts, a browser without scripts the whole page.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from nervecenter.evidence import wording
from nervecenter.evidence.models import Evidence
from nervecenter.evidence.passages import Piece, Span, pieces, word_spans
from nervecenter.evidence.proposing.proposals import Proposals, Proposed, duplicates, proposals, searched_targets
from nervecenter.evidence.queries.decisions import last_decision
from nervecenter.evidence.queries.items import IMPORTANCE, Item, item
from nervecenter.evidence.queries.waiting import (
    NEWEST,
    SORTS,
    WEIGHTIEST,
    InboxQuery,
    WaitingRow,
    has_evidence,
    waiting_count,
    waiting_rows,
    waiting_sources,
)
from nervecenter.foundation.pages.answering import Chooser, chosen_record, chosen_word
from nervecenter.foundation.pages.answers import is_fragment, may, page, record_number
from nervecenter.foundation.resources import resource
from nervecenter.market.models import Segment
from nervecenter.portfolio.models import Product

PATH = "/evidence/inbox/"
ROWS = 50
LONGEST = 30_000
OFFERED = 300
PARAMETERS = ("sort", "kind", "source", "product", "segment", "q")


@dataclass(frozen=True, slots=True)
class ShownRow:
    """An item of the list with the place it leads to."""

    row: WaitingRow
    path: str
    is_of_this_week: bool


def inbox_query(request: HttpRequest) -> InboxQuery:
    """What the address asks for; InvalidValues when a filter is none."""
    return InboxQuery(
        sort=chosen_word(request, "sort", SORTS) or NEWEST,
        kind=chosen_word(request, "kind", Evidence.Kind.values),
        source=request.GET.get("source", "")[:40],
        product=chosen_record(request, "product", "product"),
        segment=chosen_record(request, "segment", "segment"),
        text=request.GET.get("q", "").strip(),
    )


def kept_parameters(request: HttpRequest) -> str:
    """The filters and the order of the address, to be carried from item to item."""
    return urlencode([(name, request.GET[name]) for name in PARAMETERS if request.GET.get(name)])


def inbox_path(kept: str, number: int | None = None) -> str:
    """The inbox with these filters, at an item."""
    parts = [kept] if kept else []
    parts += [f"item=evd-{number}"] if number else []
    return f"{PATH}?{'&'.join(parts)}" if parts else PATH


@page
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """The whole page. The address names the item that is shown (`item=evd-5`); otherwise the first that waits is."""
    query, kept = inbox_query(request), kept_parameters(request)
    count = waiting_count(query)
    rows = waiting_rows(query, limit=ROWS)
    asked = request.GET.get("item", "")
    number = record_number(resource("evidence"), asked) if asked else (rows[0].number if rows else None)
    shown: dict[str, Any] = {}
    if number is not None:
        found = item(number)
        likely = proposals(found.record.name, found.record.text)
        shown = _item_context(request, found, kept, likely) | _proposal_context(request, found, likely)
    choosers = _choosers(query, request)
    context = {
        "answer": wording.answer(count, is_filtered=query.is_filtered, has_evidence=bool(rows) or has_evidence()),
        "count": count,
        "rows": _shown_rows(rows, kept, number),
        "more": len(rows) == ROWS,
        "choosers": choosers,
        "is_filtered": query.is_filtered,
        "query": query,
        "kept": kept,
        "path": PATH,
        "clear": PATH + (f"?sort={query.sort}" if query.sort != NEWEST else ""),
        "by_weight": query.sort == WEIGHTIEST,
        "weightiest": wording.WEIGHTIEST if query.sort == WEIGHTIEST else "",
        "may": may(request),
    }
    return render(request, "evidence/inbox.html", context | shown)


@page
@require_GET
def rows_after(request: HttpRequest) -> HttpResponse:
    """The next rows of the list after an item, as a part."""
    query, kept = inbox_query(request), kept_parameters(request)
    after = record_number(resource("evidence"), request.GET.get("after", ""))
    rows = waiting_rows(query, after=after, limit=ROWS)
    shown = {"rows": _shown_rows(rows, kept, None), "by_weight": query.sort == WEIGHTIEST, "may": may(request)}
    return render(request, "evidence/parts/rows.html", shown)


@page
@require_GET
def item_part(request: HttpRequest, public_id: str) -> HttpResponse:
    """One item as a part; in a browser's address bar it is the inbox at that item."""
    number = record_number(resource("evidence"), public_id)
    if not is_fragment(request):
        return HttpResponseRedirect(inbox_path(kept_parameters(request), number))
    found = item(number)
    likely = proposals(found.record.name, found.record.text, top=1)
    shown = _item_context(request, found, kept_parameters(request), likely)
    return render(request, "evidence/parts/item.html", shown | {"may": may(request)})


@page
@require_GET
def proposals_part(request: HttpRequest, public_id: str) -> HttpResponse:
    """What an item may speak to, as a part; with `target_q`, what was searched for instead."""
    number = record_number(resource("evidence"), public_id)
    if not is_fragment(request):
        return HttpResponseRedirect(inbox_path(kept_parameters(request), number))
    found = item(number)
    shown = {"item": found, "kept": kept_parameters(request), "may": may(request)}
    part = "evidence/parts/targets.html" if "target_q" in request.GET else "evidence/parts/proposals.html"
    return render(request, part, shown | _proposal_context(request, found))


def _item_context(request: HttpRequest, shown: Item, kept: str, likely: Proposals) -> dict[str, Any]:
    record = shown.record
    words = _matched_words(request, likely)
    return {
        "item": shown,
        "kept": kept,
        "next_path": inbox_path(kept),
        "name_pieces": pieces(record.name, word_spans(record.name, words)),
        "text_pieces": _text_pieces(shown, words),
        "is_cut": len(record.text) > LONGEST,
        "kind": Evidence.Kind(record.kind).label,
        "importances": tuple(IMPORTANCE.items()),
        "decided": None if shown.waits else last_decision(shown.number),
        "new_name": request.GET.get("name", "") or record.name,
    }


def _matched_words(request: HttpRequest, likely: Proposals) -> tuple[str, ...]:
    """The words that the likeliest proposal shares with the item, and those that the list was searched for."""
    likeliest = likely.targets[0].words if likely.targets else ()
    return (*likeliest, *request.GET.get("q", "").split())


def _text_pieces(shown: Item, words: Iterable[str]) -> list[Piece]:
    text = shown.record.text[:LONGEST]
    spans = word_spans(text, words)
    for link in shown.links:
        spans += [
            Span(mark.starts, mark.starts + len(mark.passage), "passage")
            for mark in link.marks
            if mark.passage and mark.starts is not None
        ]
    return pieces(text, spans)


def _proposal_context(request: HttpRequest, shown: Item, likely: Proposals | None = None) -> dict[str, Any]:
    record, typed = shown.record, request.GET.get("target_q", "").strip()
    linked = {(link.kind, link.number) for link in shown.links}
    if typed:
        return {"target_q": typed, "targets": _unlinked(searched_targets(typed), linked), "is_search": True}
    found = likely or proposals(record.name, record.text)
    return {
        "target_q": "",
        "is_search": False,
        "targets": _unlinked(found.targets, linked),
        "is_cold": found.is_cold,
        "duplicates": duplicates(shown.number, record.name, record.text),
    }


def _unlinked(targets: Sequence[Proposed], linked: set[tuple[str, int]]) -> list[Proposed]:
    return [one for one in targets if (one.kind, one.number) not in linked]


def _shown_rows(rows: Sequence[WaitingRow], kept: str, number: int | None) -> list[tuple[ShownRow, bool]]:
    today = timezone.localdate()
    monday = today - dt.timedelta(days=today.weekday())
    return [
        (
            ShownRow(row, inbox_path(kept, row.number), bool(row.occurred_on and monday <= row.occurred_on <= today)),
            row.number == number,
        )
        for row in rows
    ]


def _choosers(query: InboxQuery, request: HttpRequest) -> tuple[Chooser, ...]:
    sources = [(source or "typed", source or "typed by hand") for source in waiting_sources()]
    products = Product.objects.filter(archived_at=None).order_by("name").values_list("pk", "name")[:OFFERED]
    segments = Segment.objects.filter(archived_at=None).order_by("name").values_list("pk", "name")[:OFFERED]
    return (
        Chooser("kind", "Kind", tuple(Evidence.Kind.choices), query.kind),
        Chooser("source", "Source", tuple(sources), query.source),
        Chooser("product", "Product", tuple((f"prd-{pk}", name) for pk, name in products), _asked(request, "product")),
        Chooser("segment", "Segment", tuple((f"seg-{pk}", name) for pk, name in segments), _asked(request, "segment")),
    )


def _asked(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "")


def item_after(query: InboxQuery, number: int) -> int | None:
    """The number of the item that is shown after this one: the next that waits, else the first."""
    following = waiting_rows(query, after=number, limit=1) or waiting_rows(query, limit=1)
    return following[0].number if following else None
