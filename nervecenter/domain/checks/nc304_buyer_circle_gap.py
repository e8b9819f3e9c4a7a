"""NC304: a target segment where somebody who decides on a purchase is unknown, or hears nothing from us."""

from collections.abc import Iterator

from nervecenter.domain.checks.check import Check
from nervecenter.domain.checks.facts import Facts
from nervecenter.domain.checks.findings import Finding, Severity
from nervecenter.domain.checks.thresholds import Threshold
from nervecenter.domain.checks.wording import listed

ROLES = frozenset(
    {
        *("approver", "champion", "decider", "economic_buyer", "gatekeeper", "influencer", "initiator"),
        *("legal_security", "procurement", "technical_evaluator", "user"),
    }
)


class BuyerCircleGap(Check):
    """We aim at a segment without knowing, or without addressing, everyone who has a say there.

    What it finds
        A target segment in which a role of `needed_roles` is not profiled, or in which a profiled role has no message
        written for it.

    Why it matters
        A purchase is made by several people with different cares. The one whom nobody profiled is the one who says no
        at the end.

    Example
        In "Regulated banks" the user and the champion are profiled. Nobody wrote down who holds the budget, and there
        is no message to the champion.

    What to do
        Profile the missing role from the contacts of recent deals, and write a message for each role that has none.
    """

    code = "NC304"
    name = "buyer-circle-gap"
    severity = Severity.WARNING
    seed = "S1"
    seed_quote = "profile the buyer circle (which may involve different groups)"
    needed_roles = Threshold[tuple[str, ...]](
        ("economic_buyer", "champion", "user"),
        unit="roles",
        about="Roles that must be profiled in a target segment",
        choices=ROLES,
    )

    def run(self, facts: Facts) -> Iterator[Finding]:
        """Each target segment with a role that is not profiled or gets no message."""
        for segment in facts.segments:
            if not segment.is_target:
                continue
            missing = [role for role in self.needed_roles if role not in segment.profiled_roles]
            silent = sorted(segment.profiled_roles - segment.roles_with_message)
            gaps = [f"no {role} profiled" for role in missing] + [f"no message to its {role}" for role in silent]
            if gaps:
                yield self.finding(
                    segment,
                    f"{segment.title} is a target segment with {listed(gaps)}.",
                    missing_roles=", ".join(missing),
                    roles_without_message=", ".join(silent),
                )
