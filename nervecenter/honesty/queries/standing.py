"""What stands now, by check: the quick question of a page that everybody opens."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection
from django.db.models import F

from nervecenter.honesty.models import FindingRecord
from nervecenter.honesty.queries.findings import COLUMNS, STANDING, FindingGroup, finding_row, weight_of


@dataclass(frozen=True, slots=True)
class StandingFindings:
    """What counts now, by check and severity, gravest first; and how many findings a standing waiver covers."""

    groups: tuple[FindingGroup, ...]
    waived: int


def standing_findings(today: dt.date, *, shown: int = 8) -> StandingFindings:
    """What stands now, with the newest row of each of the first `shown` groups. Two SQL queries.

    The quick way for a page that everybody opens: written in SQL, since making it costs more than running it.
    """
    with connection.cursor() as cursor:
        cursor.execute(STANDING_SQL, [today])
        found = sorted(cursor.fetchall(), key=lambda row: (weight_of(row[1]), row[0]))
    counted = [row[:5] for row in found if not row[5]]
    newest = [number for *_, number in counted[:shown]]
    rows = FindingRecord.objects.filter(pk__in=newest).annotate(state=F("status"))
    by_number = {row["id"]: finding_row(row) for row in rows.values(*COLUMNS)}
    groups = tuple(
        FindingGroup(code, name, severity, count, (by_number[number],) if number in by_number else ())
        for code, severity, name, count, number in counted
    )
    return StandingFindings(groups, sum(row[3] for row in found if row[5]))


def is_found(public_id: str) -> bool:
    """Whether anything was found about a record and is not fixed. One SQL query, cheap enough for every page."""
    return FindingRecord.objects.filter(subject_id=public_id, status__in=STANDING).exists()


STANDING_SQL = """
    SELECT code, severity, max(name), count(*), max(id), EXISTS (
        SELECT 1 FROM honesty_waiver held WHERE held.archived_at IS NULL AND held.until >= %s
        AND ((held.fingerprint <> '' AND held.fingerprint = found.fingerprint)
             OR (held.code = found.code AND held.subject = found.subject_id))) AS is_waived
    FROM honesty_findingrecord found WHERE status IN ('new', 'open') GROUP BY code, severity, is_waived
"""
