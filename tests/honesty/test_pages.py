"""The pages of honesty: each begins with its answer, drills to rows, and asks the same number of SQL queries."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nervecenter.foundation.users import User
from nervecenter.honesty.actions import run_checks, waive_finding
from nervecenter.honesty.models import CheckRun, CheckSetting, FindingRecord, Waiver
from nervecenter.market.models import Problem
from nervecenter.portfolio.models import ProductLine
from tests.honesty.company import company

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    """A browser in which an editor is signed in."""
    client.force_login(User.objects.create(username="edda", role="editor"))
    return client


def text(response: Any) -> str:
    """The page as text, on one line."""
    return " ".join(response.content.decode().split())


def test_before_the_first_run_the_page_says_what_to_do(editor: Client) -> None:
    response = editor.get("/honesty/")

    assert "<b>Nobody has looked yet:</b> run the checks" in text(response)
    assert "No run yet" in text(response)


def test_the_answer_counts_what_stands(editor: Client) -> None:
    company()
    run_checks(actor=None, today=dt.date(2022, 11, 11))

    response = editor.get("/honesty/")

    assert "<b>16 places</b> where the records disagree: 9 errors, 6 warnings, 1 info, found by 13 checks." in text(
        response
    )


def test_filters_narrow_the_findings_and_are_told(editor: Client) -> None:
    company()
    run_checks(actor=None, today=dt.date(2022, 11, 11))
    line = ProductLine.objects.get()

    by_severity = editor.get("/honesty/?severity=info")
    by_group = editor.get("/honesty/?check=organisation")
    by_line = editor.get(f"/honesty/?scope=lin-{line.pk}")
    fixed = editor.get("/honesty/?status=fixed")

    assert "<b>1 place</b> where the records disagree: 1 info, found by 1 check." in text(by_severity)
    assert "<b>3 places</b>" in text(by_group)
    assert "<b>4 places</b> where the records disagree in Security:" in text(by_line)
    assert "Nothing found by these filters" in text(fixed)


def test_a_wrong_filter_is_refused_in_words(editor: Client) -> None:
    company()
    run_checks(actor=None)

    response = editor.get("/honesty/?check=NC9999")

    assert response.status_code == 422
    assert "No check answers to" in text(response)


def test_the_scope_chosen_in_the_bar_stands_in_the_address(editor: Client) -> None:
    line = ProductLine.objects.create(name="Security")
    editor.post("/scope/", {"scope": f"lin-{line.pk}", "next": "/honesty/"})

    response = editor.get("/honesty/?severity=error")

    assert response.headers["Location"] == f"/honesty/?severity=error&scope=lin-{line.pk}"


def test_one_check_alone_is_paged_to_its_end(editor: Client) -> None:
    Problem.objects.bulk_create([Problem(name=f"Problem {number:03}") for number in range(130)])
    run_checks(actor=None)

    first = text(editor.get("/honesty/?check=NC106"))
    second = text(editor.get("/honesty/?check=NC106&start=100"))

    assert (first.count("names no persona"), second.count("names no persona")) == (200, 60)
    assert "Problem 100" not in first
    assert "Problem 129" in second
    assert 'rel="next"' in first
    assert 'rel="next"' not in second


def test_the_number_of_sql_queries_does_not_grow(editor: Client) -> None:
    company()
    run_checks(actor=None)
    editor.get("/honesty/")

    with CaptureQueriesContext(connection) as few:
        editor.get("/honesty/")
    Problem.objects.bulk_create([Problem(name=f"Problem {number:03}") for number in range(130)])
    run_checks(actor=None)
    with CaptureQueriesContext(connection) as many:
        editor.get("/honesty/")

    assert len(many) == len(few)
    assert len(few) <= 14


def test_the_picture_comes_as_a_file_too(editor: Client) -> None:
    company()
    run_checks(actor=None)

    response = editor.get("/honesty/?csv=checks&check=NC601")

    assert response.headers["Content-Type"].startswith("text/csv")
    assert text(response) == "Check,What is wrong,Severity,Findings NC601,duty without owner,error,1"


def test_running_from_the_page_keeps_the_findings_and_comes_back(editor: Client) -> None:
    company()

    response = editor.post("/honesty/run/", {"next": "https://elsewhere.example/"})

    assert response.headers["Location"] == "/honesty/"
    assert CheckRun.objects.count() == 1


def test_a_finding_is_waived_on_a_form_that_says_what_is_missing(editor: Client) -> None:
    company()
    run_checks(actor=None)
    finding = FindingRecord.objects.get(code="NC312")
    path = f"/honesty/findings/{finding.fingerprint}/waive/"

    asked = editor.get(path)
    wrong = editor.post(path, {"who": "Ada", "why": "", "until": "soon"})
    kept = Waiver.objects.count()
    right = editor.post(path, {"who": "Ada", "why": "prices come in May", "until": "2999-01-31"})

    assert finding.message in text(asked)
    assert wrong.status_code == 422
    assert "Stands until &#x27;soon&#x27; is not a date" in text(wrong)
    assert kept == 0
    assert right.headers["Location"] == "/honesty/"
    assert Waiver.objects.get().who == "Ada"


def test_a_waiver_is_ended_from_the_page(editor: Client) -> None:
    company()
    run_checks(actor=None)
    finding = FindingRecord.objects.get(code="NC312")
    waiver = waive_finding(actor=None, fingerprint=finding.fingerprint, who="Ada", why="x", until=dt.date(2999, 1, 1))

    editor.post(f"/honesty/waivers/{waiver.pk}/end/", {"expected_version": "1"})

    assert Waiver.objects.get().until < dt.date(2999, 1, 1)


def test_every_check_has_its_page_with_its_settings(editor: Client) -> None:
    catalogue = text(editor.get("/honesty/checks/"))
    shown = text(editor.get("/honesty/checks/nc603/"))

    assert "<b>24 checks</b> look for places where the records disagree; none finds anything now." in catalogue
    assert "One person is counted on for more than one person can do. It finds nothing now." in shown
    assert 'name="percent" value="100"' in shown
    assert editor.get("/honesty/checks/nc999/").status_code == 404


def test_a_threshold_is_set_on_the_page_of_its_check(editor: Client) -> None:
    wrong = editor.post("/honesty/checks/nc603/", {"is_enabled": "yes", "percent": "a lot"})
    kept = CheckSetting.objects.count()
    right = editor.post("/honesty/checks/nc603/", {"severity": "error", "percent": "120"})

    setting = CheckSetting.objects.get()
    assert wrong.status_code == 422
    assert "NC603 percent is &#x27;a lot&#x27;. Give a whole number from 1 to 1000." in text(wrong)
    assert kept == 0
    assert right.status_code == 302
    assert (setting.is_enabled, setting.severity, setting.thresholds) == (False, "error", "percent: 120")


def test_who_may_only_look_sees_the_findings_and_no_button(client: Client) -> None:
    company()
    run_checks(actor=None)
    client.force_login(User.objects.create(username="vera"))

    response = text(client.get("/honesty/"))

    assert "<b>18 places</b>" in response
    assert "Run now" not in response
    assert "/waive/" not in response
