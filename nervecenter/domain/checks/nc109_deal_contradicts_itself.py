"""NC109: a deal whose own figures cannot all be true."""

from collections.abc import Iterator
from datetime import date

from nervecenter.domain.checks.check import Check
from nervecenter.domain.checks.facts import Facts
from nervecenter.domain.checks.facts.evidence import DoubtfulDealFacts
from nervecenter.domain.checks.findings import Finding, Severity
from nervecenter.domain.checks.thresholds import Threshold
from nervecenter.domain.checks.wording import listed


class DealContradictsItself(Check):
    """A deal says two things of itself that do not go together.

    What it finds
        A deal closed before it was opened, closed on a day that is still to come, won for nothing or for less, or in
        a currency in which fewer than `rare_percent` percent of the deals are, which is more often a slip than a sale.

    Why it matters
        Win rates, cycle times and money at stake are counted from these fields. One wrong date spoils an average, and
        a wrong currency spoils a sum.

    Example
        A deal was opened on 3 May and won on 28 April, for 0.

    What to do
        Correct the deal in the sales system and import it again, or say in the mapping which column is right.
    """

    code = "NC109"
    name = "deal-contradicts-itself"
    severity = Severity.WARNING
    rare_percent = Threshold(
        1.0, unit="percent", about="Share of the deals below which a currency is doubted", lowest=0, highest=50
    )

    def run(self, facts: Facts) -> Iterator[Finding]:
        """Each deal with at least one contradiction, all of them in one message."""
        for deal in facts.doubtful_deals:
            faults = (*_faults(deal, facts.today), *self._rare_currency(deal))
            if faults:
                yield self.finding(deal, f"{deal.title} {listed(faults)}.", contradictions=len(faults))

    def _rare_currency(self, deal: DoubtfulDealFacts) -> Iterator[str]:
        if deal.currency_percent is not None and deal.currency_percent < self.rare_percent:
            yield f"is in {deal.currency}, which {deal.currency_percent:.2g} percent of the deals are"


def _faults(deal: DoubtfulDealFacts, today: date) -> Iterator[str]:
    if deal.outcome == "open":
        pass
    elif deal.opened_on and deal.closed_on and deal.closed_on < deal.opened_on:
        yield f"was closed on {deal.closed_on}, before it was opened on {deal.opened_on}"
    elif deal.closed_on and deal.closed_on > today:
        yield f"is closed on a day that is still to come ({deal.closed_on})"
    if deal.outcome == "won" and deal.amount is not None and deal.amount <= 0:
        yield f"was won for {deal.amount:,.2f}"
