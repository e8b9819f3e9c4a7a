"""What deals add to the pages of records: how often we win against a competitor, and with a product."""

from urllib.parse import urlencode

from django.http import HttpRequest

from nervecenter.domain.winloss.deals import closed_deals
from nervecenter.domain.winloss.rates import win_rate
from nervecenter.evidence import win_loss_wording as wording
from nervecenter.evidence.queries.win_loss import DealSelection, deal_rows
from nervecenter.evidence.queries.win_loss_groups import amounts_won, reason_counts
from nervecenter.foundation.resources import resource
from nervecenter.foundation.slots import Panel, fill

SHOWN = 5


def wins_against(_: HttpRequest, kind: str, number: int) -> Panel | None:
    """How many deals we win against a competitor, and why we lose; nothing where no deal names it."""
    return _panel(DealSelection(competitor=number), {"competitor": resource(kind).public_id(number)})


def wins_with(_: HttpRequest, kind: str, number: int) -> Panel | None:
    """How many deals we win with a product, and why we lose; nothing where no deal is about it."""
    return _panel(DealSelection(product=number), {"scope": resource(kind).public_id(number)})


def _panel(selection: DealSelection, parameters: dict[str, str]) -> Panel | None:
    deals = deal_rows(selection)
    if not deals:
        return None
    closed = closed_deals(deals)
    rate = win_rate(len(closed), sum(each.is_won for each in closed))
    open_path = f"/evidence/win-loss/deals/?{urlencode({**parameters, 'outcome': 'open'})}"
    context = {
        "answer": wording.rate_answer(rate, amounts_won(closed)),
        "reasons": [
            (each, f"/evidence/win-loss/deals/?{urlencode({**parameters, 'by': 'reason', 'value': each.reason})}")
            for each in reason_counts(closed)[:SHOWN]
        ],
        "open": len(deals) - len(closed),
        "open_path": open_path,
        "path": f"/evidence/win-loss/?{urlencode(parameters)}",
    }
    return Panel("Win and loss", "evidence/win_loss_panel.html", context)


fill("record:competitor", wins_against)
fill("record:product", wins_with)
