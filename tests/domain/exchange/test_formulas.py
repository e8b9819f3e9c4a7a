"""The guard against spreadsheet formulas: put on, taken off, and each other's inverse."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nervecenter.domain.exchange.formulas import guard_formula, unguard_formula


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@cmd", "\t=1", "'=1"])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert guard_formula(text) == "'" + text


@pytest.mark.parametrize("text", ["", "it's", "'quoted'", "a=b", "1+1"])
def test_other_texts_are_left_alone(text: str) -> None:
    assert guard_formula(text) == text
    assert unguard_formula(text) == text


@given(st.text(alphabet="'=+-@a \t", max_size=6))
def test_taking_the_guard_off_gives_the_text_back(text: str) -> None:
    assert unguard_formula(guard_formula(text)) == text
