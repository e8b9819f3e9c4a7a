"""NC203: customers spread over so many segments that none of them is served well."""

from collections.abc import Iterator

from nervecenter.domain.checks.check import Check
from nervecenter.domain.checks.facts import Facts
from nervecenter.domain.checks.findings import Finding, Severity
from nervecenter.domain.checks.thresholds import Threshold
from nervecenter.domain.checks.wording import counted


class SegmentSprawl(Check):
    """Customers come from everywhere, and most of those places were never chosen.

    What it finds
        Where at least `segments` segments have customers, fewer than `accounts` on average, and fewer than half of
        them are targets: each segment that is no target and has customers.

    Why it matters
        Every segment wants its own words, its own features and its own references. A dozen of them with one customer
        each cost like a dozen products.

    Example
        Fourteen customers are spread over nine segments. Two of these are targets.

    What to do
        Choose the segments to win, say so by the target mark, and stop marketing to the rest.
    """

    code = "NC203"
    name = "segment-sprawl"
    severity = Severity.WARNING
    seed = "S0"
    seed_quote = "a dozen clients in a dozen market segments"
    accounts = Threshold(3.0, unit="accounts", about="Customers a segment that must be reached on average", lowest=1)
    segments = Threshold(3, unit="segments", about="Segments with customers below which nothing sprawls", lowest=2)

    def run(self, facts: Facts) -> Iterator[Finding]:
        """Each segment with customers that nobody chose, where there are too many such."""
        served = [segment for segment in facts.segments if segment.won_account_count]
        customers = sum(segment.won_account_count for segment in served)
        chosen = sum(segment.is_target for segment in served)
        if len(served) < self.segments or customers >= self.accounts * len(served) or chosen * 2 >= len(served):
            return
        spread = f"{counted(customers, 'customer')} spread over {counted(len(served), 'segment')}, {chosen} chosen"
        for segment in served:
            if not segment.is_target:
                yield self.finding(
                    segment,
                    f"{segment.title} is no target and has {counted(segment.won_account_count, 'customer')}: {spread}.",
                    customers=segment.won_account_count,
                    all_customers=customers,
                    segments=len(served),
                    targets=chosen,
                )
