"""Large files are looked at by a job: the page says how far it is and turns into the preview."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from nervecenter.domain.exchange.reading.files import file_from_bytes
from nervecenter.foundation.importing import starting
from nervecenter.foundation.importing.jobs import look_at_import
from nervecenter.foundation.importing.models import Import
from nervecenter.foundation.importing.starting import is_long_to_look_at
from nervecenter.foundation.jobs.actions import cancel_job
from nervecenter.foundation.jobs.context import JobCancelled, JobContext, WorkerStopping, stopping
from nervecenter.foundation.jobs.models import Job
from nervecenter.market.models import Account
from tests.foundation.pages.readers import signed_in

pytestmark = pytest.mark.django_db
ACCOUNTS = "name,industry\nHarbour Bank,Banking\nFjord Energy,Energy\n"
PART = {"HX-Request": "true"}


@pytest.fixture
def editor(monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(starting, "LOOK_AT_ONCE", 10)
    return signed_in("editor")


def dropped(client: Client) -> Import:
    client.post("/imports/", {"files": SimpleUploadedFile("accounts.csv", ACCOUNTS.encode()), "kind": "account"})
    return Import.objects.get()


def context_of(job: Job) -> JobContext:
    return JobContext(job.pk, job.arguments, job.actor)


def test_large_files_wait_for_a_job_and_the_page_says_so(editor: Client) -> None:
    record = dropped(editor)

    page = editor.get(f"/imports/{record.pk}/")
    part = editor.get(f"/imports/{record.pk}/", headers=PART)

    assert (record.status, record.created, Job.objects.get().kind) == ("looking", 0, "import.look")
    assert "These files are large" in page.text
    assert f'<a class="button ghost" href="/imports/{record.pk}/">Refresh</a>' in page.text
    assert part.text.lstrip().startswith('<div class="section" id="look-progress" hx-get=')
    assert "Bring them in" not in page.text


def test_the_page_turns_into_the_preview_when_the_job_is_done(editor: Client) -> None:
    record = dropped(editor)
    context = context_of(Job.objects.get())

    result = look_at_import(context) or {}
    part = editor.get(f"/imports/{record.pk}/", headers=PART)
    page = editor.get(f"/imports/{record.pk}/").text

    record.refresh_from_db()
    assert (record.status, record.created) == ("preview", 2)
    assert result["path"] == f"/imports/{record.pk}/"
    assert context.state.message == "accounts.csv: row 3"
    assert (part["HX-Refresh"], part.text) == ("true", "")
    assert "This would create <b>" in page
    assert not Account.objects.exists()


def test_stopping_the_job_puts_the_files_away(editor: Client) -> None:
    record = dropped(editor)
    context = context_of(Job.objects.get())
    context.cancelled.set()

    with pytest.raises(JobCancelled):
        look_at_import(context)

    record.refresh_from_db()
    assert (record.status, record.kept) == ("cancelled", [])
    assert "Looking at the files was stopped." in editor.get(f"/imports/{record.pk}/").text


def test_a_worker_that_has_to_go_leaves_the_files_to_be_looked_at_again(editor: Client) -> None:
    record = dropped(editor)
    job = Job.objects.get()
    stopping.set()
    try:
        with pytest.raises(WorkerStopping):
            look_at_import(context_of(job))
    finally:
        stopping.clear()
    Job.objects.update(status=Job.Status.FAILED, error="The server was stopped.")

    page = editor.get(f"/imports/{record.pk}/").text
    editor.post(f"/imports/{record.pk}/look/")

    record.refresh_from_db()
    assert "Look at them again" in page
    assert (record.status, Job.objects.filter(status="queued").count()) == ("looking", 1)


def test_a_job_that_was_cancelled_before_it_began_leaves_a_choice(editor: Client) -> None:
    record = dropped(editor)
    cancel_job(Job.objects.get().pk, actor=None)

    page = editor.get(f"/imports/{record.pk}/").text
    editor.post(f"/imports/{record.pk}/cancel/")

    record.refresh_from_db()
    assert "Put the files away" in page
    assert (record.status, record.kept) == ("cancelled", [])


def test_an_import_that_waits_to_be_looked_at_cannot_be_run(editor: Client) -> None:
    record = dropped(editor)

    response = editor.post(f"/imports/{record.pk}/run/")

    assert response.status_code == 409
    assert not Account.objects.exists()


def test_many_short_lines_and_small_archives_take_long_too() -> None:
    long = file_from_bytes("long.csv", b"a\n" * 20_001)
    short = file_from_bytes("short.csv", b"a\n" * 20_000)
    packed = file_from_bytes("packed.zip", b"x" * 500_001)

    found = [is_long_to_look_at([file]) for file in (long, short, packed)]

    assert found == [True, False, True]
