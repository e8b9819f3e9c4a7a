"""What waits in the inbox: which items, in which order, how many, since when.

Newest first walks an index. Weightiest first ranks the newest `RANKED` items that wait, so that a million of them cost
no more than that.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.utils import timezone

from nervecenter.evidence.models import Deal, Evidence
from nervecenter.evidence.targets import is_linked
from nervecenter.foundation.resources import resource
from nervecenter.foundation.searching import matching_numbers
from nervecenter.market.models import Account, Segment
from nervecenter.market.queries.membership import effective_segment

COUNTED = 10_000
RANKED = 10_000
SOURCES_AMONG = 1_000
NEWEST, WEIGHTIEST = "newest", "weightiest"
SORTS = (NEWEST, WEIGHTIEST)
UNDATED = dt.date(1, 1, 1)

type Key = tuple[Decimal, int, dt.date, int]


@dataclass(frozen=True, slots=True)
class InboxQuery:
    """Which of the items that wait are asked for; records by their numbers."""

    sort: str = NEWEST
    kind: str = ""
    source: str = ""
    product: int | None = None
    segment: int | None = None
    text: str = ""

    @property
    def is_filtered(self) -> bool:
        """Whether it asks for less than all."""
        return bool(self.kind or self.source or self.product or self.segment or self.text)


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """An item as the list shows it."""

    number: int
    version: int
    name: str
    beginning: str
    kind: str
    source: str
    occurred_on: dt.date | None
    account: str
    money: Decimal | None
    weight: int | None

    @property
    def public_id(self) -> str:
        """Such as evd-5."""
        return f"evd-{self.number}"


@dataclass(frozen=True, slots=True)
class WaitingCount:
    """How many wait: exact up to COUNTED, of them since Monday, and the day of the oldest."""

    count: int
    counted_all: bool
    this_week: int
    oldest: dt.date | None


def waiting(query: InboxQuery) -> QuerySet[Evidence]:
    """The items that wait and fit, unsorted: to be decided, not archived, linked to nothing."""
    rows = Evidence.objects.filter(archived_at=None, triage=Evidence.Triage.WAITING).exclude(is_linked())
    if query.kind:
        rows = rows.filter(kind=query.kind)
    if query.source:
        rows = rows.filter(source="" if query.source == "typed" else query.source)
    if query.product:
        rows = rows.filter(product=query.product)
    if query.segment:
        of_account = Account.objects.filter(segment=query.segment).values("pk")
        rows = rows.filter(Q(segment=query.segment) | Q(segment=None, account__in=of_account))
    if query.text:
        rows = rows.filter(pk__in=matching_numbers(resource("evidence"), query.text))
    return rows


def waiting_count(query: InboxQuery) -> WaitingCount:
    """How many wait, bounded. Two SQL queries."""
    today = timezone.localdate()
    monday = today - dt.timedelta(days=today.weekday())
    days = list(_newest(waiting(query)).values_list("occurred_on", flat=True)[: COUNTED + 1])
    oldest = min((day for day in days if day), default=None)
    if len(days) > COUNTED:
        dated = waiting(query).filter(occurred_on__isnull=False).order_by("occurred_on", "id")
        oldest = dated.values_list("occurred_on", flat=True).first()
    this_week = sum(1 for day in days if day and monday <= day <= today)
    return WaitingCount(min(len(days), COUNTED), len(days) <= COUNTED, this_week, oldest)


def waiting_rows(query: InboxQuery, *, after: int | None = None, limit: int = 50) -> tuple[WaitingRow, ...]:
    """The next items after the one of that number, at most `limit`. A fixed number of SQL queries."""
    numbers = _weightiest(query, after, limit) if query.sort == WEIGHTIEST else _after(query, after, limit)
    found = Evidence.objects.filter(pk__in=numbers).values(*_SHOWN)
    by_number = {row["id"]: row for row in found}
    money = account_money({row["account_id"] for row in by_number.values() if row["account_id"]})
    return tuple(_row(by_number[number], money) for number in numbers if number in by_number)


_SHOWN = ("id", "version", "name", "text", "kind", "source", "occurred_on", "account_id", "account__name", "weight")


def _row(row: Mapping[str, Any], money: Mapping[int, Decimal]) -> WaitingRow:
    return WaitingRow(
        number=row["id"],
        version=row["version"],
        name=row["name"],
        beginning=" ".join(row["text"][:240].split()),
        kind=Evidence.Kind(row["kind"]).label,
        source=row["source"],
        occurred_on=row["occurred_on"],
        account=row["account__name"] or "",
        money=money.get(row["account_id"]),
        weight=row["weight"],
    )


def _newest(rows: QuerySet[Evidence]) -> QuerySet[Evidence]:
    return rows.order_by(F("occurred_on").desc(), F("id").desc())


def _after(query: InboxQuery, after: int | None, limit: int) -> Sequence[int]:
    rows = waiting(query)
    place = Evidence.objects.filter(pk=after).values_list("occurred_on", flat=True).first() if after else None
    if after:
        rows = rows.filter(_older(place, after))
    return list(_newest(rows).values_list("pk", flat=True)[:limit])


def _older(day: dt.date | None, number: int) -> Q:
    """What comes after an item in the database's own order, in which undated items stand together."""
    if day is None:
        return Q(occurred_on=None, pk__lt=number) | (Q(occurred_on__isnull=False) if _undated_first() else Q(pk__in=[]))
    later = Q(occurred_on__lte=day) & (Q(occurred_on__lt=day) | Q(pk__lt=number))
    return later if _undated_first() else later | Q(occurred_on=None)


