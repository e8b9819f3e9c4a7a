"""NC101: a requirement that too few accounts of the market stand behind."""

from collections.abc import Iterator
from datetime import date

from nervecenter.domain.checks.check import Check
from nervecenter.domain.checks.facts import Facts
from nervecenter.domain.checks.facts.definition import RequirementFacts
from nervecenter.domain.checks.findings import Finding, Severity
from nervecenter.domain.checks.thresholds import Threshold
from nervecenter.domain.checks.wording import counted, dated


class RequirementWithoutMarketEvidence(Check):
    """A requirement is on its way, and nobody has shown that the market needs it.

    What it finds
        A requirement that is past draft and not dropped, and that is linked to no market problem, or only to problems
        for which fewer than `minimum_accounts` different accounts gave evidence. A requirement that somebody accepts as
        a bet, by name and until a day that is not over, is left alone.

    Why it matters
        Work on an unevidenced requirement costs the same as work on a proven one, and nobody can say afterwards why it
        was chosen. A bet is fine, as long as it has a name under it and an end.

    Example
        "Dark mode" is accepted. It is linked to the problem "Screens strain the eyes at night", of which one account
        spoke in one interview.

    What to do
        Link the evidence there is, or put the requirement back to draft, or write down whose bet it is and when the
        bet ends.
    """

    code = "NC101"
    name = "requirement-without-market-evidence"
    severity = Severity.ERROR
    seed = "S1"
    seed_quote = "without adequate market requirements from product marketing"
    minimum_accounts = Threshold(
        3, unit="accounts", about="Different accounts with evidence that one of its problems must have", lowest=1
    )

    def run(self, facts: Facts) -> Iterator[Finding]:
        """Each requirement that lacks the accounts and is no standing bet."""
        for requirement in facts.requirements:
            if requirement.status in {"draft", "dropped"}:
                continue
            if requirement.problem_ids and requirement.account_count >= self.minimum_accounts:
                continue
            if requirement.bet_by and requirement.bet_until and requirement.bet_until >= facts.today:
                continue
            lack = f"{self._lack(requirement)}{_bet(requirement, facts.today)}"
            yield self.finding(
                requirement,
                f"{requirement.title} is {requirement.status}, {lack}.",
                accounts=requirement.account_count,
                minimum_accounts=self.minimum_accounts,
                problems=len(requirement.problem_ids),
                bet_until=requirement.bet_until.isoformat() if requirement.bet_until else None,
            )

    def _lack(self, requirement: RequirementFacts) -> str:
        if not requirement.problem_ids:
            return "but linked to no market problem"
        accounts = counted(requirement.account_count, "account")
        problems = counted(len(requirement.problem_ids), "problem")
        return f"but its {problems} got evidence from {accounts} at most, where {self.minimum_accounts} are asked for"


def _bet(requirement: RequirementFacts, today: date) -> str:
    if requirement.bet_by and requirement.bet_until:
        return f"; the bet that {requirement.bet_by} took on it ended on {dated(requirement.bet_until)}"
    if requirement.bet_by:
        return f"; the bet that {requirement.bet_by} took on it has no end"
    if requirement.bet_until and requirement.bet_until >= today:
        return f"; a bet until {dated(requirement.bet_until)} has nobody's name under it"
    return ""
