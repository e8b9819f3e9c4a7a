"""NC603: a person with more to do than there are hours."""

from collections.abc import Iterator

from nervecenter.domain.checks.check import Check
from nervecenter.domain.checks.facts import Facts
from nervecenter.domain.checks.facts.organisation import PersonLoadFacts
from nervecenter.domain.checks.findings import Finding, Severity
from nervecenter.domain.checks.thresholds import Threshold
from nervecenter.domain.checks.wording import counted


class PersonOverloaded(Check):
    """One person is counted on for more than one person can do.

    What it finds
        A person whose duties in a role need more than `percent` percent of the hours at hand. Where the hours are not
        known, the number of subjects is looked at instead: more than `assignments` of them is reported, with the words
        that the hours are unknown.

    Why it matters
        An overloaded owner is an owner on paper. What falls off the table is usually the work for next year, since it
        has no customer waiting.

    Example
        One product marketing manager stands on 23 of 60 groups, while no product manager stands on more than three.

    What to do
        Move some of it to others, hire, or say which of it will not be done.
    """

    code = "NC603"
    name = "person-overloaded"
    severity = Severity.WARNING
    seed = "S2"
    seed_quote = "more work to do that any one person can conceivably perform"
    percent = Threshold(
        100, unit="percent", about="Share of the hours at hand that may be needed", lowest=1, highest=1000
    )
    assignments = Threshold(
        8,
        unit="subjects",
        about="Subjects in one role that pass where hours are unknown (our choice, no source)",
        lowest=1,
    )

    def run(self, facts: Facts) -> Iterator[Finding]:
        """Each person and role above the hours at hand, or with too many subjects where hours are unknown."""
        for load in facts.loads:
            text = self._excess(load)
            if text:
                yield self.finding(
                    load,
                    f"{load.title} {text}.",
                    role=load.role,
                    assignments=load.assignments,
                    hours_needed=load.hours_needed,
                    hours_available=load.hours_available,
                )

    def _excess(self, load: PersonLoadFacts) -> str:
        """By how much it is too much, or nothing."""
        needed, available = load.hours_needed, load.hours_available
        role = f" as {load.role}" if load.role else ""
        subjects = counted(load.assignments, "subject")
        if needed is None or available is None:
            passes = load.assignments <= self.assignments
            return "" if passes else f"has {subjects}{role}, where {self.assignments} may pass; the hours are unknown"
        if needed * 100 <= available * self.percent:
            return ""
        share = f", {needed / available * 100:.0f} percent" if available > 0 else ""
        return f"needs {needed:g} hours a week for {subjects}{role} and has {available:g}{share}"
