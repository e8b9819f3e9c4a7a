"""What accounts can be told apart by: their own attributes, whether they were won, what they bought."""

import random
from collections.abc import Collection
from dataclasses import dataclass

from nervecenter.domain.segmentation.wording import percent
from nervecenter.evidence.models import Deal
from nervecenter.market.models import Account
from nervecenter.portfolio.models import Product

OFFERED = (
    "industry",
    "country",
    "region",
    "status",
    "currency",
    "employees",
    "annual_revenue",
    "recurring_revenue",
    "established",
)
"""Attributes that can tell accounts apart; a rule can be made of them."""

NUMBERS = frozenset({"employees", "annual_revenue", "recurring_revenue", "established"})
AMOUNTS = frozenset({"annual_revenue", "recurring_revenue"})
MOST_ROWS = 20_000
MOST_PRODUCTS = 8
DEALS, PRODUCTS = "deals", "products"


@dataclass(frozen=True, slots=True)
class AccountColumns:
    """A column for each item, a cell for each account, and the accounts themselves (number and name).

    `accounts` says how many there are in all, where only some were drawn; `notices` what was left out and why.
    """

    columns: dict[str, list[object]]
    rows: tuple[tuple[int, str], ...]
    accounts: int
    notices: tuple[str, ...]

    @property
    def is_sample(self) -> bool:
        """Whether some accounts were drawn instead of all."""
        return len(self.rows) < self.accounts


def account_columns(attributes: Collection[str], *, seed: int = 1) -> AccountColumns:
    """The chosen attributes of the accounts; of more than 20,000 accounts a random draw. At most four SQL queries.

    A column in which every account says the same, or nothing, is left out with a notice.
    """
    own = [name for name in OFFERED if name in attributes]
    found = list(Account.objects.filter(archived_at=None).order_by("id").values_list("id", "name", *own))
    count = len(found)
    if count > MOST_ROWS:
        drawn = sorted(random.Random(seed).sample(range(count), MOST_ROWS))  # noqa: S311 - a sample, no secret
        found = [found[place] for place in drawn]
    numbers = [row[0] for row in found]
    columns: dict[str, list[object]] = {
        name: [row[place] if row[place] != "" else None for row in found] for place, name in enumerate(own, start=2)
    }
    if DEALS in attributes:
        columns["won a deal"] = _won(numbers)
    if PRODUCTS in attributes:
        columns |= _bought(numbers)
    notices = [
        f"{name.replace('_', ' ').capitalize()}: every account says the same or nothing, so it is left out."
        for name, cells in columns.items()
        if len({cell for cell in cells if cell is not None}) < 2
    ]
    kept = {name: cells for name, cells in columns.items() if len({cell for cell in cells if cell is not None}) > 1}
    if AMOUNTS & set(kept) and Account.objects.exclude(currency="").values("currency").distinct().count() > 1:
        notices.append("Amounts are in several currencies and are compared as they stand.")
    if count > MOST_ROWS:
        notices.append(f"{MOST_ROWS:,} of {count:,} accounts ({percent(MOST_ROWS / count)}) were drawn at random.")
    return AccountColumns(kept, tuple((row[0], row[1]) for row in found), count, tuple(notices))


def _won(numbers: list[int]) -> list[object]:
    """Whether each account has a deal won; None where none of its deals has ended."""
    closed = Deal.objects.filter(archived_at=None).exclude(outcome=Deal.Outcome.OPEN).exclude(account=None)
    found: dict[int, bool] = {}
    for account, outcome in closed.order_by().values_list("account_id", "outcome").distinct():
        found[account] = found.get(account, False) or outcome == Deal.Outcome.WON
    return [found.get(number) for number in numbers]


def _bought(numbers: list[int]) -> dict[str, list[object]]:
    """For each of the products most often bought, whether each account has bought it."""
    won = Deal.objects.filter(archived_at=None, outcome=Deal.Outcome.WON).exclude(account=None).exclude(product=None)
    buyers: dict[int, set[int]] = {}
    for product, account in won.order_by().values_list("product_id", "account_id").distinct():
        buyers.setdefault(product, set()).add(account)
    most = sorted(buyers, key=lambda product: (-len(buyers[product]), product))[:MOST_PRODUCTS]
    names = dict(Product.objects.filter(pk__in=most).values_list("pk", "name"))
    return {f"bought {names[product]}": [number in buyers[product] for number in numbers] for product in most}


def not_numbers(attributes: Collection[str]) -> tuple[str, ...]:
    """The chosen attributes that a method for numbers cannot use."""
    return tuple(each for each in attributes if each not in NUMBERS)
