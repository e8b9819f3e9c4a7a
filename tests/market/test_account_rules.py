"""Rules over accounts: the database finds the accounts for which the rule, evaluated in Python, is true."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from nervecenter.domain.expressions import construction as make
from nervecenter.domain.expressions.evaluating import matcher
from nervecenter.domain.expressions.kinds import Kind
from nervecenter.domain.expressions.rendering import render
from nervecenter.domain.expressions.tree import Node
from nervecenter.foundation.actions import change_record
from nervecenter.foundation.errors import InvalidValues
from nervecenter.market.account_rules import ATTRIBUTES, account_rule, accounts_meeting
from nervecenter.market.models import Account, Segment
from tests.factories import made

pytestmark = pytest.mark.django_db

WORDS = ("DE", "de", "Österreich", "ÖSTERREICH", "İzmir", "ΣΑΣ", "100%_", "it's", "\\", "")
NUMBERS = (None, -5, 0, 49, 50, 51, 2**31 - 1)
AMOUNTS = (None, Decimal("-0.01"), Decimal("0.10"), Decimal("1000.5"), Decimal("999999999999.99"))
DAYS = (None, dt.date(1999, 12, 31), dt.date(2026, 1, 31), dt.date(2026, 2, 1))


def market() -> list[dict[str, Any]]:
    """Accounts with many mixtures of values, empty ones too, as rows."""
    accounts = [
        Account(
            name=f"{WORDS[place % 9]} {place}",
            industry=WORDS[place % 10],
            country=WORDS[(place * 3) % 10],
            region=WORDS[(place * 7) % 10],
            employees=NUMBERS[place % 7],
            established=NUMBERS[(place * 2) % 7],
            annual_revenue=AMOUNTS[place % 5],
            recurring_revenue=AMOUNTS[(place * 2) % 5],
            customer_since=DAYS[place % 4],
        )
        for place in range(40)
    ]
    Account.objects.bulk_create(accounts)
    return list(Account.objects.values("id", *ATTRIBUTES))


def _value(kind: Kind) -> some.SearchStrategy[Any]:
    if kind is Kind.TEXT:
        return some.sampled_from([word for word in WORDS if word] + ["rei", "ö", "i", "σ"])
    if kind is Kind.DATE:
        return some.sampled_from(DAYS[1:])
    return some.sampled_from([-5.5, -5.0, -0.01, 0.0, 0.1, 49.5, 50.0, 50.5, 1000.5, 1e16, 1e300])


@some.composite
def conditions(draw: some.DrawFn) -> Node:
    """A test on one attribute, or on two of one kind."""
    name = draw(some.sampled_from(sorted(ATTRIBUTES)))
    kind = ATTRIBUTES[name]
    inner = make.attribute(name, ATTRIBUTES)
    negated = draw(some.booleans())
    form = draw(some.sampled_from(["empty", "in", "compare", "compare", "text", "other"]))
    if form == "empty":
        return make.empty_test(inner, negated=negated)
    if form == "in":
        options = draw(some.lists(_value(kind), min_size=1, max_size=3))
        return make.among(inner, [make.literal(each) for each in options], negated=negated)
    same = sorted(other for other, of in ATTRIBUTES.items() if of is kind)
    right = make.attribute(draw(some.sampled_from(same)), ATTRIBUTES) if form == "other" else None
    if kind is Kind.TEXT and form == "text":
        sought = right or make.literal(draw(_value(kind)))
        return make.text_test(draw(some.sampled_from(["contains", "starts with"])), inner, sought, negated=negated)
    signs = ["=", "!="] if kind is Kind.TEXT else ["=", "!=", "<", "<=", ">", ">="]
    return make.comparison(draw(some.sampled_from(signs)), inner, right or make.literal(draw(_value(kind))))


def joined(inner: some.SearchStrategy[Node]) -> some.SearchStrategy[Node]:
    """The opposite of a condition, or several joined."""
    several = some.lists(inner, min_size=2, max_size=3)
    return some.builds(make.negation, inner) | some.builds(make.join, some.sampled_from(["and", "or"]), several)


rules = some.recursive(conditions(), joined, max_leaves=6)


@pytest.fixture
def rows() -> list[dict[str, Any]]:
    """The market, written once for all examples of a property."""
    return market()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=150)
@given(tree=rules)
def test_the_database_finds_the_accounts_that_the_expression_is_true_of(rows: list[dict[str, Any]], tree: Node) -> None:
    read_back = account_rule(render(tree))
    meets = matcher(read_back)

    found = set(Account.objects.filter(accounts_meeting(read_back)).values_list("id", flat=True))

    assert found == {row["id"] for row in rows if meets(row)}


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("country == ", "a value, an attribute or a function belongs here"),
        ("industri = 'x'", "unknown attribute 'industri' at 1: did you mean 'industry'?"),
        ("annual_revenue / employees > 1000", "cannot calculate with attributes at"),
        ("employees", "a condition is needed here"),
        ("; drop table market_account", "a sign without meaning"),
    ],
)
def test_a_rule_that_is_nonsense_is_refused_with_its_place_and_nothing_is_changed(rule: str, told: str) -> None:
    segment = made("segment", name="Banks", rule="country = 'DE'")

    with pytest.raises(InvalidValues) as refused:
        change_record("segment", segment.pk, {"rule": rule}, actor=None, expected_version=1)

    assert told in refused.value.fields["rule"]
    assert Segment.objects.values_list("rule", "version").get() == ("country = 'DE'", 1)
