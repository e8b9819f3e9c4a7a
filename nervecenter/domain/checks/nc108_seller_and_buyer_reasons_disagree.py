"""NC108: a deal of which seller and buyer tell different stories."""

from collections.abc import Iterator

from nervecenter.domain.checks.check import Check
from nervecenter.domain.checks.facts import Facts
from nervecenter.domain.checks.facts.evidence import DealReasonFacts
from nervecenter.domain.checks.findings import Finding, Severity
from nervecenter.domain.checks.wording import listed


class SellerAndBuyerDisagree(Check):
    """The seller logged one reason, and the buyer gave another.

    What it finds
        A closed deal whose buyer was interviewed, and whose seller's reason is none of those that the buyer gave; or
        whose outcome differs, such as lost to a competitor for the seller and no decision for the buyer.

    Why it matters
        Sellers lose on price, buyers decide on fit. Counting only what sellers log sends the company to mend what is
        not broken.

    Example
        The seller says too expensive. The buyer says the reports were late every month, and never mentions the price.

    What to do
        Keep both, and count the buyer's reason.
    """

    code = "NC108"
    name = "seller-and-buyer-reasons-disagree"
    severity = Severity.INFO
    seed = "S4"
    seed_quote = "Each person helps to keep the other honest"

    def run(self, facts: Facts) -> Iterator[Finding]:
        """Each deal with two stories."""
        for deal in facts.deal_reasons:
            faults = tuple(_faults(deal))
            if faults:
                yield self.finding(
                    deal,
                    f"{deal.title}: {'; '.join(faults)}.",
                    seller_reason=deal.seller_reason or None,
                    buyer_reasons=listed(deal.buyer_reasons) or None,
                )


def _faults(deal: DealReasonFacts) -> Iterator[str]:
    if deal.seller_reason and deal.buyer_reasons and deal.seller_reason not in deal.buyer_reasons:
        yield f"the seller says {deal.seller_reason}, the buyer says {listed(deal.buyer_reasons)}"
    if deal.seller_outcome and deal.buyer_outcome and deal.seller_outcome != deal.buyer_outcome:
        ours, theirs = (outcome.replace("_", " ") for outcome in (deal.seller_outcome, deal.buyer_outcome))
        yield f"it is {ours} for the seller and {theirs} for the buyer"
