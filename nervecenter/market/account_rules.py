"""Rules over accounts: what they may ask, and how the database is asked the same.

A rule is an expression of `domain.expressions`. Whether an account meets it is decided by the database; the answer is
the one that evaluating the expression on the account's row gives.
"""

from collections.abc import Mapping
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import BooleanField, CharField, DateField, F, FloatField, Q, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, StrIndex
from django.db.models.lookups import Exact, GreaterThan, GreaterThanOrEqual, In, IsNull, LessThan, LessThanOrEqual

from nervecenter.domain.expressions.errors import ExpressionError
from nervecenter.domain.expressions.kinds import Kind
from nervecenter.domain.expressions.parsing import parse
from nervecenter.domain.expressions.predicates import AllOf, AnyOf, AttributeTest, Predicate, predicate
from nervecenter.domain.expressions.tree import Attribute, Node
from nervecenter.foundation.lower_case import LowerCase
from nervecenter.foundation.tracked import TrackedModel

ATTRIBUTES: Mapping[str, Kind] = {
    "industry": Kind.TEXT,
    "country": Kind.TEXT,
    "region": Kind.TEXT,
    "employees": Kind.NUMBER,
    "annual_revenue": Kind.NUMBER,
    "recurring_revenue": Kind.NUMBER,
    "currency": Kind.TEXT,
    "status": Kind.TEXT,
    "customer_since": Kind.DATE,
    "established": Kind.NUMBER,
    "name": Kind.TEXT,
    "domain": Kind.TEXT,
    "code": Kind.TEXT,
}
"""What a rule may ask of an account: fields of the account, in the order in which a form offers them."""

_COMPARISONS = {
    "=": Exact,
    "<": LessThan,
    "<=": LessThanOrEqual,
    ">": GreaterThan,
    ">=": GreaterThanOrEqual,
}


def account_rule(text: str) -> Node:
    """The rule as a tree. Raises ExpressionError, with the place and a remedy, for what is no rule over accounts.

    A rule that calculates with attributes is refused: the database is asked for whole markets at once.
    """
    tree = parse(text, ATTRIBUTES, expected=Kind.TRUTH)
    try:
        predicate(tree)
    except ExpressionError as error:
        what = "a rule of a segment cannot calculate with attributes"
        remedy = "compare each attribute with a value, such as employees >= 50 and annual_revenue > 1000000"
        raise ExpressionError(what, remedy, position=error.position, code=error.code) from None
    return tree


def accounts_meeting(tree: Node, *, prefix: str = "") -> Q:
    """The condition that an account meets the rule, for queries over accounts, or where `prefix` leads to one."""
    return _condition(predicate(tree), prefix)


def rule_faults(values: Mapping[str, Any], _current: TrackedModel | None) -> Mapping[str, str]:
    """What is wrong with the rule that is about to be written to a segment."""
    text = str(values.get("rule") or "")
    if not text.strip():
        return {}
    try:
        account_rule(text)
    except ExpressionError as error:
        return {"rule": f"cannot be read: {error}"}
    return {}


def _condition(asked: Predicate, prefix: str) -> Q:
    match asked:
        case AllOf(parts):
            return _joined(parts, prefix, Q.AND)
        case AnyOf(parts):
            return _joined(parts, prefix, Q.OR)
        case AttributeTest():
            return _test(asked, prefix)


def _joined(parts: tuple[Predicate, ...], prefix: str, word: str) -> Q:
    if not parts:
        return Q(Value(word == Q.AND, output_field=BooleanField()))
    return reduce(and_ if word == Q.AND else or_, (_condition(part, prefix) for part in parts))


def _test(asked: AttributeTest, prefix: str) -> Q:
    """The test, which is false wherever something it asks for is empty."""
    inner = asked.attribute
    if asked.operator == "is empty":
        return _is_empty(inner, prefix)
    there = ~_is_empty(inner, prefix)
    if asked.operator == "is not empty":
        return there
    if isinstance(asked.value, Attribute):
        there &= ~_is_empty(asked.value, prefix)
    negated = asked.operator.startswith("not ") or asked.operator == "!="
    met = _positive(asked, prefix)
    return there & (~met if negated else met)


def _positive(asked: AttributeTest, prefix: str) -> Q:
    word = asked.operator.removeprefix("not ")
    left = _operand(asked.attribute, prefix)
    if word == "in":
        options = asked.value if isinstance(asked.value, tuple) else (asked.value,)
        return Q(In(left, list(options)))
    right: Combinable = (
        _operand(asked.value, prefix)
        if isinstance(asked.value, Attribute)
        else Value(asked.value, output_field=_FIELDS[asked.attribute.kind]())
    )
    if word in {"contains", "starts with"}:
        if not isinstance(asked.value, Attribute):
            right = Value(str(asked.value).lower(), output_field=CharField())
        else:
            right = LowerCase(right)
        place = StrIndex(LowerCase(left), right)
        return Q(Exact(place, 1)) if word == "starts with" else Q(GreaterThan(place, 0))
    return Q(_COMPARISONS["=" if word == "!=" else word](left, right))


def _is_empty(attribute: Attribute, prefix: str) -> Q:
    path = f"{prefix}{attribute.name}"
    if attribute.kind is not Kind.TEXT:
        return Q(IsNull(F(path), True))  # noqa: FBT003 - the lookup's own form
    empty = Q(Exact(F(path), Value("", output_field=CharField())))
    return empty | Q(IsNull(F(path), True)) if prefix else empty  # noqa: FBT003 - where nothing is linked, all is empty


def _operand(attribute: Attribute, prefix: str) -> Combinable:
    """The attribute as the expression sees it: any number as one of double precision."""
    column = F(f"{prefix}{attribute.name}")
    return Cast(column, FloatField()) if attribute.kind is Kind.NUMBER else column


_FIELDS: dict[Kind, type[CharField[Any, Any] | FloatField[Any, Any] | DateField[Any, Any] | BooleanField[Any, Any]]] = {
    Kind.TEXT: CharField,
    Kind.NUMBER: FloatField,
    Kind.DATE: DateField,
    Kind.TRUTH: BooleanField,
}
