"""A job is asked for once, done once, says how far it is, and ends in a word whatever happens to it."""

import logging
import socket
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from nervecenter.foundation.actions import create_record
from nervecenter.foundation.errors import DomainError, NotAllowed, NotFound
from nervecenter.foundation.jobs import board, context, registry
from nervecenter.foundation.jobs.actions import (
    AlreadyFinished,
    cancel_job,
    enqueue,
    mark_jobs_seen,
    put_waiting_jobs_back,
)
from nervecenter.foundation.jobs.context import JobContext, Progress
from nervecenter.foundation.jobs.models import Job
from nervecenter.foundation.jobs.outcomes import ABANDONED, fail_abandoned_jobs, report_progress, start_job
from nervecenter.foundation.jobs.queries import job_row, jobs_list, unseen_jobs
from nervecenter.foundation.jobs.running import STOPPED
from nervecenter.foundation.jobs.worker import work
from nervecenter.foundation.users import Role, User
from nervecenter.market.models import Segment

pytestmark = pytest.mark.django_db(transaction=True)

type Declare = Callable[[Callable[[JobContext], dict[str, Any] | None]], None]


@pytest.fixture
def declare() -> Iterator[Declare]:
    """Declares the function of the job "test" for the length of one test."""

    def add(function: Callable[[JobContext], dict[str, Any] | None]) -> None:
        registry.job("test")(function)

    yield add
    registry._functions.pop("test", None)
    context.stopping.clear()


def test_a_job_is_done_with_its_arguments_and_keeps_its_result(declare: Declare) -> None:
    declare(lambda job: {"sentence": f"{job.arguments['rows']} rows came in", "path": "/imports/7/"})
    job = enqueue("test", title="Bring in features.csv", arguments={"rows": 573}, actor=None)
    waiting = job_row(job.pk)

    work(once=True)

    row = job_row(job.pk)
    assert waiting is not None
    assert (waiting.status, waiting.under_way, waiting.percent) == ("queued", True, None)
    assert row is not None
    assert (row.status, row.under_way, row.percent) == ("done", False, 100)
    assert (row.sentence, row.path) == ("573 rows came in", "/imports/7/")


def test_a_job_asked_for_in_a_transaction_that_rolls_back_was_never_asked_for(declare: Declare) -> None:
    ran: list[int] = []
    declare(lambda job: ran.append(job.number))

    with transaction.atomic():
        enqueue("test", title="Never", actor=None)
        transaction.set_rollback(True)

    work(once=True)
    assert ran == []
    assert jobs_list() == ()


def test_the_same_work_asked_for_twice_is_one_job_until_it_has_ended(declare: Declare) -> None:
    ran: list[int] = []
    declare(lambda job: ran.append(job.number))

    first = enqueue("test", title="Check the company", actor=None, key="company")
    second = enqueue("test", title="Check the company", actor=None, key="company")
    work(once=True)
    third = enqueue("test", title="Check the company", actor=None, key="company")
    work(once=True)

    assert second.pk == first.pk
    assert ran == [first.pk, third.pk]


def test_a_job_delivered_twice_runs_once(declare: Declare) -> None:
    ran: list[int] = []
    declare(lambda job: ran.append(job.number))
    job = enqueue("test", title="Once", actor=None)

    first = start_job(job.pk, worker="a")
    second = start_job(job.pk, worker="b")

    assert first is not None
    assert second is None
    work(once=True)
    assert ran == []


def test_a_waiting_job_that_is_cancelled_never_runs(declare: Declare) -> None:
    ran: list[int] = []
    declare(lambda job: ran.append(job.number))
    job = enqueue("test", title="Import", actor=None)

    cancel_job(job.pk, actor=None)

    work(once=True)
    assert ran == []
    assert [row.status for row in jobs_list()] == ["cancelled"]


