"""Demand as files: all needs, or all accounts behind one of them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse

from nervecenter.definition.queries.demand_ranking import RankedNeed
from nervecenter.domain.money import Money
from nervecenter.evidence.queries.asking import AskingAccount
from nervecenter.foundation.figures import csv_text

NEED_COLUMNS = (
    "id", "name", "kind", "status", "weighted", "accounts", "noted", "recurring_revenue", "pipeline", "named_pipeline",
    "open_deals", "latest_on", "top_account", "top_share", "recent_share", "pieces", "without_account",
)  # fmt: skip
ACCOUNT_COLUMNS = (
    "id", "account", "segment", "importance", "latest_on", "weighted", "recurring_revenue", "open_deals", "pipeline",
    "pieces", "latest_evidence", "title", "passage",
)  # fmt: skip


def needs_file(ranked: Iterable[RankedNeed]) -> HttpResponse:
    """Every need that is asked for, in its order, as CSV; amounts with their currency before them."""
    rows = [
        (
            each.public_id,
            each.need.name,
            each.need.kind,
            each.need.status,
            each.demand.score,
            each.demand.accounts,
            each.demand.noted,
            _money(each.demand.recurring_revenue),
            _money(each.demand.pipeline),
            _money(each.demand.named_pipeline),
            each.demand.open_deals,
            _day(each.demand.latest_on),
            each.demand.top_account,
            _share(each.demand.top_share),
            _share(each.demand.recent_share),
            each.demand.pieces,
            each.demand.without_account,
        )
        for each in ranked
    ]
    return _file("demand", NEED_COLUMNS, rows)


def accounts_file(public_id: str, accounts: Iterable[AskingAccount]) -> HttpResponse:
    """The accounts behind one need as CSV."""
    rows = [
        (
            f"acc-{each.number}",
            each.name,
            each.segment,
            "" if each.importance is None else each.importance,
            _day(each.latest_on),
            each.score,
            _money(each.recurring_revenue),
            each.open_deals,
            _money(each.pipeline),
            each.pieces,
            f"evd-{each.evidence}" if each.evidence else "",
            each.title,
            each.passage,
        )
        for each in accounts
    ]
    return _file(f"demand-{public_id}", ACCOUNT_COLUMNS, rows)


def _file(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return HttpResponse(csv_text(columns, rows), content_type="text/csv; charset=utf-8", headers=headers)


def _money(money: Money) -> str:
    return "; ".join(f"{currency} {amount}".strip() for currency, amount in money)


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _share(share: float | None) -> float | str:
    return "" if share is None else round(share, 4)
