"""A rule while it is made in a form: as conditions and as text, each made from the other."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict

from nervecenter.domain.expressions.conditions import Condition, Conditions, conditions_of, tree_of
from nervecenter.domain.expressions.errors import ExpressionError
from nervecenter.domain.expressions.kinds import Value
from nervecenter.domain.expressions.rendering import render, render_value
from nervecenter.domain.expressions.tree import Node
from nervecenter.market.account_rules import ATTRIBUTES, account_rule

MOST_CONDITIONS = 50
LISTS = ("in", "not in")


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """One condition as a form has it: all text, several values with commas between them."""

    attribute: str = ""
    operator: str = "="
    value: str = ""

    @property
    def takes_value(self) -> bool:
        """Whether it compares with something."""
        return not self.operator.endswith("empty")


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """A rule under way. `tree` is None where there is none yet, or where `fault` says what is wrong with it.

    `is_flat` is off where the rule can be written as text only.
    """

    text: str
    join: str = "and"
    rows: tuple[ConditionRow, ...] = ()
    tree: Node | None = None
    fault: str = ""
    is_flat: bool = True


def draft_of(text: str) -> RuleDraft:
    """The draft of a rule that stands as text."""
    if not text.strip():
        return RuleDraft("", rows=(ConditionRow(),))
    try:
        tree = account_rule(text)
    except ExpressionError as error:
        return RuleDraft(text, fault=f"The text cannot be read: {error}.", is_flat=False)
    flat = conditions_of(tree)
    if flat is None or not all(_fits(condition) for condition in flat.conditions):
        return RuleDraft(text, tree=tree, is_flat=False)
    return RuleDraft(text, flat.join, tuple(_row(condition) for condition in flat.conditions), tree)


def draft_from(sent: QueryDict) -> RuleDraft:
    """The draft that a form sent. A text that was edited goes before the conditions; else they make the text."""
    text, act = sent.get("rule", "").strip(), sent.get("act", "")
    if text != sent.get("was", "").strip() or "flat" not in sent:
        return draft_of(text)
    rows = _sent_rows(sent, act)
    join = "or" if sent.get("join") == "or" else "and"
    filled = [row for row in rows if row.attribute]
    shown = (*rows, ConditionRow()) if act == "add" or not rows else tuple(rows)
    if not filled:
        return RuleDraft("", join, shown)
    try:
        tree = account_rule(render(tree_of(Conditions(join, tuple(map(_condition, filled))), ATTRIBUTES)))
    except ExpressionError as error:
        where = f"Condition {error.position}: " if error.position else ""
        return RuleDraft(
            text,
            join,
            shown,
            fault=f"{where}{error.what}; {error.remedy}." if error.remedy else f"{where}{error.what}.",
        )
    return RuleDraft(render(tree), join, shown, tree)


def _sent_rows(sent: QueryDict, act: str) -> list[ConditionRow]:
    rows = [
        ConditionRow(attribute, operator, value.strip())
        for attribute, operator, value in zip(
            sent.getlist("attribute"), sent.getlist("operator"), sent.getlist("value"), strict=False
        )
    ][:MOST_CONDITIONS]
    removed = act.removeprefix("remove-")
    return [row for place, row in enumerate(rows, start=1) if removed != str(place)]


def _condition(row: ConditionRow) -> Condition:
    if not row.takes_value:
        return Condition(row.attribute, row.operator)
    if row.operator in LISTS:
        return Condition(
            row.attribute, row.operator, tuple(part.strip() for part in row.value.split(",") if part.strip())
        )
    return Condition(row.attribute, row.operator, row.value)


def _fits(condition: Condition) -> bool:
    """Whether the form can hold its values: a list keeps them apart by commas, and spaces at the ends are lost."""
    texts = [value for value in _values(condition.value) if isinstance(value, str)]
    return all(text == text.strip() and (condition.operator not in LISTS or "," not in text) for text in texts)


def _row(condition: Condition) -> ConditionRow:
    shown = [value if isinstance(value, str) else render_value(value) for value in _values(condition.value)]
    return ConditionRow(condition.attribute, condition.operator, ", ".join(shown))


def _values(value: Value | tuple[Value, ...] | None) -> Sequence[Value]:
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)
