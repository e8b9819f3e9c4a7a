"""From tree to text: the shortest brackets that are read back as the same tree."""

import datetime as dt

from nervecenter.domain.expressions.kinds import Value
from nervecenter.domain.expressions.tokens import KEYWORDS, PLAIN_NAME
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

_OR, _AND, _NOT, _TEST, _SUM, _PRODUCT, _SIGNED, _PRIMARY = range(8)
_EXACT_INTEGERS = 1e15

type _Written = tuple[str, int]


def render(tree: Node) -> str:
    """The text of a tree, such that `parse` of it gives the tree again."""
    return fold(tree, _step)[0]


def render_value(value: Value) -> str:
    """A literal as it is written in an expression."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT_INTEGERS else repr(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return '"' + value.replace('"', '""') + '"'


def render_name(name: str) -> str:
    """An attribute's name as it is written in an expression: plain, or between brackets."""
    if PLAIN_NAME.fullmatch(name) and name.lower() not in KEYWORDS:
        return name
    return "[" + name.replace("]", "]]") + "]"


def _step(node: Node, parts: tuple[_Written, ...]) -> _Written:
    match node:
        case Literal(value):
            negative = isinstance(value, float) and value < 0
            return render_value(value), _SIGNED if negative else _PRIMARY
        case Attribute(name):
            return render_name(name), _PRIMARY
        case Call(name):
            return f"{name}({', '.join(text for text, _ in parts)})", _PRIMARY
        case Join(word):
            level = _OR if word == "or" else _AND
            return f" {word} ".join(_held(part, level + 1) for part in parts), level
        case Not():
            return f"not {_held(parts[0], _NOT)}", _NOT
        case Negative(inner):
            plain = isinstance(inner, Literal) and parts[0][1] == _PRIMARY
            return (f"-({parts[0][0]})" if plain else f"-{_held(parts[0], _SIGNED)}"), _SIGNED
        case Arithmetic(sign):
            level = _SUM if sign in "+-" else _PRODUCT
            return f"{_held(parts[0], level)} {sign} {_held(parts[1], level + 1)}", level
        case _:
            return _tested(node, [_held(part, _SUM) for part in parts]), _TEST


def _tested(node: Comparison | Among | TextTest | EmptyTest, parts: list[str]) -> str:
    match node:
        case Comparison(sign):
            return f"{parts[0]} {sign} {parts[1]}"
        case Among(_, options, negated):
            listed = ", ".join(render_value(option.value) for option in options)
            return f"{parts[0]} {'not ' if negated else ''}in ({listed})"
        case TextTest(word, _, _, negated):
            return f"{parts[0]} {'not ' if negated else ''}{word} {parts[1]}"
        case EmptyTest(_, negated):
            return f"{parts[0]} is {'not ' if negated else ''}empty"


def _held(part: _Written, level: int) -> str:
    text, own = part
    return text if own >= level else f"({text})"
