"""Amounts in words: with their currency, never added up."""

from decimal import Decimal

import pytest

from nervecenter.domain.money import amount_in_words, money_in_words


@pytest.mark.parametrize(
    ("currency", "amount", "words"),
    [
        ("EUR", "1200000", "EUR 1,200,000"),
        ("EUR", "1234.56", "EUR 1,235"),
        ("EUR", "12.5", "EUR 12.50"),
        ("EUR", "12.00", "EUR 12"),
        ("", "0", "0"),
        ("USD", "-2500.4", "USD -2,500"),
    ],
)
def test_an_amount_has_its_currency_and_cents_only_where_it_is_small(currency: str, amount: str, words: str) -> None:
    assert amount_in_words(currency, Decimal(amount)) == words


def test_amounts_of_several_currencies_stand_beside_each_other_by_currency() -> None:
    assert money_in_words((("USD", Decimal(5)), ("EUR", Decimal(7)))) == "EUR 7 + USD 5"
    assert money_in_words(()) == ""
