"""Large imports, a kill in the middle, a full disk: all of it or nothing, and a clear word."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from nervecenter.domain.exchange.reading.files import file_from_bytes
from nervecenter.evidence.models import Evidence
from nervecenter.foundation.actions import create_record, delete_record
from nervecenter.foundation.changes import Change
from nervecenter.foundation.importing import running
from nervecenter.foundation.importing.actions import fail_stale_imports, load
from nervecenter.foundation.importing.export import export_stream
from nervecenter.foundation.importing.models import Import
from nervecenter.foundation.searching import search
from nervecenter.market.models import Problem
from tests.foundation.importing.files import EVIDENCE, evidence
from tests.workspaces import Workspace, new_workspace

ROWS = 12_000
PREPARE = """
import os, signal
from pathlib import Path
from django.db import connection
from nervecenter.domain.exchange.reading.files import file_from_path
from nervecenter.evidence.models import Evidence
from nervecenter.foundation.changes import Change, Changeset
from nervecenter.foundation.importing.actions import fail_stale_imports, load
from nervecenter.foundation.importing.models import Import
from nervecenter.foundation.schema import bring_up_to_date
from nervecenter.foundation.searching import search
bring_up_to_date()
folder = Path(os.environ["NERVECENTER_DATA"])
files = [file_from_path(folder / "feedback.csv")]
mapping = (folder / "mapping.yaml").read_text()
"""


def table(rows: int) -> str:
    head = "id,title,text,kind,day,weight,account,problems\n"
    return head + "".join(f"{n},Title {n},Some words of number {n},ticket,2022-05-03,{n % 7},,\n" for n in range(rows))


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with new_workspace(tmp_path) as made:
        (tmp_path / "feedback.csv").write_text(table(ROWS))
        (tmp_path / "mapping.yaml").write_text(EVIDENCE)
        yield made


@pytest.mark.django_db
def test_a_large_import_leaves_the_same_log_and_index_as_a_small_one(monkeypatch: pytest.MonkeyPatch) -> None:
    for code in ("p1", "p2"):
        Problem.objects.create(code=code, name=f"Problem {code}")
    text = table(7).replace("0,,\n", "0,,p1;p2;p9\n")
    small = load(evidence(text), mapping=EVIDENCE, actor=None)
    monkeypatch.setattr(running, "LARGE", 0)

    large = load(evidence(text), mapping=EVIDENCE.replace("source: acme", "source: other"), actor=None)

    def entries(record: Import) -> list[tuple[str, str]]:
        found = Change.objects.filter(changeset=record.changeset)
        return sorted(found.values_list("operation", "table"))

    assert (small.status, large.status, large.created, large.unmatched) == ("done", "done", 7, 1)
    assert entries(small) == entries(large)
    assert len(entries(large)) == 9
    assert len(search("number 3")) == 2
    Evidence.objects.filter(source="other", source_id="3").update(text="changed")
    assert len(search("number 3")) == 1


@pytest.mark.django_db
def test_a_record_that_comes_back_under_its_old_id_is_logged_and_found(monkeypatch: pytest.MonkeyPatch) -> None:
    for title in ("First", "Second", "Third"):
        create_record("evidence", {"name": title}, actor=None)
    data = b"".join(export_stream("evidence", "csv"))
    delete_record("evidence", Evidence.objects.get(name="First").pk, actor=None)
    monkeypatch.setattr(running, "LARGE", 0)

    done = load([file_from_bytes("evidence.csv", data)], kind="evidence", actor=None)

    assert (done.status, done.created, done.updated, done.unchanged) == ("done", 1, 0, 2)
    assert Change.objects.filter(changeset=done.changeset, operation="I").count() == 1
    assert [hit.title for hit in search("first")] == ["First"]


@pytest.mark.slow
def test_a_kill_in_the_middle_leaves_nothing_and_the_next_start_says_so(workspace: Workspace) -> None:
    killing = PREPARE + (
        "class Kill:\n"
        "    def progress(self, done, total=None, message=''):\n"
        "        if done >= 10_000:\n"
        "            os.kill(os.getpid(), signal.SIGKILL)\n"
        "    def check_cancelled(self): pass\n"
        "load(files, mapping=mapping, actor=None, watch=Kill())\n"
    )
    looking = PREPARE + (
        "import json\n"
        "before = [Evidence.objects.count(), Change.objects.count(), Changeset.objects.count()]\n"
        "before += [len(search('number'))]\n"
        "stale = fail_stale_imports()\n"
        "first = Import.objects.get()\n"
        "again = load(files, mapping=mapping, actor=None)\n"
        "print(json.dumps([before, stale, first.status, first.message, again.status, again.created,\n"
        "    Change.objects.filter(changeset=again.changeset).count()]))\n"
    )

    with pytest.raises(AssertionError):
        workspace.python(killing)
    before, stale, status, message, again, created, changes = json.loads(workspace.python(looking))

    assert before == [0, 0, 0, 0]
    assert (stale, status) == (1, "failed")
    assert message == "The program that ran it stopped before the end. Nothing was written. Run it again."
    assert (again, created, changes) == ("done", ROWS, ROWS)


@pytest.mark.slow
def test_a_full_disk_leaves_nothing_and_says_what_to_do(workspace: Workspace) -> None:
    if not workspace.on_sqlite:
        pytest.skip("the disk can only be filled for SQLite")
    code = PREPARE + (
        "import json\n"
        "def pragma(text):\n"
        "    with connection.cursor() as cursor:\n"
        "        cursor.execute(f'PRAGMA {text}')\n"
        "        return cursor.fetchone()[0]\n"
        "pragma(f\"max_page_count={pragma('page_count') + 100}\")\n"
        "full = load(files, mapping=mapping, actor=None)\n"
        "left = [Evidence.objects.count(), Change.objects.count(), pragma('integrity_check')]\n"
        "pragma('max_page_count=1000000')\n"
        "again = load(files, mapping=mapping, actor=None)\n"
        "kept = Import.objects.get(pk=full.pk).status\n"
        "print(json.dumps([full.status, full.message, kept, left, again.status, again.created]))\n"
    )

    status, message, kept, left, again, created = json.loads(workspace.python(code))

    assert (status, kept) == ("failed", "failed")
    assert message == "The disk is full. Nothing was written. Make room and run the import again."
    assert left == [0, 0, "ok"]
    assert (again, created) == ("done", ROWS)


@pytest.mark.django_db
def test_an_import_that_still_runs_is_not_called_stale() -> None:
    ours = Import.objects.create(status=Import.Status.RUNNING, process=running.this_process())
    elsewhere = Import.objects.create(status=Import.Status.RUNNING, process="another-host:1")

    assert fail_stale_imports() == 0
    assert set(Import.objects.filter(status=Import.Status.RUNNING)) == {ours, elsewhere}
