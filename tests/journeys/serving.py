"""The program as people run it: a data folder, and `nervecenter serve` on a free port of this machine."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.workspaces import Workspace, wait_until

PASSWORD = "a few words in a row"
PREPARE = """
import json
from django.test import Client
from nervecenter.demo.gitlab import load_gitlab
from nervecenter.foundation.schema import bring_up_to_date
from nervecenter.foundation.users import User
from nervecenter.honesty.actions import run_checks

bring_up_to_date()
sessions = {}
for name, role in (("ada", "admin"), ("eve", "editor"), ("cleo", "contributor"), ("vic", "viewer")):
    user = User.objects.create_user(name, password="PASSWORD" if name == "eve" else None, role=role)
    client = Client()
    client.force_login(user)
    sessions[name] = client.cookies["sessionid"].value
ada = User.objects.get(username="ada")
outcome = load_gitlab(actor=ada)
assert (outcome.status, outcome.error_count) == ("done", 0), outcome.errors
run_checks(actor=ada)
print(json.dumps(sessions))
""".replace("PASSWORD", PASSWORD)


@dataclass(frozen=True, slots=True)
class Served:
    """A nervecenter that answers at an address; the sessions of the people who are signed in, and its set-up link."""

    base: str
    sessions: Mapping[str, str] = field(default_factory=dict)
    set_up: str = ""


def prepare_company(workspace: Workspace) -> None:
    """GitLab's sample in the workspace, checked; and one person of each role, signed in."""
    (workspace.data / "sessions.json").write_text(workspace.python(PREPARE, seconds=180))


def kept_sessions(data: Path) -> Mapping[str, str]:
    """The sessions of the people whom `prepare_company` signed in."""
    found: dict[str, str] = json.loads((data / "sessions.json").read_text())
    return found


@contextmanager
def serving(workspace: Workspace, *, jobs: bool = False) -> Iterator[Served]:
    """The workspace, served until the block ends; with a worker for jobs if that is asked for."""
    log = workspace.data / "serve.log"
    command = [sys.executable, "-m", "nervecenter.cli", "serve", "--address", "127.0.0.1:0", "--json"]
    command.append("--jobs" if jobs else "--no-jobs")
    with log.open("w") as written:
        process = subprocess.Popen(command, env=workspace.environment, stdout=written, stderr=subprocess.STDOUT)
    try:
        wait_until(lambda: "\n" in log.read_text() or process.poll() is not None, seconds=60)
        told: dict[str, Any] = json.loads(log.read_text().splitlines()[0])
        assert "address" in told, told
        wait_until(lambda: _answers(told["address"]), seconds=60)
        sessions = kept_sessions(workspace.data) if (workspace.data / "sessions.json").exists() else {}
        yield Served(told["address"], sessions, told["set_up"] or "")
    finally:
        process.terminate()
        process.wait(30)


def _answers(address: str) -> bool:
    parts = urlsplit(address)
    try:
        socket.create_connection((str(parts.hostname), parts.port or 80), timeout=5).close()
    except ConnectionRefusedError:
        return False
    return True
