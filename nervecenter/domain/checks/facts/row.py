"""What every row of facts carries, so that a finding can point at the thing it speaks of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """A thing of the company: its kind ("requirement"), public id ("req-7") and name.

    An archived row is history: the runner takes it out before any check reads the facts.
    """

    kind: str
    id: str
    label: str = ""
    is_archived: bool = False

    @property
    def title(self) -> str:
        """The name people know it by, or the id where it has no name."""
        return self.label or self.id

    @property
    def discriminator(self) -> str:
        """What tells rows of one subject apart; empty where a subject has one row."""
        return ""
