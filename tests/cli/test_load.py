"""`nervecenter load` brings files in as a whole, says every bad cell, and `undo-import` takes them out again."""

from pathlib import Path

import pytest

from nervecenter.foundation.importing.models import Alias, Import
from nervecenter.market.models import Account, Segment
from tests.cli.conftest import Nervecenter
from tests.factories import made

pytestmark = pytest.mark.django_db(transaction=True)

GOOD = "name,code,weight\nBanks,b,2.5\nShops,s,1\n"
BAD = "name,code,weight\nBanks,b,heavy\nShops,s,1\n"
MAPPING = """
name: crm-segments
into:
  - kind: segment
    source_id: "{Short}"
    fields: {name: Title, code: Short}
"""


def written(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text)
    return str(path)


def names() -> list[str]:
    return list(Segment.objects.order_by("name").values_list("name", flat=True))


def test_the_answer_has_exactly_the_promised_keys(nervecenter: Nervecenter, tmp_path: Path) -> None:
    said = nervecenter("load", written(tmp_path, "segments.csv", GOOD), "--as", "segment", "--json")

    assert said.code == 0
    assert said.json == {
        "import_id": Import.objects.get().pk,
        "created": 2,
        "updated": 0,
        "unchanged": 0,
        "rejected": 0,
        "unmatched": 0,
        "errors": [],
    }
    assert names() == ["Banks", "Shops"]


def test_a_second_time_changes_nothing(nervecenter: Nervecenter, tmp_path: Path) -> None:
    file = written(tmp_path, "segments.csv", GOOD)
    nervecenter("load", file, "--as", "segment")

    said = nervecenter("load", file, "--as", "segment", "--json")

    assert (said.code, said.json["created"], said.json["updated"], said.json["unchanged"]) == (0, 0, 0, 2)
    assert {segment.version for segment in Segment.objects.all()} == {1}


def test_a_dry_run_says_what_would_happen_and_leaves_no_trace(nervecenter: Nervecenter, tmp_path: Path) -> None:
    said = nervecenter("load", written(tmp_path, "segments.csv", GOOD), "--as", "segment", "--dry-run", "--json")

    assert (said.code, said.json["import_id"], said.json["created"]) == (0, None, 2)
    assert names() == []
    assert not Import.objects.exists()


def test_a_bad_cell_is_named_and_nothing_is_written(nervecenter: Nervecenter, tmp_path: Path) -> None:
    file = written(tmp_path, "segments.csv", BAD)

    said = nervecenter("load", file, "--as", "segment", "--json")
    words = nervecenter("load", file, "--as", "segment")

    assert said.code == 1
    assert said.json["rejected"] == 1
    assert [list(each) for each in said.json["errors"]] == [["file", "row", "column", "message"]]
    assert said.json["errors"][0]["file"] == "segments.csv"
    assert (said.json["errors"][0]["row"], said.json["errors"][0]["column"]) == (2, "weight")
    assert "heavy" in said.json["errors"][0]["message"]
    assert words.out.splitlines()[-1] == "Nothing was written."
    assert names() == []


def test_good_rows_come_in_alone_only_when_asked(nervecenter: Nervecenter, tmp_path: Path) -> None:
    said = nervecenter(
        "load", written(tmp_path, "segments.csv", BAD), "--as", "segment", "--leave-out-rejected", "--json"
    )

    assert (said.code, said.json["created"], said.json["rejected"]) == (1, 1, 1)
    assert names() == ["Shops"]


def test_a_mapping_file_says_how_columns_become_fields(nervecenter: Nervecenter, tmp_path: Path) -> None:
    file = written(tmp_path, "crm.csv", "Title,Short\nBanks,b\n")
    mapping = written(tmp_path, "map.yaml", MAPPING)

    said = nervecenter("load", file, "--map", mapping, "--json")

    assert (said.code, said.json["created"]) == (0, 1)
    assert names() == ["Banks"]


def test_a_mapping_file_with_faults_names_them(nervecenter: Nervecenter, tmp_path: Path) -> None:
    file = written(tmp_path, "crm.csv", "Title,Short\nBanks,b\n")
    mapping = written(tmp_path, "map.yaml", "name: x\nnto: []\n")

    said = nervecenter("load", file, "--map", mapping)

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(f"nervecenter: {mapping}: ")
    assert "nto" in said.err
    assert names() == []


