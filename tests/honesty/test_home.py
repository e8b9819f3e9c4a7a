"""Home: what changed, what disagrees, what needs me; and the start page before there is anything."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nervecenter.foundation.actions import archive_records, create_record
from nervecenter.foundation.changes import changeset
from nervecenter.foundation.importing.models import Import, UnmatchedValue
from nervecenter.foundation.undoing import undo_changeset
from nervecenter.foundation.users import User
from nervecenter.honesty.actions import run_checks, waive_finding
from nervecenter.honesty.models import FindingRecord
from nervecenter.honesty.queries.news import changes_after, news
from nervecenter.honesty.queries.waiting import own_findings
from nervecenter.market.models import Problem
from tests.honesty.company import company

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> User:
    """An editor whose full name is that of a person of the company."""
    return User.objects.create(username="al", first_name="Ada", role="editor")


def text(response: Any) -> str:
    """The page as text, on one line."""
    return " ".join(response.content.decode().split())


def test_an_empty_company_is_offered_a_start(client: Client, ada: User) -> None:
    client.force_login(ada)

    response = text(client.get("/"))

    assert "<b>Nothing is in here yet.</b>" in response
    assert 'href="/imports/"' in response


def test_a_company_that_was_emptied_again_is_offered_a_start_too(client: Client, ada: User) -> None:
    made = create_record("problem", {"name": "x"}, actor=ada)
    run_checks(actor=None)
    archive_records("problem", [made.pk], actor=ada)
    run_checks(actor=None)
    client.force_login(ada)

    response = text(client.get("/"))

    assert "<b>Nothing is in here yet.</b>" in response


def test_records_that_no_check_has_seen_are_said_to_be(client: Client, ada: User) -> None:
    create_record("problem", {"name": "Screens strain the eyes"}, actor=ada)
    client.force_login(ada)

    response = text(client.get("/"))

    assert "Records are here, and <b>no check</b> has held them against each other yet." in response
    assert "<b>Ada</b> created" in response


def test_the_answer_tells_what_disagrees_what_is_mine_and_what_came_since(client: Client, ada: User) -> None:
    company()
    run_checks(actor=None, today=dt.date(2022, 11, 11))
    create_record("problem", {"name": "new one"}, actor=ada)
    client.force_login(ada)

    response = text(client.get("/"))

    assert (
        "The records disagree in <b>16 places</b>, 9 of them errors; "
        "1 change came in since the checks last ran." in response
    )


def test_what_was_waived_since_the_run_is_told_apart_at_once(client: Client, ada: User) -> None:
    company()
    run_checks(actor=None, today=dt.date(2022, 11, 11))
    finding = FindingRecord.objects.filter(severity="error").earliest("pk")
    client.force_login(ada)

    waive_finding(
        fingerprint=finding.fingerprint, who="Ada", until=timezone.localdate(), why="until the spring", actor=ada
    )
    response = text(client.get("/"))

    assert "The records disagree in <b>15 places</b>, 8 of them errors" in response
    assert '<span class="label">Waived</span><span class="value"><data value="1">1</data></span>' in response


def test_findings_about_what_i_own_are_shown_to_me(ada: User) -> None:
    company()
    run_checks(actor=None, today=dt.date(2022, 11, 11))
    FindingRecord.objects.filter(code="NC601").update(subject_id=_first_team_of_ada())

    mine = own_findings(ada, timezone.localdate())
    nobody = own_findings(User.objects.create(username="x"), timezone.localdate())

    assert (mine.owned, mine.count, [row.code for row in mine.rows]) == (11, 1, ["NC601"])
    assert (nobody.owned, nobody.count) == (0, 0)


def _first_team_of_ada() -> str:
    from nervecenter.people.models import Team

    return f"tm-{Team.objects.get(name='Team 00').pk}"


def test_news_say_who_did_what_to_which_record(ada: User) -> None:
    one = create_record("problem", {"name": "Screens strain the eyes"}, actor=ada)
    two = create_record("problem", {"name": "Too loud"}, actor=None, reason="from a call")
    archive_records("problem", [one.pk, two.pk], actor=ada)

    rows = [(row.who, row.said, row.what, row.path, row.reason) for row in news()]

    assert rows == [
        ("Ada", "archived", "2 problems and jobs", "/market/problems/", ""),
        ("nervecenter", "created", "Too loud", f"/market/problems/prb-{two.pk}/", "from a call"),
        ("Ada", "created", "Screens strain the eyes", f"/market/problems/prb-{one.pk}/", ""),
    ]


def test_a_change_that_was_taken_back_is_news_too(ada: User) -> None:
    create_record("problem", {"name": "Screens strain the eyes"}, actor=ada)

    undo_changeset(news()[0].changeset, actor=ada)

    assert [(row.said, row.what) for row in news()] == [
        ("took back a change of", "Screens strain the eyes"),
        ("created", "Screens strain the eyes"),
    ]


def test_changes_are_counted_from_a_run_on(ada: User) -> None:
    create_record("problem", {"name": "before"}, actor=ada)
    seen = run_checks(actor=None).run.last_change
    create_record("problem", {"name": "after"}, actor=ada)

    assert changes_after(seen) == 1


def test_words_that_an_import_could_not_match_wait_for_somebody(client: Client, ada: User) -> None:
    company()
    run_checks(actor=None)
    done = Import.objects.create(status="done")
    Import.objects.create(status="failed")
    for word in ("unknown", "other"):
        UnmatchedValue.objects.create(import_of=done, kind="capability", field="modules", value=word, count=20)
    client.force_login(ada)

    response = text(client.get("/"))

    assert 'href="/unmatched/"><data value="2">2</data> words in imported files</a> name nothing we know' in response
    assert '<a href="/imports/">1 import</a> failed in the last two weeks' in response


def test_a_waiver_that_ends_soon_is_shown(client: Client, ada: User) -> None:
    company()
    run_checks(actor=None)
    finding = FindingRecord.objects.get(code="NC312")
    soon = timezone.localdate() + dt.timedelta(days=3)
    waive_finding(actor=ada, fingerprint=finding.fingerprint, who="Bea", why="x", until=soon)
    client.force_login(ada)

    response = text(client.get("/"))

    assert "Waivers that end soon" in response
    assert "accepted by Bea" in response


def test_the_number_of_sql_queries_does_not_grow(client: Client, ada: User) -> None:
    company()
    create_record("problem", {"name": "Problem"}, actor=ada)
    run_checks(actor=None)
    client.force_login(ada)
    client.get("/")

    with CaptureQueriesContext(connection) as few:
        client.get("/")
    for number in range(12):
        create_record("problem", {"name": f"Problem {number}"}, actor=ada)
    Problem.objects.bulk_create([Problem(name=f"Problem {number:03}") for number in range(130)])
    run_checks(actor=None)
    with CaptureQueriesContext(connection) as many:
        client.get("/")

    assert len(many) == len(few) == 23


@pytest.mark.django_db
def test_an_import_tells_all_the_records_it_wrote_and_leads_to_itself() -> None:
    with changeset(actor=None, action="import.run") as written:
        Problem.objects.bulk_create([Problem(name=f"Problem {number}") for number in range(1_203)])
    record = Import.objects.create(status=Import.Status.DONE, changeset=written, created=1_203, updated=31)

    row = news()[0]

    assert (row.what, row.path) == ("1,234 records", f"/imports/{record.pk}/")
