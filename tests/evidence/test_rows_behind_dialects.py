"""The rows behind records can be looked at again, whatever the file was: mail, repeated headers, looked-up words."""

from pathlib import Path
from typing import Any

import pytest

from nervecenter.domain.exchange.reading.files import InputFile, file_from_bytes
from nervecenter.evidence.models import Evidence
from nervecenter.foundation.importing.actions import load
from nervecenter.foundation.importing.sources import source_rows

pytestmark = pytest.mark.django_db

MAIL = "From: ana@kestrel.example\nSubject: Gate\nMessage-ID: <a@b>\nDate: Sun, 03 May 2026 08:00:00 +0000\n\nBlind.\n"
JIRA = "Summary,Issue key,Status,Priority,Labels,Labels\nGate,YARD-7,Done,High,gate,night\n"
TICKETS = "id,subject,requester_id,submitter_id,brand_id,created_at\n35,Gate,11,11,1,2026-05-03\n"


@pytest.fixture(autouse=True)
def data_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path


def file(name: str, text: str) -> InputFile:
    return file_from_bytes(name, text.encode())


def behind_the_only_one() -> Any:
    return source_rows("evidence", Evidence.objects.get().pk)[0]


def test_a_message_stands_behind_its_evidence() -> None:
    load([file("one.eml", MAIL)], actor=None)

    row = behind_the_only_one()

    assert (row.file, row.columns["subject"], row.columns["text"]) == ("one.eml", "Gate", "Blind.")


def test_every_repeated_column_stands_behind_its_evidence() -> None:
    load([file("jira.csv", JIRA)], actor=None)

    row = behind_the_only_one()

    assert row.columns["Summary"] == "Gate"
    assert {"gate", "night"} <= set(str(row.columns).replace("'", " ").split())


def test_a_file_that_is_only_looked_up_is_no_unknown_file() -> None:
    done = load([file("tickets.csv", TICKETS), file("users.csv", "id,name\n11,Ana Reyes\n")], actor=None)

    assert (done.status, [each["name"] for each in done.files]) == ("done", ["tickets.csv"])
    assert Evidence.objects.get().author == "Ana Reyes"
    assert [(notice["file"], notice["message"]) for notice in done.notices] == [
        ("users.csv", "says what words of the other files stand for.")
    ]
