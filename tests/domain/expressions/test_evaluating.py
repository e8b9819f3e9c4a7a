"""What an expression says of a row, above all of an empty one."""

import datetime as dt
from decimal import Decimal

import pytest

from nervecenter.domain.expressions.evaluating import Evaluated, compiled, evaluate, matcher
from nervecenter.domain.expressions.kinds import Kind
from nervecenter.domain.expressions.parsing import parse

ATTRIBUTES = {"name": Kind.TEXT, "size": Kind.NUMBER, "is_target": Kind.TRUTH, "since": Kind.DATE}
ROW = {
    "name": "Acme GmbH",
    "size": Decimal("12.5"),
    "is_target": True,
    "since": dt.datetime(2026, 1, 31, 23, 59, tzinfo=dt.UTC),
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("size * 2 - 5", 20.0),
        ("name contains 'gmbh'", True),
        ("name starts with 'ACME'", True),
        ("name = 'acme gmbh'", False),
        ("name in ('Acme GmbH', 'x')", True),
        ("since = 2026-01-31", True),
        ("if(size > 10, 'large', 'small')", "large"),
        ("min(size, 3) + max(1, 2) + abs(-1)", 6.0),
        ("sqrt(16) + log(1) + log(8, 2)", 7.0),
        ("is_target", True),
    ],
)
def test_a_full_row_has_a_value(text: str, value: object) -> None:
    assert evaluate(parse(text, ATTRIBUTES), ROW) == Evaluated(value, ())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("size > 1", False),
        ("size != 1", False),
        ("size not in (1, 2)", False),
        ("name not contains 'x'", False),
        ("not size > 1", True),
        ("not is_target", True),
        ("is_target = false", False),
        ("size is empty", True),
        ("name is not empty", False),
        ("size + 1", None),
        ("size + 1 is empty", True),
        ("max(size, 1)", None),
        ("if(is_target, 1, 2)", 2.0),
        ("is_target or 1 = 1", True),
    ],
)
@pytest.mark.parametrize("row", [{}, {"size": None, "name": "", "is_target": None}, {"size": float("nan")}])
def test_an_empty_row_fails_every_test_but_that_for_emptiness(text: str, value: object, row: dict[str, object]) -> None:
    assert evaluate(parse(text, ATTRIBUTES), row) == Evaluated(value, ())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "row", "warning"),
    [
        ("10 / (size - 1)", {"size": 1}, "a division by zero gave empty at 1"),
        ("sqrt(size)", {"size": -4}, "sqrt(-4) has no value and gave empty at 1"),
        ("log(0)", {}, "log(0) has no value and gave empty at 1"),
        ("log(2, 1)", {}, "log(2, 1) has no value and gave empty at 1"),
        ("size * 1e300", {"size": 1e300}, "a number too large gave empty at 1"),
        ("size", {"size": "many"}, "'size' is not a number and was taken as empty at 1"),
        ("size", {"size": True}, "'size' is not a number and was taken as empty at 1"),
    ],
)
def test_what_cannot_be_computed_is_empty_and_is_told(text: str, row: dict[str, object], warning: str) -> None:
    tree = parse(text, ATTRIBUTES)

    assert evaluate(tree, row) == Evaluated(None, (warning,))
    assert compiled(tree)(row) is None


def test_only_the_branch_that_is_taken_is_computed() -> None:
    told = evaluate(parse("if(size = 0, 0, 100 / size)", ATTRIBUTES), {"size": 0})

    assert told == Evaluated(0.0, ())


def test_a_matcher_answers_yes_or_no() -> None:
    matches = matcher(parse("is_target", ATTRIBUTES))

    assert [matches({"is_target": value}) for value in (True, False, None, "yes")] == [True, False, False, False]
