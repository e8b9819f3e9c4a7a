"""NC205: a scheduled requirement that serves no stated aim."""

from collections.abc import Iterator

from nervecenter.domain.checks.check import Check
from nervecenter.domain.checks.facts import Facts
from nervecenter.domain.checks.findings import Finding, Severity


class RequirementWithoutObjective(Check):
    """A requirement takes room in a release and serves no objective anybody wrote down.

    What it finds
        A requirement that is scheduled for a release still ahead, and that is linked to no objective, release goal or
        theme. Shipped and dropped requirements are left alone.

    Why it matters
        Priorities can only be compared where they serve the same aims. What serves none got in by another door, and
        takes the place of something that would have counted.

    Example
        "Export to XML" is scheduled for 16.0; the release has two goals, and it is linked to neither.

    What to do
        Link it to the objective, release goal or theme it serves, or take it out of the release.
    """

    code = "NC205"
    name = "requirement-without-objective"
    severity = Severity.WARNING
    seed = "S1"
    seed_quote = "prioritize them per business objectives, release goals, product themes"

    def run(self, facts: Facts) -> Iterator[Finding]:
        """Each scheduled requirement without an objective."""
        for requirement in facts.requirements:
            if requirement.is_scheduled and requirement.is_open and requirement.objective_count < 1:
                release = requirement.target_release or "a release"
                yield self.finding(
                    requirement,
                    f"{requirement.title} is scheduled for {release} and serves no objective, release goal or theme.",
                    objectives=requirement.objective_count,
                    target_release=requirement.target_release,
                )
