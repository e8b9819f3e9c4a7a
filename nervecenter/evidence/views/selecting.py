"""Which deals an address selects: a period, a product or line, a segment, a competitor; and the filters that say so."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Min
from django.http import HttpRequest
from django.utils import timezone

from nervecenter.evidence.models import Deal
from nervecenter.evidence.queries.win_loss import DealSelection
from nervecenter.evidence.queries.win_loss_groups import quarter_days, quarter_of
from nervecenter.foundation.errors import InvalidValues
from nervecenter.foundation.pages.answering import Chooser, chosen_record
from nervecenter.foundation.resources import resource
from nervecenter.market.models import Competitor, Segment
from nervecenter.portfolio.scope import chosen_scope, scope_chooser

KEPT = ("period", "segment", "scope", "competitor")
MOST_OFFERED, MOST_YEARS = 300, 10
_LATELY = {"last-90": ("The last 90 days", 90), "last-365": ("The last 365 days", 365)}


@dataclass(frozen=True, slots=True)
class Selected:
    """The deals that an address selects, in words as well, and the filters with which it can be changed."""

    selection: DealSelection
    words: str
    choosers: tuple[Chooser, ...]


def selected(request: HttpRequest) -> Selected:
    """What the address selects; InvalidValues where it makes no sense. Up to seven SQL queries."""
    scope, period = chosen_scope(request), request.GET.get("period", "")
    began, ended, when = _days(period)
    segment = chosen_record(request, "segment", "segment")
    competitor = chosen_record(request, "competitor", "competitor")
    segments, competitors = _offered(Segment, "segment"), _offered(Competitor, "competitor", is_us=False)
    words = scope.words
    if segment:
        words += f" in {dict(segments).get(request.GET['segment'], 'this segment')}"
    if competitor:
        words += f" against {dict(competitors).get(request.GET['competitor'], 'this competitor')}"
    choosers = [Chooser("period", "Closed in", _periods(), period, every="All time"), scope_chooser(request)]
    if segments:
        choosers.append(Chooser("segment", "Segment", segments, request.GET.get("segment", "")))
    if competitors:
        choosers.append(
            Chooser("competitor", "Against", competitors, request.GET.get("competitor", ""), every="Anyone")
        )
    return Selected(
        DealSelection(
            closed_from=began,
            closed_until=ended,
            product_line=scope.product_line,
            product=scope.product,
            segment=segment,
            competitor=competitor,
        ),
        words + when,
        tuple(choosers),
    )


def kept(request: HttpRequest) -> dict[str, str]:
    """The parameters of the address that select deals."""
    return {name: request.GET[name] for name in KEPT if request.GET.get(name)}


def _days(period: str) -> tuple[dt.date | None, dt.date | None, str]:
    """The first and last day of a period such as 2026, 2026-Q1 or last-90, and the words for it."""
    if not period:
        return None, None, ""
    if period in _LATELY:
        words, days = _LATELY[period]
        return timezone.localdate() - dt.timedelta(days=days), None, f" in {words.lower()}"
    year, _, quarter = period.partition("-Q")
    if year.isdigit() and len(year) == 4 and year > "0000" and quarter in ("", "1", "2", "3", "4"):
        if quarter:
            first, last = quarter_days(f"{year} Q{quarter}")
            return first, last, f" in {year} Q{quarter}"
        return dt.date(int(year), 1, 1), dt.date(int(year), 12, 31), f" in {year}"
    raise InvalidValues({"period": f"'{period}' is no period; write 2026, 2026-Q1, last-90 or last-365"})


def _periods() -> tuple[tuple[str, str], ...]:
    """The years and quarters in which deals were closed, the latest first. One SQL query."""
    closed = Deal.objects.filter(archived_at=None, closed_on__isnull=False).exclude(outcome=Deal.Outcome.OPEN)
    bounds = closed.aggregate(first=Min("closed_on"), last=Max("closed_on"))
    offered = [(name, words) for name, (words, _) in _LATELY.items()]
    first, last = bounds["first"], bounds["last"]
    if first is None or last is None:
        return tuple(offered)
    years = range(last.year, max(first.year, last.year - MOST_YEARS) - 1, -1)
    for year in years:
        offered.append((str(year), str(year)))
        for number in (4, 3, 2, 1):
            quarter = f"{year} Q{number}"
            if quarter_of(first) <= quarter <= quarter_of(last):
                offered.append((quarter.replace(" ", "-"), quarter))
    return tuple(offered)


def _offered(model: Any, kind: str, **conditions: Any) -> tuple[tuple[str, str], ...]:
    rows = model.objects.filter(archived_at=None, **conditions).order_by("name", "id").values_list("id", "name")
    return tuple((resource(kind).public_id(number), name) for number, name in rows[:MOST_OFFERED])
