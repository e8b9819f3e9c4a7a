"""One piece of evidence as it is triaged: who said it and what hangs on them, what it speaks to, which passages."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum

from nervecenter.evidence.models import Deal, Evidence
from nervecenter.evidence.targets import LinkTarget, link_targets
from nervecenter.foundation.errors import NotFound
from nervecenter.foundation.resources import resource

IMPORTANCE = {0: "noted", 1: "nice to have", 2: "important", 3: "critical"}


@dataclass(frozen=True, slots=True)
class Marked:
    """A passage that was marked, or the whole of it where the passage is empty."""

    number: int
    passage: str
    starts: int | None
    importance: int

    @property
    def words(self) -> str:
        """The importance in words."""
        return IMPORTANCE[self.importance]


@dataclass(frozen=True, slots=True)
class LinkRow:
    """What a piece of evidence speaks to, and what was said about the link."""

    kind: str
    label: str
    number: int
    name: str
    marks: tuple[Marked, ...] = ()

    @property
    def public_id(self) -> str:
        """Such as prb-3."""
        return resource(self.kind).public_id(self.number)

    @property
    def path(self) -> str:
        """Its page."""
        return resource(self.kind).record_path(self.number)

    @property
    def importance(self) -> int | None:
        """The greatest importance that was said; None where none was."""
        return max((mark.importance for mark in self.marks), default=None)

    @property
    def importance_words(self) -> str:
        """The greatest importance in words, empty where none was said."""
        return "" if self.importance is None else IMPORTANCE[self.importance]


@dataclass(frozen=True, slots=True)
class OpenDeals:
    """Deals of an account that are open, in one currency."""

    count: int
    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of evidence with all that helps to decide about it."""

    record: Evidence
    links: tuple[LinkRow, ...]
    deals: tuple[OpenDeals, ...]

    @property
    def number(self) -> int:
        """Its number."""
        return int(self.record.pk)

    @property
    def public_id(self) -> str:
        """Such as evd-5."""
        return f"evd-{self.record.pk}"

    @property
    def path(self) -> str:
        """Its page."""
        return resource("evidence").record_path(self.number)

    @property
    def waits(self) -> bool:
        """Whether it still has to be decided."""
        return self.record.triage == Evidence.Triage.WAITING and not self.links and self.record.archived_at is None

    @property
    def is_set_aside(self) -> bool:
        """Whether somebody said that it is no evidence."""
        return self.record.triage == Evidence.Triage.SET_ASIDE


_LINKED = ("account__segment", "segment", "product", "capability", "contact", "deal", "survey")


def item(number: int) -> Item:
    """The piece of evidence, archived or not; NotFound when there is none. Two SQL queries, two a kind of target."""
    record = Evidence.objects.select_related(*_LINKED).filter(pk=number).first()
    if record is None:
        raise NotFound(f"there is no evidence evd-{number}; it may have been deleted")
    return Item(record, links_of(number), _open_deals(record.account_id))


def links_of(number: int) -> tuple[LinkRow, ...]:
    """What the evidence speaks to, each with its highlights. Two SQL queries a kind of target."""
    found: list[LinkRow] = []
    for target in link_targets():
        title = f"{target.kind}__{target.resource.title}"
        rows = target.links._default_manager.filter(evidence_id=number).order_by(title, target.column)
        marks = _marks(target, number)
        found += [
            LinkRow(target.kind, target.resource.label, other, name, tuple(marks.get(other, ())))
            for other, name in rows.values_list(target.column, title)
        ]
    return tuple(found)


def _marks(target: LinkTarget, number: int) -> dict[int, list[Marked]]:
    rows = target.highlights._default_manager.filter(evidence_id=number, archived_at=None).order_by("pk")
    found: dict[int, list[Marked]] = {}
    for other, pk, passage, starts, importance in rows.values_list(
        target.column, "pk", "passage", "starts", "importance"
    ):
        found.setdefault(other, []).append(Marked(pk, passage, starts, importance))
    return found


def _open_deals(account: int | None) -> tuple[OpenDeals, ...]:
    if account is None:
        return ()
    rows = Deal.objects.filter(account=account, outcome=Deal.Outcome.OPEN, archived_at=None).order_by("currency")
    totals = rows.values_list("currency").annotate(count=Count("pk"), amount=Sum("amount"))
    return tuple(OpenDeals(count, amount or Decimal(0), currency) for currency, count, amount in totals)


@dataclass(frozen=True, slots=True)
class Heard:
    """Evidence behind a problem or requirement: what was said, by whom, when, how important."""

    number: int
    name: str
    kind: str
    occurred_on: dt.date | None
    account: str
    marks: tuple[Marked, ...]

    @property
    def path(self) -> str:
        """Its page."""
        return resource("evidence").record_path(self.number)

    @property
    def importance(self) -> int | None:
        """The greatest importance that was said; None where none was."""
        return max((mark.importance for mark in self.marks), default=None)

    @property
    def importance_words(self) -> str:
        """The greatest importance in words."""
        return "" if self.importance is None else IMPORTANCE[self.importance]

    @property
    def passages(self) -> tuple[Marked, ...]:
        """The passages that were marked."""
        return tuple(mark for mark in self.marks if mark.passage)


def heard_about(target: LinkTarget, number: int, *, limit: int) -> tuple[tuple[Heard, ...], int]:
    """The newest evidence that speaks to a record, and how many pieces there are. Three SQL queries."""
    links = target.links._default_manager.filter(**{target.column: number}).values("evidence_id")
    rows = Evidence.objects.filter(pk__in=links, archived_at=None)
    newest = list(
        rows.order_by("-occurred_on", "-id").values_list("pk", "name", "kind", "occurred_on", "account__name")[:limit]
    )
    marks = _marks_on(target, number, [row[0] for row in newest])
    heard = tuple(
        Heard(pk, name, Evidence.Kind(kind).label, day, account or "", tuple(marks.get(pk, ())))
        for pk, name, kind, day, account in newest
    )
    return heard, len(newest) if len(newest) < limit else rows.count()


def _marks_on(target: LinkTarget, number: int, among: Iterable[int]) -> dict[int, list[Marked]]:
    rows = target.highlights._default_manager.filter(
        **{target.column: number}, evidence_id__in=list(among), archived_at=None
    ).order_by("pk")
    found: dict[int, list[Marked]] = {}
    row: Any
    for row in rows.values_list("evidence_id", "pk", "passage", "starts", "importance"):
        found.setdefault(row[0], []).append(Marked(*row[1:]))
    return found
