"""`nervecenter check` answers findings, keeps them, and says by its exit code whether there are any."""

from pathlib import Path

import pytest

from nervecenter.foundation.actions import create_record
from nervecenter.foundation.jobs.actions import enqueue
from nervecenter.foundation.jobs.queries import job_row
from nervecenter.foundation.jobs.worker import work
from nervecenter.honesty.models import CheckRun, FindingRecord
from tests.cli.conftest import Nervecenter

REQUIREMENT = "- {id: mr-7, label: Approve in one step, status: accepted}\n"


@pytest.fixture
def company(tmp_path: Path) -> Path:
    folder = tmp_path / "company"
    folder.mkdir()
    (folder / "requirements.yaml").write_text(REQUIREMENT)
    return folder


def test_a_folder_is_checked_without_a_database(nervecenter: Nervecenter, company: Path) -> None:
    said = nervecenter("check", str(company), "--select", "NC101", "--json")

    assert said.code == 1
    assert len(said.json) == 1
    assert list(said.json[0]) == ["code", "name", "severity", "subject", "message", "remedy"]
    assert said.json[0]["code"] == "NC101"
    assert said.json[0]["name"] == "requirement-without-market-evidence"
    assert said.json[0]["severity"] == "error"
    assert said.json[0]["subject"] == {"kind": "requirement", "id": "mr-7", "label": "Approve in one step"}


def test_ignored_checks_find_nothing(nervecenter: Nervecenter, company: Path) -> None:
    said = nervecenter("check", str(company), "--select", "NC101,NC205", "--ignore", "NC101", "--ignore", "NC205")

    assert (said.code, said.out) == (0, "Nothing was found.\n")


def test_a_folder_with_faults_is_told_with_file_line_and_column(nervecenter: Nervecenter, company: Path) -> None:
    (company / "requirements.yaml").write_text("- {id: mr-7, statsus: accepted}\n")

    words, data = nervecenter("check", str(company)), nervecenter("check", str(company), "--json")

    assert (words.code, words.out) == (2, "")
    assert words.err == (
        "nervecenter: requirements.yaml, line 1, column statsus: is no column of this list. Did you mean status?\n"
    )
    assert data.code == 2
    assert data.json["errors"][0]["file"] == "requirements.yaml"
    assert data.json["errors"][0]["row"] == 1


def test_a_folder_that_is_not_there_could_not_be_checked(nervecenter: Nervecenter, tmp_path: Path) -> None:
    said = nervecenter("check", str(tmp_path / "none"))

    assert (said.code, said.out) == (2, "")
    assert "there is no such folder" in said.err


@pytest.mark.django_db
def test_the_company_in_the_data_folder_is_checked_and_the_findings_are_kept(nervecenter: Nervecenter) -> None:
    requirement = create_record("requirement", {"name": "Approve in one step", "status": "accepted"}, actor=None)

    said = nervecenter("check", "--select", "NC101", "--json")

    assert said.code == 1
    assert [row["subject"]["id"] for row in said.json] == [f"req-{requirement.pk}"]
    assert FindingRecord.objects.get().code == "NC101"


@pytest.mark.django_db
def test_an_empty_company_is_clean(nervecenter: Nervecenter) -> None:
    said = nervecenter("check", "--select", "NC101", "--json")

    assert (said.code, said.json) == (0, [])


@pytest.mark.django_db
def test_a_selector_that_names_no_check_runs_nothing(nervecenter: Nervecenter) -> None:
    said = nervecenter("check", "--select", "NCX")

    assert (said.code, said.out) == (2, "")
    assert "No check answers to 'NCX'" in said.err
    assert not CheckRun.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_check_run_can_be_a_job() -> None:
    create_record("requirement", {"name": "Approve in one step", "status": "accepted"}, actor=None)
    job = enqueue("check-run", title="Check the company", arguments={"select": ["NC101"]}, actor=None)

    work(once=True)

    row = job_row(job.pk)
    assert row is not None
    assert (row.status, row.sentence, row.path) == (
        "done",
        "Findings: 1 open, 1 of them new; 0 fixed since the last run",
        "/honesty/",
    )
