"""Sentences about segments and problems."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString

from nervecenter.domain.checks.wording import counted
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


def money(amounts: Iterable[tuple[str, Decimal]]) -> tuple[str, str]:
    """The greatest amount, and the others after "and"; never added up over currencies: 1.2 million EUR, and 300 USD."""
    first, *others = sorted(amounts, key=lambda each: -each[1]) or [("", Decimal())]
    return _amount(*first), f"and {', '.join(_amount(*each) for each in others)}" if others else ""


def _amount(currency: str, amount: Decimal) -> str:
    million = 1_000_000
    told = f"{amount / million:,.1f} million" if amount >= million else f"{amount:,.0f}"
    return f"{told} {currency}".strip()


JUDGED = ("urgent", "widespread", "worth money")
"""The three questions about a problem, as one says them when the answer is yes."""


def judgement(*answers: bool | None) -> SafeString:
    """Whether a problem is worth solving: three times yes, a no, or what nobody has answered yet."""
    no = [word for word, answer in zip(JUDGED, answers, strict=True) if answer is False]
    unknown = [word for word, answer in zip(JUDGED, answers, strict=True) if answer is None]
    if no:
        return format_html("<b>Not yet</b>: it is not {}.", _listed(no, "nor"))
    if unknown:
        return format_html("<b>Not known</b>: nobody said whether it is {}.", _listed(unknown, "or"))
    return format_html("<b>Yes</b>: it is {}.", _listed(JUDGED, "and"))


def problems_answer(*, all: int, worth: int, unknown: int) -> SafeString:  # noqa: A002 - as the query names it
    """How many problems are worth solving, and how many cannot be told."""
    return format_html(
        "<b>{} of {}</b> {} urgent, widespread and worth money; {} not fully judged.",
        f"{worth:,}",
        counted(all, "problem or job", "problems and jobs"),
        "is" if worth == 1 else "are",
        f"{unknown:,} {'is' if unknown == 1 else 'are'}",
    )


def _listed(words: Iterable[str], last: str) -> str:
    *front, end = words
    return f"{', '.join(front)} {last} {end}" if front else end


def _told(condition: Condition) -> str:
    begun = f"{attribute_words(condition.attribute)} {OPERATORS[condition.operator]}"
    if condition.operator.endswith("empty"):
        return begun
    values = condition.value if isinstance(condition.value, tuple) else (condition.value,)
    told = (value if isinstance(value, str) else render_value(value) for value in values if value is not None)
    return f"{begun} {', '.join(told)}"
