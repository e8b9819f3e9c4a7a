"""No request goes on asking the database after its deadline: whoever asked has gone by then, or should narrow it down.

SQLite is interrupted while it works; PostgreSQL gets a statement time-out on the connections that requests open.
Jobs, migrations and the command line have no deadline.
"""

import threading
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.http import HttpRequest, HttpResponse

from nervecenter.foundation.errors import DomainError

STEPS_BETWEEN_LOOKS = 200_000
SECONDS_TO_SAY_SO = 5.0


class TookTooLong(DomainError):
    """The request was stopped at its deadline; nothing was written."""

    code = "took-too-long"
    status = 503


class _Deadline(threading.local):
    until: float | None = None


_deadline = _Deadline()


def passed() -> bool:
    """Whether this thread works on a request whose deadline has passed."""
    return _deadline.until is not None and time.monotonic() > _deadline.until


class RequestDeadline:
    """Gives each request its seconds (NERVECENTER_REQUEST_SECONDS); answers 503 in words when they were not enough."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        _deadline.until = time.monotonic() + settings.REQUEST_SECONDS
        try:
            return self.get_response(request)
        finally:
            _deadline.until = None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page that says so."""
        stopped = isinstance(exception, OperationalError) and (passed() or "statement timeout" in str(exception))
        if not stopped:
            return None
        from nervecenter.foundation.pages.answers import refusal

        _deadline.until = time.monotonic() + SECONDS_TO_SAY_SO
        return refusal(
            request,
            TookTooLong(
                f"this took longer than {settings.REQUEST_SECONDS:g} seconds and was stopped; nothing was written."
                " Narrow the filter, or try again when there is less to do"
            ),
        )


def _watch(connection: BaseDatabaseWrapper, **_: Any) -> None:
    if connection.vendor == "sqlite":
        connection.connection.set_progress_handler(passed, STEPS_BETWEEN_LOOKS)
    elif connection.vendor == "postgresql" and _deadline.until is not None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('statement_timeout', %s, false)", [str(int(settings.REQUEST_SECONDS * 1000))]
            )


def watch_connections() -> None:
    """From now on each new database connection keeps the deadlines."""
    connection_created.connect(_watch, dispatch_uid="nervecenter.deadlines")
