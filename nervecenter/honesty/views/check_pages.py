"""The checks: what each looks for, why, an example, what to do; and what this company sets otherwise."""

import re
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_GET, require_http_methods

from nervecenter.domain.checks.check import Check, registered_checks
from nervecenter.domain.checks.documentation import QUESTIONS
from nervecenter.domain.checks.explanation import HEADINGS, Explanation
from nervecenter.domain.checks.findings import Severity
from nervecenter.domain.checks.thresholds import Threshold
from nervecenter.domain.checks.wording import counted
from nervecenter.foundation.errors import InvalidValues
from nervecenter.foundation.numerals import is_whole_number
from nervecenter.foundation.pages.answering import answer_page
from nervecenter.foundation.pages.answers import actor, may, page, tell
from nervecenter.honesty.actions import change_check_setting
from nervecenter.honesty.models import CheckSetting
from nervecenter.honesty.queries.findings import FindingQuery, finding_counts, finding_groups
from nervecenter.honesty.queries.settings import company_settings
from nervecenter.honesty.thresholds import thresholds_of


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A check in the catalogue, with what it found here."""

    code: str
    name: str
    summary: str
    severity: str
    is_enabled: bool
    count: int

    @property
    def path(self) -> str:
        """Its page."""
        return f"/honesty/checks/{self.code.lower()}/"


@dataclass(frozen=True, slots=True)
class ThresholdInput:
    """A threshold as a field of the form."""

    name: str
    label: str
    value: str
    default: str
    unit: str
    about: str
    takes: str
    error: str


@page
@require_GET
def checks(request: HttpRequest) -> HttpResponse:
    """All checks by the question they belong to."""
    today = timezone.localdate()
    company = company_settings()
    found = {group.code: group.count for group in finding_groups(FindingQuery(), today, shown=1)}
    rows: dict[str, list[CheckRow]] = {}
    for check in registered_checks():
        rows.setdefault(QUESTIONS[check.group], []).append(
            CheckRow(
                code=check.code,
                name=check.name.replace("-", " "),
                summary=check.explanation.summary,
                severity=company.settings.severities.get(check.code, check.severity),
                is_enabled=check.code not in company.disabled,
                count=found.get(check.code, 0),
            )
        )
    total = len(registered_checks())
    quiet = sum(1 for group in rows.values() for row in group if not row.count)
    answer = format_html(
        "<b>{}</b> look for places where the records disagree; {}.",
        counted(total, "check"),
        "none finds anything now"
        if quiet == total
        else f"{total - quiet} of them {_verb(total - quiet)} something now",
    )
    return answer_page(request, "honesty/checks.html", answer=answer, groups=rows.items(), notices=company.notices)


def _verb(number: int) -> str:
    return "finds" if number == 1 else "find"


@page
@require_http_methods(["GET", "POST"])
def check_page(request: HttpRequest, code: str) -> HttpResponse:
    """One check: its documentation, its findings, and its settings as a form."""
    check = next((each for each in registered_checks() if each.code == code.upper()), None)
    if check is None:
        raise Http404(f"there is no check {code}")
    wrong: dict[str, str] = {}
    if request.method == "POST":
        try:
            change_check_setting(check.code, actor=actor(request), **_sent(request, check))
            tell(request, f"{check.code} is set; it holds from the next run on")
            return HttpResponseRedirect(request.path)
        except InvalidValues as error:
            wrong = dict(error.fields)
    setting = CheckSetting.objects.filter(code=check.code, archived_at=None).first()
    company = company_settings()
    chosen = company.settings.thresholds.get(check.code, {})
    counts = finding_counts(FindingQuery(select=(check.code,)), timezone.localdate())
    found = sum(counts.values())
    stand = format_html("<b>{}</b> {} now.", counted(found, "finding"), "stands" if found == 1 else "stand")
    answer = format_html("{} {}", check.explanation.summary, stand if found else "It finds nothing now.")
    told = check.explanation
    shown = {
        "check": check,
        "sections": [(head, paragraphs(text)) for head, text in zip(HEADINGS, _texts(told), strict=True)],
        "title": f"{check.code} {check.name.replace('-', ' ')}",
        "answer": answer,
        "found": found,
        "setting": setting,
        "severities": [(each.value, each.value.capitalize()) for each in Severity],
        "severity": setting.severity if setting else "",
        "is_enabled": setting.is_enabled if setting else True,
        "thresholds": [_input(request, each, chosen, wrong) for each in check.thresholds.values()],
        "wrong": wrong,
        "may": may(request),
    }
    return render(request, "honesty/check.html", shown, status=422 if wrong else 200)


def _texts(told: Explanation) -> tuple[str, ...]:
    return (told.finds, told.matters, told.example, told.remedy)


def paragraphs(text: str) -> tuple[str, ...]:
    """A docstring's paragraphs, each on one line, with the names of thresholds as words."""
    parts = (" ".join(part.split()) for part in text.split("\n\n"))
    return tuple(re.sub(r"`(\w+)`", lambda name: f"“{name[1].replace('_', ' ')}”", part) for part in parts if part)


def _input(request: HttpRequest, threshold: Threshold[Any], chosen: Any, wrong: dict[str, str]) -> ThresholdInput:
    value = _written(chosen.get(threshold.name, threshold.default))
    sent = request.POST.get(threshold.name, value)
    return ThresholdInput(
        name=threshold.name,
        label=threshold.name.replace("_", " ").capitalize(),
        value=sent,
        default=_written(threshold.default),
        unit=threshold.unit,
        about=threshold.about,
        takes=threshold.takes,
        error=wrong.get("thresholds", "") if sent != value else "",
    )


def _written(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _sent(request: HttpRequest, check: type[Check]) -> dict[str, Any]:
    lines = "\n".join(
        f"{name}: {request.POST[name]}" for name in check.thresholds if request.POST.get(name, "").strip()
    )
    version = request.POST.get("expected_version", "")
    try:
        thresholds = thresholds_of(check.code, lines)
    except ValueError as error:
        raise InvalidValues({"thresholds": str(error)}) from error
    return {
        "is_enabled": request.POST.get("is_enabled") == "yes",
        "severity": request.POST.get("severity", ""),
        "thresholds": thresholds,
        "expected_version": int(version) if is_whole_number(version) else None,
    }
