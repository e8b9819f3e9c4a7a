"""NC105: a persona that is used as if it were known, and rests on too few interviews."""

from collections.abc import Iterator

from nervecenter.domain.checks.check import Check
from nervecenter.domain.checks.facts import Facts
from nervecenter.domain.checks.facts.evidence import PersonaFacts
from nervecenter.domain.checks.findings import Finding, Severity
from nervecenter.domain.checks.thresholds import Threshold
from nervecenter.domain.checks.wording import counted


class PersonaWithoutInterviews(Check):
    """A persona shapes what we build and say, and hardly anybody like that was ever spoken to.

    What it finds
        A persona that problems, segments, buyer circles or messages refer to, that is not marked as a guess, and that
        rests on fewer than `interviews` interviews; or whose owner took part in none of them.

    Why it matters
        An invented persona agrees with whoever invented it.

    Example
        "Paula, platform engineer" stands in four messages. One interview was held with somebody like her, and the
        person who looks after the persona was not there.

    What to do
        Interview people like that, or mark the persona as a guess until somebody has.
    """

    code = "NC105"
    name = "persona-without-interviews"
    severity = Severity.WARNING
    seed = "S2"
    seed_quote = "if you weren’t part of creating the persona in the first place"
    interviews = Threshold(3, unit="interviews", about="Interviews that a persona must rest on", lowest=1)

    def run(self, facts: Facts) -> Iterator[Finding]:
        """Each persona in use that is no guess and lacks interviews, or whose owner was in none."""
        for persona in facts.personas:
            lack = self._lack(persona) if persona.is_used and not persona.is_guess else ""
            if lack:
                yield self.finding(
                    persona,
                    f"{persona.title} is in use, {lack}.",
                    interviews=persona.interview_count,
                    owner_interviews=persona.owner_interview_count,
                )

    def _lack(self, persona: PersonaFacts) -> str:
        if persona.interview_count < self.interviews:
            rests = counted(persona.interview_count, "interview") if persona.interview_count else "no interview"
            return f"and rests on {rests}, where {self.interviews} are asked for"
        if persona.owner and not persona.owner_interview_count:
            held = counted(persona.interview_count, "interview")
            return f"and {persona.owner}, who looks after it, took part in none of its {held}"
        return ""
