"""What a check reports: a finding, how bad it is, and what it points at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import blake2b
from typing import Any

type Detail = str | int | float | bool | None


class Severity(StrEnum):
    """error: something stated or promised does not hold. warning: harm is likely. info: look at it."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def weight(self) -> int:
        """3 for an error, 2 for a warning, 1 for info."""
        return {"error": 3, "warning": 2, "info": 1}[self.value]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a finding points at."""

    kind: str
    id: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One place where the company contradicts itself.

    `details` hold the numbers and dates (ISO) of the message. `lineage` is the first code the check ever had, so that
    the fingerprint outlives a change of code.
    """

    code: str
    name: str
    severity: Severity
    subject: Subject
    message: str
    remedy: str
    details: Mapping[str, Detail] = field(default_factory=dict, hash=False)
    discriminator: str = ""
    occurrence: int = 1
    lineage: str = ""

    @property
    def identity(self) -> tuple[str, str, str, str, int]:
        """What stays the same from run to run, whatever the message says."""
        return (self.lineage or self.code, self.subject.kind, self.subject.id, self.discriminator, self.occurrence)

    @property
    def fingerprint(self) -> str:
        """The identity in 16 hexadecimal digits, by which a kept finding is known again."""
        text = "\x1f".join(map(str, self.identity))
        return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()

    def as_dict(self) -> dict[str, Any]:
        """The finding as it goes out as JSON."""
        return {
            "code": self.code,
            "name": self.name,
            "severity": self.severity.value,
            "subject": {"kind": self.subject.kind, "id": self.subject.id, "label": self.subject.label},
            "message": self.message,
            "remedy": self.remedy,
            "details": dict(self.details),
            "fingerprint": self.fingerprint,
        }
