"""Demand as programs read it, the same over the API and on the command line."""

from typing import Any

from nervecenter.definition.queries.demand import LINKS
from nervecenter.definition.queries.demand_ranking import RankedNeed
from nervecenter.domain.demand.counting import Demand
from nervecenter.domain.money import Money
from nervecenter.evidence.queries.asking import AskingAccount
from nervecenter.foundation.errors import NotFound
from nervecenter.foundation.resources import UnknownKind, parse_public_id

type Told = dict[str, Any]


def found_need(public_id: str) -> tuple[str, int]:
    """The kind and number of a problem or requirement; NotFound for anything else, and for one that is not there."""
    try:
        declared, number = parse_public_id(public_id)
    except UnknownKind as error:
        raise NotFound(str(error)) from None
    if declared.kind not in LINKS:
        raise NotFound(f"{public_id} is no problem and no requirement; only these have a demand")
    if not declared.model._default_manager.filter(pk=number).exists():
        raise NotFound(f"there is no {declared.label.lower()} {public_id}")
    return declared.kind, number


def need_told(each: RankedNeed) -> Told:
    """A need with its demand, for programs."""
    return {
        "id": each.public_id,
        "kind": each.need.kind,
        "name": each.need.name,
        "status": each.need.status,
        **demand_told(each.demand),
    }


def demand_told(demand: Demand) -> Told:
    """The figures of a demand, for programs."""
    return {
        "weighted": demand.score,
        "accounts": demand.accounts,
        "noted": demand.noted,
        "recurring_revenue": _money(demand.recurring_revenue),
        "pipeline": _money(demand.pipeline),
        "named_pipeline": _money(demand.named_pipeline),
        "open_deals": demand.open_deals,
        "latest_on": demand.latest_on,
        "top_account": demand.top_account or None,
        "top_share": demand.top_share,
        "recent_share": demand.recent_share,
        "pieces": demand.pieces,
        "without_account": demand.without_account,
    }


def account_told(each: AskingAccount) -> Told:
    """An account behind a need, for programs."""
    return {
        "id": f"acc-{each.number}",
        "name": each.name,
        "segment": each.segment,
        "importance": each.importance,
        "latest_on": each.latest_on,
        "weighted": each.score,
        "recurring_revenue": _money(each.recurring_revenue),
        "pipeline": _money(each.pipeline),
        "open_deals": each.open_deals,
        "pieces": each.pieces,
        "evidence": f"evd-{each.evidence}" if each.evidence else None,
        "title": each.title,
        "passage": each.passage,
    }


def _money(money: Money) -> list[Told]:
    return [{"currency": currency, "amount": float(amount)} for currency, amount in money]
