"""The accounts behind a need as rows that people read, and the section of its page that shows the first of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone

from nervecenter.definition.demand_charts import need_path
from nervecenter.definition.demand_wording import importance_in_words, need_answer, warning
from nervecenter.definition.queries.demand import LINKS
from nervecenter.domain.demand.counting import Demand
from nervecenter.domain.money import money_in_words
from nervecenter.evidence.queries.asking import AskingAccount, need_backing
from nervecenter.foundation.resources import parse_public_id, resource
from nervecenter.foundation.slots import Panel
from nervecenter.market.models import Account

SHOWN = 8
TONES = {3: "bad", 2: "wait", 1: "note", 0: "none", None: "none"}


@dataclass(frozen=True, slots=True)
class ShownAccount:
    """An account as a row: how important it is to it, what it pays, and where its words are."""

    row: AskingAccount
    path: str
    tone: str
    importance: str
    revenue: str
    pipeline: str
    deals_path: str
    evidence_path: str
    pieces_path: str


def shown_accounts(rows: Iterable[AskingAccount], kind: str, number: int) -> list[ShownAccount]:
    """Rows with their words and links; the pieces of a problem have a list, those of a requirement come two ways."""
    account, evidence, deal = resource("account"), resource("evidence"), resource("deal")
    found = []
    for row in rows:
        own = {"account": account.public_id(row.number)}
        said = {"problems": resource(kind).public_id(number)} if kind == "problem" else {}
        found.append(
            ShownAccount(
                row=row,
                path=account.record_path(row.number),
                tone=TONES[row.importance],
                importance=importance_in_words(row.importance),
                revenue=money_in_words(row.recurring_revenue),
                pipeline=money_in_words(row.pipeline),
                deals_path=f"{deal.path}?{urlencode(own | {'outcome': 'open'})}" if row.open_deals else "",
                evidence_path=evidence.record_path(row.evidence) if row.evidence else "",
                pieces_path=f"{evidence.path}?{urlencode(said | own)}" if said else "",
            )
        )
    return found


def warnings(demands: Sequence[Demand]) -> list[str]:
    """For each demand where it leans on one account or on the last 90 days, with the account's name. One SQL query."""
    tops = {each.top_account: parse_public_id(each.top_account)[1] for each in demands if each.top_account}
    names = dict(Account.objects.filter(pk__in=tops.values()).values_list("id", "name"))
    return [warning(each, names.get(tops.get(each.top_account, 0), "")) for each in demands]


def about_need(_: HttpRequest, kind: str, number: int) -> Panel | None:
    """Demand on the page of a problem or requirement; nothing where nobody has spoken."""
    found = need_backing(LINKS[kind], number, timezone.localdate(), limit=SHOWN)
    if found.demand is None:
        return None
    context = {
        "answer": need_answer("it", found.demand),
        "demand": found.demand,
        "warning": warnings([found.demand])[0],
        "accounts": shown_accounts(found.rows, kind, number),
        "more": found.accounts - len(found.rows),
        "path": need_path(resource(kind).public_id(number)),
    }
    return Panel("Demand", "definition/demand_panel.html", context)
