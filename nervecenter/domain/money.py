"""Amounts in words, each currency by itself: they are never added up."""

from collections.abc import Iterable
from decimal import Decimal

type Money = tuple[tuple[str, Decimal], ...]

_WHOLE_FROM = 1_000


def amount_in_words(currency: str, amount: Decimal) -> str:
    """Such as "EUR 1,200,000" or "EUR 12.50"; from a thousand on without cents, and an unknown currency is left out."""
    if abs(amount) >= _WHOLE_FROM or amount == amount.to_integral_value():
        return f"{currency} {amount:,.0f}".strip()
    return f"{currency} {amount:,.2f}".strip()


def money_in_words(money: Iterable[tuple[str, Decimal]]) -> str:
    """The amounts beside each other, by currency; empty for none."""
    return " + ".join(amount_in_words(currency, amount) for currency, amount in sorted(money))
