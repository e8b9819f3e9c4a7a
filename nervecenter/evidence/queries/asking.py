"""Who stands behind one need: its accounts, each once, with their latest word and what is at stake with them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import batched
from typing import Any

from django.db import connection

from nervecenter.domain.demand.counting import Demand
from nervecenter.evidence.models import Evidence
from nervecenter.evidence.queries.demand import Backing, Heard, NeedLinks, backing, demand_of, voices
from nervecenter.foundation.resources import resource
from nervecenter.market.models import Account, Segment

UNSTATED = 1
_LONGEST = 400
_AT_ONCE = 5_000

type Money = tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, slots=True)
class AskingAccount:
    """An account behind a need. `importance` is its latest stated one, None where nobody stated any (it counts 1).

    `score` is the weight of its segment times its importance, 0 where it only noted. `evidence` is its latest piece,
    with the passage that was marked in it.
    """

    number: int
    name: str
    segment: str
    importance: int | None
    latest_on: date | None
    score: float
    recurring_revenue: Money
    pipeline: Money
    open_deals: int
    pieces: int
    evidence: int | None
    title: str
    passage: str


@dataclass(frozen=True, slots=True)
class NeedBacking:
    """The demand of one need (None where nothing was said), how many accounts spoke, and some of them."""

    demand: Demand | None
    accounts: int
    rows: tuple[AskingAccount, ...]


def need_backing(
    links: NeedLinks, number: int, today: date, *, start: int = 0, limit: int = 10, segment: int | None = None
) -> NeedBacking:
    """Who stands behind one need, the largest score first, then the latest word. Nine SQL queries, six for nobody.

    With a segment, only its accounts count. Each further five thousand rows take two queries more.
    """
    said = voices(links, number)
    behind = backing(said)
    if segment is not None:
        said = said.of_accounts(behind.accounts_of(segment))
    found = demand_of(said, behind, today).get(resource(links.kind).public_id(number))
    weights = {row.account: float(row.weight) for row in behind.accounts}
    scored = [(_score(each, weights), each) for each in said.heard if each.account is not None]
    scored.sort(key=lambda pair: (-pair[0], -(pair[1].spoke_on or date.min).toordinal(), pair[1].account))
    shown = scored[start : start + limit]
    return NeedBacking(found, len(scored), _rows(links, number, shown, behind))


def _score(each: Heard, weights: dict[str, float]) -> float:
    return weights.get(f"acc-{each.account}", 1.0) * (UNSTATED if each.importance is None else each.importance)


def _rows(
    links: NeedLinks, number: int, shown: Sequence[tuple[float, Heard]], behind: Backing
) -> tuple[AskingAccount, ...]:
    if not shown:
        return ()
    numbers = [each.account for _, each in shown if each.account is not None]
    names = _names(numbers)
    segments = dict(Segment.objects.filter(pk__in=set(behind.segments.values())).values_list("id", "name"))
    latest = _latest_pieces(links, number, numbers)
    revenue: dict[str, Money] = {
        row.account: ((row.currency, row.recurring_revenue),) for row in behind.accounts if row.recurring_revenue
    }
    pipeline, counts = _open_deals(behind)
    rows = []
    for score, each in shown:
        account = each.account or 0
        key = f"acc-{account}"
        evidence, title, passage = latest.get(account, (None, "", ""))
        rows.append(
            AskingAccount(
                number=account,
                name=names.get(account) or key,
                segment=segments.get(behind.segments.get(account, 0), ""),
                importance=each.importance,
                latest_on=each.spoke_on,
                score=score,
                recurring_revenue=revenue.get(key, ()),
                pipeline=tuple(sorted(pipeline.get(key, {}).items())),
                open_deals=counts.get(key, 0),
                pieces=each.pieces,
                evidence=evidence,
                title=title,
                passage=passage[:_LONGEST],
            )
        )
    return tuple(rows)


def _open_deals(behind: Backing) -> tuple[dict[str, dict[str, Decimal]], dict[str, int]]:
    amounts: dict[str, dict[str, Decimal]] = {}
    counts: dict[str, int] = {}
    for deal in behind.open_deals:
        counts[deal.account] = counts.get(deal.account, 0) + 1
        if deal.amount:
            of = amounts.setdefault(deal.account, {})
            of[deal.currency] = of.get(deal.currency, Decimal()) + deal.amount
    return amounts, counts


def _latest_pieces(links: NeedLinks, number: int, accounts: Iterable[int]) -> dict[int, tuple[int, str, str]]:
    """The latest piece of each account about the need: its number, its title and the marked passage."""
    found: dict[int, tuple[int, str, str]] = {}
    for numbers in batched(accounts, _AT_ONCE):
        for account, evidence, title, passage in _pieces(links, number, numbers):
            found.setdefault(account, (evidence, title, passage or ""))
    return found


def _names(accounts: Iterable[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for numbers in batched(accounts, _AT_ONCE):
        found |= dict(Account.objects.filter(pk__in=numbers).values_list("id", "name"))
    return found


def _pieces(links: NeedLinks, number: int, accounts: Sequence[int]) -> list[Any]:
    """All pieces of these accounts about the need with their passages, the latest first. One SQL query."""
    marks = ", ".join(["%s"] * len(accounts))
    sql = f"""
        SELECT piece.account_id, piece.id, piece.name, stated.passage
        FROM ({links.linked}) linked
        JOIN {Evidence._meta.db_table} piece ON piece.id = linked.evidence AND piece.archived_at IS NULL
        LEFT JOIN ({links.stated}) stated ON stated.evidence = linked.evidence
        WHERE piece.account_id IN ({marks})
        ORDER BY piece.occurred_on IS NULL, piece.occurred_on DESC, piece.id DESC, stated.passage DESC
    """  # noqa: S608 - made of our own tables
    places = sql.count("{of}")
    with connection.cursor() as cursor:
        cursor.execute(sql.replace("{of}", "= %s"), [*[number] * places, *accounts])
        return list(cursor.fetchall())
