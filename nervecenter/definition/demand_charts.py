"""The picture of demand: what is asked for most, a bar each."""

import datetime as dt
from collections.abc import Sequence

from nervecenter.definition.queries.demand_ranking import MEASURES, RankedNeed, measured
from nervecenter.domain.charting import STEP, Specification, amount, chart, colours, link, names
from nervecenter.foundation.figures import Figure

SHOWN = 15
KINDS = {"Problem": "var(--chart-1)", "Requirement": "var(--chart-3)"}
_LONGEST = 60


def demand_bars(ranked: Sequence[RankedNeed], measure: str, currency: str) -> Specification:
    """One bar a need, as long as the figure it is ranked by; a click leads to the accounts behind it."""
    rows = [
        {
            "need": label,
            "amount": float(measured(each.demand, measure, currency)),
            "kind": each.need.kind.capitalize(),
            "path": need_path(each.public_id),
        }
        for label, each in zip(_labels(ranked), ranked, strict=True)
    ]
    encoding = {
        "y": names("need", [str(row["need"]) for row in rows], limit=260),
        "x": amount("amount", axis_title(measure, currency)),
        "color": colours("kind", {kind: colour for kind, colour in KINDS.items() if _has(rows, kind)}),
        "href": link(),
    }
    mark = {"type": "bar", "cursor": "pointer", "height": {"band": 0.7}}
    return chart(rows, mark, encoding, height=STEP * max(1, len(rows)))


def demand_figure(ranked: Sequence[RankedNeed], measure: str, currency: str, as_of: dt.date) -> Figure:
    """What is asked for most, with its table; by the latest word there is no length to draw, so accounts are drawn."""
    drawn = "accounts" if measure == "latest" else measure
    shown = ranked[:SHOWN]
    return Figure(
        title=f"Asked for most, by {MEASURES[measure].lower()}",
        specification=demand_bars(shown, drawn, currency),
        columns=("Need", "Kind", "Accounts", "Weighted", "Revenue", "Pipeline", "Currency", "Latest"),
        rows=[
            (
                each.need.name,
                each.need.kind,
                each.demand.accounts,
                round(each.demand.score, 2),
                float(measured(each.demand, "revenue", currency)),
                float(measured(each.demand, "pipeline", currency)),
                currency,
                each.demand.latest_on.isoformat() if each.demand.latest_on else "",
            )
            for each in shown
        ],
        counted=f"The first {len(shown):,} of {len(ranked):,}" if len(ranked) > len(shown) else f"{len(shown):,} needs",
        as_of=as_of,
    )


def axis_title(measure: str, currency: str) -> str:
    """What the bars measure; money with its currency."""
    label = MEASURES[measure]
    return f"{label}, {currency}" if measure in ("revenue", "pipeline") and currency else label


def need_path(public_id: str) -> str:
    """Where the accounts behind a need are."""
    return f"/evidence/demand/{public_id}/"


def _labels(ranked: Sequence[RankedNeed]) -> list[str]:
    """Names cut to a bearable length; of two equal ones the later says its id."""
    labels: dict[str, None] = {}
    for each in ranked:
        name = each.need.name if len(each.need.name) <= _LONGEST else f"{each.need.name[: _LONGEST - 1].rstrip()}…"
        labels[f"{name} ({each.public_id})" if name in labels else name] = None
    return list(labels)


def _has(rows: Sequence[dict[str, object]], kind: str) -> bool:
    return any(row["kind"] == kind for row in rows)
