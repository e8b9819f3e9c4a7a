"""Why deals are won and lost: rates, what goes with them, how long they take, reasons of both sides; and the deals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from nervecenter.domain.money import amount_in_words, money_in_words
from nervecenter.domain.winloss.associations import AttributeReport, Lift
from nervecenter.domain.winloss.deals import DealRow, closed_deals
from nervecenter.domain.winloss.report import WinLossReport
from nervecenter.evidence import win_loss_wording as wording
from nervecenter.evidence import win_loss_words as words
from nervecenter.evidence.charts.win_loss import DRAWN, group_figure, quarter_figures, reason_figure
from nervecenter.evidence.models import Deal
from nervecenter.evidence.queries.win_loss import ATTRIBUTE_NAMES
from nervecenter.evidence.queries.win_loss_groups import (
    DealGroup,
    amounts_won,
    by_quarter,
    deals_valued,
    groups_by,
    quarter_of,
    reason_counts,
    win_loss,
)
from nervecenter.evidence.views.selecting import kept, selected
from nervecenter.foundation.figures import Figure
from nervecenter.foundation.pages.answering import Chooser, answer_page, chosen_start, chosen_word, path_having
from nervecenter.foundation.pages.answers import may, page
from nervecenter.foundation.resources import parse_public_id, resource
from nervecenter.portfolio.scope import to_own_scope

DEALS = "/evidence/win-loss/deals/"
ROWS_A_PAGE, SHOWN_GROUPS, SHOWN_LIFTS = 50, 100, 12
QUARTER, SELLER_REASON, BUYER_REASON, REASON = "quarter", "seller_reason", "buyer_reason", "reason"
OUTCOMES = {"won": "Won", "not-won": "Not won", "open": "Open"}


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A group of deals as a row, with the addresses of its deals."""

    group: DealGroup
    name: str
    deals_path: str
    won_path: str
    rate: str
    bounds: str
    points: str
    q: str
    is_sure: bool
    won_amounts: str


@dataclass(frozen=True, slots=True)
class ShownLift:
    """A value that goes with winning or losing."""

    attribute: str
    value: str
    path: str
    lift: Lift
    points: str
    rate: str
    others: str
    q: str


@page
@require_GET
def win_loss_page(request: HttpRequest) -> HttpResponse:
    """The answer over the selected deals, then one attribute at a time."""
    redirected = to_own_scope(request)
    if redirected:
        return redirected
    today, chosen = timezone.localdate(), selected(request)
    found = win_loss(chosen.selection, today)
    report, closed = found.report, closed_deals(found.deals)
    by = chosen_word(request, "by", ATTRIBUTE_NAMES) or _first(report)
    parameters = kept(request)
    reports = {each.attribute: each for each in report.attributes}
    groups = groups_by(closed, by, _lifts(reports.get(by)))
    foresight, meaning = wording.prediction(report.prediction)
    return answer_page(
        request,
        "evidence/win_loss.html",
        answer=wording.answer(report, chosen.words),
        aside=wording.aside(report),
        figures=_figures(found.deals, report, groups, by, parameters),
        choosers=(_by_chooser(request, by, closed), *chosen.choosers),
        report=report,
        by=by,
        by_label=words.ATTRIBUTE_LABELS[by],
        by_value=wording.by_value(report.by_value),
        association=words.association(reports[by].association) if by in reports else "",
        groups=[_shown_group(by, each, parameters) for each in groups[:SHOWN_GROUPS]],
        group_count=len(groups),
        undrawn=len(groups) > DRAWN,
        lifts=[_shown_lift(each, parameters) for each in wording.sure_lifts(report)[:SHOWN_LIFTS]],
        compared=len(report.attributes),
        cycle=wording.cycle(report.cycle),
        agreement=wording.agreement(report.reasons),
        disagreeing_path=_path(parameters, by="disagreeing") if report.reasons.disagreeing else "",
        foresight=foresight,
        meaning=meaning,
        deals=len(found.deals),
        closed_path=_path(parameters),
        may=may(request),
    )


@page
@require_GET
def win_loss_deals(request: HttpRequest) -> HttpResponse:
    """The closed deals behind one figure of the page of wins and losses, the latest first."""
    chosen, start = selected(request), chosen_start(request)
    by = chosen_word(request, "by", (*ATTRIBUTE_NAMES, QUARTER, REASON, SELLER_REASON, BUYER_REASON, "disagreeing"))
    value, outcome = request.GET.get("value", ""), chosen_word(request, "outcome", OUTCOMES)
    found = win_loss(chosen.selection, timezone.localdate())
    deals = [each for each in found.deals if not each.is_closed] if outcome == "open" else closed_deals(found.deals)
    deals = _valued(deals, by, value, found.report)
    if outcome in ("won", "not-won"):
        deals = [each for each in deals if each.is_won == (outcome == "won")]
    deals.sort(
        key=lambda each: (each.closed_on is None, -(each.closed_on.toordinal() if each.closed_on else 0), each.id)
    )
    won = sum(each.is_won for each in deals)
    label = {QUARTER: "Quarter", REASON: "Reason", "disagreeing": "Seller names none of the buyer's reasons"}.get(
        by, words.ATTRIBUTE_LABELS.get(by, by)
    )
    return answer_page(
        request,
        "evidence/win_loss_deals.html",
        answer=wording.deals_answer(len(deals), won, chosen.words, amounts_won(deals), is_open=outcome == "open"),
        choosers=(Chooser("outcome", "Outcome", tuple(OUTCOMES.items()), outcome, every="Closed"), *chosen.choosers),
        of=label if by else "",
        value=words.value_name(by, value) if by in ATTRIBUTE_NAMES else value,
        rows=_deal_rows(deals[start : start + ROWS_A_PAGE]),
        count=len(deals),
        back=f"/evidence/win-loss/?{urlencode(kept(request) | ({'by': by} if by in ATTRIBUTE_NAMES else {}))}".rstrip(
            "?"
        ),
        shown_from=start + 1,
        shown_to=min(start + ROWS_A_PAGE, len(deals)),
        older=path_having(request, start=start + ROWS_A_PAGE) if start + ROWS_A_PAGE < len(deals) else "",
        newer=path_having(request, start=max(0, start - ROWS_A_PAGE) or "") if start else "",
    )


