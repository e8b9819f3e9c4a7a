"""A backup gives back the same workspace, history and search included, or refuses and changes nothing."""

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from nervecenter.foundation.actions import create_record
from nervecenter.foundation.backup.actions import restore_backup
from nervecenter.foundation.backup.archive import NotABackup
from nervecenter.foundation.backup.contents import holds_anything
from nervecenter.foundation.errors import DomainError
from nervecenter.market.models import Segment
from tests.workspaces import Workspace, new_workspace, wait_until

pytestmark = pytest.mark.slow

FILL = """
from nervecenter.foundation.schema import bring_up_to_date
from nervecenter.foundation.actions import create_record, change_record
from nervecenter.foundation.users import User
from nervecenter.foundation.access import create_token, setup_link
from nervecenter.foundation.jobs.actions import enqueue
bring_up_to_date()
ana = User.objects.create_user("ana", password="correct horse battery", role="admin")
create_token(user=ana, name="report", actor=ana)
banks = create_record("segment", {"name": "Banks", "weight": "2.5", "is_target": "yes"}, actor=ana)
words = 'a "quoted",\\nline; \\\\N and \\t tab'
values = {"name": "Approvals take dæys", "statement": words, "segments": [banks], "urgent": "yes"}
problem = create_record("problem", values, actor=ana)
change_record("problem", problem.pk, {"name": "Approvals take weeks"}, actor=ana, expected_version=1)
create_record("release", {"name": "15.6", "released_on": "2022-11-22"}, actor=None)
enqueue("check-run", title="Check the company", arguments={"select": ["NC101"]}, actor=ana)
from django.contrib.sessions.models import Session
from django.utils import timezone
Session.objects.create(session_key="secretsessionkey", session_data="x", expire_date=timezone.now())
setup_link("http://127.0.0.1:8000")
"""
TABLES = """
import json
from django.db import connection
from nervecenter.foundation.backup.contents import kept_tables, EMPTIED, DERIVED
found = {}
with connection.cursor() as cursor:
    for table in kept_tables():
        if table in (*EMPTIED, *DERIVED, "foundation_job", "django_tasks_database_dbtaskresult", "django_migrations"):
            continue
        columns = sorted(c.name for c in connection.introspection.get_table_description(cursor, table))
        cursor.execute('SELECT %s FROM "%s"' % (", ".join('"%s"' % c for c in columns), table))
        found[table] = sorted([str(value) for value in row] for row in cursor.fetchall())
from nervecenter.foundation.changes import Change
from nervecenter.foundation.searching import search
found["search"] = [hit.title for hit in search("weeks")]
found["history"] = list(Change.objects.filter(table="market_problem").values_list("operation", "changeset__action"))
print(json.dumps(found))
"""
SEARCH = "from nervecenter.foundation.searching import search; print([h.title for h in search('weeks')])"
UNDO = (
    "from nervecenter.foundation.changes import Changeset\nfrom nervecenter.foundation.undoing import undo_changeset\n"
    "from nervecenter.market.models import Problem\n"
    "undo_changeset(Changeset.objects.get(action='problem.changed').pk, actor=None)\nprint(Problem.objects.get().name)"
)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, Path]]:
    """A workspace with something of everything, and a backup of it."""
    folder = tmp_path_factory.mktemp("filled")
    with new_workspace(folder / "data") as workspace:
        workspace.data.mkdir()
        workspace.python(FILL)
        said = workspace.run("backup", str(folder / "company.zip"))
        assert said.returncode == 0, said.stderr
        yield workspace, folder / "company.zip"


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Workspace]:
    with new_workspace(tmp_path / "fresh") as workspace:
        yield workspace


def tables(workspace: Workspace) -> dict[str, list[Any]]:
    return dict(json.loads(workspace.python(TABLES)))


