"""Needs in the order in which the market asks for them, by whichever figure one looks at."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from nervecenter.definition.queries.demand import LiveNeed
from nervecenter.domain.demand.counting import Demand
from nervecenter.foundation.resources import resource

MEASURES: Mapping[str, str] = {
    "weighted": "Weighted demand",
    "accounts": "Accounts",
    "revenue": "Recurring revenue",
    "pipeline": "Open pipeline",
    "latest": "Latest word",
}
ONE_ACCOUNT, RECENT = 0.5, 0.8
_FEW = 3


@dataclass(frozen=True, slots=True)
class RankedNeed:
    """A need that somebody spoke about, with its demand."""

    need: LiveNeed
    demand: Demand

    @property
    def public_id(self) -> str:
        """Such as prb-3."""
        return self.demand.need


def ranked_needs(
    needs: Iterable[LiveNeed], by_need: Mapping[str, Demand], measure: str = "weighted", currency: str = ""
) -> tuple[RankedNeed, ...]:
    """The needs that anything was said about, the most asked for first; money is compared in one currency.

    Of equal ones that with the larger weighted demand, then that of more accounts, then by name.
    """
    public_ids = {kind: resource(kind).public_id for kind in ("problem", "requirement")}
    found = [
        RankedNeed(need, by_need[public_id])
        for need in needs
        if (public_id := public_ids[need.kind](need.number)) in by_need
    ]
    return tuple(
        sorted(
            found,
            key=lambda each: (
                -measured(each.demand, measure, currency),
                -each.demand.score,
                -each.demand.accounts,
                each.need.name,
                each.public_id,
            ),
        )
    )


def measured(demand: Demand, measure: str, currency: str = "") -> Decimal:
    """One figure of a demand as a number: money in one currency, the latest word as a count of days."""
    if measure == "accounts":
        return Decimal(demand.accounts)
    if measure == "latest":
        return Decimal((demand.latest_on or dt.date.min).toordinal())
    if measure in ("revenue", "pipeline"):
        money = demand.recurring_revenue if measure == "revenue" else demand.pipeline
        return dict(money).get(currency, Decimal())
    return Decimal(str(demand.score))


def largest_currency(demands: Iterable[Demand]) -> str:
    """The currency in which most needs have money at stake; of several the first by name, empty without any."""
    counts = _currency_counts(demands)
    return min(counts, key=lambda name: (-counts[name], name), default="")


def currencies(demands: Iterable[Demand]) -> tuple[str, ...]:
    """All currencies in which needs have money at stake, by name."""
    return tuple(sorted(_currency_counts(demands)))


def is_one_account(demand: Demand) -> bool:
    """Whether one account is all of the demand, or at least half of it."""
    return demand.accounts == 1 or (demand.top_share is not None and demand.top_share >= ONE_ACCOUNT)


def is_of_late(demand: Demand) -> bool:
    """Whether at least four fifths of the demand of three or more accounts came up in the last 90 days."""
    return demand.accounts >= _FEW and demand.recent_share is not None and demand.recent_share >= RECENT


def _currency_counts(demands: Iterable[Demand]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for each in demands:
        for currency in {name for name, _ in (*each.recurring_revenue, *each.pipeline)}:
            counts[currency] = counts.get(currency, 0) + 1
    return counts
