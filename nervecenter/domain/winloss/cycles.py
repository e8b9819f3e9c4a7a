"""How long deals take from opening to close."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from nervecenter.domain.statistics.permutations import permutation_difference
from nervecenter.domain.statistics.summaries import Quartiles, quartiles
from nervecenter.domain.statistics.survival import median_duration, product_limit
from nervecenter.domain.winloss.deals import DealRow, as_words


@dataclass(frozen=True, slots=True)
class CycleTimes:
    """Days from opening to close: of all closed deals, of the won and of the others.

    Deals still open are censored: each has lasted at least from its opening until today. `median_with_open` is the
    product-limit median with them counted so (None while more than half are still open at the end); the quartiles of
    closed deals alone are too short where many deals are open. `p` is that of a permutation test of the mean
    difference between won and not won. `undated` lack a date that they need, `reversed` end before they begin; both
    are left out.
    """

    closed: Quartiles | None
    won: Quartiles | None
    lost: Quartiles | None
    p: float | None
    open: int
    median_with_open: float | None
    undated: int
    reversed: int


def cycle_times(deals: Iterable[DealRow], today: date) -> CycleTimes:
    """How long the deals took, and those still open so far."""
    won: list[float] = []
    lost: list[float] = []
    still_open: list[float] = []
    undated = reverse = 0
    for deal in deals:
        end = deal.closed_on if deal.is_closed else today
        if deal.opened_on is None or end is None:
            undated += 1
            continue
        days = (end - deal.opened_on).days
        if days < 0:
            reverse += 1
        elif deal.is_closed:
            (won if deal.is_won else lost).append(days)
        else:
            still_open.append(days)
    durations = [(days, True) for days in won + lost] + [(days, False) for days in still_open]
    return CycleTimes(
        closed=quartiles(won + lost),
        won=quartiles(won),
        lost=quartiles(lost),
        p=permutation_difference(won, lost),
        open=len(still_open),
        median_with_open=median_duration(product_limit(durations)),
        undated=undated,
        reversed=reverse,
    )


def cycle_times_by(deals: Iterable[DealRow], attribute: str, today: date) -> dict[str, CycleTimes]:
    """The same by the value of an attribute, by name; a deal with several values counts under each."""
    rows = list(deals)
    groups: dict[str, list[DealRow]] = {}
    words = as_words([deal.attributes.get(attribute) for deal in rows])
    for deal, found in zip(rows, words, strict=True):
        for word in set(found):
            groups.setdefault(word, []).append(deal)
    return {word: cycle_times(groups[word], today) for word in sorted(groups)}
