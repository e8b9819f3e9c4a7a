"""Lists page by keyset: each row once, in order, whatever the order and wherever values are missing."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nervecenter.evidence.models import Evidence
from nervecenter.foundation.errors import InvalidValues
from nervecenter.foundation.listing import ListPage, page, query_of
from nervecenter.foundation.resources import resource
from nervecenter.market.models import Account, Problem
from tests.factories import made

pytestmark = pytest.mark.django_db

DATES = st.one_of(st.none(), st.dates(dt.date(2022, 1, 1), dt.date(2022, 1, 5)))
ROWS = st.lists(
    st.tuples(DATES, st.sampled_from(["feedback", "ticket"]), st.sampled_from([None, "A", "B"])), max_size=23
)
ORDERS = st.sampled_from(["occurred_on", "-occurred_on", "account", "-account", "kind", "name", "-id"])


def fill(rows: list[tuple[dt.date | None, str, str | None]]) -> None:
    Evidence.objects.all().delete()
    accounts = {name: Account.objects.get_or_create(name=name)[0] for name in ("A", "B")}
    Evidence.objects.bulk_create(
        Evidence(name=f"E{index:03}", occurred_on=date, kind=kind, account=accounts.get(account or ""))
        for index, (date, kind, account) in enumerate(rows)
    )


def walk(start: dict[str, list[str]], step: Callable[[ListPage], tuple[str, str]]) -> list[list[int]]:
    pages = []
    parameters = dict(start)
    while True:
        shown = page(resource("evidence"), query_of(parameters))
        pages.append([row.number for row in shown.rows])
        name, cursor = step(shown)
        if not cursor:
            return pages
        parameters = {**start, name: [cursor]}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, sort=ORDERS, group=st.sampled_from(["", "kind", "account"]), limit=st.integers(1, 7))
def test_walking_forth_and_back_meets_each_row_once(
    rows: list[tuple[dt.date | None, str, str | None]], sort: str, group: str, limit: int
) -> None:
    fill(rows)
    asked = {"sort": [sort], "group": [group], "limit": [str(limit)]}

    forth = walk(asked, lambda shown: ("after", shown.next_cursor))
    everything = page(resource("evidence"), query_of({**asked, "limit": ["500"]}))

    assert [number for part in forth for number in part] == [row.number for row in everything.rows]
    assert len(everything.rows) == len(rows) == everything.count
    if len(forth) > 1:
        at_the_end = page(resource("evidence"), query_of(asked))
        while at_the_end.next_cursor:
            at_the_end = page(resource("evidence"), query_of({**asked, "after": [at_the_end.next_cursor]}))
        back = [[row.number for row in at_the_end.rows]]
        while at_the_end.previous_cursor:
            at_the_end = page(resource("evidence"), query_of({**asked, "before": [at_the_end.previous_cursor]}))
            back.insert(0, [row.number for row in at_the_end.rows])
        assert [number for part in back for number in part] == [number for part in forth for number in part]


def test_filters_join_and_search_narrows() -> None:
    fill([(dt.date(2022, 1, day), "ticket" if day % 2 else "feedback", "A") for day in range(1, 6)])

    shown = page(
        resource("evidence"),
        query_of({"kind": ["ticket"], "occurred_on__gte": ["2022-01-02"], "account__empty": ["0"], "q": ["e002"]}),
    )

    assert [row.title for row in shown.rows] == ["E002"]
    assert shown.count == 1


@pytest.mark.parametrize(
    ("parameters", "field", "says"),
    [
        ({"sort": ["colour"]}, "sort", "'colour' is not a column"),
        ({"sort": ["problems"]}, "sort", "holds several values"),
        ({"columns": ["name,colour"]}, "columns", "'colour' is not a column"),
        ({"kind": ["rumour"]}, "kind", "'rumour' is not one of feedback"),
        ({"colour": ["red"]}, "colour", "is not a field of evidence"),
        ({"occurred_on__gte": ["31/02"]}, "occurred_on__gte", "'31/02' is not a date"),
        ({"name__gte": ["a"]}, "name__gte", "only numbers and dates"),
        ({"account": ["prb-1"]}, "account", "is not a account"),
        ({"limit": ["9999"]}, "limit", "from 1 to 500"),
        ({"after": ["bm9uc2Vuc2U"]}, "after", "does not belong to this list"),
        ({"after": ["WyJub25zZW5zZSIsMV0"]}, "after", "does not belong to this list"),
        ({"after": ["é"]}, "after", "does not belong to this list"),
    ],
)
def test_a_wrong_question_is_told_what_would_be_right(parameters: dict[str, list[str]], field: str, says: str) -> None:
    with pytest.raises(InvalidValues) as refusal:
        page(resource("evidence"), query_of(parameters))

    assert says.replace("a account", "an account") in refusal.value.fields[field].replace("a account", "an account")


def test_the_number_of_queries_does_not_grow_with_the_rows() -> None:
    def queries(count: int) -> int:
        fill([(None, "ticket", "A")] * count)
        problem = Problem.objects.create(name=f"P{count}")
        for evidence in Evidence.objects.all():
            evidence.problems.add(problem)
        with CaptureQueriesContext(connection) as captured:
            page(resource("evidence"), query_of({"q": ["e"]}))
        return len(captured)

    assert queries(2) == queries(20) == 3
    assert queries(51) == queries(60) == 4


def test_links_stand_in_the_order_of_their_own_list() -> None:
    low, high, middle = (made("edition", name=name, rank=rank) for name, rank in (("Core", 0), ("Best", 2), ("Up", 1)))
    made("capability", name="Search", editions=[f"edn-{one.pk}" for one in (high, middle, low)])

    row = page(resource("capability"), query_of({})).rows[0]

    assert [linked.title for linked in row.values["editions"]] == ["Core", "Up", "Best"]
