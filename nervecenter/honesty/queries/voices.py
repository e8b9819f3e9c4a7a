"""Whose voice stands behind a problem or a requirement, and which deals name whom: counted by the database.

A count of accounts stops at ENOUGH and one of aims at SAMPLED, so that a million rows of evidence cost no more than a
few thousand.
"""

import datetime as dt
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q

from nervecenter.evidence.models import Deal, Evidence
from nervecenter.market.models import Account
from nervecenter.market.queries.membership import effective_segment

ENOUGH = 6
SAMPLED = 200


def evidence_by_problem() -> dict[int, dict[str, Any]]:
    """The evidence of each problem that has some, as the fields of its facts. At most three SQL queries.

    Accounts are counted among the first pieces, without a sort of all; all are asked only where these name few.
    """
    said = """FROM evidence_evidence_problems link JOIN evidence_evidence said ON said.id = link.evidence_id
              WHERE link.problem_id = asked.problem_id AND said.archived_at IS NULL"""
    accounts = f"(SELECT said.account_id {said} AND said.account_id IS NOT NULL LIMIT {SAMPLED}) accounts"
    aims = f"(SELECT said.aim {said} AND said.aim <> '' LIMIT {SAMPLED}) aims"
    sql = f"""
        SELECT asked.problem_id, asked.pieces,
            (SELECT count(DISTINCT account_id) FROM {accounts}), (SELECT min(account_id) FROM {accounts}),
            (SELECT count(*) FROM {aims}), (SELECT count(*) FROM {aims} WHERE aim <> 'learning')
        FROM (SELECT problem_id, count(*) AS pieces FROM evidence_evidence_problems GROUP BY problem_id) asked
    """  # noqa: S608 - made of constants of this module
    with connection.cursor() as cursor:
        cursor.execute(sql)
        rows = [list(row) for row in cursor.fetchall()]
    doubtful = [row[0] for row in rows if row[1] > SAMPLED and row[2] < ENOUGH]
    exact = _account_counts(doubtful) if doubtful else {}
    for row in rows:
        row[2] = exact.get(row[0], row[2])
    names = _names([row[3] for row in rows if row[2] == 1])
    return {
        problem: {
            "evidence_count": pieces,
            "account_count": accounts,
            "account": names.get(account, "") if accounts == 1 else "",
            "aimed_count": aimed,
            "outside_learning_count": outside,
        }
        for problem, pieces, accounts, account, aimed, outside in rows
    }


def _account_counts(problems: list[int]) -> dict[int, int]:
    """How many accounts speak of each of these problems, all of its evidence being read."""
    live = Evidence.problems.through.objects.filter(problem_id__in=problems, evidence__archived_at=None)
    rows = live.values_list("problem_id").annotate(Count("evidence__account_id", distinct=True))
    return dict(rows.order_by())


def accounts_by_requirement() -> dict[int, tuple[int, str]]:
    """How many accounts ask for each requirement, by its problems or directly, and the name of a single one. Two SQL
    queries.
    """
    said = "JOIN evidence_evidence said ON said.id = link.evidence_id"
    live = "said.archived_at IS NULL AND said.account_id IS NOT NULL"
    accounts = f"""(SELECT DISTINCT account_id FROM (
        SELECT said.account_id FROM definition_requirement_problems answered
        JOIN evidence_evidence_problems link ON link.problem_id = answered.problem_id {said}
        WHERE answered.requirement_id = wanted.id AND {live}
        UNION ALL SELECT said.account_id FROM definition_requirement_evidence link {said}
        WHERE link.requirement_id = wanted.id AND {live}) voices LIMIT {ENOUGH}) accounts"""  # noqa: S608 - made of constants of this module
    sql = f"""
        SELECT wanted.id, (SELECT count(*) FROM {accounts}), (SELECT min(account_id) FROM {accounts})
        FROM definition_requirement wanted
        WHERE wanted.archived_at IS NULL AND wanted.status NOT IN ('draft', 'dropped')
    """  # noqa: S608 - made of constants of this module
    with connection.cursor() as cursor:
        cursor.execute(sql)
        rows = cursor.fetchall()
    names = _names([account for _, count, account in rows if count == 1])
    return {number: (count, names.get(account, "") if count == 1 else "") for number, count, account in rows}


def _names(accounts: list[int]) -> dict[int, str]:
    return dict(Account.objects.filter(pk__in=accounts).values_list("pk", "name"))


def customer_counts() -> dict[int, int]:
    """How many customers each segment holds, by what is written on them or by its rule: accounts marked so, or with a
    deal won. Two SQL queries.
    """
    won = Exists(Deal.objects.filter(archived_at=None, outcome=Deal.Outcome.WON, account=OuterRef("pk")))
    customers = Account.objects.filter(Q(status=Account.Status.CUSTOMER) | won, archived_at=None)
    belonging = customers.annotate(of=effective_segment()).exclude(of=None)
    return dict(belonging.values_list("of").annotate(Count("id")).order_by())


def competitor_deal_counts(since: dt.date) -> dict[int, int]:
    """How many deals name each competitor that are open, or were closed since then. One SQL query."""
    live = Q(deal__archived_at=None) & (Q(deal__outcome=Deal.Outcome.OPEN) | Q(deal__closed_on__gte=since))
    named = Deal.competitors.through.objects.filter(live).values_list("competitor_id")
    return dict(named.annotate(Count("deal_id")).order_by())
