"""Runs checks over facts and reports what they found, how often, and how long each took."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from time import perf_counter

from nervecenter.domain.checks.facts import Facts
from nervecenter.domain.checks.findings import Finding, Severity
from nervecenter.domain.checks.selection import Selection, selected_checks
from nervecenter.domain.checks.settings import CheckSettings, configured_checks


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The findings of one run, ordered by code and then as the rows came.

    `counts` and `seconds` hold every check that ran, those without a finding too. `rows` counts the facts read.
    """

    findings: tuple[Finding, ...]
    counts: Mapping[str, int]
    seconds: Mapping[str, float]
    rows: int
    notices: tuple[str, ...] = ()

    @property
    def codes(self) -> frozenset[str]:
        """The codes of the checks that ran."""
        return frozenset(self.counts)

    @property
    def worst(self) -> Severity | None:
        """The gravest severity found; nothing where nothing was found."""
        return max((finding.severity for finding in self.findings), key=lambda each: each.weight, default=None)

    def count_by_severity(self) -> dict[Severity, int]:
        """How many findings there are of each severity, zero included."""
        counter = Counter(finding.severity for finding in self.findings)
        return {severity: counter[severity] for severity in Severity}


def run_checks(
    facts: Facts,
    selection: Selection | None = None,
    settings: CheckSettings | None = None,
    *,
    clock: Callable[[], float] = perf_counter,
) -> CheckReport:
    """Everything the selected checks find. Archived rows are not read.

    Refuses an unknown selector and a wrong setting before any check runs. No two findings have the same fingerprint:
    where rows repeat each other, the later ones are numbered.
    """
    chosen = selected_checks(selection or Selection())
    checks = configured_checks(chosen.checks, settings or CheckSettings())
    live = facts.without_archived()
    findings: list[Finding] = []
    counts: dict[str, int] = {}
    seconds: dict[str, float] = {}
    for check in checks:
        start = clock()
        found = list(_numbered(check.run(live)))
        seconds[check.code] = clock() - start
        counts[check.code] = len(found)
        findings.extend(found)
    return CheckReport(tuple(findings), counts, seconds, live.row_count(), chosen.notices)


def _numbered(findings: Iterable[Finding]) -> Iterator[Finding]:
    seen: dict[tuple[str, str, str, str, int], int] = {}
    for finding in findings:
        identity = finding.identity
        times = seen[identity] = seen.get(identity, 0) + 1
        yield finding if times == 1 else replace(finding, occurrence=times)
