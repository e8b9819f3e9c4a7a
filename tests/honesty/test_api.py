"""Honesty over the API: the same findings and filters as on the page, runs and waivers by the same actions."""

import datetime as dt

import pytest

from nervecenter.honesty.actions import change_check_setting, run_checks
from nervecenter.honesty.models import CheckRun, FindingRecord, Waiver
from tests.foundation.api.asking import asker, assert_problem
from tests.honesty.company import company

pytestmark = pytest.mark.django_db


def test_findings_come_gravest_first_with_subject_message_and_remedy() -> None:
    company()
    run_checks(actor=None, today=dt.date(2022, 11, 11))
    asked = asker("viewer")

    found = asked.get("findings?check=NC601")
    grave = asked.get("findings?limit=16")

    (item,) = found["items"]
    assert (item["code"], item["name"], item["severity"], item["status"]) == (
        "NC601",
        "duty-without-owner",
        "error",
        "new",
    )
    assert item["subject"]["kind"] == "team"
    assert item["subject"]["label"] == "Team 11"
    assert item["message"] == "Nobody is accountable for the product marketing of Team 11."
    assert found["next"] is None
    assert [each["severity"] for each in grave["items"]] == ["error"] * 9 + ["warning"] * 6 + ["info"]


def test_findings_are_paged_to_their_end() -> None:
    company()
    run_checks(actor=None)
    asked = asker("viewer")
    path, seen = "findings?limit=7&check=all", []

    while path:
        answer = asked.get(path)
        seen += [item["fingerprint"] for item in answer["items"]]
        path = (answer["next"] or "").removeprefix("/api/v1/")

    assert len(seen) == len(set(seen)) == 18


def test_a_filter_that_names_nothing_is_a_problem_that_names_what_there_is() -> None:
    asked = asker("viewer")

    asked.get("findings?check=NC9999")
    told = assert_problem(asked, 422, "invalid-values")
    asked.get("findings?product=cap-1")
    other = assert_problem(asked, 422, "invalid-values")

    assert told["fields"]["select"].startswith("No check answers to 'NC9999'.")
    assert other["fields"] == {"product": "cap-1 is a capability"}


def test_checks_are_listed_with_what_is_set_here() -> None:
    change_check_setting("NC603", actor=None, severity="error", thresholds={"percent": 120}, is_enabled=False)

    checks = {check["code"]: check for check in asker("viewer").get("checks")["items"]}

    assert len(checks) == 24
    assert (checks["NC603"]["severity"], checks["NC603"]["enabled"]) == ("error", False)
    assert checks["NC603"]["thresholds"] == {"percent": 120, "assignments": 8}
    assert checks["NC304"]["thresholds"] == {"needed_roles": ["economic_buyer", "champion", "user"]}


def test_a_run_answers_with_its_counts() -> None:
    company()
    asked = asker("editor")

    answer = asked.post("checks/run", {"select": ["organisation"]})

    assert (answer["checks"], answer["findings"], answer["new"]) == (["NC601", "NC603"], 3, 3)
    assert (answer["errors"], answer["warnings"], answer["infos"]) == (1, 2, 0)
    assert CheckRun.objects.get().actor == asked.user


def test_a_run_of_somebody_who_may_only_look_and_a_wrong_body_are_refused() -> None:
    company()
    viewer, editor = asker("viewer"), asker("editor")

    viewer.post("checks/run")
    assert_problem(viewer, 403, "not-allowed")
    editor.post("checks/run", {"select": "all"})
    assert_problem(editor, 422, "invalid-values")
    editor.post("checks/run", {"only": []})
    assert_problem(editor, 422, "invalid-values")

    assert not CheckRun.objects.exists()


def test_a_finding_is_waived_once_however_often_the_request_is_sent() -> None:
    company()
    run_checks(actor=None)
    finding, asked = FindingRecord.objects.get(code="NC601"), asker("editor")
    body = {"who": "Ada", "why": "new hire in May", "until": "2999-01-31"}
    path = f"findings/{finding.fingerprint}/waive"

    first = asked.post(path, body, Idempotency_Key="k1")
    place = asked.last["Location"]
    second = asked.post(path, body, Idempotency_Key="k1")

    assert first == second
    assert place == f"/api/v1/waivers/{first['waiver']}"
    assert Waiver.objects.get().who == "Ada"
    assert asked.get("findings?check=NC601")["items"] == []
    assert [item["status"] for item in asked.get("findings?check=NC601&status=waived")["items"]] == ["waived"]


def test_a_waiver_without_a_reason_a_date_or_a_finding_is_refused_and_nothing_is_written() -> None:
    company()
    run_checks(actor=None)
    finding, asked = FindingRecord.objects.get(code="NC601"), asker("editor")
    path = f"findings/{finding.fingerprint}/waive"

    asked.post(path, {"who": "Ada"})
    lacking = assert_problem(asked, 422, "invalid-values")
    asked.post(path, {"who": "Ada", "why": "x", "until": "31/02/2030"})
    wrong = assert_problem(asked, 422, "invalid-values")
    asked.post("findings/0000/waive", {"who": "Ada", "why": "x", "until": "2999-01-31"})
    assert_problem(asked, 404, "not-found")

    assert set(lacking["fields"]) == {"why", "until"}
    assert wrong["fields"] == {"until": "'31/02/2030' is not a date; write it as 2030-11-30"}
    assert not Waiver.objects.exists()
