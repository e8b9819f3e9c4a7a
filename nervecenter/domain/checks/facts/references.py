"""Facts about values that should have named something and do not."""

from dataclasses import dataclass

from nervecenter.domain.checks.facts.row import FactRow


@dataclass(frozen=True, slots=True, kw_only=True)
class UnresolvedReferenceFacts(FactRow):
    """A value in a field of the subject that should name a `target_kind` and names none; `rows` use that value."""

    kind: str
    field: str
    value: str
    target_kind: str
    rows: int = 1

    @property
    def discriminator(self) -> str:
        """A subject has one row for each field and value."""
        return f"{self.field}={self.value}"