def test_a_folder_is_loaded_as_one_import(nervecenter: Nervecenter, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    written(folder, "one.csv", "name,code\nBanks,b\n")
    written(folder, "two.csv", "name,code\nShops,s\n")

    said = nervecenter("load", str(folder), "--as", "segment", "--json")

    assert (said.code, said.json["created"]) == (0, 2)
    assert Import.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("tickets.yaml", b"a: [1\nb", "is not YAML"),
        ("noise.csv", bytes(range(256)) * 4, "NUL byte"),
        ("unknown.csv", b"aa,bb\n1,2\n", "is like no file that is known"),
    ],
)
def test_a_file_that_cannot_be_read_is_exit_code_two(
    nervecenter: Nervecenter, tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(content)
    kind = () if name == "unknown.csv" else ("--as", "segment")

    said = nervecenter("load", str(tmp_path / name), *kind, "--json")

    assert said.code == 2
    assert said.json["created"] == 0
    assert [each["file"] for each in said.json["errors"]] == [name]
    assert words in said.json["errors"][0]["message"]
    assert names() == []


def test_a_file_that_is_not_there_and_an_unknown_kind_are_told(nervecenter: Nervecenter, tmp_path: Path) -> None:
    missing = nervecenter("load", str(tmp_path / "none.csv"), "--as", "segment")
    unknown = nervecenter("load", written(tmp_path, "segments.csv", GOOD), "--as", "segmnt")

    assert (missing.code, unknown.code) == (2, 2)
    assert f"{tmp_path / 'none.csv'}: there is no such file or folder" in missing.err
    assert "there is no kind 'segmnt'; the kinds are account," in unknown.err
    assert names() == []


def test_an_import_is_taken_back_as_a_whole_and_only_once(nervecenter: Nervecenter, tmp_path: Path) -> None:
    number = nervecenter("load", written(tmp_path, "segments.csv", GOOD), "--as", "segment", "--json").json["import_id"]

    undone = nervecenter("undo-import", str(number))
    again = nervecenter("undo-import", str(number))
    unknown = nervecenter("undo-import", "999", "--json")

    assert (undone.code, undone.out) == (0, f"Import {number} (segments.csv) is undone.\n")
    assert names() == []
    assert again.code == 2
    assert "there is nothing to undo" in again.err
    assert unknown.json["errors"][0]["code"] == "not-found"


ACCOUNTS = "name,industry,segment\nHarbour Bank,technolgy,Bank House\nFjord Energy,technology,Bank House\n"


def held() -> set[tuple[str, str | None]]:
    return set(Account.objects.values_list("industry", "segment__name"))


def test_near_names_are_told_and_left_alone(nervecenter: Nervecenter, tmp_path: Path) -> None:
    made("segment", name="Bankhouse")

    said = nervecenter("load", written(tmp_path, "accounts.csv", ACCOUNTS), "--as", "account")

    assert "  Bank House → Bankhouse? 2 rows" in said.out
    assert "  technolgy → technology? 1 row" in said.out
    assert held() == {("technolgy", None), ("technology", None)}


def test_proposals_are_accepted_when_asked_and_remembered(nervecenter: Nervecenter, tmp_path: Path) -> None:
    made("segment", name="Bankhouse")
    file = written(tmp_path, "accounts.csv", ACCOUNTS)

    said = nervecenter("load", file, "--as", "account", "--accept-proposals", "--json")
    again = nervecenter("load", file, "--as", "account", "--json")

    assert said.code == 0
    assert (said.json["created"], said.json["unmatched"]) == (2, 0)
    assert said.json["accepted"] == [
        {"value": "Bank House", "meaning": "Bankhouse", "count": 2},
        {"value": "technolgy", "meaning": "technology", "count": 1},
    ]
    assert held() == {("technology", "Bankhouse")}
    assert (again.json["updated"], again.json["unchanged"]) == (0, 2)


def test_a_dry_run_says_what_accepting_would_do_and_remembers_nothing(nervecenter: Nervecenter, tmp_path: Path) -> None:
    made("segment", name="Bankhouse")
    file = written(tmp_path, "accounts.csv", ACCOUNTS)

    said = nervecenter("load", file, "--as", "account", "--accept-proposals", "--dry-run")

    assert "2 would be created, 0 would be changed, 0 unchanged, 0 rejected, 0 words unmatched." in said.out
    assert "  Bank House → Bankhouse, 2 rows: accepted" in said.out
    assert not Alias.objects.exists()
    assert not Account.objects.exists()
