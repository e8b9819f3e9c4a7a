"""`nervecenter segment`: segments of any table, or words that say why there are none."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from tests.cli.conftest import Nervecenter
from tests.domain.segmentation.known import answers, carcinoma, clusters

WORDS = "a,b\n" + "".join(f"word {n},{n % 2}\n" for n in range(40))
KEYS = ["classes", "log_likelihood", "aic", "bic", "shares", "stability"]


def written(path: Path, columns: dict[str, list[object]]) -> Path:
    """A CSV file of columns."""
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))
    return path


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return written(tmp_path / "answers.csv", answers(300)[0] | {"id": list(range(300)), "same": ["x"] * 300})


def test_the_published_answer_for_the_carcinoma_slides(nervecenter: Nervecenter) -> None:
    said = nervecenter("segment", str(carcinoma()), "--items", "A,B,C,D,E,F,G", "--classes", "2-4", "--json")

    three = said.json["solutions"][1]
    assert said.code == 0
    assert said.json["best"] == 3
    assert [list(each) for each in said.json["solutions"]] == [KEYS] * 3
    assert (round(three["log_likelihood"], 3), round(three["aic"], 2), round(three["bic"], 2)) == (
        -293.705,
        633.41,
        697.14,
    )
    assert [round(share, 4) for share in three["shares"]] == [0.4447, 0.3736, 0.1817]


def test_the_answer_in_json_holds_the_segments_of_the_best_solution(nervecenter: Nervecenter, table: Path) -> None:
    said = nervecenter("segment", str(table), "--items", ",".join(f"answer_{n}" for n in range(1, 7)), "--json")

    first = said.json["segments"][0]
    assert (said.code, said.err) == (0, "")
    assert said.json["best"] == 3
    assert [each["classes"] for each in said.json["solutions"]] == [2, 3, 4, 5]
    assert said.json["items"][0] == {"name": "answer_1", "use": "counted", "categories": ["no", "yes"], "empty": 0}
    assert [each["segment"] for each in said.json["segments"]] == [1, 2, 3]
    assert first["traits"][0]["value"] == "yes"
    assert first["rule"]["text"].count("answer_") >= 1
    assert min(first["rule"]["precision"], first["rule"]["recall"]) > 0.9
    assert sum(each["members"] for each in said.json["segments"]) == 300


def test_the_answer_in_words_is_a_table_and_a_profile_each(nervecenter: Nervecenter, tmp_path: Path) -> None:
    file = written(tmp_path / "usage.csv", clusters()[0])

    said = nervecenter("segment", str(file), "--items", "logins", "--items", "seats", "--classes", "3", "--starts", "9")

    lines = said.out.splitlines()
    assert said.code == 0
    assert lines[0] == "usage.csv: 600 rows, 2 items, gaussian, seed 1."
    assert lines[2].split() == [
        "segments",
        "log",
        "likelihood",
        "AIC",
        "BIC",
        "stability",
        "certainty",
        "unclear",
        "shares",
    ]
    assert lines[3].startswith("3 * ")
    assert lines[5] == "* Best: 3 segments, the lowest BIC among the stable solutions."
    assert any(line.startswith("Segment 1: 50.") and "300 members" in line for line in lines)
    assert any(line.startswith("  logins is low (median ") for line in lines)
    assert any(line.startswith("  Rule: logins < ") for line in lines)


def test_the_same_seed_gives_the_same_answer(nervecenter: Nervecenter, table: Path) -> None:
    words = ("segment", str(table), "--items", "answer_1,answer_2,answer_4", "--classes", "2", "--seed", "7", "--json")

    assert nervecenter(*words).out == nervecenter(*words).out


def test_empty_cells_are_missing_and_not_a_category(nervecenter: Nervecenter, tmp_path: Path) -> None:
    columns = answers(300)[0]
    columns["answer_1"][:30] = [""] * 30
    file = written(tmp_path / "gaps.csv", columns)

    said = nervecenter("segment", str(file), "--items", ",".join(columns), "--classes", "3", "--json")

    assert said.json["items"][0] == {"name": "answer_1", "use": "counted", "categories": ["no", "yes"], "empty": 30}


def test_k_means_is_used_when_it_is_asked_for(nervecenter: Nervecenter, tmp_path: Path) -> None:
    file = written(tmp_path / "usage.csv", clusters(120)[0])

    said = nervecenter(
        "segment", str(file), "--items", "logins,seats", "--method", "k-means", "--classes", "2-4", "--json"
    )

    assert (said.json["method"], said.json["best"]) == ("k-means", 3)


def test_rows_that_cannot_be_read_are_told_and_left_out(nervecenter: Nervecenter, tmp_path: Path) -> None:
    file = tmp_path / "broken.csv"
    file.write_text("a,b\n" + "yes,no\nno,yes\nyes,yes\n" * 10 + "yes,no,maybe\n")

    said = nervecenter("segment", str(file), "--items", "a,b", "--classes", "1", "--json")

    assert said.code == 1
    assert said.json["rows"] == 30
    assert said.err.startswith("nervecenter: 1 row could not be read and left out; line 32: the row has 3 cells")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--items", "answer_1,answr_2"], 'answers.csv, column answr_2: there is no such column. Did you mean'),
        (["--items", "answer_1,same"], 'answers.csv, column same: every row says "x", so it tells nothing apart;'),
        (["--items", "answer_1,answer_1"], "answers.csv, column answer_1: is named twice; name it once"),
        (["--items", ","], "answers.csv: name the columns to use. The columns are: answer_1, "),
        (["--items", "answer_1,id", "--method", "k-means"], 'answers.csv, column answer_1: holds "'),
        (["--items", "answer_1,answer_2", "--classes", "2-9"], "answers.csv: 9 classes need 26 parameters and 9"),
        (["--items", "answer_1", "--classes", "5-2"], "--classes 5-2 is backwards; write 2-5"),
        (["--items", "answer_1", "--classes", "two"], "--classes two is no range; write it like 2-5, or one number"),
        (["--items", "answer_1", "--classes", "0-3"], "--classes 0-3 is beyond 1 to 20; ask for fewer"),
        (["--items", "answer_1", "--classes", "2-900"], "--classes 2-900 is beyond 1 to 20; ask for fewer"),
        (["--items", "answer_1", "--method", "magic"], "there is no method magic; use latent-class, k-means, gaussian"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_words(
    nervecenter: Nervecenter, table: Path, words: list[str], message: str
) -> None:
    said = nervecenter("segment", str(table), *words)

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(f"nervecenter: {message}")
    assert "fault of nervecenter" not in said.err


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("words.csv", WORDS, "column a: 40 different values are more than 30"),
        ("header.csv", "a,b\n", "holds a header and no rows"),
        ("empty.csv", "", "is empty"),
        ("tree.json", '{"a": 1}', "is not a table; give a CSV, TSV or XLSX file"),
        ("picture.png", "x", 'has the unknown extension ".png"'),
    ],
)  # fmt: skip
def test_a_file_that_holds_no_such_table_is_refused(
    nervecenter: Nervecenter, tmp_path: Path, name: str, content: str, message: str
) -> None:
    (tmp_path / name).write_text(content)

    said = nervecenter("segment", str(tmp_path / name), "--items", "a,b")

    assert (said.code, said.out) == (2, "")
    assert name in said.err
    assert message in said.err


def test_a_program_is_told_of_a_missing_column_in_json(nervecenter: Nervecenter, table: Path) -> None:
    said = nervecenter("segment", str(table), "--items", "nothing", "--json")

    assert said.code == 2
    assert said.json["errors"][0]["code"] == "missing-column"
    assert (said.json["errors"][0]["file"], said.json["errors"][0]["column"]) == ("answers.csv", "nothing")


@pytest.mark.slow
def test_ctrl_c_ends_it_without_a_traceback(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    file = written(tmp_path / "large.csv", {f"q{n}": list(rng.integers(0, 4, 20_000)) for n in range(12)})
    items = ",".join(f"q{n}" for n in range(12))
    process = subprocess.Popen(
        [sys.executable, "-m", "nervecenter.cli", "segment", str(file), "--items", items, "--starts", "1000", "--json"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ | {"OMP_NUM_THREADS": "1"},
    )  # fmt: skip
    time.sleep(3)

    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)

    assert process.returncode == 130
    assert (out, err) == ("", "")


def test_the_answer_is_json_that_every_parser_takes(nervecenter: Nervecenter, table: Path) -> None:
    said = nervecenter("segment", str(table), "--items", "answer_1,answer_2", "--classes", "1-2", "--json")

    assert json.loads(said.out, parse_constant=lambda word: pytest.fail(word))["rows"] == 300
