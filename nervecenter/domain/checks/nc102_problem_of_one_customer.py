"""NC102: a problem or requirement for which one single account speaks."""

from collections.abc import Iterator

from nervecenter.domain.checks.check import Check
from nervecenter.domain.checks.facts import Facts
from nervecenter.domain.checks.findings import Finding, Severity
from nervecenter.domain.checks.thresholds import Threshold
from nervecenter.domain.checks.wording import counted


class ProblemOfOneCustomer(Check):
    """One customer has a wish, and it is treated as the market's.

    What it finds
        A market problem with evidence, or a requirement that is past draft and not dropped, whose evidence comes from
        no more than `accounts` accounts. What has no evidence from any account is left to NC101.

    Why it matters
        What one customer asks for is custom work, with a price of its own. Taken for the market's need, it takes the
        place of something that many would buy.

    Example
        "Export to our archive" has eleven tickets as evidence, and all eleven are from Northwind Bank.

    What to do
        Ask other accounts of the segment whether they have it too, or treat it as custom work with a price of its own.
    """

    code = "NC102"
    name = "problem-of-one-customer"
    severity = Severity.WARNING
    seed = "S3"
    seed_quote = "not just the needs of a single customer"
    accounts = Threshold(1, unit="accounts", about="Accounts that are too few to be a market", lowest=1, highest=5)

    def run(self, facts: Facts) -> Iterator[Finding]:
        """Each problem, then each requirement on its way, with too few accounts and at least one."""
        for problem in facts.problems:
            if 0 < problem.account_count <= self.accounts:
                yield self.finding(
                    problem,
                    f"All evidence of {problem.title} comes from {_who(problem.account_count, problem.account)}.",
                    accounts=problem.account_count,
                    evidence=problem.evidence_count,
                )
        for requirement in facts.requirements:
            if requirement.status in {"draft", "dropped"} or not 0 < requirement.asking_accounts <= self.accounts:
                continue
            asking = _who(requirement.asking_accounts, requirement.account)
            yield self.finding(
                requirement,
                f"{requirement.title} is {requirement.status}, and only {asking} asks for it."
                if requirement.asking_accounts == 1
                else f"{requirement.title} is {requirement.status}, and only {asking} ask for it.",
                accounts=requirement.asking_accounts,
            )


def _who(accounts: int, name: str) -> str:
    return name if accounts == 1 and name else counted(accounts, "account")
