"""Interviews: what a persona rests on, and a short form that ends in the inbox."""

from typing import Any

import pytest
from django.test import Client

from nervecenter.evidence.models import Evidence
from nervecenter.evidence.queries.interviews import interviews
from nervecenter.foundation.users import User
from tests.factories import made

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    """A browser in which somebody is signed in who may create records."""
    client.force_login(User.objects.create(username="eva", role="editor"))
    return client


def held(persona: Any, **values: Any) -> Any:
    """An interview with somebody like the persona."""
    return made("evidence", kind="interview", personas=[persona.pk], **values)


def test_a_persona_shows_the_interviews_it_rests_on_the_newest_first() -> None:
    ada, ines = made("person", name="Ada"), made("contact", name="Ines")
    paula = made("persona", name="Paula", owner=ada.pk)
    old = held(paula, aim="selling", occurred_on="2025-01-10")
    new = held(paula, aim="learning", occurred_on="2026-03-01", interviewers=[ada.pk], participants=[ines.pk])
    held(made("persona"), occurred_on="2026-05-01")
    made("evidence", kind="ticket", personas=[paula.pk])

    found = interviews("persona", paula.pk)

    assert [(row.number, row.aim, row.interviewers, row.participants) for row in found.rows] == [
        (new.pk, "Learning", ("Ada",), ("Ines",)),
        (old.pk, "Selling", (), ()),
    ]
    assert (found.count, found.lacks) == (2, "")


@pytest.mark.parametrize(
    ("aims", "lacks"),
    [
        ((), "It rests on no interview: it is a guess until somebody like that was spoken to."),
        (("selling", "support"), "Every interview was held to sell or to support; none was held to learn."),
        (("learning",), "Ada, who looks after it, took part in none of them."),
    ],
)
def test_a_persona_says_what_it_still_lacks(aims: tuple[str, ...], lacks: str) -> None:
    paula = made("persona", owner=made("person", name="Ada").pk)
    for aim in aims:
        held(paula, aim=aim)

    assert interviews("persona", paula.pk).lacks == lacks


def test_an_interview_is_written_down_from_an_account_and_waits_in_the_inbox(editor: Client) -> None:
    account = made("account", name="Northwind")
    record = editor.get(f"/market/accounts/acc-{account.pk}/").content.decode()
    form = editor.get(f"/evidence/interviews/new/?account=acc-{account.pk}").content.decode()

    answer = editor.post(
        "/evidence/interviews/new/",
        {"name": "Northwind, exports", "account": f"acc-{account.pk}", "aim": "learning", "text": "It takes a day."},
    )

    made_one = Evidence.objects.get()
    assert f'href="/evidence/interviews/new/?account=acc-{account.pk}"' in record
    assert f'<option value="acc-{account.pk}" selected>Northwind</option>' in form
    assert answer.headers["Location"] == f"/evidence/inbox/?item=evd-{made_one.pk}"
    assert (made_one.kind, made_one.grade, made_one.aim, made_one.triage) == (
        "interview", "primary", "learning", "waiting",
    )  # fmt: skip
    assert made_one.account_id == account.pk


def test_an_interview_without_a_name_is_refused_and_nothing_is_written(editor: Client) -> None:
    answer = editor.post("/evidence/interviews/new/", {"aim": "learning", "text": "It takes a day."})

    assert answer.status_code == 422
    assert "It takes a day." in answer.content.decode()
    assert not Evidence.objects.exists()


def test_who_may_only_look_gets_no_form(client: Client) -> None:
    client.force_login(User.objects.create(username="vera"))

    assert client.get("/evidence/interviews/new/").status_code == 403
