"""NC303: a claim with nothing under it that would stand up to a question."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from nervecenter.domain.checks.check import Check
from nervecenter.domain.checks.facts import Facts
from nervecenter.domain.checks.facts.gotomarket import ClaimFacts, ProofFacts
from nervecenter.domain.checks.findings import Finding, Severity
from nervecenter.domain.checks.thresholds import Threshold
from nervecenter.domain.checks.wording import counted, listed

UNDATED = "undated"


class ClaimWithoutProof(Check):
    """We tell the market something and could not show where we have it from.

    What it finds
        A claim that is not withdrawn and has no proof point that holds. A proof holds when it names a source outside of
        the company and is not out of date: its own expiry day counts where it has one, else it may be `oldest_days`
        days old. One proof that holds is enough. Where the only hope is a proof without any date, the finding is an
        info, since its age is unknown; the same for a claim that calls itself an assumption.

    Why it matters
        A buyer who asks once for the source and gets none believes the other claims less, too.

    Example
        "Twice as fast as the market leader" rests on a test from three years ago and on the word of a colleague.

    What to do
        Add a proof with a source and a date, or label the claim an assumption, or withdraw it.
    """

    code = "NC303"
    name = "claim-without-proof"
    severity = Severity.WARNING
    seed = "S1"
    seed_quote = "craft appropriate messages and value propositions"
    oldest_days = Threshold(
        365, unit="days", about="How old a proof may be that names no expiry day", lowest=1, highest=36500
    )

    def run(self, facts: Facts) -> Iterator[Finding]:
        """Each claim in use none of whose proofs holds."""
        for claim in facts.claims:
            if claim.status == "withdrawn":
                continue
            faults = [self._fault(proof, facts.today) for proof in claim.proofs]
            if "" in faults:
                continue
            told = self.unknown if UNDATED in faults or claim.labelled == "assumption" else self.finding
            yield told(
                claim,
                f"{_named(claim)} {_reason(faults)}.",
                proofs=len(faults),
                labelled=claim.labelled,
                oldest_days=self.oldest_days,
            )

    def _fault(self, proof: ProofFacts, today: date) -> str:
        """What is wrong with a proof, or nothing."""
        if not proof.has_source:
            return "without a source"
        if proof.is_internal:
            return "known inside the company only"
        if proof.expires_on:
            return "" if proof.expires_on >= today else f"expired on {proof.expires_on.isoformat()}"
        if proof.dated_on is None:
            return UNDATED
        if (today - proof.dated_on).days > self.oldest_days:
            return f"from {proof.dated_on.isoformat()}, more than {counted(self.oldest_days, 'day')} ago"
        return "" if proof.dated_on <= today else f"dated {proof.dated_on.isoformat()}, which is still to come"


def _named(claim: ClaimFacts) -> str:
    return f"The claim {claim.title}, labelled {claim.labelled}," if claim.labelled else f"The claim {claim.title}"


def _reason(faults: list[str]) -> str:
    if not faults:
        return "has no proof point"
    each = listed(f"{count} {fault}" for fault, count in Counter(faults).items())
    return f"has {counted(len(faults), 'proof point')} and none that holds: {each}"
