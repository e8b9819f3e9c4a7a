"""Answers are remembered until something they rest on is written, and never longer."""

from functools import partial

import pytest

from nervecenter.foundation.changes import Change
from nervecenter.foundation.remembering import LOOKED_THROUGH, Remembered, changed_after, last_change
from nervecenter.market.models import Account, Persona

pytestmark = pytest.mark.django_db

ACCOUNTS = {Account._meta.db_table}


def counting(remembered: Remembered[int], worked: list[int]) -> int:
    """The number of accounts, remembered; `worked` notes each time it was counted."""

    def count() -> int:
        worked.append(1)
        return Account.objects.count()

    return remembered.answer("accounts", count)


def test_an_answer_is_worked_out_once_until_its_table_is_written() -> None:
    remembered, worked = Remembered[int](ACCOUNTS), list[int]()
    Account.objects.create(name="Bank")
    first = [counting(remembered, worked) for _ in range(3)]
    Persona.objects.create(name="Ines")
    unrelated = counting(remembered, worked)
    Account.objects.filter(name="Bank").delete()

    last = counting(remembered, worked)

    assert (first, unrelated, last) == ([1, 1, 1], 1, 0)
    assert len(worked) == 2


def test_another_log_with_the_same_numbers_is_not_taken_for_the_one_that_was() -> None:
    remembered, worked = Remembered[int](ACCOUNTS), list[int]()
    Account.objects.create(name="Bank")
    counting(remembered, worked)
    newest, _ = last_change()
    Change.objects.filter(pk=newest).update(at="2001-01-01T00:00:00Z")

    counting(remembered, worked)

    assert len(worked) == 2


def test_only_the_last_questions_are_remembered() -> None:
    remembered, worked = Remembered[str](ACCOUNTS, most=2), list[str]()

    def work_out(question: str) -> str:
        worked.append(question)
        return question

    for question in ("a", "b", "c", "b", "a"):
        remembered.answer(question, partial(work_out, question))

    assert worked == ["a", "b", "c", "a"]


def test_after_very_many_writes_a_change_is_taken_for_granted() -> None:
    Change.objects.bulk_create(
        Change(operation="I", table="market_persona", row=1, subject=1) for _ in range(LOOKED_THROUGH - 1)
    )
    before, _ = last_change()
    start = before - (LOOKED_THROUGH - 1)

    few = changed_after(start, ACCOUNTS)
    Change.objects.create(operation="I", table="market_persona", row=1, subject=1)

    assert (few, changed_after(start, ACCOUNTS)) == (False, True)
