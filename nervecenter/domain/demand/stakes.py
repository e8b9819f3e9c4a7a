"""What stands behind those who ask: the weight of their segment, what they pay, and what they are about to buy."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from nervecenter.domain.demand.gathering import Gathered, Numbers
from nervecenter.domain.demand.rows import AccountRow, OpenDealRow

# Weights are added as whole ten-thousandths: exact, and so the same in any order.
FINE = 10_000

type Money = tuple[tuple[str, Decimal], ...]


class MoneyAtStake(NamedTuple):
    """For each need: yearly revenue and open pipeline by currency, the part that evidence names, and open deals."""

    revenue: list[Money]
    pipeline: list[Money]
    named: list[Money]
    deals: list[int]


class Scores(NamedTuple):
    """For each need: the score, its recent part, the part of the top account, and which account that is."""

    scores: list[float]
    recent: list[float]
    top: list[float]
    top_account: list[str]


@dataclass(slots=True)
class Stakes:
    """The accounts that are heard, as arrays by their code: weights, and amounts by currency."""

    names: Sequence[str]
    weights: Numbers
    deal_counts: Numbers
    deals: Mapping[str, OpenDealRow]
    revenue: dict[str, NDArray[Any]] = field(default_factory=dict)
    pipeline: dict[str, NDArray[Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, names: Sequence[str], accounts: Iterable[AccountRow], open_deals: Iterable[OpenDealRow]) -> Self:
        """The stakes of the named accounts; those of others are left out. A deal that is given twice counts once."""
        places = {name: place for place, name in enumerate(names)}
        weights, counts = np.full(len(names), FINE, dtype=np.int64), np.zeros(len(names), dtype=np.int64)
        stakes = cls(names, weights, counts, {row.deal: row for row in open_deals})
        for account in accounts:
            place = places.get(account.account)
            if place is not None:
                weights[place] = round(account.weight * FINE)
                stakes._add(stakes.revenue, account.currency, place, account.recurring_revenue)
        for deal in stakes.deals.values():
            place = places.get(deal.account) if deal.account else None
            if place is not None:
                counts[place] += 1
                stakes._add(stakes.pipeline, deal.currency, place, deal.amount)
        return stakes

    def scores(self, found: Gathered, recent_from: int) -> Scores:
        """The score of each need; recent is what was said on this day (an ordinal) or later."""
        parts = self.weights[found.account_codes] * found.importance
        recent = np.where(found.days >= recent_from, parts, 0)
        ranks = np.empty(len(self.names), dtype=np.int64)
        ranks[sorted(range(len(self.names)), key=self.names.__getitem__)] = np.arange(len(self.names))
        top, leaders = _spread(np.maximum, parts, found), [""] * len(found.needs)
        if len(parts):
            leads = parts == np.asarray(top, dtype=np.int64)[found.need_codes]
            first = np.minimum.reduceat(np.where(leads, ranks[found.account_codes], len(ranks)), found.starts)
            by_rank = sorted(self.names)
            for need, rank in zip(found.with_asking.tolist(), first.tolist(), strict=True):
                leaders[need] = by_rank[rank]
        sums, recent_sums = _spread(np.add, parts, found), _spread(np.add, recent, found)
        return Scores([n / FINE for n in sums], [n / FINE for n in recent_sums], [n / FINE for n in top], leaders)

    def at_stake(self, found: Gathered) -> MoneyAtStake:
        """The money of those who ask. A deal that evidence names counts once, be its account among them or not."""
        revenue, pipeline = _summed(self.revenue, found), _summed(self.pipeline, found)
        named: list[dict[str, Decimal]] = [{} for _ in found.needs]
        counts = _spread(np.add, self.deal_counts[found.account_codes], found)
        pairs = set(zip(found.need_codes.tolist(), found.account_codes.tolist(), strict=True)) if found.named else set()
        places = {name: place for place, name in enumerate(self.names)}
        for need, name in sorted(found.named):
            deal = self.deals.get(name)
            if deal is None:
                continue
            _put(named[need], deal.currency, deal.amount)
            if not deal.account or (need, places.get(deal.account, -1)) not in pairs:
                _put(pipeline[need], deal.currency, deal.amount)
                counts[need] += 1
        return MoneyAtStake(_told(revenue), _told(pipeline), _told(named), counts)

    def _add(self, amounts: dict[str, NDArray[Any]], currency: str, place: int, amount: Decimal | None) -> None:
        if amount:
            if currency not in amounts:
                amounts[currency] = np.full(len(self.names), Decimal(), dtype=object)
            amounts[currency][place] += amount


def _spread(how: np.ufunc, values: Numbers, found: Gathered) -> list[int]:
    """A number for each need: its values taken together, 0 where nobody asks."""
    answer = np.zeros(len(found.needs), dtype=np.int64)
    if len(values):
        answer[found.with_asking] = how.reduceat(values, found.starts)
    numbers: list[int] = answer.tolist()
    return numbers


def _summed(amounts: Mapping[str, NDArray[Any]], found: Gathered) -> list[dict[str, Decimal]]:
    sums: list[dict[str, Decimal]] = [{} for _ in found.needs]
    for currency, by_account in amounts.items():
        if len(found.starts):
            totals = np.add.reduceat(by_account[found.account_codes], found.starts)
            for need, total in zip(found.with_asking.tolist(), totals, strict=True):
                _put(sums[need], currency, total)
    return sums


def _put(sums: dict[str, Decimal], currency: str, amount: Decimal | None) -> None:
    if amount:
        sums[currency] = sums.get(currency, Decimal()) + amount


def _told(sums: Iterable[Mapping[str, Decimal]]) -> list[Money]:
    return [tuple(sorted(each.items())) for each in sums]
