"""The record of a job: what was asked, how far it is, how it ended."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class Job(models.Model):
    """Work that somebody asked for and need not wait for: it shows progress, can be cancelled, and ends in a word."""

    class Status(models.TextChoices):
        QUEUED = "queued", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    key = models.CharField(max_length=120, default="")
    arguments = models.JSONField(default=dict)
    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(null=True)
    message = models.CharField(max_length=300, default="")
    result = models.JSONField(null=True)
    error = models.TextField(default="")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    task = models.UUIDField(null=True)
    worker = models.CharField(max_length=64, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    cancel_asked_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["status"], name="job_status"),
            models.Index(fields=["actor", "seen_at"], name="job_actor_seen"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=models.Q(status__in=["queued", "running"]) & ~models.Q(key=""),
                name="job_under_way_once",
            )
        ]

    def __str__(self) -> str:
        return self.title


UNDER_WAY = (Job.Status.QUEUED, Job.Status.RUNNING)
