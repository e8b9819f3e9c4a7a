"""A record's own page says what the checks found about it."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from nervecenter.foundation.users import User
from nervecenter.honesty.actions import run_checks, waive_finding
from nervecenter.honesty.models import FindingRecord
from nervecenter.portfolio.models import Module
from tests.honesty.company import TODAY, company

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    """A browser in which an editor is signed in."""
    client.force_login(User.objects.create(username="edda", role="editor"))
    return client


def text(response: Any) -> str:
    """The page as text, on one line."""
    return " ".join(response.content.decode().split())


def test_a_record_with_a_finding_shows_it_with_the_remedy_and_a_way_to_waive(editor: Client) -> None:
    company()
    run_checks(actor=None, today=TODAY)
    late, fine = Module.objects.get(name="Secrets"), Module.objects.get(name="Fuzzing")

    with_finding = text(editor.get(f"/portfolio/modules/mod-{late.pk}/"))
    without = text(editor.get(f"/portfolio/modules/mod-{fine.pk}/"))

    finding = FindingRecord.objects.get(subject_label="Secrets")
    assert "What disagrees" in with_finding
    assert "complete maturity was planned for 2022-01-31" in with_finding
    assert f"/honesty/findings/{finding.fingerprint}/waive/" in with_finding
    assert "What disagrees" not in without


def test_a_waived_finding_is_still_told_as_waived(editor: Client) -> None:
    company()
    run_checks(actor=None, today=TODAY)
    finding = FindingRecord.objects.get(subject_label="Secrets")
    waive_finding(actor=None, fingerprint=finding.fingerprint, who="Ada", why="x", until=dt.date(2999, 1, 1))

    response = text(editor.get(f"/portfolio/modules/{finding.subject_id}/"))

    assert "Waived" in response
    assert "/waive/" not in response
