"""What a running job is given: its arguments, a way to say how far it is, and a way to be told to stop."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nervecenter.foundation.users import User


class JobCancelled(Exception):
    """Somebody cancelled the job; it ends without having written anything."""


class WorkerStopping(Exception):
    """The worker was told to stop; the job ends without having written anything."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is: `done` of `total` (None when the end is not known), and the step it is at."""

    done: int = 0
    total: int | None = None
    message: str = ""


stopping = threading.Event()


@dataclass(slots=True)
class JobContext:
    """One job under way. Saying how far it is costs nothing: a thread beside it publishes the last word each second."""

    number: int
    arguments: Mapping[str, Any]
    actor: User | None
    state: Progress = field(default_factory=Progress)
    cancelled: threading.Event = field(default_factory=threading.Event)

    def progress(self, done: int, total: int | None = None, message: str = "") -> None:
        """Say how far it is. A total or message that is left out stays as it was."""
        self.state = Progress(
            done, self.state.total if total is None else total, message[:300] if message else self.state.message
        )

    def check_cancelled(self) -> None:
        """Raises JobCancelled once somebody cancelled the job, WorkerStopping once the worker has to go."""
        if self.cancelled.is_set():
            raise JobCancelled
        if stopping.is_set():
            raise WorkerStopping
