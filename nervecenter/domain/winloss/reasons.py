"""Why deals ended: what the seller logged beside what the buyer told."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from nervecenter.domain.statistics.contingency import Kappa, cohen_kappa
from nervecenter.domain.statistics.proportions import Interval, wilson_interval
from nervecenter.domain.winloss.deals import DealRow, closed_deals


@dataclass(frozen=True, slots=True)
class ReasonAgreement:
    """How far sellers and buyers name the same reasons, over the `n` closed deals for which both spoke.

    `same_main` is the number of deals whose seller named the buyer's weightiest reason, `among` that named any of the
    buyer's; `agreement` is the share of `same_main` with its Wilson interval. `confusion` counts (seller's reason,
    buyer's main reason) pairs, most frequent first. `disagreeing` are the deals whose seller named none of the
    buyer's reasons. `kappa` is Cohen's, on the main reasons.
    """

    n: int
    same_main: int
    among: int
    agreement: float | None
    interval: Interval
    kappa: Kappa | None
    confusion: tuple[tuple[str, str, int], ...]
    disagreeing: tuple[str, ...]
    seller_only: int
    buyer_only: int
    neither: int


def reason_agreement(deals: Iterable[DealRow]) -> ReasonAgreement:
    """Compare the reasons of all closed deals; deals with one voice or none are counted apart."""
    closed = closed_deals(deals)
    both = [deal for deal in closed if deal.seller_reason and deal.buyer_reasons]
    pairs = Counter((deal.seller_reason, deal.buyer_reasons[0]) for deal in both)
    same = sum(count for (seller, buyer), count in pairs.items() if seller == buyer)
    words = sorted({word for pair in pairs for word in pair})
    table = [[pairs[seller, buyer] for buyer in words] for seller in words]
    apart = tuple(deal.id for deal in both if deal.seller_reason not in deal.buyer_reasons)
    seller_only = sum(bool(deal.seller_reason) and not deal.buyer_reasons for deal in closed)
    buyer_only = sum(bool(deal.buyer_reasons) and not deal.seller_reason for deal in closed)
    return ReasonAgreement(
        n=len(both),
        same_main=same,
        among=len(both) - len(apart),
        agreement=same / len(both) if both else None,
        interval=wilson_interval(same, len(both)),
        kappa=cohen_kappa(table) if both else None,
        confusion=tuple(
            (seller, buyer, count)
            for (seller, buyer), count in sorted(pairs.items(), key=lambda each: (-each[1], each[0]))
        ),
        disagreeing=apart,
        seller_only=seller_only,
        buyer_only=buyer_only,
        neither=len(closed) - len(both) - seller_only - buyer_only,
    )
