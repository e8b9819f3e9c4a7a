"""Deals made up for these tests, with a pattern that is known."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from nervecenter.domain.winloss.deals import DealRow

FIRST = date(2025, 1, 1)


def deal(number: int, outcome: str, **more: Any) -> DealRow:
    """A deal with its number as id."""
    return DealRow(id=f"deal-{number}", outcome=outcome, **more)


def deals_by(counts: dict[Any, tuple[int, int]], attribute: str = "region") -> list[DealRow]:
    """So many (closed, won) deals with each value of an attribute."""
    outcomes = [(value, "won" if place < won else "lost") for value, (n, won) in counts.items() for place in range(n)]
    return [deal(number, outcome, attributes={attribute: value}) for number, (value, outcome) in enumerate(outcomes)]


def dated_deals(outcomes: Sequence[tuple[bool, dict[str, Any]]]) -> list[DealRow]:
    """Closed deals, one a day, each won or not and with its attributes."""
    return [
        deal(
            number,
            "won" if won else "lost",
            attributes=attributes,
            opened_on=FIRST,
            closed_on=FIRST + timedelta(days=number),
            amount=Decimal(100),
        )
        for number, (won, attributes) in enumerate(outcomes)
    ]
