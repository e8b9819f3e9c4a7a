"""Small words of wins and losses: shares, chances, the names of attributes and of their values."""

from collections.abc import Mapping

from nervecenter.domain.winloss.associations import Association
from nervecenter.domain.winloss.rates import WinRate

ATTRIBUTE_LABELS: Mapping[str, str] = {
    "competitor": "Competitor",
    "territory": "Territory",
    "product": "Product",
    "segment": "Segment",
    "source": "Lead source",
    "seller": "Seller",
    "sales_team": "Sales team",
    "channel": "Channel",
    "kind": "Kind of deal",
    "industry": "Industry",
    "country": "Country",
    "employees": "Employees",
}
SURE = 0.05


def percent(share: float | None) -> str:
    """A share such as "63.2 %"."""
    return "" if share is None else f"{100 * share:.1f} %"


def bounds(rate: WinRate) -> str:
    """The interval of a win rate, with what it is."""
    return f"Wilson, 95 % sure: {percent(rate.low)} to {percent(rate.high)}"


def value_name(attribute: str, value: str) -> str:
    """A value as people read it; an empty one says what is unknown."""
    label = ATTRIBUTE_LABELS.get(attribute, attribute).lower()
    return value or (f"No {label} named" if attribute != "employees" else "Employees unknown")


def chance(q: float | None) -> str:
    """A p or q value in four digits, such as 0.0012 or < 0.0001; empty where it could not be told."""
    return "" if q is None else "< 0.0001" if q < 0.0001 else f"{q:.4f}"


def association(found: Association) -> str:
    """How far an attribute and the outcome go together, and whether that is more than chance."""
    if found.q is None:
        return ""
    if found.q > SURE:
        return f"no more than chance would explain (q {chance(found.q)})"
    return f"its association with winning is {found.strength} (q {chance(found.q)})"


def points(lift: float) -> str:
    """A difference of two rates in percentage points, with its sign."""
    return f"{round(100 * lift, 1) + 0.0:+.1f}"