def _undated_first() -> bool:
    from django.db import connection

    return connection.vendor == "postgresql"


def _weightiest(query: InboxQuery, after: int | None, limit: int) -> Sequence[int]:
    newest = _newest(waiting(query)).values_list("pk", "account_id", "weight", "occurred_on")[:RANKED]
    rows = list(newest)
    if after and after not in {row[0] for row in rows}:
        rows += Evidence.objects.filter(pk=after).values_list("pk", "account_id", "weight", "occurred_on")
    money = account_money({row[1] for row in rows if row[1]})
    keys = sorted((_key(row, money) for row in rows), reverse=True)
    begin = next((place + 1 for place, key in enumerate(keys) if key[3] == after), 0)
    return [key[3] for key in keys[begin : begin + limit]]


def _key(row: tuple[Any, ...], money: Mapping[int, Decimal]) -> Key:
    number, account, weight, day = row
    return (money.get(account, Decimal(0)), weight or 0, day or UNDATED, number)


def account_money(accounts: set[int]) -> dict[int, Decimal]:
    """What is at stake at each account: recurring revenue and open deals, times its segment's weight. Four SQL queries.

    An account without either is left out; one without a segment has the weight 1. Amounts are added as they stand,
    whatever their currency.
    """
    if not accounts:
        return {}
    few = len(accounts) <= 500
    rows = Account.objects.filter(pk__in=accounts) if few else Account.objects.all()
    deals = Deal.objects.filter(outcome=Deal.Outcome.OPEN, archived_at=None, account__isnull=False)
    deals = deals.filter(account__in=accounts) if few else deals
    pipeline = dict(deals.order_by().values_list("account").annotate(total=Sum("amount")))
    found = {}
    weights = dict(Segment.objects.values_list("pk", "weight"))
    belonging = rows.annotate(of=effective_segment()).order_by().values_list("pk", "recurring_revenue", "of")
    for number, recurring, segment in belonging:
        stake = (recurring or Decimal(0)) + (pipeline.get(number) or Decimal(0))
        if stake and number in accounts:
            found[number] = stake * weights.get(segment or 0, Decimal(1))
    return found


def waiting_sources() -> tuple[str, ...]:
    """Where the newest items that wait came from; empty for those typed by hand. One SQL query."""
    newest = Evidence.objects.filter(archived_at=None, triage=Evidence.Triage.WAITING)
    return tuple(sorted(set(_newest(newest).values_list("source", flat=True)[:SOURCES_AMONG])))


def has_evidence() -> bool:
    """Whether there is any evidence at all. One SQL query."""
    return Evidence.objects.filter(archived_at=None).exists()
