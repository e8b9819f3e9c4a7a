"""What the company set otherwise for the checks, and which waivers stand."""

from dataclasses import dataclass
from typing import Any

from nervecenter.domain.checks.errors import ChecksError
from nervecenter.domain.checks.settings import CheckSettings
from nervecenter.honesty.models import CheckSetting
from nervecenter.honesty.thresholds import thresholds_of


@dataclass(frozen=True, slots=True)
class CompanySettings:
    """The settings in force, the codes that are off, and what had to be left aside because no check takes it now."""

    settings: CheckSettings
    disabled: tuple[str, ...]
    notices: tuple[str, ...]


def company_settings() -> CompanySettings:
    """The settings on record. One SQL query."""
    thresholds: dict[str, dict[str, object]] = {}
    severities: dict[str, str] = {}
    disabled, notices = [], []
    rows: Any = CheckSetting.objects.filter(archived_at=None).order_by("code")
    for code, is_enabled, severity, text in rows.values_list("code", "is_enabled", "severity", "thresholds"):
        try:
            thresholds[code] = thresholds_of(code, text)
        except ChecksError as error:
            notices.append(f"The setting of {code} is left aside. {error}")
            continue
        if severity:
            severities[code] = severity
        if not is_enabled:
            disabled.append(code)
    return CompanySettings(CheckSettings(thresholds, severities), tuple(disabled), tuple(notices))
