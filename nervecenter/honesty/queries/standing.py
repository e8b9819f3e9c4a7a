"""What stands now, by check: the quick question of a page that everybody opens."""

import datetime as dt

from django.db import connection
from django.db.models import F

from nervecenter.honesty.models import FindingRecord
from nervecenter.honesty.queries.findings import COLUMNS, FindingGroup, finding_row, weight_of


def standing_groups(today: dt.date, *, shown: int = 8) -> tuple[FindingGroup, ...]:
    """What stands, by check and severity, gravest first; the newest row of the first `shown` groups. Two SQL queries.

    The quick way for a page that everybody opens: written in SQL, since making it costs more than running it.
    """
    with connection.cursor() as cursor:
        cursor.execute(STANDING_SQL, [today])
        found = sorted(cursor.fetchall(), key=lambda row: (weight_of(row[1]), row[0]))
    newest = [number for *_, number in found[:shown]]
    rows = FindingRecord.objects.filter(pk__in=newest).annotate(state=F("status"))
    by_number = {row["id"]: finding_row(row) for row in rows.values(*COLUMNS)}
    return tuple(
        FindingGroup(code, name, severity, count, (by_number[number],) if number in by_number else ())
        for code, severity, name, count, number in found
    )


STANDING_SQL = """
    SELECT code, severity, max(name), count(*), max(id) FROM honesty_findingrecord found
    WHERE status IN ('new', 'open') AND NOT EXISTS (
        SELECT 1 FROM honesty_waiver held WHERE held.archived_at IS NULL AND held.until >= %s
        AND ((held.fingerprint <> '' AND held.fingerprint = found.fingerprint)
             OR (held.code = found.code AND held.subject = found.subject_id)))
    GROUP BY code, severity
"""
