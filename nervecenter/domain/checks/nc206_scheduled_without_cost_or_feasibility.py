"""NC206: a requirement promised to a release before anybody knew its cost or whether it can be done."""

from collections.abc import Iterator

from nervecenter.domain.checks.check import Check
from nervecenter.domain.checks.facts import Facts
from nervecenter.domain.checks.findings import Finding, Severity
from nervecenter.domain.checks.wording import listed


class ScheduledWithoutCostOrFeasibility(Check):
    """A release date is promised for something whose cost or feasibility nobody has judged.

    What it finds
        A requirement that is scheduled for a release still ahead, with neither a size nor a number of days, or with no
        verdict on its feasibility ("unknown" or empty). Shipped and dropped requirements are left alone.

    Why it matters
        A release is a sum of costs. With one of them missing the sum is too small, and the date that rests on it will
        not hold.

    Example
        "Offline mode" is scheduled for 16.0. It has no size, and development has not said whether it can be done.

    What to do
        Ask development for an estimate and a verdict before the release is committed, or take it out of the release.
    """

    code = "NC206"
    name = "scheduled-without-cost-or-feasibility"
    severity = Severity.ERROR
    seed = "S1"
    seed_quote = "technical cost and feasibility"

    def run(self, facts: Facts) -> Iterator[Finding]:
        """Each scheduled requirement that lacks an estimate, a verdict or both."""
        for requirement in facts.requirements:
            if not (requirement.is_scheduled and requirement.is_open):
                continue
            has_verdict = requirement.feasibility not in {"", "unknown"}
            judged = {"no estimate of its cost": requirement.has_estimate, "no verdict on its feasibility": has_verdict}
            lacking = [name for name, is_there in judged.items() if not is_there]
            if lacking:
                release = requirement.target_release or "a release"
                yield self.finding(
                    requirement,
                    f"{requirement.title} is scheduled for {release} with {listed(lacking)}.",
                    has_estimate=requirement.has_estimate,
                    feasibility=requirement.feasibility or "unknown",
                    target_release=requirement.target_release,
                )