def _first(report: WinLossReport) -> str:
    """What to compare by when nobody says: what goes with winning most surely."""
    return report.attributes[0].attribute if report.attributes else "competitor"


def _lifts(report: AttributeReport | None) -> dict[str, Lift]:
    return {lift.value: lift for lift in report.lifts} if report else {}


def _by_chooser(request: HttpRequest, by: str, closed: Sequence[DealRow]) -> Chooser:
    """What deals can be compared by: the attributes that some deal has."""
    known = {name for deal in closed for name, value in deal.attributes.items() if value not in (None, "", ())}
    options = tuple((name, label) for name, label in words.ATTRIBUTE_LABELS.items() if name in known or name == by)
    chosen = request.GET.get("by", "")
    every = "What is surest" if chosen else f"{words.ATTRIBUTE_LABELS[by]}, the surest"
    return Chooser("by", "Compare by", options, chosen, every=every)


def _figures(
    deals: Sequence[DealRow], report: WinLossReport, groups: Sequence[DealGroup], by: str, parameters: Mapping[str, str]
) -> dict[str, Figure]:
    today = timezone.localdate()
    if not report.rate.n:
        return {}
    label = words.ATTRIBUTE_LABELS[by].lower()
    found = {
        "groups": group_figure(
            f"Win rate by {label}",
            groups,
            report.rate,
            lambda value: _path(parameters, by=by, value=value),
            lambda value: words.value_name(by, value),
            today,
        )
    }
    currencies = [each.currency for each in report.by_value if each.won_amount]
    found |= quarter_figures(
        by_quarter(deals), report.rate, currencies, lambda quarter: _path(parameters, by=QUARTER, value=quarter), today
    )
    reasons = reason_counts(deals)
    if reasons:
        found["reasons"] = reason_figure(
            reasons, lambda reason: _path(parameters, by=REASON, value=reason, outcome="not-won"), today
        )
    return found


def _path(parameters: Mapping[str, str], **more: str) -> str:
    """The deals behind a figure. An empty value stays: it selects the deals of which it is unknown."""
    return f"{DEALS}?{urlencode({**parameters, **more})}".rstrip("?")


def _shown_group(by: str, group: DealGroup, parameters: Mapping[str, str]) -> ShownGroup:
    lift = group.lift if group.is_enough else None
    return ShownGroup(
        group=group,
        name=words.value_name(by, group.value),
        deals_path=_path(parameters, by=by, value=group.value),
        won_path=_path(parameters, by=by, value=group.value, outcome="won"),
        rate=words.percent(group.win_rate),
        bounds=f"{words.percent(group.low)} to {words.percent(group.high)}",
        points=words.points(lift.lift) if lift else "",
        q=words.chance(lift.q) if lift else "",
        is_sure=lift is not None and lift.q is not None and lift.q <= words.SURE,
        won_amounts=money_in_words(group.won_amounts),
    )


def _shown_lift(lift: Lift, parameters: Mapping[str, str]) -> ShownLift:
    return ShownLift(
        attribute=words.ATTRIBUTE_LABELS[lift.attribute],
        value=words.value_name(lift.attribute, lift.value),
        path=_path(parameters, by=lift.attribute, value=lift.value),
        lift=lift,
        points=words.points(lift.lift),
        rate=words.percent(lift.win_rate),
        others=words.percent(lift.others_win_rate),
        q=words.chance(lift.q),
    )


def _valued(deals: list[DealRow], by: str, value: str, report: WinLossReport) -> list[DealRow]:
    if by in ATTRIBUTE_NAMES:
        return deals_valued(deals, by, value)
    if by == QUARTER:
        return [each for each in deals if each.closed_on and quarter_of(each.closed_on) == value]
    if by == "disagreeing":
        apart = set(report.reasons.disagreeing)
        return [each for each in deals if each.id in apart]
    if by:
        by_seller, by_buyer = by in (REASON, SELLER_REASON), by in (REASON, BUYER_REASON)
        return [
            each
            for each in deals
            if (by_seller and each.seller_reason == value) or (by_buyer and value in each.buyer_reasons)
        ]
    return deals


def _deal_rows(deals: Sequence[DealRow]) -> list[dict[str, Any]]:
    """The deals of a page with their names. One SQL query."""
    numbers = {each.id: parse_public_id(each.id)[1] for each in deals}
    names = dict(Deal.objects.filter(pk__in=numbers.values()).values_list("id", "name"))
    outcomes = dict(Deal.Outcome.choices)
    return [
        {
            "deal": each,
            "name": names.get(numbers[each.id], each.id),
            "path": resource("deal").record_path(numbers[each.id]),
            "outcome": outcomes.get(each.outcome, each.outcome),
            "amount": amount_in_words(each.currency, each.amount) if each.amount is not None else "",
            "buyer": ", ".join(each.buyer_reasons),
        }
        for each in deals
    ]
