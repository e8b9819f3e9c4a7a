"""The flat form of a rule, as a form builds it: conditions on one attribute each, joined by one `and` or `or`."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nervecenter.domain.expressions import construction as make
from nervecenter.domain.expressions.errors import ExpressionError, quoted, suggestion
from nervecenter.domain.expressions.kinds import Attributes, Kind, Value
from nervecenter.domain.expressions.tree import (
    Among,
    Attribute,
    Comparison,
    EmptyTest,
    Join,
    Literal,
    Node,
    TextTest,
)

_EVERY = ("=", "!=", "in", "not in", "is empty", "is not empty")
_OPERATORS: dict[Kind, tuple[str, ...]] = {
    Kind.NUMBER: ("=", "!=", "<", "<=", ">", ">=", *_EVERY[2:]),
    Kind.DATE: ("=", "!=", "<", "<=", ">", ">=", *_EVERY[2:]),
    Kind.TEXT: (*_EVERY[:4], "contains", "not contains", "starts with", "not starts with", *_EVERY[4:]),
    Kind.TRUTH: ("=", "!=", "is empty", "is not empty"),
}
MIRRORED = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True, slots=True)
class Condition:
    """One attribute, an operator, and what it is compared with: a value, several for `in`, none for `is empty`."""

    attribute: str
    operator: str
    value: Value | tuple[Value, ...] | None = None


@dataclass(frozen=True, slots=True)
class Conditions:
    """Conditions that all hold (`and`) or of which one holds (`or`)."""

    join: str
    conditions: tuple[Condition, ...]

    def as_data(self) -> dict[str, Any]:
        """As plain data for JSON and forms; dates are ISO text."""
        return {
            "join": self.join,
            "conditions": [
                {"attribute": each.attribute, "operator": each.operator, "value": _plain(each.value)}
                for each in self.conditions
            ],
        }


def operators_for(kind: Kind) -> tuple[str, ...]:
    """The operators that a condition on an attribute of this kind may have, in the order a form offers them."""
    return _OPERATORS[kind]


def conditions_of(tree: Node) -> Conditions | None:
    """The flat form of a tree; None where it has none, since it nests, calculates or negates."""
    word, parts = (tree.word, tree.parts) if isinstance(tree, Join) else ("and", (tree,))
    found = [_condition(part) for part in parts]
    flat = tuple(each for each in found if each is not None)
    return Conditions(word, flat) if len(flat) == len(found) else None


def conditions_from_data(data: Mapping[str, Any]) -> Conditions:
    """The flat form from plain data. Refuses data of another form; values are read later, by their attribute."""
    rows = data.get("conditions")
    if data.get("join", "and") not in {"and", "or"} or not isinstance(rows, Sequence) or isinstance(rows, str):
        raise ExpressionError("the conditions have no form", 'give "join": "and" or "or", and a list of conditions')
    found = []
    for row in rows:
        if not isinstance(row, Mapping) or not isinstance(row.get("attribute"), str):
            raise ExpressionError("a condition has no form", "give attribute, operator and value")
        value = row.get("value")
        values = tuple(value) if isinstance(value, list | tuple) else value
        found.append(Condition(row["attribute"], str(row.get("operator", "")), values))
    return Conditions(str(data.get("join", "and")), tuple(found))


def tree_of(conditions: Conditions, attributes: Attributes) -> Node:
    """The tree of a flat form; values may be text as a form sends them. The error's position is the condition's number.

    Refuses no condition at all, unknown attributes, operators that do not fit, and values of another kind.
    """
    if not conditions.conditions:
        raise ExpressionError("no condition", "add at least one condition", code="empty")
    if conditions.join not in {"and", "or"}:
        raise ExpressionError(f"conditions joined by {quoted(conditions.join)}", "join them by `and` or `or`")
    parts = [_node(each, attributes, at) for at, each in enumerate(conditions.conditions, start=1)]
    return make.join(conditions.join, parts)


def _node(condition: Condition, attributes: Attributes, at: int) -> Node:
    inner = make.attribute(condition.attribute, attributes, at=at)
    allowed, word = operators_for(inner.kind), condition.operator
    if word not in allowed:
        remedy = suggestion(word, allowed, otherwise=f"for {inner.kind.words} there are {', '.join(allowed)}")
        raise ExpressionError(f"unknown operator {quoted(word)}", remedy, position=at, code="unknown-operator")
    negated = word.startswith("not ") or word == "is not empty"
    if word.endswith("empty"):
        return make.empty_test(inner, negated=negated, at=at)
    given = condition.value
    values = tuple(given) if isinstance(given, tuple | list) else (given,)
    options = [make.literal(make.value_from(value, inner.kind, at=at), at=at) for value in values]
    if word.endswith("in") and word in {"in", "not in"}:
        return make.among(inner, options, negated=negated, at=at)
    if len(options) != 1:
        remedy = "give one value, or use `in`"
        raise ExpressionError(f"{len(options)} values for '{word}'", remedy, position=at, code="wrong-arguments")
    if word in MIRRORED:
        return make.comparison(word, inner, options[0], at=at)
    return make.text_test(word.removeprefix("not "), inner, options[0], negated=negated, at=at)


def _condition(node: Node) -> Condition | None:
    match node:
        case Attribute(name, Kind.TRUTH):
            return Condition(name, "=", True)  # noqa: FBT003 - the value itself
        case Comparison(sign, Attribute(name), Literal(value)):
            return Condition(name, sign, value)
        case Comparison(sign, Literal(value), Attribute(name)):
            return Condition(name, MIRRORED[sign], value)
        case Among(Attribute(name, kind), _, negated) if kind is not Kind.TRUTH:
            return Condition(name, "not in" if negated else "in", node.values)
        case TextTest(word, Attribute(name), Literal(value), negated):
            return Condition(name, f"not {word}" if negated else word, value)
        case EmptyTest(Attribute(name), negated):
            return Condition(name, "is not empty" if negated else "is empty")
        case _:
            return None


def _plain(value: Value | tuple[Value, ...] | None) -> Any:
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, dt.date) else value