def test_a_running_job_that_is_cancelled_stops_and_leaves_nothing_behind(
    declare: Declare, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nervecenter.foundation.jobs.running.PUBLISH_EVERY", 0.02)

    def cancelled_half_way(job: JobContext) -> None:
        cancel_job(job.number, actor=None)
        with transaction.atomic():
            create_record("segment", {"name": "Half"}, actor=None)
            assert job.cancelled.wait(10)
            job.check_cancelled()

    declare(cancelled_half_way)
    job = enqueue("test", title="Import", actor=None)

    work(once=True)

    assert [row.status for row in jobs_list()] == ["cancelled"]
    assert not Segment.objects.exists()
    assert board.cancel_asked(job.pk) is False


def test_a_job_that_has_ended_cannot_be_cancelled(declare: Declare) -> None:
    declare(lambda job: {"sentence": "done"})
    job = enqueue("test", title="Import", actor=None)
    work(once=True)

    with pytest.raises(AlreadyFinished):
        cancel_job(job.pk, actor=None)

    assert [row.status for row in jobs_list()] == ["done"]


def test_a_job_is_cancelled_by_whoever_asked_for_it_or_an_administrator() -> None:
    ana = User.objects.create(username="ana", role=Role.EDITOR)
    ben = User.objects.create(username="ben", role=Role.EDITOR)
    eve = User.objects.create(username="eve", role=Role.ADMIN)
    job = enqueue("test", title="Import", actor=ana)
    other = enqueue("test", title="Import", actor=ana)

    with pytest.raises(NotAllowed):
        cancel_job(job.pk, actor=ben)
    with pytest.raises(NotFound):
        cancel_job(job.pk + 99, actor=eve)

    assert [row.status for row in jobs_list()] == ["queued", "queued"]
    cancel_job(job.pk, actor=ana)
    cancel_job(other.pk, actor=eve)
    assert [row.status for row in jobs_list()] == ["cancelled", "cancelled"]


def test_a_refusal_and_a_fault_end_a_job_in_words(declare: Declare, caplog: pytest.LogCaptureFixture) -> None:
    def refused(job: JobContext) -> None:
        if job.arguments["how"] == "refuse":
            raise DomainError("column 'naem' of features.csv is not a field; rename it to 'name'")
        raise ZeroDivisionError("division by zero")

    declare(refused)
    enqueue("test", title="Refused", arguments={"how": "refuse"}, actor=None)
    enqueue("test", title="Broken", arguments={"how": "break"}, actor=None)

    with caplog.at_level(logging.ERROR):
        work(once=True)

    broken, told = jobs_list()
    assert (told.status, told.error) == (
        "failed",
        "column 'naem' of features.csv is not a field; rename it to 'name'",
    )
    assert (broken.status, broken.error) == (
        "failed",
        "ZeroDivisionError: division by zero. The log of the server has the details.",
    )


def test_a_job_that_nobody_can_do_says_so() -> None:
    enqueue("no-such-thing", title="Nothing", actor=None)

    work(once=True)

    assert jobs_list()[0].status == "failed"
    assert jobs_list()[0].error.startswith("there is no job 'no-such-thing'")


def test_a_running_job_shows_how_far_it_is(declare: Declare) -> None:
    seen: list[tuple[int, int | None, int | None, str]] = []

    def count(job: JobContext) -> None:
        job.progress(30, 120, "reading features.csv")
        job.progress(60)
        report_progress(job.number, job.state)
        row = job_row(job.number)
        assert row is not None
        seen.append((row.done, row.total, row.percent, row.message))

    declare(count)
    enqueue("test", title="Import", actor=None)

    work(once=True)

    assert seen == [(60, 120, 50, "reading features.csv")]
    assert (jobs_list()[0].done, jobs_list()[0].total) == (60, 120)


def test_a_worker_that_has_to_stop_ends_its_job_and_leaves_the_others_waiting(declare: Declare) -> None:
    def stop(job: JobContext) -> None:
        context.stopping.set()
        job.check_cancelled()

    declare(stop)
    enqueue("test", title="Running", actor=None)
    enqueue("test", title="Waiting", actor=None)

    work(once=True)

    waiting, running = jobs_list()
    assert (running.status, running.error) == ("failed", STOPPED)
    assert waiting.status == "queued"
    context.stopping.clear()
    registry._functions["test"] = lambda job: {"sentence": "done"}
    work(once=True)
    assert jobs_list()[0].status == "done"


def test_a_job_whose_worker_is_gone_has_failed_and_says_so() -> None:
    gone = enqueue("test", title="Gone", actor=None)
    silent = enqueue("test", title="Silent", actor=None)
    lively = enqueue("test", title="Lively", actor=None)
    start_job(gone.pk, worker=f"{socket.gethostname()[:30]}:999999999:aa")
    start_job(silent.pk, worker="elsewhere:1:bb")
    start_job(lively.pk, worker="elsewhere:2:cc")
    long_ago = timezone.now() - timedelta(minutes=5)
    Job.objects.filter(pk=silent.pk).update(heartbeat_at=long_ago, created_at=long_ago)
    board.clear(silent.pk)

    failed = fail_abandoned_jobs(worker="here:3:dd")

    assert failed == 2
    assert [(row.title, row.status, row.error) for row in jobs_list()] == [
        ("Lively", "running", ""),
        ("Silent", "failed", ABANDONED),
        ("Gone", "failed", ABANDONED),
    ]


def test_a_waiting_job_that_fell_out_of_the_queue_is_put_back(declare: Declare) -> None:
    from django_tasks_db.models import DBTaskResult

    declare(lambda job: {"sentence": "done"})
    enqueue("test", title="Lost", actor=None)
    DBTaskResult.objects.all().delete()

    put_back = put_waiting_jobs_back()

    assert put_back == 1
    assert put_waiting_jobs_back() == 0
    work(once=True)
    assert jobs_list()[0].status == "done"


def test_what_has_ended_is_news_to_its_actor_until_she_has_seen_it(declare: Declare) -> None:
    ana = User.objects.create(username="ana", role=Role.EDITOR)
    ben = User.objects.create(username="ben", role=Role.EDITOR)
    declare(lambda job: {"sentence": "573 rows came in"})
    job = enqueue("test", title="Import", actor=ana)
    before = unseen_jobs(ana)
    work(once=True)

    news = unseen_jobs(ana)

    assert before == ()
    assert [(row.title, row.sentence) for row in news] == [("Import", "573 rows came in")]
    assert unseen_jobs(ben) == ()
    assert mark_jobs_seen([job.pk], actor=ben) == 0
    assert mark_jobs_seen([job.pk], actor=ana) == 1
    assert unseen_jobs(ana) == ()


def test_a_result_links_only_to_a_place_of_ours(declare: Declare) -> None:
    declare(lambda job: {"path": "//example.com/"})
    enqueue("test", title="Import", actor=None)

    work(once=True)

    assert jobs_list()[0].path == ""


def test_two_functions_for_one_kind_are_refused(declare: Declare) -> None:
    declare(lambda job: None)

    with pytest.raises(ValueError, match="declared twice"):
        registry.job("test")(lambda job: {})


def test_a_total_and_a_message_stay_until_others_are_given() -> None:
    job = JobContext(1, {}, None)

    job.progress(1, 10, "reading")
    job.progress(2)

    assert job.state == Progress(2, 10, "reading")
