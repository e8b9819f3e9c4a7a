"""`nervecenter serve` ends at once on Ctrl-C, and leaves nothing running however it ends."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    command = [sys.executable, "-m", "nervecenter.cli", "--data", str(tmp_path), "serve", "--address", "127.0.0.1:0"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NERVECENTER_")}
    with subprocess.Popen(
        [*command, "--json"], env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stdout
        address = json.loads(process.stdout.readline())["address"]
        assert answers(address)
        yield process, address
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)


def answers(address: str) -> bool:
    for _ in range(100):
        try:
            with urllib.request.urlopen(f"{address}/sign-in/", timeout=5) as response:
                return bool(response.status == 200)
        except OSError:
            time.sleep(0.1)
    return False


def is_silent(address: str) -> bool:
    for _ in range(100):
        try:
            urllib.request.urlopen(f"{address}/sign-in/", timeout=5).close()
            time.sleep(0.1)
        except (ConnectionError, urllib.error.URLError):
            return True
    return False


def test_ctrl_c_reaches_the_whole_terminal_and_ends_it_without_a_kill(
    server: tuple[subprocess.Popen[str], str],
) -> None:
    process, address = server

    os.killpg(process.pid, signal.SIGINT)

    assert process.wait(8) == 0
    assert is_silent(address)


def test_a_server_that_is_killed_leaves_no_worker_behind(server: tuple[subprocess.Popen[str], str]) -> None:
    process, address = server

    process.kill()

    assert process.wait(10) == -signal.SIGKILL
    assert is_silent(address)
