"""Arithmetic and functions over numbers that may be empty. What cannot be computed is empty, and is said so."""

import math
from collections.abc import Callable, Mapping

from nervecenter.domain.expressions.kinds import Value

type Warn = Callable[[str, int], None]
"""Is told what became empty and where in the text (from 1, 0 without a text)."""

type _Evaluate = Callable[[Mapping[str, object]], Value | None]


def negative_step(inner: _Evaluate) -> _Evaluate:
    """The number with its sign turned."""

    def turned(row: Mapping[str, object]) -> Value | None:
        number = inner(row)
        return -number if isinstance(number, float) else None

    return turned


def arithmetic_step(sign: str, left: _Evaluate, right: _Evaluate, warn: Warn, at: int) -> _Evaluate:
    """A sum, difference, product or quotient. What has no finite value gives empty and a warning."""

    def calculated(row: Mapping[str, object]) -> Value | None:
        one, other = left(row), right(row)
        if not isinstance(one, float) or not isinstance(other, float):
            return None
        if sign == "/" and other == 0:
            warn("a division by zero gave empty", at)
            return None
        number = _SIGNS[sign](one, other)
        if not math.isfinite(number):
            warn("a number too large gave empty", at)
            return None
        return number

    return calculated


def function_step(name: str, parts: tuple[_Evaluate, ...], warn: Warn, at: int) -> _Evaluate:
    """A function of the language. `if` asks only the branch it takes; the others are empty where an argument is."""
    if name == "if":
        condition, then, otherwise = parts
        return lambda row: then(row) if condition(row) is True else otherwise(row)
    function = _FUNCTIONS[name]

    def called(row: Mapping[str, object]) -> Value | None:
        numbers: list[float] = []
        for part in parts:
            number = part(row)
            if not isinstance(number, float):
                return None
            numbers.append(number)
        try:
            return function(*numbers)
        except (ValueError, ZeroDivisionError):
            warn(f"{name}({', '.join(f'{number:g}' for number in numbers)}) has no value and gave empty", at)
            return None

    return called


_SIGNS: dict[str, Callable[[float, float], float]] = {
    "+": lambda one, other: one + other,
    "-": lambda one, other: one - other,
    "*": lambda one, other: one * other,
    "/": lambda one, other: one / other,
}
_FUNCTIONS: dict[str, Callable[..., float]] = {
    "min": lambda *numbers: min(numbers),
    "max": lambda *numbers: max(numbers),
    "abs": abs,
    "sqrt": math.sqrt,
    "log": math.log,
}
