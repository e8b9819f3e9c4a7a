"""What a company sets otherwise: thresholds and severities, by check."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from nervecenter.domain.checks.check import Check, registered_checks
from nervecenter.domain.checks.errors import UnknownSeverity, UnknownThreshold, WrongThresholdType
from nervecenter.domain.checks.findings import Severity
from nervecenter.domain.checks.selection import code_of


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """Thresholds {"NC101": {"minimum_accounts": 5}} and severities {"NC303": "info"}; a name may stand for a code."""

    thresholds: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    severities: Mapping[str, str] = field(default_factory=dict)


def configured_checks(checks: Iterable[type[Check]], settings: CheckSettings) -> tuple[Check, ...]:
    """The checks with their settings. Refuses a setting for an unknown check, even for one that is not run."""
    thresholds = {code_of(word): (word, values) for word, values in settings.thresholds.items()}
    severities = {code_of(word): _severity(word, value) for word, value in settings.severities.items()}
    everything = {check.code: check for check in registered_checks()}
    chosen = {code: _chosen(everything[code], word, values) for code, (word, values) in thresholds.items()}
    return tuple(check(chosen.get(check.code), severities.get(check.code)) for check in checks)


def _chosen(check: type[Check], word: str, values: Mapping[str, object]) -> dict[str, object]:
    if not isinstance(values, Mapping):
        raise WrongThresholdType(f"The thresholds of {word} are {values!r}. Give names with values.")
    accepted: dict[str, object] = {}
    for name, value in values.items():
        if name not in check.thresholds:
            has = ", ".join(check.thresholds) or "none"
            raise UnknownThreshold(f"{check.code} has no threshold {name!r}. It has: {has}.")
        accepted[name] = check.thresholds[name].accepted(value, where=f"{check.code} {name}")
    return accepted


def _severity(word: str, value: str) -> Severity:
    if value not in set(Severity):
        raise UnknownSeverity(f"{word} has the severity {value!r}. Give one of {', '.join(Severity)}.")
    return Severity(value)
