"""NC212: a dated plan whose day is over, and which was not reached."""

from collections.abc import Iterator

from nervecenter.domain.checks.check import Check
from nervecenter.domain.checks.facts import Facts
from nervecenter.domain.checks.findings import Finding, Severity
from nervecenter.domain.checks.thresholds import Threshold
from nervecenter.domain.checks.wording import counted


class PlannedDatePassed(Check):
    """The plan gives a day that is over, and what was planned is not there.

    What it finds
        A dated plan (the maturity of a module, a release, a removal) that was not reached and whose day lies more than
        `grace_days` days back. A plan without a day is no promise and is left alone.

    Why it matters
        Others plan on that day: sales, customers, the next team. A plan that is known to be wrong and still stands
        there takes the worth out of all the others.

    Example
        "Package registry" was to be lovable by 2021-12-31; in November 2022 it is viable.

    What to do
        Set the new day with its reason, or take the plan back; tell those who were counting on it.
    """

    code = "NC212"
    name = "planned-date-passed"
    severity = Severity.ERROR
    grace_days = Threshold(0, unit="days", about="How long ago the planned day may be", highest=3650)

    def run(self, facts: Facts) -> Iterator[Finding]:
        """Each plan whose day is over without its being reached."""
        for plan in facts.planned_dates:
            if plan.reached or plan.planned_on is None:
                continue
            days = (facts.today - plan.planned_on).days
            if days > self.grace_days:
                yield self.finding(
                    plan,
                    f"{plan.title}: {plan.what} was planned for {plan.planned_on}, {counted(days, 'day')} ago, "
                    "and is not reached.",
                    what=plan.what,
                    planned_on=plan.planned_on.isoformat(),
                    days=days,
                )
