"""Win rates of any table: what counts as closed, and what is said about the rest."""

import io
from pathlib import Path

import pytest

from nervecenter.domain.exchange.faults import ReadError
from nervecenter.domain.exchange.reading.files import InputFile, file_from_bytes, file_from_path
from nervecenter.domain.winloss.stages import UnusableTable, comparable, sort_outcomes
from nervecenter.domain.winloss.tables import TableAnswer, TableQuestion, win_loss_of_file

MAVEN = Path(__file__).resolve().parents[4] / "shared" / "data" / "crm_maven"
DEALS = """stage,region,amount
Won,West,10
won ,West,20
Lost,West,30
Lost,East,40
Closed Lost,East,50
Proposal,East,60
2. Negotiation/Review,East,70
,East,80
N/A,West,90
"""


def asked(text: str, **more: object) -> TableAnswer:
    question = TableQuestion(**({"outcome": "stage", "won": ("Won",)} | more))  # type: ignore[arg-type]
    return win_loss_of_file(file_from_bytes("deals.csv", text.encode()), question)


def test_open_stages_and_rows_without_an_outcome_are_left_out_and_told() -> None:
    found = asked(DEALS)

    assert (found.rate.n, found.rate.won, found.rate.win_rate) == (5, 2, 0.4)
    assert (found.open, found.empty, found.unreadable) == (2, 2, 0)
    assert found.words.won == ("Won", "won")
    assert found.words.lost == ("Lost", "Closed Lost")
    assert found.remarks == (
        "2 rows are open and left out: 2. Negotiation/Review (1), Proposal (1).",
        "2 rows are without an outcome and left out.",
    )


def test_groups_and_association_are_of_closed_rows() -> None:
    found = asked(DEALS, by=("Region",))

    (region,) = found.attributes
    assert region.attribute == "region"
    assert [(row.value, row.n, row.won) for row in region.groups] == [("West", 3, 2), ("East", 2, 0)]
    assert region.association.cramers_v == pytest.approx((5 * (2 * 2 - 1 * 0) ** 2 / (3 * 2 * 2 * 3) / 5) ** 0.5)
    assert region.association.method == "fisher"
    assert region.association.p == pytest.approx(0.4)


def test_named_lost_words_leave_all_others_open() -> None:
    found = asked(DEALS, lost=("closed lost",))

    assert (found.rate.n, found.open) == (3, 4)


def test_named_open_words_take_the_place_of_the_usual_stages() -> None:
    found, none = asked(DEALS, open=("Lost",)), asked(DEALS, open=())

    assert (found.rate.n, found.open) == (5, 2)
    assert (none.rate.n, none.open) == (7, 0)


def test_unknown_words_count_as_lost_and_it_is_said() -> None:
    found = asked("stage\nWon\nLost\nShelved\n")

    assert (found.rate.n, found.words.doubtful) == (3, ("Shelved",))
    assert "nothing says otherwise: Shelved (1)." in found.remarks[0]


def test_one_other_word_is_lost_whatever_it_is() -> None:
    found = asked("churned,plan\nno,a\nyes,a\nno,b\n1.0,b\n", outcome="churned", won=("no",), lost=("yes",))

    assert (found.rate.n, found.rate.won, found.remarks) == (3, 2, ("1 row is open and left out: 1.0 (1).",))
    assert asked("y\n1.0\n0\n1\n", outcome="y", won=("1",)).rate.won == 2


def test_equal_rows_are_told_and_dropped_only_when_asked() -> None:
    text = "id,stage\n1,Won\n1,Won\n2,Won\n3,Lost\n3,Lost\n3,Lost\n4,Open\n4,Open\n"

    kept, dropped = asked(text), asked(text, drop_duplicates=True)

    assert (kept.rate.n, kept.rate.won, kept.duplicates, kept.open) == (6, 3, 4, 2)
    assert kept.remarks[-1].startswith("4 rows are the same as another one in every column, and counted;")
    assert (dropped.rate.n, dropped.rate.won, dropped.duplicates, dropped.open) == (3, 2, 4, 1)
    assert dropped.remarks[-1] == "4 rows are the same as another one in every column and left out."


def test_rows_that_cannot_be_read_are_left_out_and_told() -> None:
    found = asked("stage,region\nWon,West\nLost,East,extra\nLost,East\n")

    assert (found.rate.n, found.unreadable) == (2, 1)
    assert found.remarks[-1].startswith("1 row is unreadable and left out; the first is line 3: ")


def test_amounts_are_divided_into_bins_and_codes_are_not() -> None:
    amounts = "".join(f"{'Won' if n % 3 else 'Lost'},{n}.5\n" for n in range(40))
    codes = "".join(f"{'Won' if n % 3 else 'Lost'},{n % 14}\n" for n in range(140))

    binned, kept = asked(f"stage,value\n{amounts}", by=("value",)), asked(f"stage,value\n{codes}", by=("value",))

    assert [row.n for row in binned.attributes[0].groups] == [10, 10, 10, 10]
    assert binned.remarks == ("value holds 40 different numbers; they are put into bins of equal counts.",)
    assert len(kept.attributes[0].groups) == 14


def test_days_are_put_together_by_quarter() -> None:
    days = "".join(f"{'Won' if n % 2 else 'Lost'},2017-{n % 12 + 1:02}-1{n % 5}\n" for n in range(60))

    found = asked(f"stage,closed\n{days}Won,\n", by=("closed",))

    assert [(row.value, row.n) for row in found.attributes[0].groups] == [
        ("2017 Q1", 15), ("2017 Q2", 15), ("2017 Q3", 15), ("2017 Q4", 15), ("", 1),
    ]  # fmt: skip
    assert found.remarks == ("closed holds days; they are put together by quarter.",)


