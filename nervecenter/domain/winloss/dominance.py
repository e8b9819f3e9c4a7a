"""Does one account have more of our work, or of our sales, than its part?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from nervecenter.domain.statistics.concentration import Concentration, concentration
from nervecenter.domain.statistics.permutations import DRAWS, SEED, permutation_p
from nervecenter.domain.winloss.deals import DealRow

SURE = 0.05
FEWEST_DRAWS, CELLS_IN_ALL, CELLS_AT_ONCE = 99, 50_000_000, 2_000_000


@dataclass(frozen=True, slots=True)
class EffortRow:
    """A planned piece of work, its effort in any one unit, and the accounts that asked for it."""

    item: str
    effort: float
    accounts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dominance:
    """The part of one account in the planned effort beside its part in revenue (both 0 to 1).

    Shares are of the effort that somebody asked for; `unasked_share` is the part of all effort that nobody did. `p`
    is the chance of a part at least so large if every request had come from an account with a chance in proportion
    to its revenue. `dominates` holds when the part is larger than that of revenue and `p` is at most 5 percent.
    """

    account: str
    effort_share: float
    revenue_share: float
    unasked_share: float
    p: float
    requests: int
    dominates: bool


@dataclass(frozen=True, slots=True)
class AccountConcentration:
    """How the won amount of one currency is spread over accounts; `account` has the largest part.

    `without_account` is the amount won for which no account is known; it is in no share.
    """

    currency: str
    account: str
    spread: Concentration
    without_account: Decimal


def latest_customer(customer_since: Mapping[str, date]) -> str:
    """The account that became a customer last; of several on one day the first by name. Empty without customers."""
    return min(customer_since, key=lambda account: (-customer_since[account].toordinal(), account), default="")


def account_dominance(
    efforts: Iterable[EffortRow],
    revenue: Mapping[str, Decimal],
    account: str,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Dominance | None:
    """Compare an account's part in the effort with its part in revenue. None when no effort was asked for.

    Effort that several accounts asked for is divided equally among them. The test deals the requests out again at
    random, in proportion to revenue, or evenly when nobody has any; source: E. S. Edgington, Randomization Tests,
    3rd edition (1995), chapter 1. It is seeded, so the same plan gives the same answer.
    """
    rows = list(efforts)
    parts = [(name, row.effort / len(row.accounts)) for row in rows if row.effort > 0 for name in row.accounts]
    asked = sum(part for _, part in parts)
    if not asked:
        return None
    mine = sum(part for name, part in parts if name == account)
    chance = _revenue_share(revenue, account, {name for name, _ in parts})
    p = _chance_of(mine, [part for _, part in parts], chance, draws, seed)
    return Dominance(
        account=account,
        effort_share=mine / asked,
        revenue_share=chance,
        unasked_share=1 - asked / sum(row.effort for row in rows if row.effort > 0),
        p=p,
        requests=sum(name == account for name, _ in parts),
        dominates=mine / asked > chance and p <= SURE,
    )


def account_concentrations(deals: Iterable[DealRow]) -> tuple[AccountConcentration, ...]:
    """How the won amounts are spread over accounts, for each currency in which anything was won."""
    won: dict[str, dict[str, Decimal]] = {}
    for deal in deals:
        if deal.is_won and deal.amount is not None and deal.amount > 0:
            amounts = won.setdefault(deal.currency, {})
            amounts[deal.account] = amounts.get(deal.account, Decimal()) + deal.amount
    found = []
    for currency in sorted(won):
        without = won[currency].pop("", Decimal())
        spread = concentration(map(float, won[currency].values()))
        if spread is not None:
            top = min(won[currency], key=lambda name: (-won[currency][name], name))
            found.append(AccountConcentration(currency, top, spread, without))
    return tuple(found)


def _revenue_share(revenue: Mapping[str, Decimal], account: str, asking: set[str]) -> float:
    total = sum((amount for amount in revenue.values() if amount > 0), Decimal())
    if total:
        return float(max(revenue.get(account, Decimal()), Decimal()) / total)
    known = asking | set(revenue) | {account}
    return 1 / len(known)


def _chance_of(seen: float, parts: Sequence[float], chance: float, draws: int, seed: int) -> float:
    import numpy as np

    generator, weights, extreme = np.random.default_rng(seed), np.asarray(parts), 0
    draws = min(draws, max(FEWEST_DRAWS, CELLS_IN_ALL // len(parts)))
    batch = max(1, CELLS_AT_ONCE // len(parts))
    for start in range(0, draws, batch):
        dealt = generator.random((min(batch, draws - start), len(parts))) < chance
        extreme += int((dealt @ weights >= seen * (1 - 1e-12)).sum())
    return permutation_p(extreme, draws)
