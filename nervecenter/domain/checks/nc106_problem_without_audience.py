"""NC106: a market problem of which nobody knows who has it."""

from collections.abc import Iterator

from nervecenter.domain.checks.check import Check
from nervecenter.domain.checks.facts import Facts
from nervecenter.domain.checks.findings import Finding, Severity
from nervecenter.domain.checks.wording import listed


class ProblemWithoutAudience(Check):
    """A market problem is written down, and it does not say whose problem it is.

    What it finds
        A problem or job with no persona, or with no segment. Either one alone is not enough: the persona says who
        suffers, the segment says how many of them there are.

    Why it matters
        Without an audience nobody can be asked about the problem, its worth cannot be sized, and no message can be
        addressed to anyone.

    Example
        The job "Find out which deployment broke the build" has the persona "Release manager" and no segment.

    What to do
        Name the persona and the segment that have the problem; if nobody can be named, archive it.
    """

    code = "NC106"
    name = "problem-without-audience"
    severity = Severity.ERROR
    seed = "S1"
    seed_quote = "provides a business value for the intended audience"

    def run(self, facts: Facts) -> Iterator[Finding]:
        """Each problem that lacks a persona, a segment or both."""
        for problem in facts.problems:
            counts = {"persona": problem.persona_count, "segment": problem.segment_count}
            lacking = [f"no {name}" for name, count in counts.items() if count < 1]
            if lacking:
                yield self.finding(
                    problem,
                    f"{problem.title} names {listed(lacking)}.",
                    personas=problem.persona_count,
                    segments=problem.segment_count,
                )
