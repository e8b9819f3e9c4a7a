"""NC601: a duty that is in use and that nobody answers for."""

from collections.abc import Iterator

from nervecenter.domain.checks.check import Check
from nervecenter.domain.checks.facts import Facts
from nervecenter.domain.checks.findings import Finding, Severity
from nervecenter.domain.checks.wording import listed


class DutyWithoutOwner(Check):
    """Everybody expects a duty to be done, and nobody is accountable for it.

    What it finds
        A duty in use for a subject (a group, a product, a segment) with no person accountable. A position that is not
        filled does not count as a person.

    Why it matters
        What belongs to nobody is done by whoever is nearest, or not at all, and its absence is noticed last by those
        who could change it.

    Example
        Nobody is accountable for the product marketing of the group "Package".

    What to do
        Name the person who is accountable, or drop the duty in the open, so that nobody counts on it.
    """

    code = "NC601"
    name = "duty-without-owner"
    severity = Severity.ERROR
    seed = "S4"
    seed_quote = "putting in place clear expectations for each"

    def run(self, facts: Facts) -> Iterator[Finding]:
        """Each duty in use without a person."""
        for duty in facts.duties:
            if not duty.is_in_use or any(name.strip() for name in duty.accountable):
                continue
            vacant = f", only the vacancy {listed(duty.vacancies)}" if duty.vacancies else ""
            yield self.finding(
                duty,
                f"Nobody is accountable for the {duty.duty} of {duty.title}{vacant}.",
                duty=duty.duty,
                vacancies=len(duty.vacancies),
            )
