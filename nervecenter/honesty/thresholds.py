"""How the thresholds of a check setting are written: one a line, `name: value`, lists with commas."""

from collections.abc import Mapping

from nervecenter.domain.checks.check import Check, registered_checks
from nervecenter.domain.checks.errors import UnknownThreshold, WrongThresholdType
from nervecenter.domain.checks.selection import code_of


def thresholds_of(code: str, text: str) -> dict[str, object]:
    """The typed values that the lines give. ChecksError names the line that its check cannot take."""
    check = _check(code)
    found: dict[str, object] = {}
    for line in text.splitlines():
        if not line.strip():
            continue
        name, colon, value = (part.strip() for part in line.partition(":"))
        if not colon:
            raise WrongThresholdType(f"{line.strip()!r} has no colon. Write a name, a colon and a value.")
        if name not in check.thresholds:
            raise UnknownThreshold(
                f"{code} has no threshold {name!r}. It has: {', '.join(check.thresholds) or 'none'}."
            )
        threshold = check.thresholds[name]
        found[name] = threshold.accepted(_typed(threshold.default, value), where=f"{code} {name}")
    return found


def thresholds_text(values: Mapping[str, object]) -> str:
    """The lines that give these values."""
    return "\n".join(f"{name}: {_written(value)}" for name, value in values.items())


def _check(code: str) -> type[Check]:
    right = code_of(code)
    return next(check for check in registered_checks() if check.code == right)


def _typed(default: object, value: str) -> object:
    if isinstance(default, tuple):
        return [word.strip() for word in value.split(",") if word.strip()]
    try:
        return int(value) if isinstance(default, int) else float(value)
    except ValueError:
        return value


def _written(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
