"""Before a command can work: which data folder, is it usable, and Django with a current database."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from nervecenter.cli.refusals import CannotRun

SETTINGS = "nervecenter.site.settings"
LEAST_FREE = 5_000_000

_held: list[IO[str]] = []


def data_folder() -> Path:
    """The data folder of this run: --data, else NERVECENTER_DATA, else ./data."""
    return Path(os.environ.get("NERVECENTER_DATA") or "./data").resolve()


def refuse_unusable_folder(folder: Path, *, least_free: int = LEAST_FREE) -> None:
    """Refuse a data folder that is a file, cannot be made, cannot be written, or lies on a full disk (bytes)."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".writable-"):
            free = shutil.disk_usage(folder).free
    except (FileExistsError, NotADirectoryError):
        raise CannotRun(f"the data folder {folder} is a file; name a folder with --data", code="data-folder") from None
    except PermissionError:
        raise CannotRun(
            f"the data folder {folder} cannot be written; see who owns it, or name another with --data",
            code="data-folder",
        ) from None
    except OSError as error:
        raise CannotRun(
            f"the data folder {folder} cannot be used: {error.strerror}; free some space, or name another with --data",
            code="data-folder",
        ) from None
    if free < least_free:
        raise CannotRun(
            f"the disk of the data folder {folder} is full: {free // 1_000_000} MB are left,"
            f" {least_free // 1_000_000} MB are needed; free some space",
            code="disk-full",
        )


def start_django(*, schema: bool = True, alone: bool = False) -> str:
    """Django is set up on the data folder, and its database is current (unless left alone). Returns what was done.

    The folder is held until this process ends: shared with others, or alone for what cannot be done beside others.
    """
    folder = data_folder()
    os.environ["NERVECENTER_DATA"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django
    from django.apps import apps

    if not apps.ready:
        refuse_unusable_folder(folder)
        hold_folder(folder, alone=alone)
        django.setup()
    if not schema:
        return "nothing"
    from nervecenter.foundation.schema import bring_up_to_date

    with one_at_a_time(folder / "schema.lock"):
        return str(bring_up_to_date())


def hold_folder(folder: Path, *, alone: bool) -> None:
    """This process uses the folder until it ends. Refused when somebody has it alone, or alone is not to be had."""
    try:
        import fcntl
    except ImportError:
        return
    file = (folder / "in-use.lock").open("a+")
    try:
        fcntl.lockf(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except OSError:
        reason = (
            "is in use; stop `nervecenter serve` and other commands on it, and run this again"
            if alone
            else "is being restored; wait until that has ended"
        )
        raise CannotRun(f"the data folder {folder} {reason}", code="folder-in-use") from None
    _held.append(file)


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Waits while another process of this machine is inside with the same file."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    with path.open("w") as file:
        fcntl.lockf(file, fcntl.LOCK_EX)
        yield
