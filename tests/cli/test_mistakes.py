"""A user's mistake ends in words that say what, where and what to do, with exit code 2 and never a traceback."""

import errno
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db.utils import OperationalError

from nervecenter.cli import refusals
from nervecenter.cli.main import main
from nervecenter.cli.refusals import CannotRun, Told, in_words
from nervecenter.domain.exchange.faults import ReadError
from tests.cli.conftest import Nervecenter


def test_a_command_that_does_not_exist_and_a_missing_word_are_told(nervecenter: Nervecenter) -> None:
    unknown = nervecenter("serev")
    missing = nervecenter("token", "revoke")

    assert (unknown.code, unknown.out) == (2, "")
    assert "No such command 'serev'" in unknown.err
    assert (missing.code, missing.out) == (2, "")
    assert "Missing argument 'number'" in missing.err


def test_a_program_is_told_in_json(nervecenter: Nervecenter) -> None:
    said = nervecenter("token", "revoke", "three", "--json")

    assert said.code == 2
    assert said.json["errors"][0]["code"] == "usage"
    assert "'number'" in said.json["errors"][0]["message"]


def test_a_data_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "data"
    file.write_text("not a folder")

    process = subprocess.run(
        [sys.executable, "-m", "nervecenter.cli", "--data", str(file), "search", "x"],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip

    assert process.returncode == 2
    assert process.stdout == ""
    assert process.stderr == f"nervecenter: the data folder {file} is a file; name a folder with --data\n"
    assert file.read_text() == "not a folder"


@pytest.mark.parametrize(
    "words", [("--data", "{}", "search", "x"), ("search", "x", "--data", "{}"), ("search", "--data={}", "x")]
)
def test_the_data_folder_may_be_named_before_and_after_the_command(
    nervecenter: Nervecenter, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("NERVECENTER_DATA", "elsewhere")
    seen: list[str] = []

    def started() -> None:
        seen.append(os.environ["NERVECENTER_DATA"])
        raise CannotRun("enough")

    monkeypatch.setattr("nervecenter.cli.asking.start_django", started)

    said = nervecenter(*(word.format(tmp_path) for word in words))

    assert (said.code, said.err) == (2, "nervecenter: enough\n")
    assert seen == [str(tmp_path)]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_data_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o500)

    process = subprocess.run(
        [sys.executable, "-m", "nervecenter.cli", "--data", str(folder), "search", "x"],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip

    assert process.returncode == 2
    assert "cannot be written" in process.stderr


def test_a_fault_of_ours_is_one_line_unless_everything_is_asked_for(
    nervecenter: Nervecenter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> str:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("nervecenter.cli.asking.start_django", broken)

    said = nervecenter("search", "x")

    assert (said.code, said.out) == (2, "")
    assert said.err == (
        "nervecenter: a fault of nervecenter itself (ZeroDivisionError: division by zero)."
        " NERVECENTER_DEBUG=1 shows where; please report it\n"
    )
    monkeypatch.setenv("NERVECENTER_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        main(["search", "x"])


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (OperationalError("database or disk is full"), "disk-full", "nothing was written"),
        (sqlite3.OperationalError("database or disk is full"), "disk-full", "nothing was written"),
        (OSError(errno.ENOSPC, "No space left on device"), "disk-full", "Free some space"),
        (OperationalError("database is locked"), "database-busy", "run it again"),
        (OperationalError("attempt to write a readonly database"), "data-folder", "see who owns it"),
        (OperationalError("file is not a database"), "broken-database", "restore the last backup"),
        (OperationalError("connection refused"), "database", "NERVECENTER_DATABASE_URL"),
        (FileNotFoundError(errno.ENOENT, "No such file", "a.csv"), "file", "there is no such file"),
    ],
)
def test_what_the_system_refuses_is_put_in_words(error: Exception, code: str, words: str) -> None:
    told = in_words(error)

    assert told is not None
    assert told[0].code == code
    assert words in told[0].message


def test_a_fault_in_a_file_says_which_line_and_column() -> None:
    told = in_words(ReadError("bad-yaml", "the list is never closed; add a ]", file="co.yaml", row=3, column=7))

    assert told is not None
    assert str(told[0]) == "co.yaml, line 3, column 7: the list is never closed; add a ]"


def test_what_is_not_known_is_not_explained_away() -> None:
    told = in_words(ZeroDivisionError("division by zero"))

    assert told is None


def test_several_refusals_come_in_one_json_object(capsys: pytest.CaptureFixture[str]) -> None:
    refusals.tell([Told("a", "one"), Told("b", "two", "f.csv", 2, "name")], as_json=True)

    told = json.loads(capsys.readouterr().out)

    assert [(each["code"], each["file"], each["row"]) for each in told["errors"]] == [("a", "", 0), ("b", "f.csv", 2)]


def test_a_reader_that_has_gone_is_no_fault() -> None:
    process = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m nervecenter.cli --help | head -c 1"],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip

    assert process.stderr == ""
