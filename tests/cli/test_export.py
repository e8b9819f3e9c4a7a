"""Records go out by the command line, to the terminal, a file or a folder, and such a folder comes in again."""

import csv
import io
import json
from pathlib import Path

import pytest

from nervecenter.market.models import Segment
from tests.cli.conftest import Nervecenter

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def segments() -> None:
    Segment.objects.create(name="Banks", code="b")
    Segment.objects.create(name="Shops", code="s")


def test_one_kind_goes_to_the_terminal_as_csv_or_as_json(nervecenter: Nervecenter, segments: None) -> None:
    table, data = nervecenter("export", "segment"), nervecenter("export", "segment", "--json")

    rows = list(csv.DictReader(io.StringIO(table.out.removeprefix("\ufeff"))))
    assert (table.code, data.code) == (0, 0)
    assert [row["name"] for row in rows] == ["Banks", "Shops"]
    assert [row["code"] for row in data.json] == ["b", "s"]


def test_one_kind_goes_to_a_file(nervecenter: Nervecenter, segments: None, tmp_path: Path) -> None:
    said = nervecenter("export", "segment", "--format", "jsonl", "--to", str(tmp_path / "s.jsonl"), "--json")

    lines = (tmp_path / "s.jsonl").read_text().splitlines()
    assert said.json == {"kind": "segment", "file": str(tmp_path / "s.jsonl")}
    assert [json.loads(line)["name"] for line in lines] == ["Banks", "Shops"]
    assert [path.name for path in tmp_path.iterdir()] == ["s.jsonl"]


def test_everything_goes_to_a_folder_and_comes_in_again(
    nervecenter: Nervecenter, segments: None, tmp_path: Path
) -> None:
    folder = str(tmp_path / "out")

    out = nervecenter("export", "--all", folder, "--json")
    Segment.objects.all().delete()
    tried = nervecenter("import", folder, "--dry-run", "--json")
    back = nervecenter("import", folder, "--json")

    assert out.json == {"folder": folder, "files": [{"kind": "segment", "file": "segments.csv", "records": 2}]}
    assert (tried.code, tried.json["created"], tried.json["import_id"]) == (0, 2, None)
    assert (back.code, back.json["created"], back.json["errors"]) == (0, 2, [])
    assert list(Segment.objects.order_by("pk").values_list("name", flat=True)) == ["Banks", "Shops"]


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("segment", "account"),
        ("segmnt",),
        ("segment", "--format", "pdf"),
        ("segment", "--all", "out"),
    ],
)
def test_what_cannot_be_exported_is_told_and_writes_nothing(
    nervecenter: Nervecenter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)

    said = nervecenter("export", *words)

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("nervecenter: ")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_no_export_is_told(nervecenter: Nervecenter, tmp_path: Path) -> None:
    said = nervecenter("import", str(tmp_path))

    assert (said.code, said.out) == (2, "")
    assert "bring files in with: nervecenter load" in said.err
