"""What waits for somebody: words to match, imports that went wrong, waivers that end soon, findings on one's own."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Sum

from nervecenter.foundation.importing.models import Import, UnmatchedValue
from nervecenter.foundation.resources import resource
from nervecenter.foundation.users import User
from nervecenter.honesty.models import Waiver
from nervecenter.honesty.queries.findings import FindingQuery, FindingRow, findings_about
from nervecenter.organisation.models import Ownership
from nervecenter.people.models import Person

SOON_DAYS = 14
MOST_OWNED = 200


@dataclass(frozen=True, slots=True)
class EndingWaiver:
    """A waiver that ends soon, or ended in the last days."""

    number: int
    name: str
    who: str
    until: dt.date
    path: str


@dataclass(frozen=True, slots=True)
class OwnFindings:
    """What stands against the teams, products and lines that the reader holds a role for."""

    owned: int
    count: int
    rows: tuple[FindingRow, ...]


@dataclass(frozen=True, slots=True)
class ImportsWaiting:
    """Words that imports could not match and nobody has decided on, and imports of the last days that failed."""

    words: int
    records: int
    failed: int


def imports_waiting(today: dt.date) -> ImportsWaiting:
    """What imports left behind. Two SQL queries."""
    open_words = UnmatchedValue.objects.filter(status=UnmatchedValue.Status.OPEN, import_of__status=Import.Status.DONE)
    told = open_words.aggregate(words=Count("id"), records=Sum("count"))
    since = today - dt.timedelta(days=SOON_DAYS)
    failed = Import.objects.filter(status=Import.Status.FAILED, created_at__date__gte=since).count()
    return ImportsWaiting(told["words"], told["records"] or 0, failed)


def ending_waivers(today: dt.date) -> tuple[EndingWaiver, ...]:
    """Waivers whose last day lies within SOON_DAYS from today, soonest first. One SQL query."""
    declared = resource("waiver")
    rows = Waiver.objects.filter(archived_at=None, until__gte=today, until__lte=today + dt.timedelta(days=SOON_DAYS))
    columns = rows.order_by("until", "id").values_list("id", "name", "who", "until")
    return tuple(
        EndingWaiver(number, name, who, until, declared.record_path(number)) for number, name, who, until in columns
    )


def own_findings(user: User, today: dt.date, *, limit: int = 6) -> OwnFindings:
    """Findings about what the reader owns; she is known by her full name, or by her user name as a person's code.

    Two SQL queries, one where she owns nothing.
    """
    known_as = Q(code=user.username)
    if user.get_full_name():
        known_as |= Q(name=user.get_full_name())
    herself = Person.objects.filter(known_as, archived_at=None).values("id")
    columns: Any = Ownership.objects.filter(person__in=herself, archived_at=None).order_by("id")
    owned: set[str] = set()
    for team, product, line in columns.values_list("team_id", "product_id", "product_line_id")[:MOST_OWNED]:
        pairs = (("team", team), ("product", product), ("product_line", line))
        owned |= {resource(kind).public_id(number) for kind, number in pairs if number}
    if not owned:
        return OwnFindings(0, 0, ())
    rows = findings_about(owned, FindingQuery(), today)
    return OwnFindings(len(owned), len(rows), rows[:limit])
