"""NC306: a competitor we meet, and for whom sellers have no battle card or an old one."""

from collections.abc import Iterator
from datetime import date

from nervecenter.domain.checks.check import Check
from nervecenter.domain.checks.facts import Facts
from nervecenter.domain.checks.facts.market import CompetitorFacts
from nervecenter.domain.checks.findings import Finding, Severity
from nervecenter.domain.checks.thresholds import Threshold
from nervecenter.domain.checks.wording import counted


class CompetitorWithoutCard(Check):
    """We meet a competitor, and our sellers have nothing current to answer with.

    What it finds
        A competitor in play: named in at least `deals` deals of the period, or compared with us on at least `compared`
        capabilities or criteria. It has no battle card, or only a draft or retired one, or its card is older than
        `stale_days` days, or the day on which the card was to be reviewed is over. A card without any date is reported
        as info, since its age is unknown.

    Why it matters
        Sellers who are asked about a competitor and have no answer make one up.

    Example
        "Acme" was named in five deals of the quarter. Its battle card is from a year ago.

    What to do
        Write the card or bring it up to date, and set the day on which somebody looks at it again.
    """

    code = "NC306"
    name = "competitor-without-card"
    severity = Severity.WARNING
    seed = "S4"
    seed_quote = "real and perceived competitive threats"
    deals = Threshold(3, unit="deals", about="Deals of the period that must name it", lowest=1)
    compared = Threshold(
        10, unit="capabilities", about="Capabilities or criteria on which it must be compared with us", lowest=1
    )
    stale_days = Threshold(60, unit="days", about="How old a card may be", lowest=1, highest=3650)

    def run(self, facts: Facts) -> Iterator[Finding]:
        """Each competitor in play whose card is missing, not in use, stale or of unknown age."""
        for competitor in facts.competitors:
            if competitor.is_us or not self._is_in_play(competitor):
                continue
            fault = self._fault(competitor, facts.today)
            if not fault:
                continue
            told = self.unknown if _is_undated(competitor) else self.finding
            deals = counted(competitor.deal_mentions, "deal")
            rows = counted(competitor.compared_capabilities, "capability or criterion", "capabilities or criteria")
            yield told(
                competitor,
                f"{competitor.title} is named in {deals} and compared with us on {rows}, {fault}.",
                deals=competitor.deal_mentions,
                compared=competitor.compared_capabilities,
                card_as_of=competitor.card_as_of.isoformat() if competitor.card_as_of else None,
                card_review_by=competitor.card_review_by.isoformat() if competitor.card_review_by else None,
            )

    def _is_in_play(self, competitor: CompetitorFacts) -> bool:
        return competitor.deal_mentions >= self.deals or competitor.compared_capabilities >= self.compared

    def _fault(self, competitor: CompetitorFacts, today: date) -> str:
        """What is wrong with its card, or nothing."""
        as_of, review_by = competitor.card_as_of, competitor.card_review_by
        if not competitor.card_status:
            return "and there is no battle card for it"
        if not _is_in_use(competitor):
            return f"and its battle card is {competitor.card_status}"
        if as_of and (today - as_of).days > self.stale_days:
            return f"and its battle card is of {as_of}, {counted((today - as_of).days, 'day')} ago"
        if review_by and review_by < today:
            return f"and its battle card was to be reviewed by {review_by}"
        return "and the age of its battle card is unknown" if _is_undated(competitor) else ""


def _is_in_use(competitor: CompetitorFacts) -> bool:
    return competitor.card_status not in {"", "draft", "retired", "withdrawn", "archived"}


def _is_undated(competitor: CompetitorFacts) -> bool:
    return _is_in_use(competitor) and not competitor.card_as_of and not competitor.card_review_by
