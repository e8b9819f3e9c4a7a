"""Serving: pages and API, the worker for jobs, and the database brought up to date before either starts."""

import os
import signal
from typing import Annotated

import typer

from nervecenter.cli.answers import JsonOption, answer
from nervecenter.cli.starting import data_folder, start_django


def serve(
    address: Annotated[
        str,
        typer.Option(
            metavar="HOST:PORT", envvar="NERVECENTER_ADDRESS", help="Where to listen; port 0 takes a free one."
        ),
    ] = "127.0.0.1:8000",
    jobs: Annotated[bool, typer.Option("--jobs/--no-jobs", help="Also run a worker for jobs.")] = True,
    as_json: JsonOption = False,
) -> None:
    """Serve the pages and the API until stopped with Ctrl-C; the database is made or brought up to date first.

    The first run prints a link that makes the administrator, once.

    \b
    Examples:
      nervecenter serve
      nervecenter --data ./company serve --address 127.0.0.1:8080
    """
    from nervecenter.cli.supervising import serve_until_stopped

    serve_until_stopped(data_folder(), address, with_jobs=jobs, as_json=as_json)


def worker(
    once: Annotated[bool, typer.Option("--once", help="Do the jobs that wait, then end.")] = False,
    parent: Annotated[int, typer.Option(hidden=True)] = 0,
    as_json: JsonOption = False,
) -> None:
    """Do the jobs that people start: imports, check runs. `nervecenter serve` runs one; more may run beside it.

    Jobs whose worker died are marked as failed first, with the reason.

    \b
    Examples:
      nervecenter worker
      nervecenter worker --once
    """
    from nervecenter.cli.processes import die_with_parent

    if parent:
        die_with_parent(parent)
    start_django()
    from nervecenter.foundation.importing.actions import fail_stale_imports
    from nervecenter.foundation.jobs.context import stopping
    from nervecenter.foundation.jobs.worker import work

    fail_stale_imports()

    def stop(_number: int, _frame: object) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    fail_stale_imports()
    abandoned = work(once=once, go_on=lambda: not parent or os.getppid() == parent)
    if once or as_json:
        answer({"abandoned": abandoned}, "No job waits.", as_json=as_json)


def migrate_if_needed(as_json: JsonOption = False) -> None:
    """Make the database, or bring it up to date. Every other command does so by itself; deployments may do it ahead.

    \b
    Example:
      nervecenter migrate-if-needed --json
    """
    step = start_django()
    words = {"nothing": "is up to date", "made": "was made", "upgraded": "was brought up to date"}
    answer({"database": step}, f"The database {words[step]}.", as_json=as_json)
