"""What demand is counted from: evidence, accounts and open deals, as plain rows."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple


class EvidenceRow(NamedTuple):
    """One piece of evidence for one need (a problem or a requirement).

    `importance` is 0 noted, 1 nice to have, 2 important, 3 critical, or None where nobody said. `account` and `deal`
    are empty where they are unknown.
    """

    need: str
    account: str = ""
    importance: int | None = None
    occurred_on: date | None = None
    deal: str = ""


class AccountRow(NamedTuple):
    """An account: the weight of its segment, and what it pays us in a year."""

    account: str
    weight: float | Decimal = 1
    recurring_revenue: Decimal | None = None
    currency: str = ""


class OpenDealRow(NamedTuple):
    """A deal that is still open, and its amount."""

    deal: str
    account: str = ""
    amount: Decimal | None = None
    currency: str = ""
