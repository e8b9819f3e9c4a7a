"""How a long import is watched: it says how far it is, and is told to stop. A job's context fits."""

from typing import Protocol


class Watch(Protocol):
    """Told how many rows have been read; asked whether to stop."""

    def progress(self, done: int, total: int | None = None, message: str = "") -> None:
        """So many rows have been read, of so many if that is known, and this is what is being done."""

    def check_cancelled(self) -> None:
        """Raises if the import is to stop; nothing of it remains then."""


class Unwatched:
    """Nobody looks, and nobody stops it."""

    def progress(self, done: int, total: int | None = None, message: str = "") -> None:
        """Nobody listens."""

    def check_cancelled(self) -> None:
        """Nobody stops it."""
