"""Decisions about jobs: ask for one, start it, end it, cancel it."""

import os
import socket
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils import timezone

from nervecenter.foundation.errors import DomainError, NotAllowed, NotFound
from nervecenter.foundation.jobs import board
from nervecenter.foundation.jobs.context import Progress
from nervecenter.foundation.jobs.models import UNDER_WAY, Job
from nervecenter.foundation.permissions import allowed
from nervecenter.foundation.users import User

SILENT_FOR = timedelta(seconds=60)
KEEP_TASKS = timedelta(days=7)
ABANDONED = (
    "The program that ran this stopped before the end (it was killed, ran out of memory, or the machine went down)."
    " What it had not finished was not written. Start it again."
)


class AlreadyFinished(DomainError):
    """The job has ended, so it can no longer be cancelled."""

    code = "already-finished"


def enqueue(
    kind: str, *, title: str, arguments: Mapping[str, Any] | None = None, actor: User | None, key: str = ""
) -> Job:
    """A job in the queue once the running transaction commits; gone with it when it rolls back.

    With a `key`, a job of that kind and key that is still under way is answered instead of a second one.
    """
    from nervecenter.foundation.jobs.tasks import perform

    if key and (known := _under_way(kind, key)):
        return known
    try:
        with transaction.atomic():
            made = Job.objects.create(
                kind=kind, title=title[:200], key=key, arguments=dict(arguments or {}), actor=actor
            )
            made.task = perform.enqueue(made.pk).id
            made.save(update_fields=["task"])
    except IntegrityError:
        if known := _under_way(kind, key):
            return known
        raise
    return made


def _under_way(kind: str, key: str) -> Job | None:
    return Job.objects.filter(kind=kind, key=key, status__in=UNDER_WAY).first()


def start_job(number: int, *, worker: str) -> Job | None:
    """The job is running in this worker; None when it was cancelled, or taken by another, before."""
    now = timezone.now()
    taken = Job.objects.filter(pk=number, status=Job.Status.QUEUED).update(
        status=Job.Status.RUNNING, started_at=now, heartbeat_at=now, worker=worker
    )
    if not taken:
        return None
    if _on_sqlite():
        board.post(number, Progress())
    return Job.objects.select_related("actor").get(pk=number)


def report_progress(number: int, progress: Progress) -> bool:
    """The job's last word is kept for those who look, with the time. Returns whether it is to be cancelled."""
    if _on_sqlite():
        board.post(number, progress)
        return board.cancel_asked(number)
    Job.objects.filter(pk=number, status=Job.Status.RUNNING).update(
        done=progress.done, total=progress.total, message=progress.message, heartbeat_at=timezone.now()
    )
    return Job.objects.filter(pk=number, cancel_asked_at__isnull=False).exists()


def finish_job(
    number: int, *, status: str, progress: Progress, result: Mapping[str, Any] | None = None, error: str = ""
) -> None:
    """The job has ended so. One that was given up as abandoned meanwhile stays as it is."""
    Job.objects.filter(pk=number, status=Job.Status.RUNNING).update(
        status=status,
        result=dict(result) if result is not None else None,
        error=error,
        done=progress.done,
        total=progress.total,
        message=progress.message,
        finished_at=timezone.now(),
    )
    if _on_sqlite():
        board.clear(number)


def cancel_job(number: int, *, actor: User | None) -> None:
    """A waiting job will not run; a running one stops at its next check, having written nothing.

    Refused for a job that has ended, and for somebody else's job unless one administers.
    """
    found = Job.objects.filter(pk=number).first()
    if found is None:
        raise NotFound(f"there is no job {number}")
    if actor is not None and found.actor_id != actor.pk and not allowed(actor, "administer"):
        raise NotAllowed("this job was started by somebody else; ask them or an administrator to cancel it")
    now = timezone.now()
    waiting = Job.objects.filter(pk=number, status=Job.Status.QUEUED)
    if waiting.update(status=Job.Status.CANCELLED, finished_at=now, cancel_asked_at=now):
        return
    if not Job.objects.filter(pk=number, status=Job.Status.RUNNING).exists():
        raise AlreadyFinished("this job has ended, so there is nothing left to cancel; undo what it did instead")
    if _on_sqlite():
        board.ask_cancel(number)
    else:
        Job.objects.filter(pk=number).update(cancel_asked_at=now)


def mark_jobs_seen(numbers: Iterable[int], *, actor: User) -> int:
    """These finished jobs of the actor are no longer news. Returns how many were."""
    mine = Job.objects.filter(pk__in=list(numbers), actor=actor, seen_at=None).exclude(status__in=UNDER_WAY)
    return mine.update(seen_at=timezone.now())


def fail_abandoned_jobs(*, worker: str) -> int:
    """Jobs whose worker is gone have failed, and say so. Asked by a worker when it starts and now and then.

    Gone: a worker of this machine whose process is no more, or one that has not been heard of for a minute.
    """
    from django_tasks_db.models import DBTaskResult

    abandoned = [job for job in Job.objects.filter(status=Job.Status.RUNNING) if _is_abandoned(job, worker)]
    for job in abandoned:
        finish_job(job.pk, status=Job.Status.FAILED, progress=_last_word(job), error=ABANDONED)
    tasks = [job.task for job in abandoned if job.task]
    DBTaskResult.objects.filter(pk__in=tasks, status="RUNNING").update(status="FAILED", finished_at=timezone.now())
    return len(abandoned)


def _last_word(job: Job) -> Progress:
    said = board.posted(job.pk) if _on_sqlite() else None
    return said.progress if said else Progress(job.done, job.total, job.message)


def _is_abandoned(job: Job, worker: str) -> bool:
    if job.worker == worker:
        return False
    machine, _, rest = job.worker.partition(":")
    process = rest.partition(":")[0]
    if machine == socket.gethostname()[:30] and process.isdigit() and not _is_alive(int(process)):
        return True
    return _heard(job) < timezone.now() - SILENT_FOR


def _heard(job: Job) -> datetime:
    said = board.posted(job.pk) if _on_sqlite() else None
    return max(said.at if said else job.created_at, job.heartbeat_at or job.created_at)


def _is_alive(process: int) -> bool:
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def put_waiting_jobs_back() -> int:
    """Waiting jobs without a task in the queue (the database was restored, say) are queued again."""
    from django_tasks_db.models import DBTaskResult

    from nervecenter.foundation.jobs.tasks import perform

    with transaction.atomic():
        waiting = Job.objects.filter(status=Job.Status.QUEUED)
        ready = DBTaskResult.objects.filter(status="READY").values("pk")
        lost = list(waiting.filter(Q(task=None) | ~Q(task__in=ready)))
        for job in lost:
            job.task = perform.enqueue(job.pk).id
            job.save(update_fields=["task"])
    return len(lost)


def forget_old_tasks() -> int:
    """The queue's own notes on tasks that ended over a week ago are deleted; the jobs stay. Returns how many."""
    from django_tasks_db.models import DBTaskResult

    old = DBTaskResult.objects.filter(status__in=["SUCCESSFUL", "FAILED"], finished_at__lt=timezone.now() - KEEP_TASKS)
    return old.delete()[0]


def _on_sqlite() -> bool:
    return connection.vendor == "sqlite"
