"""Win rates by count and by value, as a whole and by attribute."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from nervecenter.domain.statistics.proportions import StandardisedRate, standardised_rates, wilson_interval
from nervecenter.domain.winloss.deals import DealRow, Tally, as_words, closed_deals

# A win rate by value is told only where at least so many of the lost deals carry an amount.
AMOUNTS_NEEDED = 0.8


@dataclass(frozen=True, slots=True)
class WinRate:
    """Of `n` closed deals `won` were won; `low` and `high` are the Wilson interval at 95 percent.

    `win_rate` is None without closed deals.
    """

    n: int
    won: int
    win_rate: float | None
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class GroupRate:
    """The win rate of the closed deals with one value of an attribute; the empty value means that it is unknown."""

    value: str
    n: int
    won: int
    win_rate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ValueRate:
    """What was won of what was decided, in one currency.

    Deals without an amount, or with zero, are left out and counted. `win_rate` is None where too few of the lost
    deals carry an amount, since many systems empty the amount when a deal is lost and the rate would flatter.
    """

    currency: str
    n: int
    closed_amount: Decimal
    won_amount: Decimal
    win_rate: float | None
    won_without_amount: int
    lost_without_amount: int


def win_rate(n: int, won: int) -> WinRate:
    """The win rate of `n` closed deals."""
    interval = wilson_interval(won, n)
    return WinRate(n, won, won / n if n else None, interval.low, interval.high)


def group_rates(tally: Tally) -> tuple[GroupRate, ...]:
    """The win rate of each value, those with most closed deals first, then by name."""
    rates = []
    for value, (n, won) in sorted(tally.items(), key=lambda each: (-each[1][0], each[0])):
        interval = wilson_interval(won, n)
        rates.append(GroupRate(value, n, won, won / n, interval.low, interval.high))
    return tuple(rates)


def win_rates_by_value(deals: Iterable[DealRow]) -> tuple[ValueRate, ...]:
    """The win rate by amount, one for each currency; amounts of different currencies are never added up."""
    by_currency: dict[str, list[DealRow]] = {}
    for deal in closed_deals(deals):
        by_currency.setdefault(deal.currency, []).append(deal)
    return tuple(_value_rate(currency, by_currency[currency]) for currency in sorted(by_currency))


def adjusted_win_rates(deals: Iterable[DealRow], attribute: str, mix: str) -> dict[str, StandardisedRate]:
    """Win rates by an attribute as they would be with one and the same mix of another, such as sellers by product.

    A deal with several values of an attribute counts under all of them together.
    """
    closed = closed_deals(deals)
    groups = as_words([deal.attributes.get(attribute) for deal in closed])
    strata = as_words([deal.attributes.get(mix) for deal in closed])
    counts: dict[str, dict[tuple[str, ...], tuple[int, int]]] = {}
    for deal, group, stratum in zip(closed, groups, strata, strict=True):
        cell = counts.setdefault(" + ".join(group), {})
        n, won = cell.get(stratum, (0, 0))
        cell[stratum] = n + 1, won + deal.is_won
    return standardised_rates(counts)


def _value_rate(currency: str, closed: list[DealRow]) -> ValueRate:
    won = [deal.amount or Decimal() for deal in closed if deal.is_won]
    lost = [deal.amount or Decimal() for deal in closed if not deal.is_won]
    won_with = [amount for amount in won if amount > 0]
    lost_with = [amount for amount in lost if amount > 0]
    won_amount = sum(won_with, Decimal())
    closed_amount = won_amount + sum(lost_with, Decimal())
    is_told = bool(closed_amount) and len(lost_with) >= AMOUNTS_NEEDED * len(lost)
    return ValueRate(
        currency=currency,
        n=len(won_with) + len(lost_with),
        closed_amount=closed_amount,
        won_amount=won_amount,
        win_rate=float(won_amount / closed_amount) if is_told else None,
        won_without_amount=len(won) - len(won_with),
        lost_without_amount=len(lost) - len(lost_with),
    )
