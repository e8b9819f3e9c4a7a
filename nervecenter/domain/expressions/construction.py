"""Makes nodes whose parts fit together, and refuses the others with their place and a remedy."""

import datetime as dt
import math
from collections.abc import Sequence
from decimal import Decimal

from nervecenter.domain.expressions.errors import ExpressionError, quoted, suggestion
from nervecenter.domain.expressions.kinds import Attributes, Kind, Value, example_of
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
)

HIGHEST = 60
"""How many steps a tree may have from its root to its farthest leaf."""

LONGEST = 4_000
"""How many characters an expression, or a text in it, may have."""

ORDERED = (Kind.NUMBER, Kind.DATE)
FUNCTIONS = {"min": (1, 50), "max": (1, 50), "abs": (1, 1), "sqrt": (1, 1), "log": (1, 2), "if": (3, 3)}
"""Each function with the least and the greatest number of its arguments."""


def literal(value: object, *, at: int = 0) -> Literal:
    """A value written out. Refuses infinite numbers, empty text, and text that no database could keep."""
    if isinstance(value, bool):
        return Literal(value, at=at)
    if isinstance(value, int | float | Decimal):
        return Literal(_number(value, at), at=at)
    if isinstance(value, dt.date):
        return Literal(value.date() if isinstance(value, dt.datetime) else value, at=at)
    if not isinstance(value, str):
        raise ExpressionError("a value of an unknown kind", "give a number, text, truth or a date", position=at)
    if not value:
        raise ExpressionError("an empty text", "write `is empty` or `is not empty` instead", position=at, code="empty")
    if len(value) > LONGEST:
        raise ExpressionError("a text that is too long", f"shorten it to {LONGEST:,} characters", position=at)
    if "\0" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
        raise ExpressionError("a text with a sign that cannot be kept", "take the sign out", position=at)
    return Literal(value, at=at)


def attribute(name: str, attributes: Attributes, *, at: int = 0) -> Attribute:
    """A declared attribute, whatever the case of its letters, if only one is meant. Refuses the others."""
    if name in attributes:
        return Attribute(name, attributes[name], at=at)
    same = [known for known in attributes if known.lower() == name.lower()]
    if len(same) == 1:
        return Attribute(same[0], attributes[same[0]], at=at)
    known = ", ".join(sorted(attributes)[:20]) or "none"
    more = ", ..." if len(attributes) > 20 else ""
    otherwise = f"the attributes are {known}{more}; a text stands between quotes"
    remedy = suggestion(name, attributes, otherwise=otherwise)
    raise ExpressionError(f"unknown attribute {quoted(name)}", remedy, position=at, code="unknown-attribute")


def negative(inner: Node, *, at: int = 0) -> Node:
    """A number with its sign turned. Refuses what is no number."""
    _require(inner, Kind.NUMBER, "'-' needs a number")
    return _limited(Negative(inner, at=at))


def arithmetic(sign: str, left: Node, right: Node, *, at: int = 0) -> Node:
    """A sum, difference, product or quotient. Refuses what is no number."""
    for part in (left, right):
        _require(part, Kind.NUMBER, f"'{sign}' needs numbers")
    return _limited(Arithmetic(sign, left, right, at=at))


def comparison(sign: str, left: Node, right: Node, *, at: int = 0) -> Node:
    """Two values compared. Refuses different kinds, and `<` and its like for text and truth."""
    if left.kind is not right.kind:
        what = f"'{sign}' compares {left.kind.words} with {right.kind.words}"
        remedy = f"compare it with {left.kind.words}, such as {example_of(left.kind)}"
        raise ExpressionError(what, remedy, position=right.at or at, code="wrong-kind")
    if sign not in {"=", "!="} and left.kind not in ORDERED:
        what = f"'{sign}' compares numbers and dates, not {left.kind.words}"
        words = "=, !=, in, contains or starts with" if left.kind is Kind.TEXT else "= or !="
        raise ExpressionError(what, f"use {words}", position=at, code="wrong-kind")
    return _limited(Comparison(sign, left, right, at=at))


