"""`nervecenter similar` on any table."""

from pathlib import Path

import pytest

from nervecenter.domain.similarity import sentences
from tests.cli.conftest import Nervecenter

TABLE = """id,title,text
7,Login fails,After the update nobody can sign in
3,Export is slow,Reports take minutes
9,Cannot login,Login fails since the update
5,Colour of buttons,They should be blue
"""


def table(folder: Path, text: str = TABLE, name: str = "items.csv", encoding: str = "utf-8") -> str:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return str(path)


def test_all_rows_are_answered_in_the_order_of_the_file(nervecenter: Nervecenter, tmp_path: Path) -> None:
    said = nervecenter("similar", table(tmp_path), "--id", "id", "--text", "title,text", "--json")

    assert said.code == 0
    assert list(said.json) == ["7", "3", "9", "5"]
    assert {key: [other for other, _ in found] for key, found in said.json.items()} == {
        "7": ["9"], "3": [], "9": ["7"], "5": [],
    }  # fmt: skip
    assert 0 < said.json["7"][0][1] < 1


def test_query_and_top_limit_the_answer(nervecenter: Nervecenter, tmp_path: Path) -> None:
    rows = "".join(f"{number},same words\n" for number in range(1, 6))
    file = table(tmp_path, "id,text\n" + rows)

    said = nervecenter("similar", file, "--id", "id", "--text", "text", "--query", "4,2", "--top", "2", "--json")

    assert said.json == {"4": [["1", 1.0], ["2", 1.0]], "2": [["1", 1.0], ["3", 1.0]]}


def test_people_are_shown_the_words(nervecenter: Nervecenter, tmp_path: Path) -> None:
    said = nervecenter("similar", table(tmp_path), "--id", "id", "--text", "title", "--text", "text", "--query", "7")

    assert said.out.splitlines() == ["7", "  0.711   44%  9  Login, fails, update"]


def test_names_with_commas_are_taken_as_they_stand(nervecenter: Nervecenter, tmp_path: Path) -> None:
    file = table(tmp_path, '"id, old",text\n"a,b",red\nc,red\n')

    said = nervecenter("similar", file, "--id", "id, old", "--text", "text", "--query", "a,b", "--json")

    assert said.json == {"a,b": [["c", 1.0]]}


def test_a_table_without_rows_answers_nothing(nervecenter: Nervecenter, tmp_path: Path) -> None:
    file = table(tmp_path, "id,text\n")

    assert nervecenter("similar", file, "--id", "id", "--text", "text", "--json").json == {}
    assert nervecenter("similar", file, "--id", "id", "--text", "text").out == "The table has no rows.\n"


def test_an_empty_file_a_missing_column_and_an_unknown_id_are_named(nervecenter: Nervecenter, tmp_path: Path) -> None:
    file, empty = table(tmp_path), table(tmp_path, "", "empty.csv")

    nothing = nervecenter("similar", empty, "--id", "id", "--text", "text")
    column = nervecenter("similar", file, "--id", "id", "--text", "title,texts", "--json")
    unknown = nervecenter("similar", file, "--id", "id", "--text", "title", "--query", "7,8")
    absent = nervecenter("similar", str(tmp_path / "none.csv"), "--id", "id", "--text", "title")

    assert (nothing.code, column.code, unknown.code, absent.code) == (2, 2, 2, 2)
    assert "empty.csv: is empty." in nothing.err
    assert column.json["errors"] == [
        {
            "code": "missing-column",
            "message": 'there is no such column. Did you mean "text"? The columns are: id, title, text.',
            "file": "items.csv",
            "row": 0,
            "column": "texts",
        }
    ]
    assert "no row has the id 8" in unknown.err
    assert "none.csv: is not there" in absent.err


def test_an_id_that_stands_twice_is_refused_with_both_lines(nervecenter: Nervecenter, tmp_path: Path) -> None:
    file = table(tmp_path, "id,text\n1,red\n2,blue\n1,green\n")

    said = nervecenter("similar", file, "--id", "id", "--text", "text", "--json")

    assert said.code == 2
    (error,) = said.json["errors"]
    assert (error["code"], error["row"], error["column"]) == ("id-twice", 4, "id")
    assert 'the id "1" stands in line 2 too' in error["message"]


def test_rows_without_an_id_or_with_too_many_cells_are_left_out_aloud(nervecenter: Nervecenter, tmp_path: Path) -> None:
    file = table(tmp_path, "id,text\n1,red\n,red\n2,red,green\n3,red\n")

    said = nervecenter("similar", file, "--id", "id", "--text", "text", "--json")

    assert (said.code, said.json) == (1, {"1": [["3", 1.0]], "3": [["1", 1.0]]})
    assert "line 3, column id: the row has no id. It was left out." in said.err
    assert "line 4: the row has 3 cells, the header has 2." in said.err


def test_sentence_vectors_without_the_extra_say_what_to_install(
    nervecenter: Nervecenter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sentences, "find_spec", lambda name: None)
    sentences.sentence_engine.cache_clear()

    said = nervecenter("similar", table(tmp_path), "--id", "id", "--text", "title", "--vectors")

    assert (said.code, said.out) == (2, "")
    assert "sentence vectors need the extra nervecenter[embeddings]" in said.err


def test_files_of_windows_and_of_any_script_are_read(nervecenter: Nervecenter, tmp_path: Path) -> None:
    old = table(tmp_path, "id;text\nä;Größe fehlt\nö;Die Größe\n", "old.csv", "cp1252")
    wide = table(tmp_path, "id\ttext\nا\tخطأ في الدفع\nب\tخطأ 😀\n", "wide.tsv", "utf-16")

    one = nervecenter("similar", old, "--id", "id", "--text", "text", "--json")
    other = nervecenter("similar", wide, "--id", "id", "--text", "text", "--json")

    assert [key for key, _ in one.json["ä"]] == ["ö"]
    assert [key for key, _ in other.json["ب"]] == ["ا"]
