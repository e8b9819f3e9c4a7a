"""Workspaces of their own for tests that start the program: a data folder, and a database on the server under test."""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit


@dataclass(frozen=True, slots=True)
class Workspace:
    """A data folder and the environment in which a program finds it."""

    data: Path
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def on_sqlite(self) -> bool:
        return "NERVECENTER_DATABASE_URL" not in self.environment

    def run(self, *words: str, seconds: float = 60, text: str | None = None) -> subprocess.CompletedProcess[str]:
        """The command line with these words, to its end."""
        return subprocess.run(
            [sys.executable, "-m", "nervecenter.cli", *words],
            env=self.environment, capture_output=True, text=True, timeout=seconds, input=text, check=False,
        )  # fmt: skip

    def python(self, code: str, *, seconds: float = 60) -> str:
        """What this code prints, with Django set up on the workspace. A fault in it fails the test."""
        done = subprocess.run(
            [sys.executable, "-c", f"import django; django.setup()\n{code}"],
            env=self.environment, capture_output=True, text=True, timeout=seconds, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, *words: str) -> subprocess.Popen[str]:
        """The command line with these words, under way."""
        return subprocess.Popen(
            [sys.executable, "-m", "nervecenter.cli", *words],
            env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip


def wait_until(holds: Callable[[], object], *, seconds: float = 30) -> None:
    """Waits for something that a program does; fails the test when it does not happen."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def sqlite_workspace(data: Path) -> Workspace:
    """A workspace on SQLite, whatever database the tests run on."""
    environment = os.environ | {"NERVECENTER_DATA": str(data), "DJANGO_SETTINGS_MODULE": "nervecenter.site.settings"}
    environment.pop("NERVECENTER_DATABASE_URL", None)
    return Workspace(data, environment)


@contextmanager
def new_workspace(data: Path) -> Iterator[Workspace]:
    """An empty workspace: on PostgreSQL when the tests run on it (a database that is dropped after), else on SQLite."""
    server = os.environ.get("NERVECENTER_DATABASE_URL", "")
    empty = sqlite_workspace(data)
    if not server:
        yield empty
        return
    import psycopg

    name = f"workspace_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            url = urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
            yield Workspace(data, empty.environment | {"NERVECENTER_DATABASE_URL": url})
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
