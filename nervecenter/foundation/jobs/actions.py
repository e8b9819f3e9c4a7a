"""Decisions about jobs: ask for one, cancel it, put one back in the queue."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from nervecenter.foundation.errors import DomainError, NotAllowed, NotFound
from nervecenter.foundation.jobs import board
from nervecenter.foundation.jobs.models import UNDER_WAY, Job
from nervecenter.foundation.jobs.tasks import perform
from nervecenter.foundation.permissions import allowed
from nervecenter.foundation.users import User

KEEP_TASKS = timedelta(days=7)


class AlreadyFinished(DomainError):
    """The job has ended, so it can no longer be cancelled."""

    code = "already-finished"


def enqueue(
    kind: str, *, title: str, arguments: Mapping[str, Any] | None = None, actor: User | None, key: str = ""
) -> Job:
    """A job in the queue once the running transaction commits; gone with it when it rolls back.

    With a `key`, a job of that kind and key that is still under way is answered instead of a second one.
    """
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
    if board.is_used():
        board.ask_cancel(number)
    else:
        Job.objects.filter(pk=number).update(cancel_asked_at=now)


def mark_jobs_seen(numbers: Iterable[int], *, actor: User) -> int:
    """These finished jobs of the actor are no longer news. Returns how many were."""
    mine = Job.objects.filter(pk__in=list(numbers), actor=actor, seen_at=None).exclude(status__in=UNDER_WAY)
    return mine.update(seen_at=timezone.now())


def put_waiting_jobs_back() -> int:
    """Waiting jobs without a task in the queue (the database was restored, say) are queued again."""
    from django_tasks_db.models import DBTaskResult

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
