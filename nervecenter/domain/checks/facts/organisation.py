"""Facts about who answers for what, and how much that is."""

from dataclasses import dataclass

from nervecenter.domain.checks.facts.row import FactRow


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyFacts(FactRow):
    """A duty ("product marketing") for one subject, with the people accountable for it.

    `vacancies` are unfilled positions that hold it: a name on the chart, nobody at work.
    """

    kind: str
    duty: str
    is_in_use: bool = True
    accountable: tuple[str, ...] = ()
    vacancies: tuple[str, ...] = ()

    @property
    def discriminator(self) -> str:
        """A subject has one row for each duty."""
        return self.duty


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLoadFacts(FactRow):
    """What one person carries in one role: hours a week needed and at hand, and how many subjects that comes from.

    Hours are empty where nobody estimated them.
    """

    kind: str = "person"
    role: str = ""
    assignments: int = 0
    hours_needed: float | None = None
    hours_available: float | None = None

    @property
    def discriminator(self) -> str:
        """A person has one row for each role."""
        return self.role
