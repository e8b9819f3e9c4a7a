"""`nervecenter serve` says where it is and what is in its way; jobs go on when their worker is killed."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from nervecenter.cli.processes import free_port, parsed_address, serving_lock, shown_address
from nervecenter.cli.refusals import CannotRun
from nervecenter.cli.supervising import JobsKeeper
from tests.cli.conftest import Nervecenter
from tests.workspaces import Workspace, wait_until

KILLED = """
import sys, time
from django.db import transaction
from nervecenter.foundation.actions import create_record
from nervecenter.foundation.jobs.actions import enqueue
from nervecenter.foundation.jobs.registry import job
from nervecenter.foundation.jobs.worker import work
@job("slow")
def slow(context):
    with transaction.atomic():
        create_record("segment", {"name": "Half"}, actor=None)
        print("under way", flush=True)
        time.sleep(60)
enqueue("slow", title="Slow", actor=None)
work(once=True)
"""
AFTER = """
from nervecenter.foundation.jobs.queries import jobs_list
from nervecenter.market.models import Segment
print([(row.status, row.error[:30]) for row in jobs_list()], Segment.objects.count())
"""


@pytest.fixture
def served(workspace: Workspace) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    """A server on a free port, and what it said."""
    with workspace.start("serve", "--address", "127.0.0.1:0", "--json") as process:
        assert process.stdout
        told = json.loads(process.stdout.readline())
        try:
            wait_until(lambda: status(f"{told['address']}/sign-in/") == 200)
            yield process, told
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def status(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=10) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


@pytest.mark.slow
def test_it_says_where_it_is_and_how_the_administrator_is_made(
    served: tuple[subprocess.Popen[str], dict[str, Any]], workspace: Workspace
) -> None:
    _, told = served

    assert told["data"] == str(workspace.data)
    assert told["set_up"].startswith(f"{told['address']}/set-up/")
    assert status(told["set_up"]) == 200
    assert status(f"{told['address']}/set-up/wrong/") == 410


@pytest.mark.slow
def test_a_second_one_on_the_same_folder_or_the_same_port_is_refused(
    served: tuple[subprocess.Popen[str], dict[str, Any]], workspace: Workspace, tmp_path: Path
) -> None:
    process, told = served
    elsewhere = Workspace(tmp_path / "other", workspace.environment | {"NERVECENTER_DATA": str(tmp_path / "other")})
    address = told["address"].removeprefix("http://")

    same_folder = workspace.run("serve", "--address", "127.0.0.1:0")
    same_port = elsewhere.run("serve", "--address", address, "--json")

    assert (same_folder.returncode, same_port.returncode) == (2, 2)
    assert f"is served already (process {process.pid} on " in same_folder.stderr
    assert json.loads(same_port.stdout)["errors"][0]["code"] == "address"
    assert "is taken by another program" in same_port.stdout
    assert status(f"{told['address']}/sign-in/") == 200


@pytest.mark.slow
def test_the_worker_for_jobs_comes_back_and_says_what_became_of_the_job_it_died_in(
    served: tuple[subprocess.Popen[str], dict[str, Any]], workspace: Workspace
) -> None:
    process, _ = served

    if not Path("/proc/self/cmdline").exists():
        pytest.skip("only where /proc tells the processes")

    def worker() -> str:
        ours = f"--parent\0{process.pid}\0"
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            with suppress(OSError):
                if ours in path.read_text():
                    return path.parent.name
        return ""

    wait_until(worker)
    first = worker()
    workspace.python(
        "from nervecenter.foundation.jobs.actions import enqueue\n"
        "from nervecenter.foundation.jobs.models import Job\n"
        "import socket\n"
        "job = enqueue('check-run', title='Check', actor=None)\n"
        f"Job.objects.filter(pk=job.pk).update(status='running', worker=f'{{socket.gethostname()[:30]}}:{first}:x')\n"
    )

    os.kill(int(first), signal.SIGKILL)

    wait_until(lambda: worker() not in {"", first})
    wait_until(
        lambda: workspace.python(AFTER).strip() == "[('failed', 'The program that ran this stop')] 0", seconds=60
    )


@pytest.mark.slow
def test_a_worker_killed_in_a_job_leaves_nothing_half_written_and_the_next_one_says_so(workspace: Workspace) -> None:
    workspace.run("migrate-if-needed")
    with subprocess.Popen(
        [sys.executable, "-c", f"import django; django.setup()\n{KILLED}"],
        env=workspace.environment, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout
        assert process.stdout.readline() == "under way\n"
        process.kill()

    said = workspace.run("worker", "--once", "--json")

    assert said.returncode == 0, said.stderr
    assert json.loads(said.stdout) == {"abandoned": 1}
    assert workspace.python(AFTER).strip() == "[('failed', 'The program that ran this stop')] 0"


def test_addresses_are_read_and_shown_as_people_write_them() -> None:
    assert parsed_address("127.0.0.1:8000") == ("127.0.0.1", 8000)
    assert parsed_address("[::1]:80") == ("::1", 80)
    assert parsed_address(":8080") == ("127.0.0.1", 8080)
    assert shown_address("::", 8000) == "http://[::1]:8000"
    assert shown_address("::1", 8000) == "http://[::1]:8000"
    with pytest.raises(CannotRun, match="is not an address; write host and port"):
        parsed_address("localhost")
    with pytest.raises(CannotRun, match="is not an address"):
        parsed_address("127.0.0.1:99999")


def test_a_taken_port_is_refused_with_another_to_try() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(CannotRun, match=rf"port {port} of 127.0.0.1 is taken .* --address 127.0.0.1:{port + 1}"):
            free_port("127.0.0.1", port)

    assert free_port("127.0.0.1", port) == port


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(CannotRun, match="name an address of this machine"):
        free_port("192.0.2.1", 8000)


def test_a_full_disk_is_refused_before_anything_starts(
    nervecenter: Nervecenter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NERVECENTER_DATA", str(tmp_path))
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=7_000_000))

    said = nervecenter("serve", "--address", "127.0.0.1:0")

    assert (said.code, said.out) == (2, "")
    assert "is full: 7 MB are left, 50 MB are needed; free some space" in said.err
    assert list(tmp_path.iterdir()) == []


def test_a_lock_left_by_a_dead_server_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "serve.lock").write_text("process 999999999 on 127.0.0.1:8000")

    with serving_lock(tmp_path, "127.0.0.1:8001"):
        held = (tmp_path / "serve.lock").read_text()

    assert held == f"process {os.getpid()} on 127.0.0.1:8001"
    assert (tmp_path / "serve.lock").read_text() == ""


@pytest.mark.slow
def test_a_worker_that_dies_is_started_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = tmp_path / "log"
    keeper = JobsKeeper(lambda: [sys.executable, "-c", f"open({str(log)!r}, 'a').write('x'); raise SystemExit(3)"])

    keeper.start()

    wait_until(lambda: log.exists() and len(log.read_text()) >= 2)
    keeper.stop()
    told = capsys.readouterr().err
    assert "the worker for jobs ended (code 3); it starts again in 1 s" in told
    assert keeper.process is not None
    assert keeper.process.poll() is not None
