"""Demand of a problem or a requirement, counted from pieces of evidence: each account once, with its latest word."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from nervecenter.domain.demand.rows import AccountRow, EvidenceRow, OpenDealRow

RECENT_DAYS = 90


@dataclass(frozen=True, slots=True)
class Demand:
    """How much a need is asked for.

    `score` is the sum over accounts of segment weight times latest importance (an unstated importance counts 1).
    `accounts` are those whose latest importance is above 0, `noted` those at 0; an account is in one of them, once.
    `recurring_revenue` is what the accounts pay a year, `pipeline` the amount of their open deals and of open deals
    that the evidence names, each deal once, `named_pipeline` that of the named ones alone: by currency, never mixed.
    `top_share` is the largest account's part of the score, `recent_share` the part of accounts that spoke in the last
    90 days; both 0 to 1, None without a score. `without_account` counts, among the `pieces`, those that no account
    stands behind: they are in no number of accounts and in no score.
    """

    need: str
    score: float
    accounts: int
    noted: int
    recurring_revenue: tuple[tuple[str, Decimal], ...]
    pipeline: tuple[tuple[str, Decimal], ...]
    named_pipeline: tuple[tuple[str, Decimal], ...]
    open_deals: int
    latest_on: date | None
    days_since: int | None
    top_account: str
    top_share: float | None
    recent_share: float | None
    pieces: int
    without_account: int


def demand(
    evidence: Iterable[EvidenceRow],
    accounts: Iterable[AccountRow],
    open_deals: Iterable[OpenDealRow],
    today: date,
) -> dict[str, Demand]:
    """The demand of every need that has evidence; the order of the rows changes nothing.

    An account's latest stated importance counts; on one day the higher one. Undated pieces are older than dated ones.
    Accounts that are not among `accounts` have the weight 1 and no revenue; weights count to four decimals. Refuses
    an importance outside 0 to 3.
    """
    from nervecenter.domain.demand.gathering import gathered
    from nervecenter.domain.demand.stakes import Stakes

    columns = list(zip(*evidence, strict=True))
    if not columns:
        return {}
    found = gathered(*columns)
    stakes = Stakes.of(found.accounts, accounts, open_deals)
    money = stakes.at_stake(found)
    scores, recent, top, top_account = stakes.scores(found, today.toordinal() - RECENT_DAYS)
    answer = {}
    for place, name in enumerate(found.needs):
        score, day = scores[place], found.latest[place]
        asking = found.asking_counts[place]
        answer[name] = Demand(
            need=name,
            score=score,
            accounts=asking,
            noted=found.heard_counts[place] - asking,
            recurring_revenue=money.revenue[place],
            pipeline=money.pipeline[place],
            named_pipeline=money.named[place],
            open_deals=money.deals[place],
            latest_on=date.fromordinal(day) if day else None,
            days_since=today.toordinal() - day if day else None,
            top_account=top_account[place] if score else "",
            top_share=top[place] / score if score else None,
            recent_share=recent[place] / score if score else None,
            pieces=found.pieces[place],
            without_account=found.without_account[place],
        )
    return answer


def ranked(demands: Iterable[Demand]) -> list[Demand]:
    """The needs with the highest score first; of equal ones that of more accounts, then by name."""
    return sorted(demands, key=lambda each: (-each.score, -each.accounts, each.need))
