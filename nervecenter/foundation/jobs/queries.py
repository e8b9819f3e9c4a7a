"""Where the work stands: the list of jobs, one job, and what has ended since somebody looked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nervecenter.foundation.jobs import board
from nervecenter.foundation.jobs.context import Progress
from nervecenter.foundation.jobs.models import UNDER_WAY, Job
from nervecenter.foundation.users import User


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job as a page shows it. `total` is None while the end is not known."""

    number: int
    kind: str
    title: str
    status: str
    status_label: str
    done: int
    total: int | None
    message: str
    result: Mapping[str, Any]
    error: str
    actor: str
    actor_id: int | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    cancel_asked: bool
    seen: bool

    @property
    def under_way(self) -> bool:
        """Whether it waits or runs, so that it can be cancelled."""
        return self.status in UNDER_WAY

    @property
    def percent(self) -> int | None:
        """How far it is, 0 to 100; None when the end is not known."""
        if self.status == Job.Status.DONE:
            return 100
        return min(100, 100 * self.done // self.total) if self.total else None

    @property
    def sentence(self) -> str:
        """What came out, in words."""
        return self.error or str(self.result.get("sentence", "")) or self.message

    @property
    def path(self) -> str:
        """Where what came out can be seen; empty when there is no such place."""
        path = str(self.result.get("path", ""))
        return path if path.startswith("/") and not path.startswith("//") else ""


def jobs_list(
    *, status: str = "", kind: str = "", actor: User | None = None, before: int | None = None, limit: int = 50
) -> tuple[JobRow, ...]:
    """Jobs, newest first; of one status, kind or actor when given; `before` a number for the next page. One query."""
    jobs = Job.objects.select_related("actor")
    if status:
        jobs = jobs.filter(status=status)
    if kind:
        jobs = jobs.filter(kind=kind)
    if actor:
        jobs = jobs.filter(actor=actor)
    if before is not None:
        jobs = jobs.filter(pk__lt=before)
    return tuple(_row(job) for job in jobs.order_by("-pk")[:limit])


def job_row(number: int) -> JobRow | None:
    """One job; None when there is none of that number. One query."""
    job = Job.objects.select_related("actor").filter(pk=number).first()
    return _row(job) if job else None


def unseen_jobs(actor: User, *, limit: int = 20) -> tuple[JobRow, ...]:
    """What ended since the actor last looked, newest first: her notifications. One query."""
    jobs = Job.objects.select_related("actor").filter(actor=actor, seen_at=None).exclude(status__in=UNDER_WAY)
    return tuple(_row(job) for job in jobs.order_by("-pk")[:limit])


def _row(job: Job) -> JobRow:
    progress = Progress(job.done, job.total, job.message)
    cancel_asked = job.cancel_asked_at is not None
    if job.status == Job.Status.RUNNING and board.is_used():
        said = board.posted(job.pk)
        progress = said.progress if said else progress
        cancel_asked = board.cancel_asked(job.pk)
    return JobRow(
        number=job.pk,
        kind=job.kind,
        title=job.title,
        status=job.status,
        status_label=str(job.get_status_display()),
        done=progress.done,
        total=progress.total,
        message=progress.message,
        result=job.result or {},
        error=job.error,
        actor=str(job.actor) if job.actor else "",
        actor_id=job.actor_id,
        created_at=job.created_at,
        started_at=job.started_at,
        finished_at=job.finished_at,
        cancel_asked=cancel_asked,
        seen=job.seen_at is not None,
    )
