"""Waivers: a name, a reason and an end; the finding is back on the day after."""

import datetime as dt

import pytest

from nervecenter.foundation.actions import create_record
from nervecenter.foundation.changes import Change, Changeset
from nervecenter.foundation.errors import InvalidValues, NotFound, StaleVersion
from nervecenter.foundation.undoing import undo_changeset
from nervecenter.foundation.users import User
from nervecenter.honesty.actions import AlreadyEnded, end_waiver, run_checks, waive_finding
from nervecenter.honesty.models import FindingRecord, Waiver
from nervecenter.honesty.queries.findings import FindingQuery, findings
from tests.honesty.company import TODAY, company

pytestmark = pytest.mark.django_db
UNTIL = dt.date(2022, 12, 31)


@pytest.fixture
def finding() -> FindingRecord:
    """The finding of the module whose date has passed, found today."""
    company()
    run_checks(actor=None, today=TODAY)
    return FindingRecord.objects.get(subject_label="Secrets")


def state(finding: FindingRecord, day: dt.date) -> str:
    """Its status on a day, as the pages show it."""
    rows = findings(FindingQuery(statuses=(), subject_id=finding.subject_id), day)
    return next(row.status for row in rows if row.fingerprint == finding.fingerprint)


def test_a_waived_finding_is_not_counted_until_the_day_after_the_last(finding: FindingRecord) -> None:
    waive_finding(actor=None, fingerprint=finding.fingerprint, who="Ada", why="new hire", until=UNTIL, today=TODAY)

    result = run_checks(actor=None, today=TODAY)
    after = run_checks(actor=None, today=UNTIL + dt.timedelta(days=1))

    assert finding.fingerprint in {each.fingerprint for each in result.waived}
    assert finding.fingerprint not in {each.fingerprint for each in result.findings}
    assert finding.fingerprint in {each.fingerprint for each in after.findings}
    assert (result.run.waived, after.run.waived) == (1, 0)
    assert [state(finding, day) for day in (UNTIL, UNTIL + dt.timedelta(days=1))] == ["waived", "open"]


def test_a_waiver_by_check_and_record_covers_what_is_found_there(finding: FindingRecord) -> None:
    waive_finding(
        actor=None, code="planned-date-passed", subject=finding.subject_id, who="Ada", why="x", until=UNTIL, today=TODAY
    )

    waiver = Waiver.objects.get()

    assert (waiver.code, waiver.subject, waiver.fingerprint) == ("NC212", finding.subject_id, "")
    assert state(finding, TODAY) == "waived"


def test_waiving_is_logged_with_its_actor_and_can_be_undone(finding: FindingRecord) -> None:
    editor = User.objects.create(username="edda", role="editor")

    waive_finding(actor=editor, fingerprint=finding.fingerprint, who="Ada", why="x", until=UNTIL, today=TODAY)
    done = Changeset.objects.get(action="waiver.created")
    undo_changeset(done.pk, actor=editor)

    assert done.actor == editor
    assert Change.objects.filter(changeset=done, table="honesty_waiver").count() == 1
    assert state(finding, TODAY) == "new"


def test_an_ended_waiver_lets_the_finding_count_again(finding: FindingRecord) -> None:
    waiver = waive_finding(actor=None, fingerprint=finding.fingerprint, who="Ada", why="x", until=UNTIL, today=TODAY)

    end_waiver(waiver.pk, actor=None, expected_version=1, today=TODAY)

    assert state(finding, TODAY) == "new"
    assert Waiver.objects.get().until == TODAY - dt.timedelta(days=1)


def test_a_waiver_ends_once_and_not_from_a_stale_page(finding: FindingRecord) -> None:
    waiver = waive_finding(actor=None, fingerprint=finding.fingerprint, who="Ada", why="x", until=UNTIL, today=TODAY)

    with pytest.raises(StaleVersion):
        end_waiver(waiver.pk, actor=None, expected_version=7, today=TODAY)
    kept = Waiver.objects.get().until
    end_waiver(waiver.pk, actor=None, expected_version=1, today=TODAY)
    with pytest.raises(AlreadyEnded):
        end_waiver(waiver.pk, actor=None, expected_version=2, today=TODAY)

    assert kept == UNTIL
    assert Waiver.objects.get().version == 2


def test_a_day_that_is_over_an_unknown_finding_and_a_missing_reason_are_refused(finding: FindingRecord) -> None:
    with pytest.raises(InvalidValues, match="2022-11-10 is over"):
        waive_finding(
            actor=None,
            fingerprint=finding.fingerprint,
            who="Ada",
            why="x",
            until=dt.date(2022, 11, 10),
            today=TODAY,
        )
    with pytest.raises(NotFound, match="there is no finding 0000"):
        waive_finding(actor=None, fingerprint="0000", who="Ada", why="x", until=UNTIL, today=TODAY)
    with pytest.raises(InvalidValues) as refused:
        waive_finding(actor=None, fingerprint=finding.fingerprint, who=" ", why="", until=UNTIL, today=TODAY)

    assert set(refused.value.fields) == {"who", "why"}
    assert not Waiver.objects.exists()


def test_a_waiver_names_a_finding_or_a_check_with_a_record_and_not_both() -> None:
    base = {"name": "x", "who": "Ada", "why": "y", "until": "2030-01-01"}

    with pytest.raises(InvalidValues) as neither:
        create_record("waiver", base, actor=None)
    with pytest.raises(InvalidValues) as both:
        create_record("waiver", {**base, "fingerprint": "ab", "code": "NC212", "subject": "mod-1"}, actor=None)
    with pytest.raises(InvalidValues) as unknown:
        create_record("waiver", {**base, "code": "NC999", "subject": "mod-1"}, actor=None)

    assert set(neither.value.fields) == {"code", "subject"}
    assert set(both.value.fields) == {"fingerprint"}
    assert set(unknown.value.fields) == {"code"}
    assert not Waiver.objects.exists()
