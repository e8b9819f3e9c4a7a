"""What an expression says of a row. A tree is turned into nested functions once, and then asked row by row.

Empty is a value of its own: None, an empty text, a missing attribute, a number that is none. Arithmetic and functions
with an empty part are empty; tests with an empty part are false; a condition that is empty counts as false.
"""

import datetime as dt
import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from nervecenter.domain.expressions.calculating import Warn, arithmetic_step, function_step, negative_step
from nervecenter.domain.expressions.errors import quoted
from nervecenter.domain.expressions.kinds import Kind, Value
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
from nervecenter.domain.expressions.walking import fold

type Row = Mapping[str, object]
type Evaluate = Callable[[Row], Value | None]

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True, slots=True)
class Evaluated:
    """The value for one row, None where it is empty, and what made parts of it empty that were not."""

    value: Value | None
    warnings: tuple[str, ...]


def compiled(tree: Node, *, warn: Warn | None = None) -> Evaluate:
    """A function from row to value. It never raises for what a row holds: `warn` is told, and the part is empty."""
    return fold(tree, lambda node, parts: _step(node, parts, warn or _silent))


def matcher(tree: Node) -> Callable[[Row], bool]:
    """A function that says whether a row meets a condition. Empty counts as no."""
    asked = compiled(tree)
    return lambda row: asked(row) is True


def evaluate(tree: Node, row: Row) -> Evaluated:
    """The value for one row, with warnings such as a division by zero. For many rows use `compiled`."""
    warnings: list[str] = []
    value = compiled(tree, warn=lambda what, at: warnings.append(f"{what} at {at}" if at else what))(row)
    return Evaluated(value, tuple(warnings))


def as_value(given: object, kind: Kind) -> Value | None:
    """What a row holds, as a value of this kind; None where it is empty. Raises ValueError for another kind."""
    if given is None or given == "":
        return None
    if kind is Kind.NUMBER:
        if isinstance(given, bool) or not isinstance(given, float | int | Decimal):
            raise ValueError
        number = _float(given)
        return number if math.isfinite(number) else None
    if kind is Kind.DATE and isinstance(given, dt.date):
        return given.date() if isinstance(given, dt.datetime) else given
    if (kind is Kind.TEXT and isinstance(given, str)) or (kind is Kind.TRUTH and isinstance(given, bool)):
        return given
    raise ValueError


def _float(given: float | Decimal) -> float:
    try:
        return float(given)
    except (OverflowError, ValueError):
        return math.nan


def _silent(_what: str, _at: int) -> None:
    pass


def _step(node: Node, parts: tuple[Evaluate, ...], warn: Warn) -> Evaluate:
    match node:
        case Literal(value):
            return lambda row: value
        case Attribute():
            return _attribute(node, warn)
        case Negative():
            return negative_step(parts[0])
        case Arithmetic():
            return arithmetic_step(node.sign, parts[0], parts[1], warn, node.at)
        case Call():
            return function_step(node.name, parts, warn, node.at)
        case Join(word):
            return _all_of(parts) if word == "and" else _any_of(parts)
        case Not():
            inner = parts[0]
            return lambda row: inner(row) is not True
        case _:
            return _test(node, parts)


def _attribute(node: Attribute, warn: Warn) -> Evaluate:
    name, kind, at = node.name, node.kind, node.at
    quick: type = {Kind.NUMBER: float, Kind.TEXT: str, Kind.TRUTH: bool, Kind.DATE: dt.date}[kind]
    is_number = kind is Kind.NUMBER

    def fetched(row: Row) -> Value | None:
        given = row.get(name)
        if given is None:
            return None
        if type(given) is quick and not is_number:
            return given or None if quick is str else given  # type: ignore[return-value]
        try:
            return as_value(given, kind)
        except ValueError:
            warn(f"{quoted(name)} is not {kind.words} and was taken as empty", at)
            return None

    return fetched


def _test(node: Comparison | Among | TextTest | EmptyTest, parts: tuple[Evaluate, ...]) -> Evaluate:
    first = parts[0]
    match node:
        case Comparison(sign):
            return _comparison(_COMPARE[sign], first, parts[1])
        case Among(_, _, negated):
            options = frozenset(node.values)
            return lambda row: (value := first(row)) is not None and (value in options) is not negated
        case EmptyTest(_, negated):
            return lambda row: (first(row) is None) is not negated
        case TextTest(word, _, _, negated):
            return _text_test(str.__contains__ if word == "contains" else str.startswith, first, parts[1], negated)


def _comparison(compare: Callable[[Any, Any], bool], left: Evaluate, right: Evaluate) -> Evaluate:
    def compared(row: Row) -> bool:
        one = left(row)
        if one is None:
            return False
        other = right(row)
        return other is not None and compare(one, other)

    return compared


def _text_test(look: Callable[[str, str], bool], left: Evaluate, right: Evaluate, negated: bool) -> Evaluate:
    def tested(row: Row) -> bool:
        text, sought = left(row), right(row)
        if text is None or sought is None:
            return False
        return look(str(text).lower(), str(sought).lower()) is not negated

    return tested


def _all_of(parts: tuple[Evaluate, ...]) -> Evaluate:
    return lambda row: all(part(row) is True for part in parts)


def _any_of(parts: tuple[Evaluate, ...]) -> Evaluate:
    return lambda row: any(part(row) is True for part in parts)
