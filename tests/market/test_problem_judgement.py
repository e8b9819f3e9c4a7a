"""Whether a problem is worth solving: urgent, widespread and worth money, as far as somebody judged it."""

import pytest
from django.test import Client

from nervecenter.foundation.users import User
from nervecenter.market.wording import judgement
from tests.factories import made


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ((True, True, True), "<b>Yes</b>: it is urgent, widespread and worth money."),
        ((True, None, None), "<b>Not known</b>: nobody said whether it is widespread or worth money."),
        ((False, None, False), "<b>Not yet</b>: it is not urgent nor worth money."),
        ((True, False, True), "<b>Not yet</b>: it is not widespread."),
    ],
)
def test_a_problem_is_worth_solving_when_all_three_hold(answers: tuple[bool | None, ...], told: str) -> None:
    assert judgement(*answers) == told


@pytest.mark.django_db
def test_the_page_of_a_problem_and_the_list_tell_the_judgement(client: Client) -> None:
    worth = made("problem", name="Exports", urgent=True, pervasive=True, will_pay=True)
    made("problem", name="Colours", urgent=True)
    client.force_login(User.objects.create(username="vera"))

    page = client.get(f"/market/problems/prb-{worth.pk}/").content.decode()
    listed = client.get("/market/problems/").content.decode()

    assert "<b>Yes</b>: it is urgent, widespread and worth money." in page
    assert "<b>1 of 2 problems and jobs</b> is urgent, widespread and worth money; 1 is not fully judged." in listed