def rewritten(backup: Path, target: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """A copy of the backup with its members changed."""
    with zipfile.ZipFile(backup) as file:
        members = {name: file.read(name) for name in file.namelist()}
    change(members)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return target


def change_manifest(**values: Any) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        members["manifest.json"] = json.dumps(json.loads(members["manifest.json"]) | values).encode()

    return change


def test_every_table_comes_back_with_its_history_and_a_working_search(
    filled: tuple[Workspace, Path], fresh: Workspace
) -> None:
    workspace, backup = filled

    said = fresh.run("restore", str(backup), "--json")

    assert said.returncode == 0, said.stderr
    assert json.loads(said.stdout)["kept"] == ""
    before, after = tables(workspace), tables(fresh)
    assert {name for name in before if before[name] != after[name]} == set()
    assert len(before["market_problem"]) == 1
    assert after["search"] == ["Approvals take weeks"]
    assert after["history"] == [["I", "problem.created"], ["U", "problem.changed"]]
    assert fresh.python(UNDO).strip() == "Approvals take dæys"


def test_what_would_let_somebody_sign_in_is_not_in_a_backup(filled: tuple[Workspace, Path], tmp_path: Path) -> None:
    workspace, backup = filled

    with zipfile.ZipFile(backup) as file:
        names = file.namelist()
        content = b"".join(file.read(name) for name in names)

    key = (workspace.data / "secret-key").read_bytes()
    assert b"secretsessionkey" not in content
    assert key not in content
    assert backup.stat().st_mode & 0o077 == 0
    assert "manifest.json" in names


def test_a_job_that_was_under_way_is_not_started_by_a_restore(filled: tuple[Workspace, Path], fresh: Workspace) -> None:
    _, backup = filled
    fresh.run("restore", str(backup))

    said = fresh.run("worker", "--once")

    told = fresh.python(
        "from nervecenter.foundation.jobs.queries import jobs_list\n"
        "print([(row.status, row.error) for row in jobs_list()])"
    )
    assert said.returncode == 0
    assert told.strip() == "[('failed', 'This was under way when the backup was made. Start it again.')]"


def test_a_workspace_with_records_is_replaced_only_when_asked_and_kept_beside(
    filled: tuple[Workspace, Path], fresh: Workspace
) -> None:
    _, backup = filled
    fresh.data.mkdir()
    fresh.python(FILL.replace("Approvals take weeks", "Exports take hours"))
    before = tables(fresh)
    refused = fresh.run("restore", str(backup))
    untouched = tables(fresh)

    replaced = fresh.run("restore", str(backup), "--replace", "--json")

    assert refused.returncode == 2
    assert "restore into an empty data folder, or say --replace" in refused.stderr
    assert untouched == before
    assert replaced.returncode == 0, replaced.stderr
    assert fresh.python(SEARCH).strip() == "['Approvals take weeks']"
    assert Path(json.loads(replaced.stdout)["kept"]).stat().st_size > 0


def damage(members: dict[str, bytes]) -> None:
    name = next(name for name in members if name.endswith(("sqlite3", "market_problem.csv")))
    members[name] = members[name][:-1] + bytes([members[name][-1] ^ 1])


def smuggle(members: dict[str, bytes]) -> None:
    said = json.loads(members["manifest.json"])
    said["members"]["../../evil.txt"] = [4, "0" * 64]
    members["manifest.json"] = json.dumps(said).encode()
    members["../../evil.txt"] = b"evil"


def add_unnamed(members: dict[str, bytes]) -> None:
    members["tables/foundation_user.csv" if "database.sqlite3" in members else "database.sqlite3"] = b"more"


def inject(members: dict[str, bytes]) -> None:
    said = json.loads(members["manifest.json"])
    said["tables"]['market_segment"; DROP TABLE market_segment; --'] = 0
    members["manifest.json"] = json.dumps(said).encode()


def bomb(members: dict[str, bytes]) -> None:
    said = json.loads(members["manifest.json"])
    name = next(name for name in members if name != "manifest.json")
    members[name] = bytes(120_000_000)
    said["members"][name] = [120_000_000, "0" * 64]
    members["manifest.json"] = json.dumps(said).encode()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (damage, "damaged"),
        (smuggle, "'../../evil.txt', which is no part of a backup; nothing was unpacked"),
        (add_unnamed, "does not hold exactly the members that its manifest names"),
        (inject, "has no manifest that can be read"),
        (bomb, "no backup of ours does that"),
        (lambda members: members.pop("manifest.json"), "has no manifest that can be read"),
        (change_manifest(format="other"), "is not a backup of nervecenter; it calls itself other"),
        (change_manifest(format_version=2), "which writes backups that this version cannot read"),
        (change_manifest(migrations=[["market", "0999_later"]]), "last used by a newer nervecenter"),
    ],
    ids=["damaged", "outside", "unnamed", "injected", "bomb", "no-manifest", "other", "newer-format", "newer-tables"],
)
def test_a_backup_that_is_not_right_is_refused_and_nothing_changes(
    filled: tuple[Workspace, Path],
    tmp_path: Path,
    db: None,
    change: Callable[[dict[str, bytes]], None],
    words: str,
) -> None:
    create_record("segment", {"name": "Shops"}, actor=None)
    wrong = rewritten(filled[1], tmp_path / "wrong.zip", change)

    with pytest.raises(DomainError, match=re.escape(words)):
        restore_backup(wrong, replace=True)

    assert list(Segment.objects.values_list("name", flat=True)) == ["Shops"]
    assert list(tmp_path.parent.rglob("evil*")) == []
    assert [path.name for path in Path(settings.DATA).iterdir() if path.name.startswith((".restore", "replaced"))] == []


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 and no more", b"id,name\n1,Banks\n"])
def test_a_file_that_is_no_zip_is_refused(db: None, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "b.zip"
    file.write_bytes(content)

    with pytest.raises(NotABackup, match=r"b\.zip is not a backup of nervecenter, or it is cut off"):
        restore_backup(file)

    assert not holds_anything()


def test_a_cut_off_backup_is_refused_by_the_command(
    filled: tuple[Workspace, Path], fresh: Workspace, tmp_path: Path
) -> None:
    cut = tmp_path / "cut.zip"
    cut.write_bytes(filled[1].read_bytes()[:-2000])

    said = fresh.run("restore", str(cut))

    assert (said.returncode, said.stdout) == (2, "")
    assert said.stderr.startswith("nervecenter: cut.zip is not a backup of nervecenter, or it is cut off")
    assert said.stderr.count("\n") == 1


def test_a_backup_is_not_written_over_a_file_unless_asked(filled: tuple[Workspace, Path], tmp_path: Path) -> None:
    workspace, _ = filled
    file = tmp_path / "kept.zip"
    file.write_text("something else")

    refused = workspace.run("backup", str(file))
    unchanged = file.read_text()
    nowhere = workspace.run("backup", str(tmp_path / "none" / "b.zip"))
    written = workspace.run("backup", str(file), "--overwrite")

    assert (refused.returncode, nowhere.returncode, written.returncode) == (2, 2, 0)
    assert unchanged == "something else"
    assert f"{file}: is there already" in refused.stderr
    assert "there is no such file or folder" in nowhere.stderr
    assert zipfile.is_zipfile(file)
    assert [path.name for path in tmp_path.iterdir()] == ["kept.zip"]


def test_a_backup_under_write_load_is_of_one_moment(tmp_path: Path, fresh: Workspace) -> None:
    """Every record is written together with its number of those before it; a torn copy would lack one of them."""
    write = (
        "import itertools\n"
        "from nervecenter.foundation.actions import create_record\n"
        "from nervecenter.foundation.changes import changeset\n"
        "for n in itertools.count():\n"
        "    with changeset(actor=None, action='pair'):\n"
        "        create_record('segment', {'name': f'S{n}'}, actor=None)\n"
        "        create_record('competitor', {'name': f'C{n}'}, actor=None)\n"
        "    if n == 50: print('under way', flush=True)\n"
    )
    count = (
        "from nervecenter.market.models import Segment, Competitor\nfrom nervecenter.foundation.changes import Change\n"
        "print(Segment.objects.count(), Competitor.objects.count(), Change.objects.count())"
    )
    with new_workspace(tmp_path / "busy") as busy:
        busy.run("migrate-if-needed")
        command = [sys.executable, "-c", f"import django; django.setup()\n{write}"]
        with subprocess.Popen(command, env=busy.environment, stdout=subprocess.PIPE, text=True) as writer:
            try:
                assert writer.stdout
                assert writer.stdout.readline() == "under way\n"
                said = busy.run("backup", str(tmp_path / "busy.zip"))
                assert writer.poll() is None
            finally:
                writer.kill()
        later = int(busy.python(count).split()[0])

    assert said.returncode == 0, said.stderr
    assert fresh.run("restore", str(tmp_path / "busy.zip")).returncode == 0
    segments, competitors, changes = map(int, fresh.python(count).split())
    assert segments == competitors
    assert changes == 2 * segments
    assert 50 <= segments <= later


OLDER = """
from pathlib import Path
from django.core.management import call_command
from nervecenter.foundation.backup.actions import make_backup
from nervecenter.foundation.schema import applied_migrations
call_command("migrate", "foundation", "0002_saved_views", verbosity=0)
print(len(applied_migrations()))
make_backup(Path("{file}"))
"""


def test_a_backup_of_an_older_version_is_brought_up_to_date(tmp_path: Path, fresh: Workspace) -> None:
    backup = tmp_path / "older.zip"
    with new_workspace(tmp_path / "older") as older:
        older.data.mkdir()
        older.python(FILL)
        known = int(older.python(OLDER.format(file=backup)))

    said = fresh.run("restore", str(backup))

    now = int(
        fresh.python("from nervecenter.foundation.schema import known_migrations; print(len(known_migrations()))")
    )
    assert said.returncode == 0, said.stderr
    assert known < now
    assert fresh.run("migrate-if-needed").stdout == "The database is up to date.\n"
    assert fresh.python(SEARCH).strip() == "['Approvals take weeks']"
    assert fresh.python(UNDO).strip() == "Approvals take dæys"


def test_nothing_is_restored_while_the_folder_is_in_use(filled: tuple[Workspace, Path], fresh: Workspace) -> None:
    _, backup = filled
    with fresh.start("worker") as worker:
        try:
            wait_until((fresh.data / "nervecenter.sqlite3" if fresh.on_sqlite else fresh.data / "in-use.lock").exists)

            said = fresh.run("restore", str(backup))
        finally:
            worker.terminate()

    assert said.returncode == 2
    assert "is in use; stop `nervecenter serve` and other commands on it" in said.stderr


@pytest.mark.postgres
def test_a_workspace_that_outgrew_sqlite_moves_to_postgresql(tmp_path: Path, fresh: Workspace) -> None:
    if fresh.on_sqlite:
        pytest.skip("only on PostgreSQL")
    small = Workspace(tmp_path / "small", {k: v for k, v in fresh.environment.items() if "DATABASE_URL" not in k})
    small.environment["NERVECENTER_DATA"] = str(small.data)
    small.data.mkdir()
    small.python(FILL)
    small.run("backup", str(tmp_path / "small.zip"))

    said = fresh.run("restore", str(tmp_path / "small.zip"))
    back = small.run("restore", str(tmp_path / "none.zip"))

    assert said.returncode == 0, said.stderr
    assert back.returncode == 2
    assert fresh.python(SEARCH).strip() == "['Approvals take weeks']"
    assert fresh.python(UNDO).strip() == "Approvals take dæys"
    made = fresh.python(
        "from nervecenter.foundation.actions import create_record\n"
        "print(create_record('segment', {'name': 'After'}, actor=None).pk)"
    )
    assert made.strip() == "2"


def test_the_files_of_imports_go_along_even_to_another_database(tmp_path: Path, fresh: Workspace) -> None:
    small = Workspace(tmp_path / "small", {k: v for k, v in fresh.environment.items() if "DATABASE_URL" not in k})
    small.environment["NERVECENTER_DATA"] = str(small.data)
    small.data.mkdir()
    (tmp_path / "accounts.csv").write_text("name,floor\nHårbour Bank,3\n", encoding="utf-8")
    small.run("load", str(tmp_path / "accounts.csv"), "--as", "account")
    small.run("backup", str(tmp_path / "small.zip"))

    said = fresh.run("restore", str(tmp_path / "small.zip"))

    assert said.returncode == 0, said.stderr
    found = fresh.python(
        "from nervecenter.foundation.importing.sources import source_rows\n"
        "(row,) = source_rows('account', 1)\nprint(row.file, row.row, row.columns)"
    )
    assert found.strip() == "accounts.csv 2 {'name': 'Hårbour Bank', 'floor': '3'}"
