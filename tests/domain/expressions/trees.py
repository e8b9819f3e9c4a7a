"""Trees and rows that Hypothesis makes, and an interpreter as plain as can be to compare with."""

import datetime as dt
import math
from typing import Any

from hypothesis import strategies as st

from nervecenter.domain.expressions import construction as make
from nervecenter.domain.expressions.errors import ExpressionError
from nervecenter.domain.expressions.kinds import Attributes, Kind
from nervecenter.domain.expressions.tree import (
    Among,
    Arithmetic,
    Attribute,
    Call,
    Comparison,
    EmptyTest,
    Join,
    Literal,
    Negative,
    Node,
    Not,
    TextTest,
)  # fmt: skip

ATTRIBUTES: Attributes = {
    "size": Kind.NUMBER,
    "growth": Kind.NUMBER,
    "country": Kind.TEXT,
    "in": Kind.TEXT,
    "Annual ]Revenue": Kind.NUMBER,
    "is_target": Kind.TRUTH,
    "größe": Kind.TRUTH,
    "since": Kind.DATE,
    "min": Kind.DATE,
}
VALUES = {
    Kind.NUMBER: st.one_of(
        st.sampled_from([0.0, 1.0, -1.0, 2.5]), st.floats(allow_nan=False, allow_infinity=False), st.integers(-99, 99)
    ),
    Kind.TEXT: st.one_of(
        st.sampled_from(["a", "A", "ab", 'say "yes"', "it's"]),
        st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=8),
    ),
    Kind.TRUTH: st.booleans(),
    Kind.DATE: st.dates(dt.date(2020, 1, 1), dt.date(2020, 1, 5)) | st.dates(),
}


def literals(kind: Kind) -> st.SearchStrategy[Literal]:
    """A value of a kind, written out."""
    return VALUES[kind].map(make.literal)


def attributes(kind: Kind) -> st.SearchStrategy[Attribute]:
    """An attribute of a kind."""
    names = sorted(name for name, each in ATTRIBUTES.items() if each is kind)
    return st.sampled_from(names).map(lambda name: make.attribute(name, ATTRIBUTES))


def leaves(kind: Kind) -> st.SearchStrategy[Node]:
    """What has no parts."""
    return literals(kind) | attributes(kind)


@st.composite
def trees(draw: st.DrawFn, kind: Kind | None = None, depth: int = 4) -> Node:
    """Any tree of a kind that the language can hold."""
    kind = kind or draw(st.sampled_from(list(Kind)))
    if depth == 0 or draw(st.integers(0, 3)) == 0:
        return draw(leaves(kind))
    forms: list[Any] = [lambda: make.call("if", [below(Kind.TRUTH), below(kind), below(kind)])]

    def below(wanted: Kind) -> Node:
        return draw(trees(wanted, depth - 1))

    if kind is Kind.NUMBER:
        forms += [
            lambda: make.negative(below(kind)),
            lambda: make.arithmetic(draw(st.sampled_from("+-*/")), below(kind), below(kind)),
            lambda: make.call(draw(st.sampled_from(["abs", "sqrt", "log"])), [below(kind)]),
            lambda: make.call(draw(st.sampled_from(["min", "max", "log"])), [below(kind), below(kind)]),
        ]
    elif kind is Kind.TRUTH:
        forms += [lambda: _test(draw, depth)] * 3
        forms += [
            lambda: make.negation(below(kind)),
            lambda: make.join(
                draw(st.sampled_from(["and", "or"])), [below(kind) for _ in range(draw(st.integers(2, 3)))]
            ),
        ]
    made: Node = draw(st.sampled_from(forms))()
    return made


def _test(draw: st.DrawFn, depth: int) -> Node:
    kind, negated = draw(st.sampled_from(list(Kind))), draw(st.booleans())
    left = draw(trees(kind, depth - 1))
    which = draw(st.integers(0, 3))
    if which == 0:
        return make.empty_test(left, negated=negated)
    if which == 1:
        return make.among(left, draw(st.lists(literals(kind), min_size=1, max_size=3)), negated=negated)
    right = draw(trees(kind, depth - 1))
    if which == 2 and kind is Kind.TEXT:
        return make.text_test(draw(st.sampled_from(["contains", "starts with"])), left, right, negated=negated)
    signs = ["=", "!=", "<", "<=", ">", ">="] if kind in make.ORDERED else ["=", "!="]
    return make.comparison(draw(st.sampled_from(signs)), left, right)


ROWS = st.fixed_dictionaries({}, optional={name: st.none() | VALUES[kind] for name, kind in ATTRIBUTES.items()})


def naive(node: Node, row: dict[str, object]) -> Any:
    """The value of a node, computed anew at every node as the reference says it."""
    below = [naive(child, row) for child in node.children]
    empty = any(value is None for value in below)
    match node:
        case Literal(value):
            return value
        case Attribute(name, kind):
            found = row.get(name)
            return float(found) if kind is Kind.NUMBER and found is not None else found  # type: ignore[arg-type]
        case Join("and"):
            return all(value is True for value in below)
        case Join():
            return any(value is True for value in below)
        case Not():
            return below[0] is not True
        case EmptyTest():
            return not empty if node.negated else empty
        case Call("if"):
            return below[1] if below[0] is True else below[2]
        case Comparison() | Among() | TextTest():
            return False if empty else _tested(node, below)
        case _:
            return None if empty else _calculated(node, below)


def _tested(node: Any, below: list[Any]) -> bool:
    if isinstance(node, Among):
        return (below[0] in [option.value for option in node.options]) != node.negated
    left, right = below
    if isinstance(node, TextTest):
        text, sought = left.lower(), right.lower()
        return (sought in text if node.word == "contains" else text[: len(sought)] == sought) != node.negated
    return {  # type: ignore[no-any-return]
        "=": left == right, "!=": left != right, "<": left < right, "<=": left <= right, ">": left > right,
        ">=": left >= right,
    }[node.sign]  # fmt: skip


def _calculated(node: Any, below: list[float]) -> float | None:
    try:
        if isinstance(node, Negative):
            return -below[0]
        if isinstance(node, Arithmetic):
            one, other = below
            number = (
                one + other if node.sign == "+" else one - other if node.sign == "-" else one * other
                if node.sign == "*" else one / other
            )  # fmt: skip
            return number if math.isfinite(number) else None
        functions: dict[str, Any] = {"min": min, "max": max, "abs": abs, "sqrt": math.sqrt, "log": math.log}
        return float(functions[node.name](below) if node.name in {"min", "max"} else functions[node.name](*below))
    except (ValueError, ZeroDivisionError):
        return None


def refused(make_it: Any) -> ExpressionError | None:
    """The refusal, if there was one."""
    try:
        make_it()
    except ExpressionError as error:
        return error
    return None
