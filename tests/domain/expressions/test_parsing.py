"""What the language takes, and how it refuses the rest: what, where and what to do."""

import datetime as dt

import pytest

from nervecenter.domain.expressions.errors import ExpressionError
from nervecenter.domain.expressions.kinds import Kind
from nervecenter.domain.expressions.parsing import parse
from nervecenter.domain.expressions.rendering import render
from nervecenter.domain.expressions.tree import Arithmetic, Attribute, Comparison, Join, Literal, Not
from nervecenter.domain.expressions.walking import attributes_in, fold

ATTRIBUTES = {
    "industry": Kind.TEXT,
    "country": Kind.TEXT,
    "size": Kind.NUMBER,
    "is_target": Kind.TRUTH,
    "since": Kind.DATE,
    "Annual Revenue": Kind.NUMBER,
}
DAYS = "write year, month and day, such as 2026-01-31"


def test_and_binds_closer_than_or_and_products_closer_than_sums() -> None:
    tree = parse("is_target or not size > 1 and size + 2 * 3 = 7", ATTRIBUTES)

    size = Attribute("size", Kind.NUMBER)
    product = Arithmetic("*", Literal(2.0), Literal(3.0))
    assert tree == Join(
        "or",
        (
            Attribute("is_target", Kind.TRUTH),
            Join(
                "and",
                (
                    Not(Comparison(">", size, Literal(1.0))),
                    Comparison("=", Arithmetic("+", size, product), Literal(7.0)),
                ),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("written", "rendered"),
    [
        ("size == 1e3", "size = 1000"),
        ("size <> -2.50", "size != -2.5"),
        ("INDUSTRY = 'it''s'", 'industry = "it\'s"'),
        ('country IN ("DE" , "AT")', 'country in ("DE", "AT")'),
        ("country not in ('DE')", 'country not in ("DE")'),
        ("country not contains 'x'", 'country not contains "x"'),
        ("[annual revenue] / 2 >= size", "[Annual Revenue] / 2 >= size"),
        ("since<2026-01-31", "since < 2026-01-31"),
        ("(((size))) is not empty", "size is not empty"),
        ("size - (1 - 2) > 0", "size - (1 - 2) > 0"),
        ("(size - 1) - 2 > 0", "size - 1 - 2 > 0"),
        ("not (is_target and size > 1)", "not (is_target and size > 1)"),
        ("is_target and (is_target and is_target)", "is_target and (is_target and is_target)"),
        ("IF(is_target, Min(size, 3), -size) > 2", "if(is_target, min(size, 3), -size) > 2"),
    ],
)
def test_an_expression_is_written_in_one_form(written: str, rendered: str) -> None:
    tree = parse(written, ATTRIBUTES)

    assert render(tree) == rendered
    assert parse(rendered, ATTRIBUTES) == tree


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('size > 1 and industri = "x"', "unknown attribute 'industri' at 14: did you mean 'industry'?"),
        ("size > 'a'", "'>' compares a number with text at 8: compare it with a number, such as 12.5"),
        ("industry > 'a'", "'>' compares numbers and dates, not text at 1: use =, !=, in, contains or starts with"),
        ("industry = ''", "an empty text at 12: write `is empty` or `is not empty` instead"),
        ("1 < size < 3", "unexpected '<' at 10: comparisons cannot be chained; join two with `and`"),
        ("size =", "unexpected the end at 7: a value, an attribute or a function belongs here"),
        ("size is 3", "unexpected 3 at 9: `is` goes on with `empty` or `not empty`"),
        ("size 3", "unexpected 3 at 6: an operator such as = or `and` is missing before it, or quotes around a text"),
        ("2026-02-30 < since", f"'2026-02-30' is no day of the calendar at 1: {DAYS}"),
        ("sqr(size) > 1", "unknown function 'sqr' at 1: did you mean 'sqrt'?"),
        ("abs(size, 1) > 1", "'abs' was given 2 arguments at 1: it takes 1"),
        ("size > 1e999", "a number that is too large at 8: numbers go up to 1.7e308"),
        ("country = 'DE", "a text without its closing ' at 11: add ' at its end"),
        ("size", "the whole is a number at 1: a condition is needed here, such as size > 10"),
        ("  ", "an empty expression: write a condition, such as size > 10"),
        ("size in ()", "unexpected ')' at 10: a list holds values only, such as (\"a\", \"b\")"),
        ("size in (size)", "unexpected 'size' at 10: a list holds values only, such as (\"a\", \"b\")"),
    ],
)  # fmt: skip
def test_a_refusal_says_what_where_and_what_to_do(text: str, message: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        parse(text, ATTRIBUTES, expected=Kind.TRUTH)

    assert str(refused.value) == message


@pytest.mark.parametrize(
    "text",
    ["size.real > 1", "size.__class__ = 1", "__import__('os')", "country[0] = 'D'", "lambda: 1", "size := 3", "`ls`",
     "exec('1')", "{1}", "size ** 2 > 1", "size // 2 > 1", "country + country = 'a'", "f'{size}' = 'a'", "1 if true"],
)  # fmt: skip
def test_nothing_of_python_is_reached(text: str) -> None:
    with pytest.raises(ExpressionError):
        parse(text, ATTRIBUTES)


def test_the_attributes_are_told_in_the_order_of_the_text() -> None:
    tree = parse("size > 1 and (since is empty or size < [Annual Revenue])", ATTRIBUTES)

    names = [attribute.name for attribute in attributes_in(tree)]

    assert names == ["size", "since", "Annual Revenue"]


def test_a_fold_makes_something_else_of_a_tree_from_its_leaves_upwards() -> None:
    tree = parse("size > 1 and not is_target", ATTRIBUTES)

    counted: int = fold(tree, lambda _, below: 1 + sum(below))
    named: str = fold(tree, lambda node, below: f"{type(node).__name__}({','.join(below)})")

    assert counted == 6
    assert named == "Join(Comparison(Attribute(),Literal()),Not(Attribute()))"


def test_a_date_is_a_day_even_where_a_difference_could_be_meant() -> None:
    tree = parse("since >= 2026-01-31", ATTRIBUTES)

    assert tree == Comparison(">=", Attribute("since", Kind.DATE), Literal(dt.date(2026, 1, 31)))
