"""Pictures of wins and losses: rates with their intervals, amounts by quarter, reasons of both sides."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from nervecenter.domain.charting import REST, STEP, Specification, amount, chart, colours, layers, link, names
from nervecenter.domain.checks.wording import counted
from nervecenter.domain.money import money_in_words
from nervecenter.domain.winloss.rates import WinRate
from nervecenter.evidence.queries.win_loss_groups import DealGroup, ReasonCount
from nervecenter.evidence.win_loss_words import chance, percent, points
from nervecenter.foundation.figures import Figure

DRAWN, TABLED = 20, 500
ENOUGH, FEW = "Enough deals", "Too few to say"
SELLER, BUYER = "The seller says", "The buyer says"
_LONGEST = 48
_SHARE = {"format": ".0%", "tickCount": 5, "title": None}

type Name = Callable[[str], str]


def win_rates(groups: Sequence[DealGroup], overall: WinRate, path: Name, name: Name = str) -> Specification:
    """A dot for each group's win rate and a line for where the true one lies; the broken line is the rate of all.

    Groups with too few deals to say anything are grey. A click leads to the deals.
    """
    rows = [
        {
            "group": label,
            "rate": each.win_rate,
            "low": each.low,
            "high": each.high,
            "enough": ENOUGH if each.is_enough else FEW,
            "deals": f"{each.won:,} of {each.n:,} won",
            "path": path(each.value),
        }
        for label, each in zip(_labels([name(each.value) for each in groups]), groups, strict=True)
    ]
    rate = {"field": "rate", "type": "quantitative", "scale": {"domain": [0, 1]}, "axis": _SHARE}
    shared = {
        "y": names("group", [str(row["group"]) for row in rows], limit=220),
        "color": _enough(rows),
        "href": link(),
    }
    line = {
        "mark": {"type": "rule", "strokeWidth": 2, "cursor": "pointer"},
        "encoding": {**shared, "x": {**rate, "field": "low"}, "x2": {"field": "high"}},
    }
    dot = {
        "mark": {"type": "point", "filled": True, "size": 70, "opacity": 1, "cursor": "pointer"},
        "encoding": {**shared, "x": rate},
    }
    return layers(rows, line, dot, *_overall(overall), height=STEP * max(1, len(rows)))


def rates_over_time(quarters: Sequence[DealGroup], overall: WinRate, path: Name) -> Specification:
    """The win rate of each quarter with its interval, in their order."""
    rows = [
        {
            "quarter": each.value,
            "rate": each.win_rate,
            "low": each.low,
            "high": each.high,
            "enough": ENOUGH if each.is_enough else FEW,
            "path": path(each.value),
        }
        for each in quarters
    ]
    rate = {"field": "rate", "type": "quantitative", "scale": {"domain": [0, 1]}, "axis": _SHARE}
    shared = {
        "x": _quarters(rows),
        "color": _enough(rows),
        "href": link(),
    }
    line = {
        "mark": {"type": "rule", "strokeWidth": 2, "cursor": "pointer"},
        "encoding": {**shared, "y": {**rate, "field": "low"}, "y2": {"field": "high"}},
    }
    dot = {
        "mark": {"type": "point", "filled": True, "size": 70, "opacity": 1, "cursor": "pointer"},
        "encoding": {**shared, "y": rate},
    }
    return layers(rows, line, dot, *_overall(overall, along="y"), height=180)


def amounts_over_time(quarters: Sequence[DealGroup], currency: str, path: Name) -> Specification:
    """What was won in each quarter, in one currency."""
    rows = [
        {"quarter": each.value, "won": float(dict(each.won_amounts).get(currency, 0)), "path": path(each.value)}
        for each in quarters
    ]
    encoding = {"x": _quarters(rows), "y": amount("won", currency or None), "href": link()}
    mark = {"type": "bar", "cursor": "pointer", "color": "var(--chart-2)", "width": {"band": 0.7}}
    return chart(rows, mark, encoding, height=180)


def reasons_of_both(reasons: Sequence[ReasonCount], path: Name) -> Specification:
    """For each reason of a loss two bars beside each other: how often sellers logged it, how often buyers named it."""
    labels = _labels([each.reason for each in reasons])
    rows = [
        {"reason": label, "says": voice, "deals": number, "path": path(each.reason)}
        for label, each in zip(labels, reasons, strict=True)
        for voice, number in ((SELLER, each.seller), (BUYER, each.buyer))
    ]
    encoding = {
        "y": names("reason", labels),
        "yOffset": {"field": "says", "sort": [SELLER, BUYER]},
        "x": amount("deals", "Lost deals"),
        "color": colours("says", {SELLER: "var(--chart-1)", BUYER: "var(--chart-3)"}),
        "href": link(),
    }
    return chart(rows, {"type": "bar", "cursor": "pointer"}, encoding, height=2 * STEP * max(1, len(reasons)))


def group_figure(
    title: str, groups: Sequence[DealGroup], overall: WinRate, path: Name, name: Name, as_of: dt.date
) -> Figure:
    """Win rates by an attribute with their table: the first TABLED groups, of which DRAWN are drawn."""
    more = len(groups) > DRAWN
    return Figure(
        title=title,
        specification=win_rates(groups[:DRAWN], overall, path, name),
        columns=("Value", *_COLUMNS, "Against the others, points", "q"),
        rows=[(name(each.value), *_cells(each), *_lift_cells(each)) for each in groups[:TABLED]],
        counted=counted(overall.n, "closed deal"),
        as_of=as_of,
        note=(f"The {DRAWN} largest of {len(groups):,} are drawn. " if more else "") + _explained(overall),
    )


def quarter_figures(
    quarters: Sequence[DealGroup], overall: WinRate, currencies: Sequence[str], path: Name, as_of: dt.date
) -> dict[str, Figure]:
    """The win rate by quarter, and for each currency what was won; none where no closed deal has a date."""
    if not quarters:
        return {}
    told = counted(sum(each.n for each in quarters), "closed deal")
    found = {
        "quarters": Figure(
            title="Win rate by quarter",
            specification=rates_over_time(quarters, overall, path),
            columns=("Quarter", *_COLUMNS),
            rows=[(each.value, *_cells(each)) for each in quarters],
            counted=told,
            as_of=as_of,
            note=_explained(overall),
        )
    }
    for currency in currencies:
        found[f"won-{currency or 'none'}"] = Figure(
            title=f"Won by quarter, {currency or 'no currency named'}",
            specification=amounts_over_time(quarters, currency, path),
            columns=("Quarter", "Won"),
            rows=[(each.value, float(dict(each.won_amounts).get(currency, 0))) for each in quarters],
            counted=counted(sum(each.won for each in quarters), "won deal"),
            as_of=as_of,
        )
    return found


def reason_figure(reasons: Sequence[ReasonCount], path: Name, as_of: dt.date) -> Figure:
    """Reasons of losses, as sellers and as buyers tell them."""
    return Figure(
        title="Why deals were lost",
        specification=reasons_of_both(reasons[:DRAWN], path),
        columns=("Reason", SELLER, BUYER),
        rows=[(each.reason, each.seller, each.buyer) for each in reasons],
        counted=f"{counted(sum(each.seller for each in reasons), 'reason')} of sellers,"
        f" {sum(each.buyer for each in reasons):,} of buyers",
        as_of=as_of,
    )


_COLUMNS = ("Closed", "Won", "Win rate", "From", "To", "Amount won")


def _cells(group: DealGroup) -> tuple[Any, ...]:
    return (
        group.n,
        group.won,
        percent(group.win_rate),
        percent(group.low),
        percent(group.high),
        money_in_words(group.won_amounts),
    )


def _lift_cells(group: DealGroup) -> tuple[str, str]:
    if group.lift is None or not group.is_enough:
        return "", FEW.lower() if not group.is_enough else ""
    return points(group.lift.lift), chance(group.lift.q)


def _explained(overall: WinRate) -> str:
    return f"Lines are 95 % intervals; the broken line is {percent(overall.win_rate)}, the rate of all"


def _overall(overall: WinRate, along: str = "x") -> list[dict[str, Any]]:
    """The rate of all deals as a broken line."""
    if overall.win_rate is None:
        return []
    return [
        {
            "data": {"values": [{"all": overall.win_rate}]},
            "mark": {"type": "rule", "strokeDash": [3, 3], "color": "var(--ink-3)"},
            "encoding": {along: {"field": "all", "type": "quantitative"}},
        }
    ]


def _quarters(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    axis = {"title": None, "labelAngle": 0, "labelOverlap": True}
    return {"field": "quarter", "type": "ordinal", "sort": [row["quarter"] for row in rows], "axis": axis}


def _enough(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Grey where there are too few deals; a legend only where some are and some are not."""
    scale = {ENOUGH: "var(--chart-1)", FEW: REST}
    used = {str(row["enough"]) for row in rows}
    return colours("enough", scale) if len(used) > 1 else {"value": scale[next(iter(used), ENOUGH)]}


def _labels(texts: Sequence[str]) -> list[str]:
    """Names cut to a bearable length, none of them twice."""
    found: dict[str, None] = {}
    for place, text in enumerate(texts, start=1):
        short = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
        found[f"{short} ({place})" if short in found else short] = None
    return list(found)
