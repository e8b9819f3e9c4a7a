"""NC107: deals that ended and nobody wrote down why."""

from collections.abc import Iterator

from nervecenter.domain.checks.check import Check
from nervecenter.domain.checks.facts import Facts
from nervecenter.domain.checks.findings import Finding, Severity
from nervecenter.domain.checks.thresholds import Threshold
from nervecenter.domain.checks.wording import counted


class ClosedDealWithoutReason(Check):
    """Deals are won and lost, and we do not know why.

    What it finds
        A quarter in which more than `percent` percent of the closed deals have no reason, neither the seller's nor the
        buyer's; or in which more than `percent` percent of the lost ones do not tell a competitor's win from no
        decision at all. The last `quarters` quarters with closed deals are looked at.

    Why it matters
        The cheapest market research a company has is to ask why somebody bought or did not. A deal without a reason
        is an answer thrown away.

    Example
        In the second quarter 120 deals were closed. 64 have no reason.

    What to do
        Ask the sellers for the short form at closing, and interview a sample of the buyers.
    """

    code = "NC107"
    name = "closed-deal-without-reason"
    severity = Severity.WARNING
    seed = "S2"
    seed_quote = "dive into the CRM tool and extract nuggets"
    percent = Threshold(10, unit="percent", about="Share of the deals that may lack it", lowest=0, highest=100)
    quarters = Threshold(4, unit="quarters", about="How many quarters with closed deals are looked at", lowest=1)

    def run(self, facts: Facts) -> Iterator[Finding]:
        """Each of the last quarters above the share, the newest first."""
        for quarter in sorted(facts.deal_quarters, key=lambda row: row.id, reverse=True)[: self.quarters]:
            faults = []
            if quarter.without_reason * 100 > quarter.closed * self.percent:
                faults.append(f"{quarter.without_reason:,} of {counted(quarter.closed, 'closed deal')} have no reason")
            if quarter.lost_to_unknown * 100 > quarter.lost * self.percent:
                lost = counted(quarter.lost, "lost deal")
                faults.append(f"{quarter.lost_to_unknown:,} of {lost} do not say whether a competitor won")
            if faults:
                yield self.finding(
                    quarter,
                    f"{quarter.title}: {' and '.join(faults)}.",
                    closed=quarter.closed,
                    without_reason=quarter.without_reason,
                    lost=quarter.lost,
                    lost_to_unknown=quarter.lost_to_unknown,
                )
