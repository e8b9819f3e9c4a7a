"""A condition in the form that databases understand: tests on attributes under `all of` and `any of`, without `not`.

Expressions know two truth values, SQL three. Negations are therefore carried down to the tests, and what they say
about empty values is written out, so that a translation test by test cannot go wrong.
"""

from dataclasses import dataclass

from nervecenter.domain.expressions.conditions import MIRRORED
from nervecenter.domain.expressions.errors import ExpressionError
from nervecenter.domain.expressions.evaluating import compiled
from nervecenter.domain.expressions.kinds import Kind, Value
from nervecenter.domain.expressions.tree import (
    Among,
    Attribute,
    Comparison,
    EmptyTest,
    Join,
    Literal,
    Node,
    Not,
    TextTest,
)
from nervecenter.domain.expressions.walking import attributes_in

_OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


@dataclass(frozen=True, slots=True)
class AttributeTest:
    """A test on one attribute that is false where the attribute is empty (but for `is empty`).

    `operator` is one of `conditions.operators_for(kind)`. `value` is a value, several for `in`, none for `is empty`,
    or another attribute of the same kind, which must not be empty either.
    """

    attribute: Attribute
    operator: str
    value: Value | tuple[Value, ...] | Attribute | None = None


@dataclass(frozen=True, slots=True)
class AllOf:
    """Holds where every part holds; without parts always."""

    parts: tuple["Predicate", ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Holds where one part holds; without parts never."""

    parts: tuple["Predicate", ...] = ()


type Predicate = AttributeTest | AllOf | AnyOf


def predicate(tree: Node) -> Predicate:
    """The condition as tests. Raises ExpressionError (`not-translatable`) where it calculates with attributes.

    Such an expression is evaluated row by row instead, with `evaluating.matcher`.
    """
    if tree.kind is not Kind.TRUTH:
        raise ExpressionError("not a condition", "compare it with something", position=tree.at, code="wrong-kind")
    return _made(tree, holds=True)


def _made(node: Node, *, holds: bool) -> Predicate:
    """The predicate that holds where the node is true (or, with `holds` off, where it is false or empty)."""
    if not attributes_in(node):
        return AllOf() if (compiled(node)({}) is True) is holds else AnyOf()
    match node:
        case Not(inner):
            return _made(inner, holds=not holds)
        case Join(word, parts):
            made = tuple(_made(part, holds=holds) for part in parts)
            return AllOf(made) if (word == "and") is holds else AnyOf(made)
        case Attribute():
            return _test(node, "=", True, holds=holds)  # noqa: FBT003 - the value itself
        case EmptyTest(Attribute() as inner, negated):
            return AttributeTest(inner, "is not empty" if negated is holds else "is empty")
        case Among(Attribute() as inner, _, negated):
            return _test(inner, "not in" if negated else "in", node.values, holds=holds)
        case TextTest(word, Attribute() as left, right, negated):
            return _test(left, f"not {word}" if negated else word, _operand(right), holds=holds)
        case Comparison(sign, Attribute() as left, right):
            return _test(left, sign, _operand(right), holds=holds)
        case Comparison(sign, left, Attribute() as right):
            return _test(right, MIRRORED[sign], _operand(left), holds=holds)
        case _:
            raise _not_translatable(node)


def _test(
    attribute: Attribute, word: str, value: Value | tuple[Value, ...] | Attribute | None, *, holds: bool
) -> Predicate:
    if value is None:
        return AnyOf() if holds else AllOf()
    if holds:
        return AttributeTest(attribute, word, value)
    opposite = _OPPOSITE.get(word) or (word.removeprefix("not ") if word.startswith("not ") else f"not {word}")
    empties = [attribute] + ([value] if isinstance(value, Attribute) else [])
    return AnyOf((*(AttributeTest(each, "is empty") for each in empties), AttributeTest(attribute, opposite, value)))


def _operand(node: Node) -> Value | Attribute | None:
    """What an attribute is compared with: another, or a value; None for a calculation of values that gives empty."""
    if isinstance(node, Literal):
        return node.value
    if isinstance(node, Attribute):
        return node
    if attributes_in(node):
        raise _not_translatable(node)
    return compiled(node)({})


def _not_translatable(node: Node) -> ExpressionError:
    remedy = "it is computed row by row"
    return ExpressionError("this cannot be asked of a database", remedy, position=node.at, code="not-translatable")
