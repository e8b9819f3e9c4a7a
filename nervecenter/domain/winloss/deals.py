"""One deal as the analyses of wins and losses read it, and deals counted by an attribute."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import TypeGuard

from nervecenter.domain.statistics.summaries import quantile_bins

OPEN, WON = "open", "won"
LOST_OUTCOMES = ("lost", "no_decision", "lost_unknown")
BINS = 4
DISTINCT_NUMBERS = 12

type AttributeValue = str | int | float | Decimal | tuple[str, ...] | None
type Tally = Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class DealRow:
    """A deal with its outcome: open, won, lost, no_decision or lost_unknown. Won and lost alike are closed.

    An attribute is a word, a number, several words (competitors) or nothing; it should hold what was known before the
    deal closed. `buyer_reasons` come from interviews, the weightiest first.
    """

    id: str
    outcome: str
    account: str = ""
    amount: Decimal | None = None
    currency: str = ""
    opened_on: date | None = None
    closed_on: date | None = None
    attributes: Mapping[str, AttributeValue] = field(default_factory=dict)
    seller_reason: str = ""
    buyer_reasons: tuple[str, ...] = ()

    @property
    def is_won(self) -> bool:
        """Holds for a deal that was won."""
        return self.outcome == WON

    @property
    def is_closed(self) -> bool:
        """Holds for a deal that was won or lost, to whomever."""
        return self.outcome != OPEN


def closed_deals(deals: Iterable[DealRow]) -> list[DealRow]:
    """Those that have ended. A win rate is always one of these: open deals are neither won nor lost."""
    return [deal for deal in deals if deal.is_closed]


def is_number(value: AttributeValue) -> TypeGuard[int | float | Decimal]:
    """Holds for what can be put in order of size; true and false are words here."""
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def as_words(values: Sequence[AttributeValue]) -> list[tuple[str, ...]]:
    """Each value of an attribute as the words it counts under; nothing is the empty word, a value of its own.

    More than twelve different numbers become four bins of about equally many deals each.
    """
    numbers = [value for value in values if is_number(value)]
    if len(set(numbers)) > DISTINCT_NUMBERS:
        bins = quantile_bins(map(float, numbers), BINS)
        return [(bins.label(bins.place(float(value))),) if is_number(value) else _words(value) for value in values]
    return [_words(value) for value in values]


def tally(deals: Iterable[DealRow], attribute: str) -> Tally:
    """The closed deals by the value of an attribute: (closed, won) each.

    A deal with several values (two competitors) counts under each of them, so the counts may add up to more.
    """
    closed = closed_deals(deals)
    words = as_words([deal.attributes.get(attribute) for deal in closed])
    return _counted((word, deal.is_won) for deal, found in zip(closed, words, strict=True) for word in set(found))


def tally_apart(deals: Iterable[DealRow], attribute: str) -> Tally:
    """The same with every deal counted once: several values together are a value of their own, such as "A + B"."""
    closed = closed_deals(deals)
    words = as_words([deal.attributes.get(attribute) for deal in closed])
    return _counted((" + ".join(sorted(set(found))), deal.is_won) for deal, found in zip(closed, words, strict=True))


def attribute_names(deals: Iterable[DealRow]) -> tuple[str, ...]:
    """Every attribute that some deal has, in the order of first sight."""
    return tuple(dict.fromkeys(chain.from_iterable(deal.attributes for deal in deals)))


def _words(value: AttributeValue) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value or ("",)
    return (f"{value:g}" if isinstance(value, float) else "" if value is None else str(value),)


def _counted(pairs: Iterable[tuple[str, bool]]) -> Tally:
    counts = Counter(pairs)
    return {
        word: (counts[word, True] + counts[word, False], counts[word, True])
        for word in dict.fromkeys(word for word, _ in counts)
    }
