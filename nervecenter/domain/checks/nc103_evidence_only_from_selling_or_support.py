"""NC103: a problem known only from talks that were held to sell or to support."""

from collections.abc import Iterator

from nervecenter.domain.checks.check import Check
from nervecenter.domain.checks.facts import Facts
from nervecenter.domain.checks.findings import Finding, Severity
from nervecenter.domain.checks.thresholds import Threshold
from nervecenter.domain.checks.wording import counted


class EvidenceOnlyFromSelling(Check):
    """We know a problem only from people to whom we were selling, or whom we were helping.

    What it finds
        A problem of whose evidence with a known aim at least `percent` percent was gathered while selling or
        supporting. Evidence whose aim nobody wrote down is not counted; a problem with none but such evidence is left
        alone.

    Why it matters
        Who sells hears what stands between him and the signature, who supports hears what is broken. Neither hears
        from those who never called.

    Example
        Seven talks speak of "Reports are late", five from demonstrations and two from support calls.

    What to do
        Hold interviews whose only aim is to learn, with people among them who are not customers.
    """

    code = "NC103"
    name = "evidence-only-from-selling-or-support"
    severity = Severity.WARNING
    seed = "S3"
    seed_quote = "Visiting a customer with a sales or support objective isn’t product management"
    percent = Threshold(
        100, unit="percent", about="Share from selling or supporting that is too much", lowest=1, highest=100
    )

    def run(self, facts: Facts) -> Iterator[Finding]:
        """Each problem whose share of evidence from selling and supporting reaches the threshold."""
        for problem in facts.problems:
            aimed, outside = problem.aimed_count, problem.outside_learning_count
            if not aimed or outside * 100 < aimed * self.percent:
                continue
            pieces = counted(aimed, "piece of evidence", "pieces of evidence")
            told = "all" if outside == aimed else f"{outside:,}"
            yield self.finding(
                problem,
                f"{problem.title} has {pieces} with a known aim, {told} gathered while selling or supporting.",
                aimed=aimed,
                outside_learning=outside,
            )
