"""What the market asks for most, and the accounts behind one need."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from nervecenter.definition import demand_wording as wording
from nervecenter.definition.actions import ask_for_count
from nervecenter.definition.demand_charts import demand_figure, need_path
from nervecenter.definition.demand_export import accounts_file, needs_file
from nervecenter.definition.demand_panel import shown_accounts, warnings
from nervecenter.definition.demand_telling import found_need
from nervecenter.definition.queries.demand import LINKS, live_needs
from nervecenter.definition.queries.demand_ranking import (
    MEASURES,
    RankedNeed,
    currencies,
    largest_currency,
    ranked_needs,
)
from nervecenter.definition.queries.shown_demand import shown_demand
from nervecenter.domain.money import money_in_words
from nervecenter.evidence.queries.asking import need_backing
from nervecenter.foundation.pages.answering import (
    Chooser,
    answer_page,
    chosen_record,
    chosen_start,
    chosen_word,
    csv_path,
    path_having,
)
from nervecenter.foundation.pages.answers import may, page
from nervecenter.foundation.resources import resource
from nervecenter.market.models import Segment
from nervecenter.portfolio.scope import chosen_scope, scope_chooser, to_own_scope

ROWS_A_PAGE = 50
MOST_SEGMENTS = 200
MOST_EXPORTED = 100_000
KINDS = {"problem": "Problems", "requirement": "Requirements"}


@dataclass(frozen=True, slots=True)
class ShownNeed:
    """A need as a row: its figures in words, where its accounts are, and what to beware of."""

    ranked: RankedNeed
    path: str
    accounts_path: str
    revenue: str
    pipeline: str
    warning: str


@page
@require_GET
def demand_page(request: HttpRequest) -> HttpResponse:
    """Problems and requirements in the order in which the market asks for them."""
    redirected = to_own_scope(request)
    if redirected:
        return redirected
    today, scope, start = timezone.localdate(), chosen_scope(request), chosen_start(request)
    of, segment = chosen_word(request, "of", KINDS), chosen_record(request, "segment", "segment")
    measure = chosen_word(request, "sort", MEASURES) or "weighted"
    shown = shown_demand(today, segment=segment)
    ask_for_count(shown)
    standing = live_needs(product_line=scope.product_line, product=scope.product)
    needs = [each for each in standing if not of or each.kind == of]
    offered = currencies(shown.by_need.values())
    currency = chosen_word(request, "currency", offered) or largest_currency(shown.by_need.values())
    ranked = ranked_needs(needs, shown.by_need, measure, currency)
    if request.GET.get("csv") == "demand":
        return needs_file(ranked)
    segments = _segments()
    where = scope.words + (f" in {segments.get(segment, 'this segment')}" if segment else "")
    return answer_page(
        request,
        "definition/demand.html",
        answer=wording.answer(ranked, len(needs), where),
        aside=wording.aside(ranked),
        figures={"asked": demand_figure(ranked, measure, currency, today)} if ranked else {},
        choosers=(
            Chooser("of", "Kind", tuple(KINDS.items()), of, every="Both"),
            _measure_chooser(request),
            *_currency_choosers(request, offered, currency),
            Chooser("segment", "Segment", _segment_options(segments), request.GET.get("segment", "")),
            scope_chooser(request),
        ),
        shown=shown,
        measure=measure,
        rows=_shown_needs(ranked[start : start + ROWS_A_PAGE]),
        count=len(ranked),
        needs=len(needs),
        may=may(request),
        export_path=csv_path(request, "demand"),
        shown_from=start + 1,
        shown_to=min(start + ROWS_A_PAGE, len(ranked)),
        older=path_having(request, start=start + ROWS_A_PAGE) if start + ROWS_A_PAGE < len(ranked) else "",
        newer=path_having(request, start=max(0, start - ROWS_A_PAGE) or "") if start else "",
    )


@page
@require_GET
def need_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """All accounts behind one problem or requirement, a page at a time."""
    kind, number = found_need(public_id)
    declared = resource(kind)
    name = str(declared.model._default_manager.get(pk=number))
    today, start, links = timezone.localdate(), chosen_start(request), LINKS[declared.kind]
    segment = chosen_record(request, "segment", "segment")
    if request.GET.get("csv") == "accounts":
        every = need_backing(links, number, today, limit=MOST_EXPORTED, segment=segment)
        return accounts_file(public_id, every.rows)
    found = need_backing(links, number, today, start=start, limit=ROWS_A_PAGE, segment=segment)
    segments = _segments()
    where = f" in {segments.get(segment, 'this segment')}" if segment else ""
    return answer_page(
        request,
        "definition/need_demand.html",
        answer=wording.need_answer(name, found.demand, where),
        choosers=(Chooser("segment", "Segment", _segment_options(segments), request.GET.get("segment", "")),),
        name=name,
        label=declared.label,
        record_path=declared.record_path(number),
        demand=found.demand,
        warning=warnings([found.demand])[0] if found.demand else "",
        accounts=shown_accounts(found.rows, declared.kind, number),
        count=found.accounts,
        export_path=csv_path(request, "accounts"),
        shown_from=start + 1,
        shown_to=start + len(found.rows),
        older=path_having(request, start=start + ROWS_A_PAGE) if start + ROWS_A_PAGE < found.accounts else "",
        newer=path_having(request, start=max(0, start - ROWS_A_PAGE) or "") if start else "",
    )


def _segments() -> dict[int | None, str]:
    rows = Segment.objects.filter(archived_at=None).order_by("name", "id").values_list("id", "name")
    return dict(rows[:MOST_SEGMENTS])


def _segment_options(segments: dict[int | None, str]) -> tuple[tuple[str, str], ...]:
    public_id = resource("segment").public_id
    return tuple((public_id(number), name) for number, name in segments.items() if number)


def _measure_chooser(request: HttpRequest) -> Chooser:
    (_, usual), *others = MEASURES.items()
    return Chooser("sort", "Rank by", tuple(others), request.GET.get("sort", ""), every=usual)


def _currency_choosers(request: HttpRequest, offered: Sequence[str], currency: str) -> tuple[Chooser, ...]:
    """Money is ranked in one currency; with one alone there is nothing to choose."""
    if len(offered) < 2:
        return ()
    chosen = request.GET.get("currency", "")
    options = tuple((each, each) for each in offered if each and (chosen or each != currency))
    return (
        Chooser("currency", "Money in", options, chosen, every="The usual" if chosen else currency or "None named"),
    )


def _shown_needs(ranked: Sequence[RankedNeed]) -> list[ShownNeed]:
    told = warnings([each.demand for each in ranked])
    return [
        ShownNeed(
            ranked=each,
            path=resource(each.need.kind).record_path(each.need.number),
            accounts_path=need_path(each.public_id),
            revenue=money_in_words(each.demand.recurring_revenue),
            pipeline=money_in_words(each.demand.pipeline),
            warning=warning,
        )
        for each, warning in zip(ranked, told, strict=True)
    ]
