"""Demand over the API: the needs in the order in which the market asks for them, and the accounts behind one."""

import datetime as dt
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema

from nervecenter.definition.actions import ask_for_count
from nervecenter.definition.demand_telling import account_told, found_need, need_told
from nervecenter.definition.queries.demand import LINKS, live_needs
from nervecenter.definition.queries.demand_ranking import MEASURES, largest_currency, ranked_needs
from nervecenter.definition.queries.shown_demand import shown_demand
from nervecenter.evidence.queries.asking import need_backing
from nervecenter.foundation.api.described import brings
from nervecenter.foundation.api.representation import json_answer
from nervecenter.foundation.api.stories import whole_number
from nervecenter.foundation.pages.answering import chosen_record, chosen_word

router = Router()
TAGS = ["Demand"]
LISTED, MOST_LISTED = 100, 500

type Told = dict[str, Any]


class Money(Schema):
    """An amount in one currency; the currency is empty where it is unknown."""

    currency: str
    amount: float


class NeedDemand(Schema):
    """How much the market asks for a problem or requirement; each account counts once. See the concept of demand."""

    id: str
    kind: Literal["problem", "requirement"]
    name: str
    status: str
    weighted: float
    accounts: int
    noted: int
    recurring_revenue: list[Money]
    pipeline: list[Money]
    named_pipeline: list[Money]
    open_deals: int
    latest_on: dt.date | None
    top_account: str | None
    top_share: float | None
    recent_share: float | None
    pieces: int
    without_account: int


class NeedsAsked(Schema):
    """A page of needs, those most asked for first. `counted_at` is null until demand was counted for the first time."""

    counted_at: dt.datetime | None
    is_current: bool
    items: list[NeedDemand]
    next: str | None


class AccountBehind(Schema):
    """An account behind a need with its latest word; `importance` is null where nobody stated one."""

    id: str
    name: str
    segment: str
    importance: int | None
    latest_on: dt.date | None
    weighted: float
    recurring_revenue: list[Money]
    pipeline: list[Money]
    open_deals: int
    pieces: int
    evidence: str | None
    title: str
    passage: str


class AccountsBehind(Schema):
    """A page of the accounts behind a need, the weightiest first."""

    count: int
    items: list[AccountBehind]
    next: str | None


def _asked(name: str, about: str, **schema: Any) -> Told:
    return {"name": name, "in": "query", "description": about, "schema": {"type": "string"} | schema}


PAGES = [
    _asked("start", "How many to skip, as it stands in `next`.", type="integer", minimum=1),
    _asked("limit", "How many at most.", type="integer", minimum=1, maximum=MOST_LISTED, default=LISTED),
]
SEGMENT = _asked("segment", "Only what accounts of this segment said.")


@router.get(
    "/demand",
    response=NeedsAsked,
    openapi_extra=brings(errors=(422,))
    | {
        "parameters": [
            _asked("kind", "Only problems, or only requirements.", enum=list(LINKS)),
            _asked("sort", "What they are ranked by.", enum=list(MEASURES), default="weighted"),
            _asked("currency", "Revenue and pipeline are ranked in this currency; else in the most frequent."),
            SEGMENT,
            _asked("product", "Only the needs of this product."),
            _asked("product_line", "Only the needs of this line."),
            *PAGES,
        ]
    },
    operation_id="list_demand",
    summary="List demand",
    tags=TAGS,
)
def list_demand(request: HttpRequest) -> HttpResponse:
    """What the market asks for most: problems and requirements, each with the accounts behind it counted once."""
    kind, measure = chosen_word(request, "kind", LINKS), chosen_word(request, "sort", MEASURES) or "weighted"
    shown = shown_demand(timezone.localdate(), segment=chosen_record(request, "segment", "segment"))
    ask_for_count(shown)
    needs = live_needs(
        product=chosen_record(request, "product", "product"),
        product_line=chosen_record(request, "product_line", "product_line"),
    )
    currency = request.GET.get("currency") or largest_currency(shown.by_need.values())
    ranked = ranked_needs([each for each in needs if kind in ("", each.kind)], shown.by_need, measure, currency)
    start, limit = _page(request)
    return json_answer(
        {
            "counted_at": shown.counted_at,
            "is_current": shown.is_current,
            "items": [need_told(each) for each in ranked[start : start + limit]],
            "next": _next(request, start + limit) if start + limit < len(ranked) else None,
        }
    )


@router.get(
    "/demand/{need}",
    response=AccountsBehind,
    openapi_extra=brings(errors=(404, 422)) | {"parameters": [SEGMENT, *PAGES]},
    operation_id="list_accounts_behind",
    summary="List the accounts behind a need",
    tags=TAGS,
)
def list_accounts_behind(request: HttpRequest, need: str) -> HttpResponse:
    """The accounts that speak for a problem or requirement, each once, with what is at stake with them."""
    kind, number = found_need(need)
    start, limit = _page(request)
    segment = chosen_record(request, "segment", "segment")
    found = need_backing(LINKS[kind], number, timezone.localdate(), start=start, limit=limit, segment=segment)
    more = start + limit < found.accounts
    return json_answer(
        {
            "count": found.accounts,
            "items": [account_told(each) for each in found.rows],
            "next": _next(request, start + limit) if more else None,
        }
    )


def _page(request: HttpRequest) -> tuple[int, int]:
    start = whole_number(request, "start", 0, most=2**31)
    return start, whole_number(request, "limit", LISTED, most=MOST_LISTED)


def _next(request: HttpRequest, start: int) -> str:
    address = request.GET.copy()
    address["start"] = str(start)
    return f"{request.path}?{address.urlencode()}"
