"""NC104: a product or segment about which nobody has lately gone out to learn."""

from collections.abc import Iterator

from nervecenter.domain.checks.check import Check
from nervecenter.domain.checks.facts import Facts
from nervecenter.domain.checks.findings import Finding, Severity
from nervecenter.domain.checks.thresholds import Threshold


class MarketContactTooLongAgo(Check):
    """Nobody has been out of the building for a product or a segment we aim at.

    What it finds
        A product on sale or a target segment whose last interview with the aim to learn is more than `days` days ago,
        or that has none.

    Why it matters
        What was true of a market a year ago is a memory. Decisions are then made from opinions inside the house.

    Example
        The last learning interview about the audit module was held 140 days ago.

    What to do
        Plan visits now, and write down who goes.
    """

    code = "NC104"
    name = "market-contact-too-long-ago"
    severity = Severity.WARNING
    seed = "S1"
    seed_quote = "The answer to most of your questions is not in the building"
    days = Threshold(90, unit="days", about="How long ago the last learning interview may be", lowest=1, highest=3650)

    def run(self, facts: Facts) -> Iterator[Finding]:
        """Each product on sale and each target segment without a learning interview that is recent enough."""
        for contact in facts.market_contacts:
            held = contact.last_learning_on
            if held is None:
                text = f"Nobody has held a learning interview about {contact.title}."
            elif (facts.today - held).days > self.days:
                text = (
                    f"The last learning interview about {contact.title} was on {held}, "
                    f"{(facts.today - held).days:,} days ago."
                )
            else:
                continue
            yield self.finding(contact, text, last_learning_on=held.isoformat() if held else None)
