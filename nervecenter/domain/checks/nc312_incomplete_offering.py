"""NC312: an offering with a hole in it."""

from collections.abc import Iterator

from nervecenter.domain.checks.check import Check
from nervecenter.domain.checks.facts import Facts
from nervecenter.domain.checks.findings import Finding, Severity
from nervecenter.domain.checks.wording import listed


class IncompleteOffering(Check):
    """Something is sold, or aimed at a segment, and part of the offer is missing.

    What it finds
        An offering that is sold, or aimed at a target segment, without all four of segment, channel, price and
        delivery.

    Why it matters
        Every combination of segment, channel, price and delivery is a promise that somebody must keep. What is left
        open is filled in by whoever meets the customer first.

    Example
        "Premium, self-managed" is sold to mid-size firms. No channel is named for it, and no price is recorded.

    What to do
        Fill in what is missing, or close the offering.
    """

    code = "NC312"
    name = "incomplete-offering"
    severity = Severity.ERROR
    seed = "S0"
    seed_quote = "sold trough different channels with different pricing"

    def run(self, facts: Facts) -> Iterator[Finding]:
        """Each offering in force that lacks one of the four."""
        for offering in facts.offerings:
            if not (offering.is_sold or offering.is_targeted):
                continue
            parts = {
                "segment": offering.has_segment,
                "channel": offering.has_channel,
                "price": offering.has_price,
                "delivery": offering.has_delivery,
            }
            missing = [name for name, is_there in parts.items() if not is_there]
            if missing:
                force = "sold" if offering.is_sold else "aimed at a target segment"
                yield self.finding(
                    offering,
                    f"{offering.title} is {force} without {listed(missing)}.",
                    missing=", ".join(missing),
                )
