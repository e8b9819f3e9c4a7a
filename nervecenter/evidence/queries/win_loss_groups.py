"""Deals put together for the page of wins and losses: by attribute, by quarter, by reason, with what was won."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from nervecenter.domain.money import Money
from nervecenter.domain.statistics.proportions import wilson_interval
from nervecenter.domain.winloss.associations import FEWEST_TESTED, Lift
from nervecenter.domain.winloss.deals import DealRow, as_words, closed_deals
from nervecenter.domain.winloss.report import WinLossReport, win_loss_report
from nervecenter.evidence.models import Deal, DealReason, Driver, WinLossInterview
from nervecenter.evidence.queries.win_loss import ATTRIBUTE_NAMES, DealSelection, deal_rows
from nervecenter.foundation.remembering import Remembered
from nervecenter.market.models import Account, Competitor, Segment
from nervecenter.portfolio.models import Channel, Product, Territory


@dataclass(frozen=True, slots=True)
class DealGroup:
    """The closed deals with one value of an attribute, or of one quarter; the empty value means that it is unknown.

    `low` and `high` are the Wilson interval of the win rate. With fewer than ten deals there are too few to say
    anything. `lift` compares with all other closed deals, where they were compared.
    """

    value: str
    n: int
    won: int
    low: float
    high: float
    won_amounts: Money
    lift: Lift | None = None

    @property
    def win_rate(self) -> float:
        """The share won, 0 to 1; 0 without deals."""
        return self.won / self.n if self.n else 0.0

    @property
    def is_enough(self) -> bool:
        """Whether there are enough deals to say anything."""
        return self.n >= FEWEST_TESTED


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """In how many lost deals the seller logged a reason, and in how many the buyer named it."""

    reason: str
    seller: int
    buyer: int


@dataclass(frozen=True, slots=True)
class WinLoss:
    """The selected deals and what they tell."""

    deals: tuple[DealRow, ...]
    report: WinLossReport


_remembered: Remembered[WinLoss] = Remembered(
    {
        model._meta.db_table
        for model in (
            Account,
            Channel,
            Competitor,
            Deal,
            Deal.competitors.through,
            DealReason,
            Driver,
            Product,
            Segment,
            Territory,
            WinLossInterview,
        )
    },
    most=6,
)


def win_loss(selection: DealSelection, today: dt.date) -> WinLoss:
    """What the selected deals tell; worked out anew only when one of them, or what it names, was written."""

    def work_out() -> WinLoss:
        deals = deal_rows(selection)
        return WinLoss(deals, win_loss_report(deals, ATTRIBUTE_NAMES, today))

    return _remembered.answer((selection, today), work_out)


def groups_by(deals: Iterable[DealRow], attribute: str, lifts: Mapping[str, Lift]) -> tuple[DealGroup, ...]:
    """The closed deals by the value of an attribute, those with most deals first; a deal may be in several."""
    by_value: dict[str, list[DealRow]] = {}
    for value, deal in _valued(closed_deals(deals), attribute):
        by_value.setdefault(value, []).append(deal)
    groups = [_group(value, found, lifts.get(value)) for value, found in by_value.items()]
    return tuple(sorted(groups, key=lambda each: (-each.n, each.value)))


def deals_valued(deals: Iterable[DealRow], attribute: str, value: str) -> list[DealRow]:
    """The closed deals that a group by this attribute counts under this value."""
    return [deal for own, deal in _valued(closed_deals(deals), attribute) if own == value]


def by_quarter(deals: Iterable[DealRow]) -> tuple[DealGroup, ...]:
    """The closed deals by the quarter in which they were closed, in their order, those without a date left out."""
    found: dict[str, list[DealRow]] = {}
    for deal in closed_deals(deals):
        if deal.closed_on:
            found.setdefault(quarter_of(deal.closed_on), []).append(deal)
    return tuple(_group(quarter, found[quarter], None) for quarter in sorted(found))


def quarter_of(day: dt.date) -> str:
    """Such as "2026 Q1"."""
    return f"{day.year:04} Q{(day.month + 2) // 3}"


def quarter_days(quarter: str) -> tuple[dt.date, dt.date]:
    """The first and the last day of a quarter such as "2026 Q1"."""
    year, number = int(quarter[:4]), int(quarter[-1])
    following = dt.date(year + number // 4, number % 4 * 3 + 1, 1)
    return dt.date(year, number * 3 - 2, 1), following - dt.timedelta(days=1)


def reason_counts(deals: Iterable[DealRow]) -> tuple[ReasonCount, ...]:
    """Why deals were lost, the reasons named most often first; a buyer may name several for one deal."""
    seller: Counter[str] = Counter()
    buyer: Counter[str] = Counter()
    for deal in closed_deals(deals):
        if not deal.is_won:
            seller.update([deal.seller_reason] if deal.seller_reason else [])
            buyer.update(set(deal.buyer_reasons))
    found = [ReasonCount(reason, seller[reason], buyer[reason]) for reason in {*seller, *buyer}]
    return tuple(sorted(found, key=lambda each: (-(each.seller + each.buyer), each.reason)))


def amounts_won(deals: Iterable[DealRow]) -> Money:
    """What was won, by currency."""
    sums: dict[str, Decimal] = {}
    for deal in deals:
        if deal.is_won and deal.amount:
            sums[deal.currency] = sums.get(deal.currency, Decimal()) + deal.amount
    return tuple(sorted(sums.items()))


def _valued(closed: Sequence[DealRow], attribute: str) -> Iterable[tuple[str, DealRow]]:
    words = as_words([deal.attributes.get(attribute) for deal in closed])
    return ((value, deal) for deal, found in zip(closed, words, strict=True) for value in dict.fromkeys(found))


def _group(value: str, deals: Sequence[DealRow], lift: Lift | None) -> DealGroup:
    won = sum(deal.is_won for deal in deals)
    interval = wilson_interval(won, len(deals))
    return DealGroup(value, len(deals), won, interval.low, interval.high, amounts_won(deals), lift)
