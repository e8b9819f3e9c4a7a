"""The kept findings: filtered, counted, grouped by check, and how their number went from run to run."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber

from nervecenter.domain.checks.errors import ChecksError
from nervecenter.domain.checks.selection import Selection, selected_checks
from nervecenter.foundation.errors import InvalidValues
from nervecenter.foundation.resources import UnknownKind, parse_public_id
from nervecenter.honesty.models import FindingRecord, Severity, Waiver

STANDING = ("new", "open")
COLUMNS = (
    "id", "fingerprint", "code", "name", "severity", "state", "subject_kind", "subject_id", "subject_label", "message",
    "remedy", "first_seen", "fixed_at",
)  # fmt: skip
STATUSES = ("new", "open", "waived", "fixed")
WEIGHT = Case(
    When(severity=Severity.ERROR, then=Value(0)),
    When(severity=Severity.WARNING, then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingQuery:
    """Which findings are asked for. Empty means all; `select` takes codes, starts of codes, groups and names."""

    select: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    statuses: tuple[str, ...] = STANDING
    product: int | None = None
    product_line: int | None = None
    subject_id: str = ""


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One kept finding as a page shows it. `path` is where its subject is, empty where that is no record of ours."""

    number: int
    fingerprint: str
    code: str
    name: str
    severity: str
    status: str
    subject_kind: str
    subject_id: str
    subject_label: str
    message: str
    remedy: str
    first_seen: dt.datetime
    fixed_at: dt.datetime | None
    path: str

    @property
    def said(self) -> tuple[str, str, str]:
        """The message around the first place where it names its subject: before, the name, after."""
        before, name, after = self.message.partition(self.subject_label or self.subject_id)
        return (before, name, after) if name else ("", self.subject_label or self.subject_id, f": {before}")


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """The findings of one check: how many there are, and the first of them."""

    code: str
    name: str
    severity: str
    count: int
    rows: tuple[FindingRow, ...]


def waived_on(today: dt.date) -> Exists:
    """Whether a standing waiver covers a finding: by its fingerprint, or by its check and subject."""
    standing = Waiver.objects.filter(archived_at=None, until__gte=today)
    by_finding = ~Q(fingerprint="") & Q(fingerprint=OuterRef("fingerprint"))
    by_thing = Q(code=OuterRef("code"), subject=OuterRef("subject_id"))
    return Exists(standing.filter(by_finding | by_thing))


def finding_records(query: FindingQuery, today: dt.date) -> QuerySet[Any]:
    """The findings asked for, each with `state`: new, open, waived or fixed. InvalidValues names a wrong word."""
    _refuse_unknown("severity", query.severities, Severity.values)
    _refuse_unknown("status", query.statuses, STATUSES)
    rows: QuerySet[Any] = FindingRecord.objects.all()
    if query.statuses and set(query.statuses) <= set(STANDING):
        rows = rows.filter(~waived_on(today), status__in=query.statuses).annotate(state=F("status"))
    else:
        fixed, waived = When(status="fixed", then=Value("fixed")), When(waived_on(today), then=Value("waived"))
        rows = rows.annotate(state=Case(fixed, waived, default=F("status")))
        rows = rows.filter(state__in=query.statuses) if query.statuses else rows
    if query.select:
        try:
            codes = {check.code for check in selected_checks(Selection(select=query.select, preview=True)).checks}
        except ChecksError as error:
            raise InvalidValues({"select": str(error)}) from error
        rows = rows.filter(code__in=codes)
    if query.severities:
        rows = rows.filter(severity__in=query.severities)
    for field in ("product", "product_line"):
        if getattr(query, field):
            rows = rows.filter(**{field: getattr(query, field)})
    return rows.filter(subject_id=query.subject_id) if query.subject_id else rows


def _refuse_unknown(name: str, given: Iterable[str], known: Iterable[str]) -> None:
    wrong = [word for word in given if word not in set(known)]
    if wrong:
        raise InvalidValues({name: f"'{wrong[0]}' is none of {', '.join(known)}"})


def findings(query: FindingQuery, today: dt.date, *, start: int = 0, limit: int = 100) -> tuple[FindingRow, ...]:
    """The findings asked for, gravest first, then by check. One SQL query."""
    rows = finding_records(query, today).order_by(WEIGHT, "code", "id")
    return tuple(finding_row(row) for row in rows.values(*COLUMNS)[start : start + limit])


def findings_about(
    subject_ids: Iterable[str], query: FindingQuery, today: dt.date, *, limit: int = 200
) -> tuple[FindingRow, ...]:
    """The findings asked for about any of these records, gravest first. One SQL query."""
    rows = finding_records(query, today).filter(subject_id__in=list(subject_ids)).order_by(WEIGHT, "code", "id")
    return tuple(finding_row(row) for row in rows.values(*COLUMNS)[:limit])


def finding_of(fingerprint: str, today: dt.date) -> FindingRow | None:
    """One finding, whatever its status; nothing where there is none. One SQL query."""
    rows = finding_records(FindingQuery(statuses=()), today).filter(fingerprint=fingerprint)
    return next((finding_row(row) for row in rows.values(*COLUMNS)), None)


def finding_groups(query: FindingQuery, today: dt.date, *, shown: int = 6) -> tuple[FindingGroup, ...]:
    """The findings asked for, by check, gravest first; of each the gravest few, the newest first. Two SQL queries."""
    records = finding_records(query, today)
    counts = dict(records.values_list("code").annotate(count=Count("id")).order_by())
    order = Window(RowNumber(), partition_by=F("code"), order_by=[WEIGHT, F("first_seen").desc(), F("id")])
    by_code: dict[str, list[FindingRow]] = {}
    for row in (
        records.annotate(place=order).filter(place__lte=shown).order_by("code", "place").values(*COLUMNS, "place")
    ):
        by_code.setdefault(row["code"], []).append(finding_row(row))
    groups = [
        FindingGroup(code, rows[0].name, min((row.severity for row in rows), key=weight_of), counts[code], tuple(rows))
        for code, rows in by_code.items()
    ]
    return tuple(sorted(groups, key=lambda group: (weight_of(group.severity), group.code)))


def weight_of(severity: str) -> int:
    """0 for an error, 1 for a warning, 2 for an info: the order in which they are read."""
    return Severity.values.index(severity)


def finding_counts(query: FindingQuery, today: dt.date) -> dict[tuple[str, str], int]:
    """How many findings there are by (severity, status). One SQL query."""
    rows = finding_records(query, today).values_list("severity", "state").annotate(count=Count("id")).order_by()
    return {(severity, state): count for severity, state, count in rows}


def finding_row(row: Mapping[str, Any]) -> FindingRow:
    """The row of these columns, ready to be shown."""
    values = {name: value for name, value in row.items() if name not in ("id", "state", "place")}
    return FindingRow(number=row["id"], status=row["state"], path=_subject_path(row["subject_id"]), **values)


def _subject_path(public_id: str) -> str:
    """Where the record with that public id is; empty where it is no record of ours."""
    try:
        declared, number = parse_public_id(public_id)
    except UnknownKind:
        return ""
    return declared.record_path(number)
