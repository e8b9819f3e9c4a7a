"""Sentences about segments."""

from collections.abc import Iterable
from decimal import Decimal

from nervecenter.domain.expressions.conditions import Condition, conditions_of
from nervecenter.domain.expressions.rendering import render, render_value
from nervecenter.domain.expressions.tree import Node

OPERATORS = {
    "=": "is",
    "!=": "is not",
    "<": "is less than",
    "<=": "is at most",
    ">": "is more than",
    ">=": "is at least",
    "in": "is one of",
    "not in": "is none of",
    "contains": "contains",
    "not contains": "does not contain",
    "starts with": "starts with",
    "not starts with": "does not start with",
    "is empty": "is not known",
    "is not empty": "is known",
}
"""Every operator of a condition in words, in the order in which a form offers them."""


def attribute_words(name: str) -> str:
    """The name of an attribute as one reads it."""
    return name.replace("_", " ")


def rule_in_words(tree: Node) -> str:
    """A rule as a sentence; one that nests conditions stays as it is written."""
    flat = conditions_of(tree)
    if flat is None:
        return render(tree)
    return f" {flat.join} ".join(_told(condition) for condition in flat.conditions)


def money(amounts: Iterable[tuple[str, Decimal]]) -> str:
    """Amounts by currency, never added up over several: "1,200,000 EUR and 300 USD"."""
    return " and ".join(f"{amount:,.0f} {currency}".strip() for currency, amount in amounts) or "0"


def _told(condition: Condition) -> str:
    begun = f"{attribute_words(condition.attribute)} {OPERATORS[condition.operator]}"
    if condition.operator.endswith("empty"):
        return begun
    values = condition.value if isinstance(condition.value, tuple) else (condition.value,)
    told = (value if isinstance(value, str) else render_value(value) for value in values if value is not None)
    return f"{begun} {', '.join(told)}"
