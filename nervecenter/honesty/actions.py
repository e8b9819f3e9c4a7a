"""Decisions of honesty: run the checks and keep what they found, accept a finding for a time, set a check."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone

from nervecenter.domain.checks.check import registered_checks
from nervecenter.domain.checks.comparing import RunComparison, compare_runs
from nervecenter.domain.checks.errors import ChecksError
from nervecenter.domain.checks.findings import Finding
from nervecenter.domain.checks.running import CheckReport
from nervecenter.domain.checks.running import run_checks as run_over
from nervecenter.domain.checks.selection import Selection, code_of
from nervecenter.foundation.actions import apply_change, create_record, read_record
from nervecenter.foundation.changes import Change
from nervecenter.foundation.errors import DomainError, InvalidValues, NotFound
from nervecenter.foundation.permissions import require
from nervecenter.foundation.users import User
from nervecenter.foundation.values import check_values
from nervecenter.honesty.models import CheckRun, CheckSetting, FindingRecord, Waiver
from nervecenter.honesty.queries.company import company_facts
from nervecenter.honesty.queries.findings import STANDING, STATUSES, FindingQuery, finding_records
from nervecenter.honesty.queries.settings import company_settings
from nervecenter.honesty.queries.subjects import Place, places
from nervecenter.honesty.resources import CHECK_SETTING
from nervecenter.honesty.thresholds import thresholds_text

TOLD = (
    "code", "name", "severity", "subject_kind", "subject_id", "subject_label", "message", "remedy", "details",
    "product_id", "product_line_id",
)  # fmt: skip
FOUND_AGAIN = (*(name.removesuffix("_id") if name.startswith("product") else name for name in TOLD), "last_seen", "run")
FOUND_NEW = (*FOUND_AGAIN, "status", "fixed_at", "first_seen")


class AlreadyEnded(DomainError):
    """The waiver does not stand any more."""

    code = "already-ended"


@dataclass(frozen=True, slots=True)
class RunResult:
    """A run with what it found. `findings` are those of the checks that ran now and that no waiver covers."""

    run: CheckRun
    findings: tuple[Finding, ...]
    waived: tuple[Finding, ...]
    new: int
    fixed: int
    notices: tuple[str, ...]


def run_checks(
    *,
    actor: User | None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    preview: bool = False,
    today: dt.date | None = None,
) -> RunResult:
    """Run the selected checks over the company and keep what they find: new, open or fixed since the run before.

    A finding whose check did not run stays as it was. Refuses a selector that names no check, with nothing written.
    """
    require(actor, "change")
    start = perf_counter()
    day = today or timezone.localdate()
    seen = Change.objects.aggregate(newest=Max("id"))["newest"] or 0
    company = company_settings()
    selection = Selection(tuple(select), (*ignore, *company.disabled), preview)
    try:
        report = run_over(company_facts(day), selection, company.settings)
    except ChecksError as error:
        raise InvalidValues({"select": str(error)}) from error
    with transaction.atomic():
        run = CheckRun.objects.create(
            at=timezone.now(),
            today=day,
            actor=actor,
            seconds=0,
            rows=report.rows,
            codes=sorted(report.codes),
            last_change=seen,
        )
        compared = _keep(report, run)
        states = _states(report, day)
        _close(run, compared, day, perf_counter() - start)
    waived = {fingerprint for fingerprint, state in states.items() if state == "waived"}
    return RunResult(
        run=run,
        findings=tuple(finding for finding in report.findings if finding.fingerprint not in waived),
        waived=tuple(finding for finding in report.findings if finding.fingerprint in waived),
        new=len(compared.new),
        fixed=len(compared.fixed),
        notices=(*report.notices, *company.notices),
    )


def _keep(report: CheckReport, run: CheckRun) -> RunComparison[Any]:
    """Write new findings and those that read otherwise now; the rest only get the run's mark, in one statement."""
    before = {record.fingerprint: record for record in FindingRecord.objects.exclude(status=FindingRecord.Status.FIXED)}
    compared = compare_runs(before.values(), report)
    where = places(finding.subject.id for finding in report.findings)
    _mark_fixed([record.fingerprint for record in compared.fixed], run)
    again = FindingRecord.objects.filter(code__in=report.codes).exclude(status=FindingRecord.Status.FIXED)
    again.update(status=FindingRecord.Status.OPEN, last_seen=run.at, run=run)
    found_again = [_record(finding, "open", run, where) for finding in compared.open]
    otherwise = [record for record in found_again if _told(record) != _told(before[record.fingerprint])]
    _write(otherwise, FOUND_AGAIN)
    _write([_record(finding, "new", run, where) for finding in compared.new], FOUND_NEW)
    return compared


def _record(finding: Finding, status: str, run: CheckRun, where: Mapping[str, Place]) -> FindingRecord:
    place = where.get(finding.subject.id, Place())
    return FindingRecord(
        fingerprint=finding.fingerprint,
        code=finding.code,
        name=finding.name,
        severity=finding.severity,
        subject_kind=finding.subject.kind,
        subject_id=finding.subject.id[:60],
        subject_label=finding.subject.label,
        message=finding.message,
        remedy=finding.remedy,
        details=dict(finding.details),
        status=status,
        first_seen=run.at,
        last_seen=run.at,
        run=run,
        product_id=place.product,
        product_line_id=place.line,
    )


