"""What honesty adds to the pages of records: what the checks say about this one."""

from django.http import HttpRequest
from django.utils import timezone

from nervecenter.foundation.pages.answers import may
from nervecenter.foundation.resources import resource
from nervecenter.foundation.slots import Panel, fill
from nervecenter.honesty.queries.findings import STATUSES, FindingQuery, findings_about
from nervecenter.honesty.queries.standing import is_found


def about_record(request: HttpRequest, kind: str, number: int) -> Panel | None:
    """The findings that stand against a record, and those that somebody accepted. Nothing where there are none."""
    public_id = resource(kind).public_id(number)
    if not is_found(public_id):
        return None
    standing = FindingQuery(statuses=tuple(status for status in STATUSES if status != "fixed"))
    rows = findings_about([public_id], standing, timezone.localdate())
    return Panel("What disagrees", "honesty/about_record.html", {"rows": rows, "may": may(request)}) if rows else None


fill("record:*", about_record)
