"""Two people at once, a kill in the middle, a full disk: a clear word, and nothing lost or half written.

Each on a database of its own, in programs of their own, as `nervecenter` runs.
"""

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.workspaces import Workspace, new_workspace, wait_until

ROWS = 20_000
BEGIN = """
from django.db import connections
from nervecenter.foundation.schema import bring_up_to_date
bring_up_to_date()
connections.close_all()
"""
STATE = """
import json
from django.db import connection
from nervecenter.evidence.models import Evidence
from nervecenter.foundation.changes import Change
from nervecenter.foundation.importing.models import Import
from nervecenter.foundation.searching import search
imports = [[one.status, one.message] for one in Import.objects.order_by("pk")]
print(json.dumps([Evidence.objects.count(), Change.objects.count(), len(search("feedback")), imports]))
"""
RACE = """
import json, threading
from django.db import connections
from nervecenter.foundation.actions import change_record, create_record
from nervecenter.foundation.changes import Change
from nervecenter.foundation.errors import StaleVersion
from nervecenter.foundation.schema import bring_up_to_date
from nervecenter.market.models import Account
bring_up_to_date()
account = create_record("account", {"name": "Harbour Bank"}, actor=None)
ready, ends = threading.Barrier(8), []

def save(number):
    ready.wait()
    try:
        change_record("account", account.pk, {"industry": f"Industry {number}"}, actor=None, expected_version=1)
        ends.append(["saved", f"Industry {number}"])
    except StaleVersion as error:
        ends.append([error.code, str(error)])
    finally:
        connections.close_all()

people = [threading.Thread(target=save, args=(number,)) for number in range(8)]
[one.start() for one in people]
[one.join() for one in people]
account.refresh_from_db()
log = list(Change.objects.order_by("pk").values_list("operation", flat=True))
print(json.dumps([ends, account.version, account.industry, log]))
"""
ON_A_SMALL_DISK = """
import json, os, subprocess, sys
data, size = os.environ["NERVECENTER_DATA"], sys.argv[1]
subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", data], check=True)
def nervecenter(*words):
    done = subprocess.run([sys.executable, "-m", "nervecenter.cli", *words], capture_output=True, text=True)
    return [done.returncode, done.stdout, done.stderr]
def state():
    return json.loads(subprocess.run([sys.executable, "-c", sys.argv[2]], capture_output=True, text=True).stdout)
load = ["load", sys.argv[3], "--as", "evidence"]
told = [nervecenter("migrate-if-needed"), nervecenter(*load), state()]
subprocess.run(["mount", "-o", "remount,size=900m", data], check=True)
told += [nervecenter(*load), state()]
print(json.dumps(told))
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """A data folder, and beside it a file of many rows."""
    with (tmp_path / "feedback.csv").open("w") as file:
        file.write("id,name,text,occurred_on\n")
        file.writelines(f"{n},Feedback {n},Some words of number {n},2022-05-03\n" for n in range(ROWS))
    (tmp_path / "data").mkdir()
    with new_workspace(tmp_path / "data") as made:
        yield made


def state(workspace: Workspace) -> list[Any]:
    """How many records, changes and hits there are, and how each import ended."""
    found: list[Any] = json.loads(workspace.python(STATE))
    return found


def is_under_way(workspace: Workspace) -> bool:
    """Whether an import is so far that records have been written, and not yet made good."""
    if workspace.on_sqlite:
        log = workspace.data / "nervecenter.sqlite3-wal"
        return log.exists() and log.stat().st_size > 2_000_000
    import psycopg

    with psycopg.connect(workspace.environment["NERVECENTER_DATABASE_URL"]) as connection:
        found = connection.execute("SELECT count(*) FROM foundation_import").fetchone()
        return found == (1,)


@pytest.mark.slow
def test_of_eight_who_save_the_same_version_one_wins_and_seven_are_told(workspace: Workspace) -> None:
    ends, version, industry, log = json.loads(workspace.python(RACE))

    saved = [word for end, word in ends if end == "saved"]
    refused = [word for end, word in ends if end == "stale-version"]
    assert (len(saved), len(refused)) == (1, 7)
    assert (version, [industry], log) == (2, saved, ["I", "U"])


@pytest.mark.slow
def test_a_kill_in_the_middle_of_a_load_leaves_nothing_and_the_next_load_brings_all(workspace: Workspace) -> None:
    workspace.python(BEGIN)
    file = str(workspace.data.parent / "feedback.csv")
    loading = workspace.start("load", file, "--as", "evidence")
    wait_until(lambda: loading.poll() is not None or is_under_way(workspace))

    loading.send_signal(signal.SIGKILL)
    loading.communicate()
    killed, after = loading.returncode, state(workspace)
    again = workspace.run("load", file, "--as", "evidence", "--json")

    assert killed == -signal.SIGKILL
    assert after == [0, 0, 0, [["running", ""]]]
    assert (again.returncode, json.loads(again.stdout)["created"]) == (0, ROWS)
    gone = "The program that ran it stopped before the end. Nothing was written. Run it again."
    assert state(workspace)[0] == ROWS
    assert state(workspace)[3] == [["failed", gone], ["done", ""]]


@pytest.mark.slow
def test_a_disk_that_fills_up_stops_a_load_in_words_and_with_room_it_is_all_there(workspace: Workspace) -> None:
    if not workspace.on_sqlite:
        pytest.skip("the disk can only be filled for SQLite")
    apart = ["unshare", "--user", "--map-root-user", "--mount"]
    if not shutil.which("unshare") or subprocess.run([*apart, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no disk of its own can be made here (unshare is missing or not allowed)")
    file = str(workspace.data.parent / "feedback.csv")
    script = f"import django; django.setup()\n{STATE}"
    command = [*apart, sys.executable, "-c", ON_A_SMALL_DISK, "14m", script, file]

    done = subprocess.run(command, env=workspace.environment, capture_output=True, text=True, timeout=200, check=False)

    assert done.returncode == 0, done.stderr
    made, full, left, again, after = json.loads(done.stdout)
    assert made[0] == 0, made
    assert full[0] == 2
    assert "The disk is full. Nothing was written. Make room and run the import again." in full[1] + full[2]
    assert left[:3] == [0, 0, 0]
    assert again[0] == 0, again
    assert after[0] == ROWS
