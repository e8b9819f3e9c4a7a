"""Where running jobs are followed on SQLite: small files beside the database.

SQLite has one writer. While a job holds it for a long transaction nobody else can write, not even its own progress or
somebody's wish to cancel it. So these go past the database. PostgreSQL needs none of this.
"""

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from nervecenter.foundation.jobs.context import Progress


@dataclass(frozen=True, slots=True)
class Posted:
    """What a running job last said, and when."""

    progress: Progress
    at: datetime


def is_used() -> bool:
    """Whether jobs are followed here: on SQLite, and not on a database that many can write at once."""
    return connection.vendor == "sqlite"


def _folder() -> Path:
    folder = Path(settings.DATA) / "jobs"
    folder.mkdir(exist_ok=True)
    return folder


def post(number: int, progress: Progress) -> None:
    """The job's last word is this. A reader sees the old file or the new one, never half of it."""
    path = _folder() / f"{number}.json"
    text = json.dumps([progress.done, progress.total, progress.message])
    fresh = path.with_suffix(".new")
    fresh.write_text(text)
    fresh.replace(path)


def posted(number: int) -> Posted | None:
    """What the job last said; None when it has said nothing yet."""
    path = _folder() / f"{number}.json"
    try:
        done, total, message = json.loads(path.read_text())
        at = datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)
    except (FileNotFoundError, ValueError):
        return None
    return Posted(Progress(done, total, message), at)


def ask_cancel(number: int) -> None:
    """The job will learn that it is cancelled."""
    (_folder() / f"{number}.cancel").touch()


def cancel_asked(number: int) -> bool:
    """Whether somebody wants the job cancelled."""
    return (_folder() / f"{number}.cancel").exists()


def clear(number: int) -> None:
    """The job has ended; its files go."""
    for suffix in (".json", ".new", ".cancel"):
        try:
            os.unlink(_folder() / f"{number}{suffix}")  # noqa: PTH108 - a missing file is no news
        except FileNotFoundError:
            continue
