"""Dates, numbers, booleans, choices and texts: what is read, and what is refused in which words."""

from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nervecenter.domain.exchange.drafting.dates import DateError, read_date, read_moment, slashed_order
from tests.domain.exchange.drafted import capability_field


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2022-11-30", date(2022, 11, 30)),
        ("2022-11-30T23:59:00Z", date(2022, 11, 30)),
        ("2022/1/2", date(2022, 1, 2)),
        ("20-11-2022", date(2022, 11, 20)),
        ("1.2.2022", date(2022, 2, 1)),
        ("14/Jul/25 3:42 PM", date(2025, 7, 14)),
        ("6/21/2025 16:14", date(2025, 6, 21)),
        ("Jul 14, 2025", date(2025, 7, 14)),
        ("14th July 2025", date(2025, 7, 14)),
        ("Mon, 14 Jul 2025 10:00", date(2025, 7, 14)),
        ("2020-05", date(2020, 5, 1)),
        ("May 2020", date(2020, 5, 1)),
        ("Q2 2020", date(2020, 4, 1)),
        ("2020-Q4", date(2020, 10, 1)),
        ("2020", date(2020, 1, 1)),
        ("5/5/2020", date(2020, 5, 5)),
    ],
)
def test_a_date_is_read_when_only_one_day_can_be_meant(text: str, day: date) -> None:
    assert read_date(text) == day


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("31/02/2024", "February 2024 has 29 days"),
        ("2026-13-40", "there is no month 13"),
        ("30.02.2023", "February 2023 has 28 days"),
        ("32/13/2024", "there is no month 13"),
        ("3/4/2020", "day and month could be either"),
        ("soon", "Write it as 2022-11-30"),
        ("2022-00-10", "there is no month 0"),
        ("0000-01-01", "there is no year 0"),
    ],
)
def test_what_is_no_date_is_refused_with_the_reason(text: str, words: str) -> None:
    with pytest.raises(DateError, match="is not") as caught:
        read_date(text)

    assert words in str(caught.value)


def test_a_column_shows_whether_its_dates_begin_with_the_day() -> None:
    assert slashed_order(["3/4/2020", "14/7/2020"]) == "day"
    assert slashed_order(["3/4/2020", "7/14/2020"]) == "month"
    assert slashed_order(["3/4/2020"]) == "unknown"
    assert slashed_order(["14/7/2020", "7/14/2020"]) == "mixed"
    assert slashed_order(["14/7/2020"] * 20 + ["7/14/2020"]) == "day"


def test_a_declared_format_is_the_only_one_unless_auto_is_among_them() -> None:
    assert read_date("03/04/2020", ["%m/%d/%Y"]) == date(2020, 3, 4)
    assert read_date("2020-04-03", ["%m/%d/%Y", "auto"]) == date(2020, 4, 3)
    with pytest.raises(DateError, match="not a date of the form"):
        read_date("2020-04-03", ["%m/%d/%Y"])


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2022-11-30T12:30:00+02:00", "2022-11-30T10:30:00+00:00"),
        ("2022-11-30 12:30", "2022-11-30T12:30:00+00:00"),
        ("14/Jul/25 3:42 PM", "2025-07-14T15:42:00+00:00"),
        ("6/21/2025 16:14", "2025-06-21T16:14:00+00:00"),
        ("2022-11-30", "2022-11-30T00:00:00+00:00"),
    ],
)
def test_a_moment_without_a_zone_is_utc(text: str, moment: str) -> None:
    assert read_moment(text).astimezone(UTC) == datetime.fromisoformat(moment)


@given(
    st.dates(min_value=date(1000, 1, 1)), st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%d %b %Y", "%B %d, %Y", "%d.%m.%Y"])
)
def test_a_date_written_in_a_usual_way_is_read_back(day: date, form: str) -> None:
    assert read_date(day.strftime(form)) == day


@given(st.text(max_size=20))
def test_any_text_is_a_date_or_is_refused(text: str) -> None:
    with suppress(DateError):
        read_moment(text)


