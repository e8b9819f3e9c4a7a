"""Imports as jobs, files kept between preview and run, mappings kept for the next time."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from nervecenter.evidence.models import Evidence
from nervecenter.foundation.importing.actions import (
    ImportRefused,
    cancel_import,
    forget_old_files,
    preview,
    run,
    save_mapping,
)
from nervecenter.foundation.importing.dialects import known_mappings
from nervecenter.foundation.importing.jobs import run_import, sentence
from nervecenter.foundation.importing.models import Import, SavedMapping
from nervecenter.foundation.jobs.context import JobCancelled, JobContext
from tests.foundation.importing.files import EVIDENCE, EVIDENCE_CSV, evidence

pytestmark = pytest.mark.django_db


def folder(record: Import) -> Path:
    return Path(settings.DATA) / "imports" / str(record.pk)


def test_a_job_runs_an_import_whose_files_were_kept() -> None:
    seen = preview(evidence(), mapping=EVIDENCE, actor=None, keep=True)
    context = JobContext(1, {"import": seen.pk}, None)

    result = run_import(context) or {}

    assert (result["import"], result["status"]) == (seen.pk, "done")
    assert result["sentence"] == "2 created, 0 changed, 0 unchanged."
    assert context.state.message == "feedback.csv: row 3"
    assert not folder(seen).exists()


def test_a_cancelled_job_leaves_nothing_and_the_import_can_be_run_later() -> None:
    seen = preview(evidence(), mapping=EVIDENCE, actor=None, keep=True)
    context = JobContext(1, {"import": seen.pk}, None)
    context.cancelled.set()

    with pytest.raises(JobCancelled):
        run_import(context)

    stopped = Import.objects.get()
    assert (stopped.status, stopped.message) == ("cancelled", "It was stopped. Nothing was written.")
    assert not Evidence.objects.exists()
    assert run(seen.pk, actor=None).status == "done"


def test_a_preview_may_be_put_away() -> None:
    seen = preview(evidence(), mapping=EVIDENCE, actor=None, keep=True)
    there = folder(seen).exists()

    away = cancel_import(seen.pk, actor=None)

    assert (there, folder(seen).exists(), away.status) == (True, False, "cancelled")
    with pytest.raises(ImportRefused):
        cancel_import(seen.pk, actor=None)


def test_files_that_nobody_ran_are_forgotten_after_a_week() -> None:
    old = preview(evidence(), mapping=EVIDENCE, actor=None, keep=True)
    new = preview(evidence(), mapping=EVIDENCE, actor=None, keep=True)
    Import.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=8))

    assert forget_old_files() == 1

    assert (folder(old).exists(), folder(new).exists()) == (False, True)
    assert Import.objects.get(pk=old.pk).kept == []


def test_files_are_kept_under_numbers_and_not_their_names() -> None:
    seen = preview(evidence(), mapping=EVIDENCE, actor=None, keep=True)

    assert [path.name for path in folder(seen).iterdir()] == ["0.kept"]
    assert seen.kept == [{"name": "feedback.csv", "kept": "0.kept", "bytes": len(EVIDENCE_CSV)}]


def test_a_saved_mapping_recognises_files_and_is_replaced_by_its_name() -> None:
    recognising = EVIDENCE.replace("source: acme", "source: acme\nrecognise: {headers: [title, problems]}")
    save_mapping(recognising, actor=None)
    save_mapping(recognising.replace("source: acme", "title: Feedback\nsource: acme"), actor=None)

    seen = preview(evidence(), actor=None)

    assert SavedMapping.objects.get().title == "Feedback"
    assert known_mappings()["acme-feedback"].title == "Feedback"
    assert (seen.created, seen.files[0]["mapping"], seen.files[0]["reasons"]) == (
        2, "acme-feedback", ["it has title, problems"],
    )  # fmt: skip


def test_the_sentence_says_what_came_of_an_import() -> None:
    done = Import(status="done", created=1_200, updated=3, unchanged=0, rejected=2, unmatched=4)
    failed = Import(status="failed", message="The disk is full.")

    assert sentence(done) == "1,200 created, 3 changed, 0 unchanged, 2 left out, 4 words unmatched."
    assert sentence(failed) == "The disk is full."