def _told(record: FindingRecord) -> tuple[Any, ...]:
    """What a reader sees of it."""
    return tuple(getattr(record, name) for name in TOLD)


def _write(records: list[FindingRecord], fields: Iterable[str]) -> None:
    """Write them, over what is kept under their fingerprints. One that was found again keeps when it came up."""
    FindingRecord.objects.bulk_create(
        records, batch_size=500, update_conflicts=True, unique_fields=["fingerprint"], update_fields=list(fields)
    )


def _mark_fixed(fingerprints: list[str], run: CheckRun) -> None:
    for start in range(0, len(fingerprints), 500):
        gone = FindingRecord.objects.filter(fingerprint__in=fingerprints[start : start + 500])
        gone.update(status=FindingRecord.Status.FIXED, fixed_at=run.at, run=run)


def _states(report: CheckReport, day: dt.date) -> dict[str, str]:
    if not report.codes:
        return {}
    found = finding_records(FindingQuery(select=tuple(report.codes), statuses=STATUSES), day)
    return dict(found.values_list("fingerprint", "state"))


def _close(run: CheckRun, compared: RunComparison[Any], day: dt.date, seconds: float) -> None:
    """Write down what stands now: over all checks, those that did not run this time too."""
    everything = finding_records(FindingQuery(statuses=(*STANDING, "waived")), day)
    counts = {"error": 0, "warning": 0, "info": 0, "waived": 0}
    by_code: dict[str, int] = {}
    for code, severity, state, count in everything.values_list("code", "severity", "state").annotate(n=Count("id")):
        counts["waived" if state == "waived" else severity] += count
        if state != "waived":
            by_code[code] = by_code.get(code, 0) + count
    run.new, run.fixed, run.seconds = len(compared.new), len(compared.fixed), seconds
    run.errors, run.warnings, run.infos = counts["error"], counts["warning"], counts["info"]
    run.waived, run.open_by_code = counts["waived"], by_code
    run.save()


def waive_finding(
    *,
    actor: User | None,
    who: str,
    why: str,
    until: dt.date,
    fingerprint: str = "",
    code: str = "",
    subject: str = "",
    today: dt.date | None = None,
) -> Waiver:
    """Somebody accepts a finding (by fingerprint), or all of a check about one record, until a day, that day included.

    Refuses a day that is over, a finding that is not known, and a waiver without a name or a reason.
    """
    day = today or timezone.localdate()
    if until < day:
        raise InvalidValues({"until": f"{until} is over; choose today or a later day"})
    name = f"{code} on {subject}"
    if fingerprint:
        found = FindingRecord.objects.filter(fingerprint=fingerprint).first()
        if found is None:
            raise NotFound(f"there is no finding {fingerprint}; run the checks again and choose it from the list")
        name = f"{found.code}: {found.message}"[:300]
    elif code:
        try:
            code = code_of(code)
        except ChecksError as error:
            raise InvalidValues({"code": str(error)}) from error
    values = {"name": name, "fingerprint": fingerprint, "code": code, "subject": subject}
    return create_record("waiver", {**values, "who": who, "why": why, "until": until}, actor=actor)  # type: ignore[return-value]


def end_waiver(number: int, *, actor: User | None, expected_version: int, today: dt.date | None = None) -> Waiver:
    """The waiver holds no longer, and what it held down counts again. Refuses one that has ended."""
    require(actor, "change")
    day = today or timezone.localdate()
    waiver = read_record("waiver", number)
    assert isinstance(waiver, Waiver)  # noqa: S101 - the kind says so
    if waiver.until < day or waiver.archived_at:
        raise AlreadyEnded(f"this waiver ended on {waiver.until}; there is nothing to end")
    return apply_change(  # type: ignore[return-value]
        waiver,
        actor=actor,
        action="waiver.ended",
        expected_version=expected_version,
        until=day - dt.timedelta(days=1),
    )


def change_check_setting(
    code: str,
    *,
    actor: User | None,
    is_enabled: bool = True,
    severity: str = "",
    thresholds: Mapping[str, object] | None = None,
    expected_version: int | None = None,
) -> CheckSetting:
    """The check is on or off, with this severity ("" for its own) and these thresholds (others as the check has them).

    Refuses an unknown check or threshold and a value out of range. `expected_version` belongs to the setting there is.
    """
    require(actor, "change")
    try:
        right = code_of(code)
    except ChecksError as error:
        raise InvalidValues({"code": str(error)}) from error
    check = next(each for each in registered_checks() if each.code == right)
    chosen = {name: value for name, value in (thresholds or {}).items() if not _is_default(check, name, value)}
    values = {"is_enabled": is_enabled, "severity": severity, "thresholds": thresholds_text(chosen)}
    setting = CheckSetting.objects.filter(code=right).first()
    if setting is None:
        return create_record("check_setting", {"code": right, **values}, actor=actor)  # type: ignore[return-value]
    return apply_change(  # type: ignore[return-value]
        setting,
        actor=actor,
        action="check_setting.changed",
        expected_version=expected_version or setting.version,
        checked=check_values(CHECK_SETTING, values, setting),
        archived_at=None,
    )


def _is_default(check: Any, name: str, value: object) -> bool:
    known = check.thresholds.get(name)
    return known is not None and (tuple(value) if isinstance(value, list) else value) == known.default
