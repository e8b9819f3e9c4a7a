"""The one task of Django's task queue: do the job with this number."""

from typing import Any

from django.tasks import TaskContext, task

from nervecenter.foundation.jobs.running import run_job


@task(takes_context=True)
def perform(context: TaskContext[Any, Any], number: int) -> None:
    """Does the job, unless it was cancelled or done before: being delivered twice changes nothing."""
    workers = context.task_result.worker_ids
    run_job(number, worker=workers[-1] if workers else "")
