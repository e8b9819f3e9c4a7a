"""The process beside the server that takes jobs off the queue, one at a time."""

import logging
import os
import secrets
import socket
import time
from collections.abc import Callable

from django.db import OperationalError, close_old_connections

from nervecenter.foundation.jobs import actions, outcomes
from nervecenter.foundation.jobs.context import stopping

logger = logging.getLogger(__name__)
LOOK_EVERY = 0.5
TIDY_EVERY = 30.0


def worker_name() -> str:
    """A name no other worker has: machine, process and a random word. At most 64 characters."""
    return f"{socket.gethostname()[:30]}:{os.getpid()}:{secrets.token_hex(4)}"


def work(*, once: bool = False, go_on: Callable[[], bool] = lambda: True) -> int:
    """Does the jobs that wait, and goes on looking until told to stop (`stopping`, or `go_on` answers no).

    Jobs left by a worker that died are marked failed first. With `once` it ends when no job waits. Returns how many
    jobs were abandoned by others.
    """
    from django_tasks_db.management.commands.db_worker import Worker
    from django_tasks_db.models import DBTaskResult

    name = worker_name()
    worker = Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=name,
        excluded_queue_names=[],
    )
    abandoned, tidied = 0, float("-inf")
    while not stopping.is_set() and go_on():
        try:
            if time.monotonic() - tidied > TIDY_EVERY:
                abandoned += outcomes.fail_abandoned_jobs(worker=name)
                actions.put_waiting_jobs_back()
                actions.forget_old_tasks()
                tidied = time.monotonic()
            # A look costs a read; taking a task takes SQLite's only write lock.
            if DBTaskResult.objects.ready().exists():
                worker.run()
            if once:
                return abandoned
        except OperationalError:
            logger.exception("the queue could not be read; trying again")
            if once:
                raise
        close_old_connections()
        stopping.wait(LOOK_EVERY)
    return abandoned
