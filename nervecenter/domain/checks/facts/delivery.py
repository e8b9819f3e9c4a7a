"""Facts about what went out and what was planned to."""

from dataclasses import dataclass
from datetime import date

from nervecenter.domain.checks.facts.row import FactRow


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseFacts(FactRow):
    """A release; `is_major` where it is big enough that the story told to the market must follow it."""

    kind: str = "release"
    is_major: bool = False
    released_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedDateFacts(FactRow):
    """A dated plan for one thing: what ("lovable maturity") should be reached on which day, and whether it was."""

    kind: str
    what: str
    planned_on: date | None = None
    reached: bool = False

    @property
    def discriminator(self) -> str:
        """A thing has one row for each of its plans."""
        return self.what