@pytest.mark.parametrize(
    ("field", "source", "cell", "value"),
    [
        ("price", "{column: x}", "1,234.50", Decimal("1234.50")),
        ("price", "{column: x, decimal: ','}", "1.234,5", Decimal("1234.50")),
        ("price", "{column: x}", "€ 12", Decimal("12.00")),
        ("price", "{column: x}", "-3.456", Decimal("-3.46")),
        ("price", "{column: x}", "", None),
        ("paths", "{column: x}", "1,000", 1000),
        ("paths", "{column: x}", "12.0", 12),
        ("paths", "{column: x}", "", 0),
        ("is_marketed", "{column: x}", "Yes", True),
        ("is_marketed", "{column: x, true_words: live}", "LIVE", True),
        ("is_marketed", "{column: x, false_words: x}", "x", False),
        ("is_marketed", "{column: x}", "", False),
        ("status", "{column: x}", "SHIPPED", "shipped"),
        ("status", "{column: x}", "", ""),
        ("url", "{column: x}", "https://example.com/a", "https://example.com/a"),
        ("summary", "{column: x, strip_markup: true}", "**Big** [deal](https://x.org) <b>now</b>", "Big deal now"),
        ("url", "{column: x, link_address: true}", "see [this](https://x.org/a) page", "https://x.org/a"),
        ("summary", "{column: x, capture: '(\\d+)'}", "Version 15 of it", "15"),
        ("summary", "{column: x, slugify: true}", "Äpfel & Birnen!", "apfel-birnen"),
        ("summary", "{column: x, split: [';', ','], join: ' + '}", "a; b,c;", "a + b + c"),
        ("summary", "{column: x, values: {One: 1, two: zwei}, otherwise: keep}", "TWO", "zwei"),
        ("summary", "{column: x, default: none given}", "  ", "none given"),
        ("modules", "{column: x, split: ';'}", "b;a;b", ("b", "a")),
        ("product", "{column: x}", " Reporting ", "Reporting"),
        ("product", "{column: x}", "", None),
        ("summary", "{first_of: [x, {constant: fallback}]}", "", "fallback"),
        ("summary", "{template: '{x|upper}-{x|slug}!'}", "Big Deal", "BIG DEAL-big-deal!"),
    ],
)
def test_a_cell_becomes_the_type_of_its_field(field: str, source: str, cell: str, value: object) -> None:
    outcome = capability_field(source, "x", cell, field_name=field)

    assert outcome.messages == []
    assert outcome.column(field) == [value]


@pytest.mark.parametrize(
    ("field", "source", "cell", "words"),
    [
        ("price", "{column: x}", "1,5", "If \",\" is its decimal sign, write decimal: ','"),
        ("price", "{column: x}", "NaN", "is not a number"),
        ("price", "{column: x}", "1e99", "is not a number"),
        ("price", "{column: x}", "12345678901", "out of range"),
        ("paths", "{column: x}", "1.5", "is not a whole number"),
        ("paths", "{column: x}", "99999999999", "out of range"),
        ("is_marketed", "{column: x}", "partially", "neither true nor false"),
        ("status", "{column: x}", "shiped", 'Did you mean "shipped"?'),
        ("url", "{column: x}", "javascript:alert(1)", "must begin with http"),
        ("url", "{column: x}", "https://x.org/a b", "has a space in it"),
        ("code", "{column: x}", "c" * 61, "has 61 characters; at most 60 fit"),
        ("name", "{column: x}", "  ", "is needed"),
        ("summary", "{column: x, required: true}", "", "is needed"),
        ("summary", "{column: x, values: {One: 1}}", "Onne", 'is not in the value map. Did you mean "One"?'),
        ("shipped_on", "{column: x}", "31/02/2024", "February 2024 has 29 days"),
        ("deliveries", "{flags: {x: cloud}}", "maybe", "neither true nor false"),
    ],
)
def test_a_bad_cell_is_named_with_its_place_value_and_remedy(field: str, source: str, cell: str, words: str) -> None:
    outcome = capability_field(source, "x", cell, field_name=field)

    assert outcome.places == [(2, "x")]
    assert outcome.messages[0].startswith(f"{field}: ")
    assert words in outcome.messages[0]
    assert outcome.tally.rejected == 1
    assert outcome.chunks == []


def test_dates_are_read_in_the_order_that_their_column_shows() -> None:
    outcome = capability_field("{column: x}", "x", "3/4/2020", "14/7/2020", "7/14/2020x", field_name="shipped_on")

    assert outcome.column("shipped_on") == [date(2020, 4, 3), date(2020, 7, 14)]
    assert outcome.places == [(4, "x")]
