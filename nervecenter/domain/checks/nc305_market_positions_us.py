"""NC305: customers describe us in words that are not ours."""

from collections.abc import Iterator

from nervecenter.domain.checks.check import Check
from nervecenter.domain.checks.facts import Facts
from nervecenter.domain.checks.findings import Finding, Severity
from nervecenter.domain.checks.thresholds import Threshold
from nervecenter.domain.checks.wording import counted, listed

SHOWN = 5


class MarketPositionsUs(Check):
    """We say one thing about ourselves, and the market talks about another.

    What it finds
        An approved positioning of whose market's most frequent words, in win-loss interviews and tickets, fewer than
        `percent` percent also stand in the positioning or in a claim. Fewer than `pieces` interviews and tickets are
        too few to tell.

    Why it matters
        If customers do not repeat our words, they position us with their own, or with a competitor's.

    Example
        We are "the governance platform". Thirty buyers speak of exports, reports and the price of a seat.

    What to do
        Test the positioning with buyers, and take over the words that they use themselves.
    """

    code = "NC305"
    name = "market-positions-us"
    severity = Severity.INFO
    seed = "S1"
    seed_quote = "If a company fails to effectively position itself, the market"
    percent = Threshold(
        20, unit="percent", about="Share of the market's words that must be ours", lowest=1, highest=100
    )
    pieces = Threshold(10, unit="pieces", about="Interviews and tickets from which on it is told", lowest=1)

    def run(self, facts: Facts) -> Iterator[Finding]:
        """Each positioning that shares too few words with its market."""
        for words in facts.market_words:
            if words.pieces < self.pieces or not words.market_terms:
                continue
            shared = sum(term in words.shared_terms for term in words.market_terms)
            if shared * 100 >= len(words.market_terms) * self.percent:
                continue
            missing = [term for term in words.market_terms if term not in words.shared_terms][:SHOWN]
            source = counted(words.pieces, "interview or ticket", "interviews and tickets")
            yield self.finding(
                words,
                f"{words.title} uses {shared} of the {len(words.market_terms)} words most frequent in {source}; "
                f"the market says {listed(missing)}.",
                shared=shared,
                terms=len(words.market_terms),
                pieces=words.pieces,
            )