def among(inner: Node, options: Sequence[Literal], *, negated: bool = False, at: int = 0) -> Node:
    """Membership in a list. Refuses an empty list, and options of another kind."""
    if not options:
        raise ExpressionError("'in' without a value", 'list values, such as in ("a", "b")', position=at)
    for option in options:
        _require(option, inner.kind, f"the list holds {option.kind.words}, and it is compared with {inner.kind.words}")
    return _limited(Among(inner, tuple(options), negated, at=at))


def text_test(word: str, left: Node, right: Node, *, negated: bool = False, at: int = 0) -> Node:
    """`contains` or `starts with`. Refuses what is no text."""
    for part in (left, right):
        _require(part, Kind.TEXT, f"'{word}' needs text")
    return _limited(TextTest(word, left, right, negated, at=at))


def empty_test(inner: Node, *, negated: bool = False, at: int = 0) -> Node:
    """`is empty` or `is not empty`, of any kind."""
    return _limited(EmptyTest(inner, negated, at=at))


def negation(inner: Node, *, at: int = 0) -> Node:
    """`not` of a condition. Refuses what is neither true nor false."""
    _require(inner, Kind.TRUTH, "'not' needs a condition")
    return _limited(Not(inner, at=at))


def join(word: str, parts: Sequence[Node], *, at: int = 0) -> Node:
    """Conditions joined by `and` or `or`; a single one stands for itself. Refuses what is neither true nor false."""
    if len(parts) == 1:
        return parts[0]
    for part in parts:
        _require(part, Kind.TRUTH, f"'{word}' joins conditions")
    return _limited(Join(word, tuple(parts), at=at))


def call(name: str, arguments: Sequence[Node], *, at: int = 0) -> Node:
    """A function of the language. Refuses unknown names, and arguments of wrong number or kind."""
    if name not in FUNCTIONS:
        remedy = suggestion(name, FUNCTIONS, otherwise=f"the functions are {', '.join(FUNCTIONS)}")
        raise ExpressionError(f"unknown function {quoted(name)}", remedy, position=at, code="unknown-function")
    least, most = FUNCTIONS[name]
    if not least <= len(arguments) <= most:
        needed = f"{least}" if least == most else f"{least} to {most}"
        given = f"'{name}' was given {len(arguments)} arguments"
        raise ExpressionError(given, f"it takes {needed}", position=at, code="wrong-arguments")
    if name == "if":
        _require(arguments[0], Kind.TRUTH, "'if' begins with a condition")
        _require(arguments[2], arguments[1].kind, "both branches of 'if' must be of one kind")
    else:
        for argument in arguments:
            _require(argument, Kind.NUMBER, f"'{name}' needs numbers")
    return _limited(Call(name, tuple(arguments), at=at))


def value_from(given: object, kind: Kind, *, at: int = 0) -> Value:
    """A value of this kind; a text, as a form sends it, is read. Refuses what is not of the kind."""
    if isinstance(given, str) and kind is not Kind.TEXT:
        given = _read(given.strip(), kind)
    made = literal(given, at=at) if given is not None else None
    if made is None or made.kind is not kind:
        remedy = f"write it as {example_of(kind)}"
        raise ExpressionError(f"a value that is not {kind.words}", remedy, position=at, code="wrong-kind")
    return made.value


def _read(text: str, kind: Kind) -> Value | None:
    if kind is Kind.TRUTH:
        return {"true": True, "false": False}.get(text.lower())
    try:
        return float(text) if kind is Kind.NUMBER else dt.date.fromisoformat(text)
    except ValueError:
        return None


def _number(value: float | Decimal, at: int) -> float:
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        remedy = "numbers go up to 1.7e308"
        raise ExpressionError("a number that is too large", remedy, position=at, code="too-large")
    return number or 0.0


def _require(part: Node, kind: Kind, what: str) -> None:
    if part.kind is not kind:
        remedy = f"this is {part.kind.words}, {kind.words} is needed"
        if kind is Kind.TRUTH:
            remedy = f'this is {part.kind.words}; compare it with something, such as size > 10 or name = "x"'
        raise ExpressionError(what, remedy, position=part.at, code="wrong-kind")


def _limited[T: Node](node: T) -> T:
    if node.height > HIGHEST:
        remedy = f"at most {HIGHEST} steps may be nested; split it"
        raise ExpressionError("an expression that is too deep", remedy, position=node.at, code="too-deep")
    return node
