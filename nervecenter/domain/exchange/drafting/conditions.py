"""Which records a mapping takes: its `where`, asked of a whole chunk at once."""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from nervecenter.domain.exchange.drafting.values import is_empty
from nervecenter.domain.exchange.drafting.views import Some
from nervecenter.domain.exchange.mapping.document import Condition
from nervecenter.domain.exchange.reading.chunks import Records

Test = Callable[[object], bool]
_LONGEST = 2_000


def records_where(records: Records, where: Mapping[str, object] | None) -> Records:
    """The records for which every condition holds; the same object when all do. A missing column is empty."""
    if not where:
        return records
    keep: Sequence[int] = range(len(records.rows))
    for name, condition in where.items():
        column = records.column(name)
        test = condition_test(condition)
        if column is None:
            keep = keep if test(None) else ()
        else:
            keep = [place for place in keep if test(column.values[place])]
    return records if len(keep) == len(records.rows) else Some(records, keep)


def condition_test(condition: object) -> Test:
    """Whether one value meets a condition: a value, a tuple of values, or a Condition.

    Texts are compared without the spaces around them, numbers as numbers, true and false also with their words.
    """
    if isinstance(condition, tuple):
        return _one_of(condition)
    if not isinstance(condition, Condition):
        return _one_of((condition,))
    wanted = ([condition.equals] if condition.equals is not None else []) + list(condition.in_)
    unwanted = ([condition.not_] if condition.not_ is not None else []) + list(condition.not_in)
    tests: list[Test] = []
    if wanted:
        tests.append(_one_of(wanted))
    if unwanted:
        tests.append(_none_of(unwanted))
    tests += _shape_tests(condition)
    return lambda value: all(test(value) for test in tests)


def _shape_tests(condition: Condition) -> list[Test]:
    tests: list[Test] = []
    if condition.empty is not None:
        wanted = condition.empty
        tests.append(lambda value: (is_empty(value) or value == {}) is wanted)
    if condition.matches:
        pattern = re.compile(condition.matches)
        tests.append(lambda value: bool(pattern.search(_comparable(value)[:_LONGEST])))
    if condition.above is not None:
        tests.append(_ordered(condition.above, sign=1))
    if condition.below is not None:
        tests.append(_ordered(condition.below, sign=-1))
    return tests


def _one_of(wanted: Sequence[object]) -> Test:
    words = {_comparable(each) for each in wanted}
    return lambda value: _comparable(value) in words


def _none_of(wanted: Sequence[object]) -> Test:
    one_of = _one_of(wanted)
    return lambda value: not one_of(value)


def _comparable(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        text = value.strip()
        return text.lower() if text.lower() in ("true", "false") else text
    return str(value)


def _ordered(limit: object, *, sign: int) -> Test:
    edge = _number(limit)

    def test(value: object) -> bool:
        number = _number(value)
        return number is not None and edge is not None and (number - edge) * sign > 0

    return test


def _number(value: object) -> Decimal | None:
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
