"""The flat form for a form builder, and the tests for a database."""

import datetime as dt

import pytest

from nervecenter.domain.expressions.conditions import (
    Condition,
    Conditions,
    conditions_from_data,
    conditions_of,
    operators_for,
    tree_of,
)
from nervecenter.domain.expressions.errors import ExpressionError
from nervecenter.domain.expressions.kinds import Kind
from nervecenter.domain.expressions.parsing import parse
from nervecenter.domain.expressions.predicates import AllOf, AnyOf, AttributeTest, predicate
from nervecenter.domain.expressions.rendering import render
from nervecenter.domain.expressions.tree import Attribute

ATTRIBUTES = {
    "country": Kind.TEXT,
    "size": Kind.NUMBER,
    "was": Kind.NUMBER,
    "is_target": Kind.TRUTH,
    "since": Kind.DATE,
}
COUNTRY, SIZE = Attribute("country", Kind.TEXT), Attribute("size", Kind.NUMBER)


def test_a_flat_rule_becomes_conditions_and_a_rule_again() -> None:
    text = 'country in ("DE", "AT") and size >= 100 and since < 2026-01-31 and country is not empty'

    flat = conditions_of(parse(text, ATTRIBUTES))

    assert flat == Conditions(
        "and",
        (
            Condition("country", "in", ("DE", "AT")),
            Condition("size", ">=", 100.0),
            Condition("since", "<", dt.date(2026, 1, 31)),
            Condition("country", "is not empty"),
        ),
    )
    assert render(tree_of(flat, ATTRIBUTES)) == text


@pytest.mark.parametrize(
    "text", ["not is_target", "size + 1 > 2", "size > was", "size > 1 and (size < 2 or is_target)"]
)
def test_a_rule_that_is_not_flat_has_no_conditions(text: str) -> None:
    assert conditions_of(parse(text, ATTRIBUTES)) is None


def test_what_a_form_sends_is_read_by_the_kind_of_its_attribute() -> None:
    sent = {
        "join": "or",
        "conditions": [
            {"attribute": "size", "operator": ">", "value": " 12.5 "},
            {"attribute": "since", "operator": "=", "value": "2026-01-31"},
            {"attribute": "is_target", "operator": "=", "value": "true"},
            {"attribute": "country", "operator": "not starts with", "value": "D"},
            {"attribute": "country", "operator": "not in", "value": ["DE", "AT"]},
            {"attribute": "size", "operator": "is empty"},
        ],
    }

    tree = tree_of(conditions_from_data(sent), ATTRIBUTES)

    assert render(tree) == (
        'size > 12.5 or since = 2026-01-31 or is_target = true or country not starts with "D"'
        ' or country not in ("DE", "AT") or size is empty'
    )


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        (Condition("size", ">", "many"), "a value that is not a number at 1: write it as 12.5"),
        (Condition("size", "contains", "1"), "unknown operator 'contains' at 1: for a number there are"),
        (Condition("country", "="), "a value that is not text at 1: write it as \"software\""),
        (Condition("contry", "=", "DE"), "unknown attribute 'contry' at 1: did you mean 'country'?"),
        (Condition("country", "=", ("DE", "AT")), "2 values for '=' at 1: give one value, or use `in`"),
        (Condition("country", "in", ()), "'in' without a value at 1"),
        (Condition("country", "=", ""), "an empty text at 1"),
    ],
)  # fmt: skip
def test_a_condition_that_cannot_be_is_refused_by_its_number(condition: Condition, message: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        tree_of(Conditions("and", (condition,)), ATTRIBUTES)

    assert str(refused.value).startswith(message)


@pytest.mark.parametrize("data", [{}, {"join": "xor", "conditions": []}, {"conditions": "a"}, {"conditions": [1]}])
def test_data_of_another_form_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(ExpressionError):
        tree_of(conditions_from_data(data), ATTRIBUTES)


def test_each_kind_has_its_operators() -> None:
    assert operators_for(Kind.TRUTH) == ("=", "!=", "is empty", "is not empty")
    assert "contains" in operators_for(Kind.TEXT)
    assert "<" not in operators_for(Kind.TEXT)


def test_a_negation_is_carried_down_and_says_what_holds_for_empty_values() -> None:
    made = predicate(parse('not (country = "DE" and size > 1)', ATTRIBUTES))

    assert made == AnyOf(
        (
            AnyOf((AttributeTest(COUNTRY, "is empty"), AttributeTest(COUNTRY, "!=", "DE"))),
            AnyOf((AttributeTest(SIZE, "is empty"), AttributeTest(SIZE, "<=", 1.0))),
        )
    )


def test_values_are_computed_before_a_database_is_asked() -> None:
    assert predicate(parse("1000 * 2 < size", ATTRIBUTES)) == AttributeTest(SIZE, ">", 2000.0)
    assert predicate(parse("size > 1 / 0", ATTRIBUTES)) == AnyOf()
    assert predicate(parse("1 = 1 or size > 1", ATTRIBUTES)) == AnyOf((AllOf(), AttributeTest(SIZE, ">", 1.0)))
    assert predicate(parse("size > was", ATTRIBUTES)) == AttributeTest(SIZE, ">", Attribute("was", Kind.NUMBER))


@pytest.mark.parametrize("text", ["size + 1 > 2", "if(is_target, size, 2) > 1", "size > was * 2"])
def test_what_calculates_with_attributes_is_left_to_python(text: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        predicate(parse(text, ATTRIBUTES))

    assert refused.value.code == "not-translatable"