def test_columns_that_say_nothing_or_everything_are_remarked() -> None:
    rows = "".join(f"{'Won,signed' if n % 2 else 'Lost,regretted'},DE,x{n}\n" for n in range(40))

    found = asked(f"stage,note,country,id\n{rows}", by=("note", "country", "id"))

    assert found.remarks == (
        "note all but gives the outcome away; is it filled in only when a deal ends?",
        "country has one value in all closed rows, so it goes with nothing.",
        "id has a value of its own in nearly every row, so its groups say nothing.",
    )
    note, country, number = found.attributes
    assert (note.association.cramers_v, country.association.p) == (1.0, None)
    assert note.association.p is not None
    assert number.association.p == 1.0
    assert note.association.q == pytest.approx(2 * note.association.p)


@pytest.mark.parametrize(
    ("text", "more", "code", "words"),
    [
        (
            DEALS,
            {"outcome": "stgae"},
            "missing-column",
            'Did you mean "stage"? The columns are: stage, region, amount.',
        ),
        (DEALS, {"by": ("regoin",)}, "missing-column", 'Did you mean "region"?'),
        (DEALS, {"by": ("stage",)}, "missing-column", "is the outcome itself"),
        (
            DEALS,
            {"won": ("Gained",)},
            "unknown-outcome",
            "What occurs: Lost (2), (empty) (1), 2. Negotiation/Review (1)",
        ),
        (DEALS, {"lost": ("Last",)}, "unknown-outcome", '"Last", named by --lost, never occurs'),
        (DEALS, {"open": ("Won",)}, "unknown-outcome", '"won" cannot be won and something else'),
        (DEALS, {"won": (" ",)}, "unknown-outcome", "with --won"),
        ("stage,region\n", {}, "empty-file", "holds a header and no rows"),
        ("stage\nWon\nOpen\n", {}, "one-outcome", "Taken as open: Open (1)."),
        ("stage\nWon\nWon\n", {}, "one-outcome", "every closed row is won (Won (2))"),
    ],
)
def test_a_table_without_an_answer_is_refused_with_what_to_do(
    text: str, more: dict[str, object], code: str, words: str
) -> None:
    with pytest.raises(UnusableTable) as refused:
        asked(text, **more)

    assert refused.value.code == code
    assert words in refused.value.message


def test_a_file_that_is_empty_or_no_table_is_refused() -> None:
    question = TableQuestion(outcome="stage", won=("Won",))

    with pytest.raises(ReadError, match="is empty"):
        win_loss_of_file(file_from_bytes("deals.csv", b""), question)
    with pytest.raises(UnusableTable, match="is not a table"):
        win_loss_of_file(file_from_bytes("deals.json", b'[{"stage": "Won"}]'), question)


def test_the_sheet_with_the_outcome_is_found_and_two_of_them_are_refused() -> None:
    question = TableQuestion(outcome="stage", won=("Won",))

    one = workbook({"Notes": [["text"], ["hello"]], "Deals": [["stage", "size"], ["Won", 3], ["Lost", 4.0]]})

    assert win_loss_of_file(one, question).rate.n == 2
    two = workbook({"North": [["stage"], ["Won"]], "South": [["stage"], ["Lost"]]})
    with pytest.raises(UnusableTable, match=r"several tables with this column \(North, South\)"):
        win_loss_of_file(two, question)


def workbook(sheets: dict[str, list[list[object]]]) -> InputFile:
    from openpyxl import Workbook

    book, stream = Workbook(), io.BytesIO()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(stream)
    return file_from_bytes("deals.xlsx", stream.getvalue())


def test_words_are_compared_without_case_spaces_and_zeros() -> None:
    assert comparable("  Closed   WON ") == "closed won"
    assert (comparable("1.0"), comparable("1.05")) == ("1", "1.05")


def test_stages_of_sales_systems_are_known_as_open() -> None:
    stages = {
        "Closed Won": 5, "Closed Lost": 4, "Id. Decision Makers": 1, "appointmentscheduled": 1, "Proposition": 1,
        "Proposal/Price Quote": 1, "03 Discovery": 1,
    }  # fmt: skip

    words = sort_outcomes(stages, ["Closed Won"])

    assert (words.won, words.lost, words.doubtful) == (("Closed Won",), ("Closed Lost",), ())
    assert len(words.open) == 5


@pytest.fixture
def maven() -> Path:
    if not MAVEN.is_dir():
        pytest.skip("the CRM export is not beside this checkout")
    return MAVEN


def test_the_sample_sales_system_has_its_published_check_sums(maven: Path) -> None:
    question = TableQuestion(outcome="deal_stage", won=("Won",), by=("product",))

    found = win_loss_of_file(file_from_path(maven / "sales_pipeline.csv"), question)

    assert (found.rate.n, found.rate.won) == (6711, 4238)
    assert found.rate.win_rate is not None
    assert round(found.rate.win_rate, 4) == 0.6315
    assert (found.open, found.words.open) == (2089, ("Engaging", "Prospecting"))
    (product,) = found.attributes
    assert sum(row.n for row in product.groups) == 6711
    assert "GTXPro" in {row.value for row in product.groups}
