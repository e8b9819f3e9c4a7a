"""Tells the findings of one run apart from those of the run before: new, still open, fixed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from nervecenter.domain.checks.check import former_codes
from nervecenter.domain.checks.findings import Finding
from nervecenter.domain.checks.running import CheckReport


class KeptFinding(Protocol):
    """What is needed of a finding that was kept from a run before; `Finding` itself will do."""

    @property
    def code(self) -> str:
        """The code it was found under."""
        ...

    @property
    def fingerprint(self) -> str:
        """By which it is known again."""
        ...


@dataclass(frozen=True, slots=True)
class RunComparison[Kept: KeptFinding]:
    """`new`: not there before. `open`: there before and now. `fixed`: gone. `unexamined`: its check did not run now."""

    new: tuple[Finding, ...]
    open: tuple[Finding, ...]
    fixed: tuple[Kept, ...]
    unexamined: tuple[Kept, ...]


def compare_runs[Kept: KeptFinding](previous: Iterable[Kept], current: CheckReport) -> RunComparison[Kept]:
    """Each finding of now is new or open; each of before that is gone is fixed, if its check ran again."""
    before = {finding.fingerprint: finding for finding in previous}
    now = {finding.fingerprint: finding for finding in current.findings}
    renamed = former_codes()
    gone = [finding for fingerprint, finding in before.items() if fingerprint not in now]
    examined = [renamed.get(finding.code, finding.code) in current.codes for finding in gone]
    return RunComparison(
        new=tuple(finding for fingerprint, finding in now.items() if fingerprint not in before),
        open=tuple(finding for fingerprint, finding in now.items() if fingerprint in before),
        fixed=tuple(finding for finding, seen in zip(gone, examined, strict=True) if seen),
        unexamined=tuple(finding for finding, seen in zip(gone, examined, strict=True) if not seen),
    )
