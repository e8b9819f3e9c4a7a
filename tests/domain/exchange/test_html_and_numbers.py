"""HTML made plain, numbers with their signs and currencies, columns found by patterns, lists put together."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nervecenter.domain.exchange.drafting.numbers import decimal_sign, read_number
from nervecenter.domain.exchange.html_text import text_of_html
from nervecenter.domain.exchange.wording import shortened_at_word
from tests.domain.exchange.drafted import capability_field, drafted


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>It is <b>late</b>.</p><p>Always.</p>", "It is late.\n\nAlways."),
        ("a<br>b<br/>c", "a\nb\nc"),
        ("<ul><li>one</li><li>two</li></ul>", "- one\n\n- two"),
        ("<script>alert(1)</script>Hi<style>p{}</style> <!-- no -->there", "Hi there"),
        ("<SCRIPT SRC=x>never closed", ""),
        ("2 &lt; 3 &amp; &eacute;", "2 < 3 & é"),
        ("List<String> of a < b", "List<String> of a < b"),
        ("مرحبا <i>بكم</i> 🚚", "مرحبا بكم 🚚"),
        ("<img src=x onerror=alert(1)>picture", "picture"),
        ("no markup", "no markup"),
    ],
)
def test_html_becomes_what_a_reader_sees(html: str, text: str) -> None:
    assert text_of_html(html) == text


@given(st.text(alphabet="<>/ab p\"'!-&;\n", max_size=60))
def test_whatever_the_markup_no_script_is_left(text: str) -> None:
    assert "<script" not in text_of_html(f"{text}<script>{text}</script>").lower()


@pytest.mark.parametrize(
    ("text", "sign", "number"),
    [
        ("$1,234.50", ".", "1234.50"),
        ("1.234,50 €", ",", "1234.50"),
        ("USD 1,200.00", ".", "1200.00"),
        ("R$ 1.200,00", ",", "1200.00"),
        ("CHF 1’200.50", ".", "1200.50"),
        ("12,34,567.8", ".", "1234567.8"),
        ("(1,200)", ".", "-1200"),
        ("-$5", ".", "-5"),
        ("45 %", ".", "45"),
    ],
)
def test_amounts_are_read_with_their_signs(text: str, sign: str, number: str) -> None:
    assert read_number(text, sign) == Decimal(number)


@pytest.mark.parametrize(
    ("texts", "sign"),
    [
        (["1,234"], None),
        (["1,5"], ","),
        (["1.234,50", "7"], ","),
        (["1,234.50"], "."),
        (["1.234.567"], ","),
        (["10.5", "1,200"], "."),
        (["€ 3,50", "2.000"], ","),
    ],
)
def test_a_column_shows_its_decimal_sign(texts: list[str], sign: str | None) -> None:
    assert decimal_sign(texts) == sign


def test_a_column_of_amounts_is_read_as_it_shows_itself() -> None:
    german = capability_field("{column: Preis, decimal: auto}", "Preis", "1.234,50", "2.000", field_name="price")
    english = capability_field("{column: Price, decimal: auto}", "Price", "1,234.50", "2,000", field_name="price")

    assert german.column("price") == english.column("price") == [Decimal("1234.50"), Decimal("2000.00")]


def test_a_number_is_multiplied_and_a_whole_one_rounded() -> None:
    cents = capability_field("{column: Cents, times: 0.01}", "Cents", "1250", field_name="price")
    share = capability_field("{column: Share, times: 100}", "Share", "0.333", field_name="paths")

    assert cents.column("price") == [Decimal("12.50")]
    assert share.column("paths") == [33]


def test_day_and_month_are_told_by_another_date_of_the_file() -> None:
    mapping = "name: a\ninto: [{kind: capability, source_id: $row, fields: {name: n, shipped_on: made, seen_at: seen}}]"

    outcome = drafted(mapping, "a.csv", "n,made,seen\nx,3/4/2026,3/31/2026\n")

    assert str(outcome.column("shipped_on")[0]) == "2026-03-04"


def test_a_pattern_finds_the_first_column_that_fits_and_all_of_them_in_a_list() -> None:
    mapping = """
        name: a
        into:
          - kind: team
            source_id: id
            fields:
              name: {column: "*loss*reason*"}
              focus: {all_of: ["*link*", id], join: " + "}
              function: {all_of: ["*nowhere*"]}
    """

    outcome = drafted(mapping, "a.csv", "id,Link (in),Loss_Reason__c,link out\n1,A,Price,B\n2,,Fit,\n")

    assert outcome.column("name") == ["Price", "Fit"]
    assert outcome.column("focus") == ["A + B + 1", "2"]


def test_numbers_of_a_list_are_added_up() -> None:
    mapping = (
        "name: a\ninto: [{kind: capability, source_id: id, fields: {name: id, paths: {column: r.*.n, total: true}}}]"
    )

    outcome = drafted(mapping, "a.json", '[{"id": 1, "r": [{"n": 4}, {"n": 1}]}, {"id": 2, "r": []}]')

    assert outcome.column("paths") == [5, 0]


def test_one_record_is_made_for_each_part_of_a_text() -> None:
    mapping = """
        name: a
        into:
          - kind: team
            source_id: "{id}/{$value}"
            for_each: {columns: [people], split: ";"}
            fields: {name: $value}
    """

    outcome = drafted(mapping, "a.csv", "id,people\n1,Ana; Tom\n2,\n")

    assert [row["id"] for row in outcome.rows("team")] == ["1/Ana", "1/Tom"]


@pytest.mark.parametrize(
    ("text", "short"),
    [("one two", "one two"), ("one two three", "one two…"), ("onetwothree", "onetwothr…"), ("a\nb", "a\nb")],
)
def test_a_long_text_is_cut_at_a_word(text: str, short: str) -> None:
    assert shortened_at_word(text, 10) == short
