"""The pictures of findings: what they show, and that they stand without a single row."""

import datetime as dt

from nervecenter.honesty.charts import check_figure, findings_by_check, findings_over_runs, trend_figure
from nervecenter.honesty.queries.findings import FindingGroup
from nervecenter.honesty.queries.trend import TrendPoint
from tests.specifications import checked, fields

AT = dt.datetime(2022, 11, 11, 9, 30, tzinfo=dt.UTC)
POINT = TrendPoint(at=AT, errors=3, warnings=2, infos=1, waived=4, new=5, fixed=6)


def test_a_check_is_a_bar_that_leads_to_its_findings() -> None:
    groups = [FindingGroup("NC101", "a-b", "error", 12, ()), FindingGroup("NC603", "c-d", "warning", 2, ())]

    picture = checked(findings_by_check(groups, {"NC101": "/x", "NC603": "/y"}))

    assert fields(picture) == {"y": "check", "x": "findings", "color": "severity", "href": "path"}
    assert picture["encoding"]["y"]["sort"] == ["NC101 a b", "NC603 c d"]
    assert [row["path"] for row in picture["data"]["values"]] == ["/x", "/y"]


def test_a_run_is_a_bar_stacked_by_severity() -> None:
    picture = checked(findings_over_runs([POINT]))

    assert fields(picture) == {"x": "run", "y": "findings", "color": "severity", "order": "order"}
    assert [(row["severity"], row["findings"]) for row in picture["data"]["values"]] == [
        ("Error", 3),
        ("Warning", 2),
        ("Info", 1),
    ]


def test_without_a_row_the_pictures_are_empty_and_say_so() -> None:
    assert checked(findings_by_check([], {}))["data"]["values"] == []
    assert checked(findings_over_runs([]))["data"]["values"] == []
    assert check_figure([], {}, None).counted == "0 findings of 0 checks"
    assert trend_figure([]).counted == "0 runs, all checks together"


def test_the_table_of_a_figure_holds_the_same_numbers() -> None:
    figure = trend_figure([POINT])

    assert list(figure.rows) == [("2022-11-11 09:30", 3, 2, 1, 4, 5, 6)]
    assert figure.counted == "1 run, all checks together"
    assert figure.as_of == dt.date(2022, 11, 11)
