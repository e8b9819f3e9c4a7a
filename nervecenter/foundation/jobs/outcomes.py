"""What a worker writes down about a job: that it began, how far it is, how it ended, or that nobody heard from it."""

import os
import socket
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from nervecenter.foundation.jobs import board
from nervecenter.foundation.jobs.context import Progress
from nervecenter.foundation.jobs.models import UNDER_WAY, Job

SILENT_FOR = timedelta(seconds=60)
ABANDONED = (
    "The program that ran this stopped before the end (it was killed, ran out of memory, or the machine went down)."
    " What it had not finished was not written. Start it again."
)


def start_job(number: int, *, worker: str) -> Job | None:
    """The job is running in this worker; None when it was cancelled, or taken by another, before."""
    now = timezone.now()
    taken = Job.objects.filter(pk=number, status=Job.Status.QUEUED).update(
        status=Job.Status.RUNNING, started_at=now, heartbeat_at=now, worker=worker
    )
    if not taken:
        return None
    if board.is_used():
        board.post(number, Progress())
    return Job.objects.select_related("actor").get(pk=number)


def report_progress(number: int, progress: Progress) -> bool:
    """The job's last word is kept for those who look, with the time. Returns whether it is to be cancelled."""
    if board.is_used():
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
    if board.is_used():
        board.clear(number)


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
    said = board.posted(job.pk) if board.is_used() else None
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
    said = board.posted(job.pk) if board.is_used() else None
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


def fail_all_under_way(reason: str) -> int:
    """Every job that waits or runs has failed for this reason: nobody will do it, as after a restore."""
    from django_tasks_db.models import DBTaskResult

    now = timezone.now()
    DBTaskResult.objects.filter(status__in=["READY", "RUNNING"]).update(status="FAILED", finished_at=now)
    return Job.objects.filter(status__in=UNDER_WAY).update(status=Job.Status.FAILED, error=reason, finished_at=now)
