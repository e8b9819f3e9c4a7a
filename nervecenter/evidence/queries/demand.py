"""Demand, counted from records: what each account said last about a need, and what is at stake with those who ask.

The databases bring the pieces of evidence together by need and account; the engine in the domain does the rest. How
evidence hangs on a kind of need is said by `NeedLinks`, so that requirements are counted by the same code.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection

from nervecenter.domain.demand.counting import Demand, demand
from nervecenter.domain.demand.rows import AccountRow, EvidenceRow, OpenDealRow
from nervecenter.evidence.models import Deal, Evidence, Highlight
from nervecenter.foundation.resources import resource
from nervecenter.market.models import Account, Segment
from nervecenter.market.queries.membership import effective_segment

_UNDATED = "0000-00-00"
_ANY = "IS NOT NULL"
_MOST_AT_ONCE = 900


@dataclass(frozen=True, slots=True)
class NeedLinks:
    """How evidence hangs on one kind of need, as SQL; `{of}` stands for the condition on the need.

    `linked` gives (need, evidence), each pair once; `stated` (need, evidence, importance, passage) for highlights of
    such pairs.
    """

    kind: str
    linked: str
    stated: str


class Heard(NamedTuple):
    """What one account (None: an unknown one) said about one need in so many pieces of evidence.

    `stated` is the latest day on which an importance was stated (the highest of that day); `spoke_on` the latest of
    all. None where no piece has a date, or none an importance.
    """

    need: str
    account: int | None
    importance: int | None
    stated_on: date | None
    spoke_on: date | None
    pieces: int


class NamedDeal(NamedTuple):
    """Evidence of this account (None: an unknown one) about this need names this deal."""

    need: str
    account: int | None
    deal: int


@dataclass(frozen=True, slots=True)
class Voices:
    """All that was said about some needs."""

    heard: tuple[Heard, ...]
    named: tuple[NamedDeal, ...]

    def of_accounts(self, accounts: Collection[int]) -> "Voices":
        """Only what these accounts said."""
        return Voices(
            tuple(each for each in self.heard if each.account in accounts),
            tuple(each for each in self.named if each.account in accounts),
        )


@dataclass(frozen=True, slots=True)
class Backing:
    """The accounts that may stand behind needs, and all that is open with them; `segments` are those of accounts."""

    accounts: tuple[AccountRow, ...]
    open_deals: tuple[OpenDealRow, ...]
    segments: dict[int, int]

    def accounts_of(self, segment: int) -> frozenset[int]:
        """The accounts of a segment."""
        return frozenset(account for account, own in self.segments.items() if own == segment)


_EVIDENCE = Evidence._meta.db_table
_PROBLEM_LINK, _HIGHLIGHT = Evidence.problems.through._meta.db_table, Highlight._meta.db_table
PROBLEM_LINKS = NeedLinks(
    kind="problem",
    linked=f"SELECT problem_id AS need, evidence_id AS evidence FROM {_PROBLEM_LINK} WHERE problem_id {{of}}",  # noqa: S608
    stated=f"""
        SELECT said.problem_id AS need, said.evidence_id AS evidence, said.importance, said.passage
        FROM {_HIGHLIGHT} said
        JOIN {_PROBLEM_LINK} link ON link.evidence_id = said.evidence_id AND link.problem_id = said.problem_id
        WHERE said.archived_at IS NULL AND said.problem_id {{of}}
    """,  # noqa: S608 - made of our own tables
)


def voices(links: NeedLinks, number: int | None = None) -> Voices:
    """What was said about one need of a kind, or about all of them. Two SQL queries. Archived evidence is left out."""
    declared = resource(links.kind)
    sql = f"""
        SELECT need, account, max(word), max(spoke), sum(pieces) FROM (
            SELECT linked.need, piece.account_id AS account, CAST(NULL AS text) AS word,
                   CAST(piece.occurred_on AS text) AS spoke, 1 AS pieces
            FROM ({links.linked}) linked
            JOIN {_EVIDENCE} piece ON piece.id = linked.evidence AND piece.archived_at IS NULL
            UNION ALL
            SELECT stated.need, piece.account_id,
                   COALESCE(CAST(piece.occurred_on AS text), '{_UNDATED}') || CAST(stated.importance AS text), NULL, 0
            FROM ({links.stated}) stated
            JOIN {_EVIDENCE} piece ON piece.id = stated.evidence AND piece.archived_at IS NULL
        ) said GROUP BY need, account
    """  # noqa: S608 - made of our own tables
    heard = tuple(
        Heard(
            need=declared.public_id(need),
            account=account,
            importance=int(word[-1]) if word else None,
            stated_on=_day(word[:-1]) if word else None,
            spoke_on=_day(spoke),
            pieces=int(pieces),
        )
        for need, account, word, spoke, pieces in _asked(sql, number)
    )
    naming = f"""
        SELECT DISTINCT linked.need, piece.account_id, piece.deal_id FROM ({links.linked}) linked
        JOIN {_EVIDENCE} piece ON piece.id = linked.evidence AND piece.archived_at IS NULL
        JOIN {Deal._meta.db_table} deal ON deal.id = piece.deal_id AND deal.archived_at IS NULL
        WHERE deal.outcome = 'open'
    """  # noqa: S608 - made of our own tables
    named = (NamedDeal(declared.public_id(need), account, deal) for need, account, deal in _asked(naming, number))
    return Voices(heard, tuple(named))


def backing(of: Voices | None = None) -> Backing:
    """All accounts with their weight, revenue and open deals; or those that are heard. Four SQL queries.

    An account has the weight of the segment it belongs to, by what is written on it or else by a rule.

    A few accounts are asked for by number; where very many are heard, all are read.
    """
    accounts: Any = Account.objects.all()
    deals: Any = Deal.objects.filter(archived_at=None, outcome=Deal.Outcome.OPEN)
    if of is not None:
        heard = {each.account for each in of.heard if each.account is not None}
        named = {each.deal for each in of.named}
        if len(heard) + len(named) <= _MOST_AT_ONCE:
            accounts = accounts.filter(pk__in=heard)
            deals = deals.filter(account__in=heard) | deals.filter(pk__in=named)
    weights = dict(Segment.objects.values_list("id", "weight"))
    rows = accounts.annotate(belongs_to=effective_segment()).values_list(
        "id", "belongs_to", "recurring_revenue", "currency"
    )
    found, segments = [], {}
    for number, segment, revenue, currency in rows:
        found.append(AccountRow(_account(number), weights.get(segment, 1), revenue, currency))
        if segment is not None:
            segments[number] = segment
    public_id = resource("deal").public_id
    open_deals = tuple(
        OpenDealRow(public_id(number), _account(account), amount, currency)
        for number, account, amount, currency in deals.values_list("id", "account_id", "amount", "currency")
    )
    return Backing(tuple(found), open_deals, segments)


def demand_of(said: Voices, behind: Backing, today: date) -> dict[str, Demand]:
    """The demand of every need that something was said about, by its public id; `top_account` is a public id too."""
    counted = demand(_evidence_rows(said), behind.accounts, behind.open_deals, today)
    pieces: dict[str, int] = dict.fromkeys(counted, 0)
    without = dict(pieces)
    for each in said.heard:
        pieces[each.need] += each.pieces
        if each.account is None:
            without[each.need] += each.pieces
    return {need: replace(found, pieces=pieces[need], without_account=without[need]) for need, found in counted.items()}


def problem_demand(number: int, today: date) -> Demand | None:
    """The demand of one problem; None where nothing was said about it. Six SQL queries."""
    said = voices(PROBLEM_LINKS, number)
    return demand_of(said, backing(said), today).get(resource("problem").public_id(number))


def _evidence_rows(said: Voices) -> Iterator[EvidenceRow]:
    """A row for the latest word and one for the latest day: together they say what all pieces of the account would."""
    for each in said.heard:
        account = _account(each.account)
        if each.importance is not None:
            yield EvidenceRow(each.need, account, each.importance, each.stated_on)
        if each.importance is None or each.spoke_on != each.stated_on:
            yield EvidenceRow(each.need, account, None, each.spoke_on)
    public_id = resource("deal").public_id
    for naming in said.named:
        yield EvidenceRow(naming.need, deal=public_id(naming.deal))


def _account(number: int | None) -> str:
    return "" if number is None else f"acc-{number}"


def _asked(sql: str, number: int | None, more: Sequence[Any] = ()) -> Iterable[Any]:
    """The rows of a statement about one need, or about all."""
    places = sql.count("{of}")
    text = sql.replace("{of}", _ANY if number is None else "= %s")
    with connection.cursor() as cursor:
        cursor.execute(text, [*([] if number is None else [number] * places), *more])
        rows: list[Any] = cursor.fetchall()
    return rows


@lru_cache(maxsize=20_000)
def _day(text: str | None) -> date | None:
    return None if not text or text == _UNDATED else date.fromisoformat(text)
