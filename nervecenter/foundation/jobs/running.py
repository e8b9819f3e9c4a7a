"""Does one job: calls its function, publishes how far it is, and writes down how it ended."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connections

from nervecenter.foundation.errors import DomainError
from nervecenter.foundation.jobs import outcomes
from nervecenter.foundation.jobs.context import JobCancelled, JobContext, WorkerStopping, stopping
from nervecenter.foundation.jobs.models import Job
from nervecenter.foundation.jobs.registry import UnknownJob, job_function

logger = logging.getLogger(__name__)
PUBLISH_EVERY = 1.0
STOPPED = "The server was stopped before the end. What was not finished was not written. Start it again."


def run_job(number: int, *, worker: str) -> None:
    """The job is done, failed or cancelled, and says so. Nothing happens when it was not waiting.

    A worker that is about to stop leaves it waiting; the next worker finds it.
    """
    if stopping.is_set():
        return
    job = outcomes.start_job(number, worker=worker)
    if job is None:
        return
    context = JobContext(number, job.arguments, job.actor)
    result, error, status = None, "", Job.Status.FAILED
    with _published(context):
        try:
            result = job_function(job.kind)(context)
            status = Job.Status.DONE
        except JobCancelled:
            status = Job.Status.CANCELLED
        except WorkerStopping:
            error = STOPPED
        except (DomainError, UnknownJob) as refused:
            error = str(refused)
        except Exception as fault:
            logger.exception("job %s (%s) failed", number, job.kind)
            error = f"{type(fault).__name__}: {fault}. The log of the server has the details."
    outcomes.finish_job(number, status=status, progress=context.state, result=result, error=error)


@contextmanager
def _published(context: JobContext) -> Iterator[None]:
    ended = threading.Event()
    thread = threading.Thread(target=_publish, args=(context, ended), name=f"job-{context.number}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _publish(context: JobContext, ended: threading.Event) -> None:
    while not ended.wait(PUBLISH_EVERY):
        try:
            if outcomes.report_progress(context.number, context.state):
                context.cancelled.set()
        except (DatabaseError, OSError):
            logger.exception("the progress of job %s could not be published", context.number)
    connections.close_all()
