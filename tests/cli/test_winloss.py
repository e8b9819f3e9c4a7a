"""`nervecenter winloss` answers for any table, and for the deals of the workspace."""

from pathlib import Path

import pytest

from tests.cli.conftest import Nervecenter
from tests.factories import made

DEALS = """id,stage,region,seller
1,Won,West,ana
2,Won,West,ben
3,Won,West,ana
4,Lost,West,ben
5,Won,East,ana
6,Lost,East,ben
7,Lost,East,ana
8,Lost,East,ben
9,Proposal,East,ana
"""


@pytest.fixture
def deals(tmp_path: Path) -> str:
    file = tmp_path / "deals.csv"
    file.write_text(DEALS)
    return str(file)


def test_a_table_answers_its_win_rate_by_a_column(nervecenter: Nervecenter, deals: str) -> None:
    said = nervecenter("winloss", deals, "--outcome", "stage", "--won", "Won", "--by", "region", "--json")

    assert said.code == 0
    assert (said.json["n"], said.json["won"], said.json["win_rate"]) == (8, 4, 0.5)
    assert [list(group) for group in said.json["groups"]] == [["value", "n", "won", "win_rate", "low", "high"]] * 2
    assert [(group["value"], group["n"], group["won"]) for group in said.json["groups"]] == [
        ("East", 4, 1),
        ("West", 4, 3),
    ]
    assert list(said.json["association"]) == ["cramers_v", "p", "q"]
    assert said.json["association"]["cramers_v"] == 0.5
    assert said.json["association"]["p"] == pytest.approx(34 / 70)
    assert said.json["left_out"] == {"open": 1, "empty": 0, "unreadable": 0}
    assert said.err == "nervecenter: 1 row is open and left out: Proposal (1).\n"


def test_several_columns_are_bounded_together_and_the_first_stands_in_front(
    nervecenter: Nervecenter, deals: str
) -> None:
    said = nervecenter(
        "winloss", deals, "--outcome", "stage", "--won", "Won", "--by", "seller", "--by", "region", "--json"
    )

    assert [each["column"] for each in said.json["by"]] == ["seller", "region"]
    assert said.json["groups"] == said.json["by"][0]["groups"]
    assert said.json["association"] == said.json["by"][0]["association"]
    seller, region = (each["association"] for each in said.json["by"])
    assert seller["p"] == region["p"] == seller["q"] == region["q"] == pytest.approx(34 / 70)


def test_without_a_column_to_compare_there_are_no_groups(nervecenter: Nervecenter, deals: str) -> None:
    said = nervecenter("winloss", deals, "--outcome", "stage", "--won", "Won", "--open", "", "--json")

    assert (said.json["n"], said.json["groups"], said.json["association"], said.json["by"]) == (9, [], None, [])


def test_a_person_reads_a_table(nervecenter: Nervecenter, deals: str) -> None:
    said = nervecenter("winloss", deals, "--outcome", "stage", "--won", "Won", "--by", "region")

    lines = said.out.splitlines()
    assert lines[0] == "4 of 8 closed deals won: 50.0 % (21.5 % to 78.5 % at 95 % confidence)."
    assert lines[2].split() == ["region", "closed", "won", "win", "rate", "from", "to", "against", "the", "others", "q"]
    assert lines[3].split()[:5] == ["East", "4", "1", "25.0", "%"]
    assert lines[-1] == "No more than chance would explain (Cramér's V 0.500, p 0.4857, q 0.4857, fisher)."


def test_duplicates_are_dropped_when_asked(nervecenter: Nervecenter, tmp_path: Path) -> None:
    file = tmp_path / "deals.csv"
    file.write_text("id,stage\n1,Won\n1,Won\n2,Lost\n")

    said = nervecenter("winloss", str(file), "--outcome", "stage", "--won", "Won", "--drop-duplicates", "--json")

    assert (said.code, said.json["n"], said.json["duplicates"]) == (0, 2, 1)
    assert "1 row is the same as another one in every column and left out." in said.err


def test_rows_that_cannot_be_read_make_the_exit_code_1(nervecenter: Nervecenter, tmp_path: Path) -> None:
    file = tmp_path / "deals.csv"
    file.write_text("id,stage\n1,Won\n2,Lost\n3,Lost,what\n")

    said = nervecenter("winloss", str(file), "--outcome", "stage", "--won", "Won", "--json")

    assert (said.code, said.json["n"], said.json["left_out"]["unreadable"]) == (1, 2, 1)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--outcome", "stgae", "--won", "Won"], 'column stgae: there is no such column. Did you mean "stage"?'),
        (["--outcome", "stage", "--won", "Gained"], "never occurs in this column. What occurs: Lost (4), Won (4)"),
        (["--outcome", "stage", "--won", "Won", "--lost", "Won"], "cannot be won and something else"),
        (["--outcome", "stage"], "name the column that says how a deal ended"),
        ([], "name the column that says how a deal ended"),
    ],
)
def test_what_cannot_be_answered_is_told(nervecenter: Nervecenter, deals: str, words: list[str], told: str) -> None:
    plain, data = nervecenter("winloss", deals, *words), nervecenter("winloss", deals, *words, "--json")

    assert (plain.code, plain.out, data.code) == (2, "", 2)
    assert told in plain.err
    assert told.rpartition(": ")[2] in data.out.replace('\\"', '"')


def test_a_file_that_is_not_there_is_told(nervecenter: Nervecenter, tmp_path: Path) -> None:
    said = nervecenter("winloss", str(tmp_path / "none.csv"), "--outcome", "stage", "--won", "Won")

    assert (said.code, said.out) == (2, "")
    assert "none.csv: is not there" in said.err


@pytest.mark.django_db
def test_without_a_file_the_workspace_answers(nervecenter: Nervecenter) -> None:
    for number in range(4):
        made("deal", outcome="won" if number else "lost", seller="ana" if number % 2 else "ben", kind="renewal")
    made("deal", outcome="open")

    said = nervecenter("winloss", "--json")
    words = nervecenter("winloss", "--by", "seller")

    assert (said.code, said.json["n"], said.json["won"], said.json["left_out"]) == (0, 4, 3, {"open": 1})
    assert [each["column"] for each in said.json["by"]] == ["seller"]
    assert said.json["prediction"]["verdict"] == "not enough data"
    assert words.out.startswith("3 of 4 closed deals won: 75.0 %")
    assert "1 deal still open and in no rate." in words.out
    assert "Foreseeing later deals from these attributes: not enough data." in words.out


@pytest.mark.django_db
def test_a_workspace_without_deals_says_so(nervecenter: Nervecenter) -> None:
    said = nervecenter("winloss")

    assert said.code == 0
    assert said.out.startswith("No deal has been closed yet, so there is no win rate.\n")


@pytest.mark.django_db
def test_the_workspace_is_not_asked_about_what_deals_do_not_have(nervecenter: Nervecenter) -> None:
    unknown, mixed = nervecenter("winloss", "--by", "teritory"), nervecenter("winloss", "--won", "Won")

    assert (unknown.code, mixed.code) == (2, 2)
    assert 'deals are not compared by teritory. Did you mean "territory"?' in unknown.err
    assert "only --by and --json work without a file" in mixed.err
