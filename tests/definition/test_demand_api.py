"""Demand over the API and on the command line: the same figures as on the page."""

import datetime as dt
from decimal import Decimal

import pytest

from nervecenter.evidence.models import Deal, Evidence, Highlight
from nervecenter.market.models import Account, Problem, Segment
from tests.cli.conftest import Nervecenter
from tests.cli.conftest import nervecenter as nervecenter  # noqa: PLC0414 - the command line as a fixture
from tests.foundation.api.asking import asker, assert_problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def slow() -> Problem:
    """A problem with a bank behind it that states an importance, and a shop that does not."""
    segment = Segment.objects.create(name="Banks", weight=Decimal("2.5"))
    bank = Account.objects.create(name="Bank", segment=segment, recurring_revenue=Decimal(9000), currency="EUR")
    shop = Account.objects.create(name="Shop")
    Deal.objects.create(name="d", outcome="open", amount=40, currency="EUR", account=bank)
    problem = Problem.objects.create(name="Slow")
    for account, day in ((bank, 1), (shop, 2)):
        piece = Evidence.objects.create(name="Call", account=account, occurred_on=dt.date(2020, 1, day))
        piece.problems.add(problem)
        if account is bank:
            Highlight.objects.create(evidence=piece, problem=problem, importance=3, passage="takes a day")
    return problem


def test_needs_come_most_asked_for_first_with_all_their_figures(slow: Problem) -> None:
    found = asker("viewer").get("demand")

    assert (found["is_current"], found["next"]) == (True, None)
    (item,) = found["items"]
    assert item == {
        "id": f"prb-{slow.pk}",
        "kind": "problem",
        "name": "Slow",
        "status": "",
        "weighted": 8.5,
        "accounts": 2,
        "noted": 0,
        "recurring_revenue": [{"currency": "EUR", "amount": 9000.0}],
        "pipeline": [{"currency": "EUR", "amount": 40.0}],
        "named_pipeline": [],
        "open_deals": 1,
        "latest_on": "2020-01-02",
        "top_account": item["top_account"],
        "top_share": 7.5 / 8.5,
        "recent_share": 0.0,
        "pieces": 2,
        "without_account": 0,
    }


def test_needs_and_accounts_are_paged_to_their_end(slow: Problem) -> None:
    Evidence.objects.create(name="x").problems.add(Problem.objects.create(name="Loud"))
    asked = asker("viewer")

    first = asked.get("demand?limit=1")
    second = asked.get(first["next"].removeprefix("/api/v1/"))
    accounts = asked.get(f"demand/prb-{slow.pk}?limit=1")
    rest = asked.get(accounts["next"].removeprefix("/api/v1/"))

    assert [each["name"] for each in (*first["items"], *second["items"])] == ["Slow", "Loud"]
    assert second["next"] is None
    assert (accounts["count"], accounts["items"][0]["name"], accounts["items"][0]["passage"]) == (
        2,
        "Bank",
        "takes a day",
    )
    assert [(each["name"], each["importance"], each["title"]) for each in rest["items"]] == [("Shop", None, "Call")]
    assert rest["next"] is None


def test_what_has_no_demand_is_not_found_and_an_unknown_figure_is_refused(slow: Problem) -> None:
    asked = asker("viewer")

    for path, status, code in (
        ("demand/acc-1", 404, "not-found"),
        (f"demand/prb-{slow.pk + 1}", 404, "not-found"),
        ("demand?sort=loudness", 422, "invalid-values"),
    ):
        asked.get(path)
        assert_problem(asked, status, code)


def test_the_command_line_says_the_same(slow: Problem, nervecenter: Nervecenter) -> None:
    over_api = asker("viewer").get("demand")["items"]

    told = nervecenter("demand", "--json")
    one = nervecenter("demand", f"prb-{slow.pk}", "--json")

    assert (told.code, told.json) == (0, {"items": over_api})
    assert (one.json["accounts"], one.json["count"], [each["name"] for each in one.json["items"]]) == (
        2,
        2,
        ["Bank", "Shop"],
    )


def test_a_person_reads_needs_and_accounts_as_tables(slow: Problem, nervecenter: Nervecenter) -> None:
    needs = nervecenter("demand", "--sort", "revenue").out
    accounts = nervecenter("demand", f"prb-{slow.pk}", "--top", "1").out

    assert [line.split() for line in needs.splitlines()] == [
        ["need", "accounts", "weighted", "pay", "a", "year", "open", "pipeline", "latest"],
        [f"prb-{slow.pk}", "2", "8.5", "EUR", "9,000", "EUR", "40", "2020-01-02", "Slow"],
    ]
    assert accounts.splitlines()[1].split() == [
        "Bank",
        "3",
        "2020-01-01",
        "EUR",
        "9,000",
        "EUR",
        "40",
        "takes",
        "a",
        "day",
    ]
    assert accounts.splitlines()[2] == "... and 1 more account; --top 0 lists all."


def test_what_the_command_cannot_answer_is_told(nervecenter: Nervecenter) -> None:
    nothing = nervecenter("demand")
    wrong = [nervecenter("demand", *words) for words in (("--sort", "loudness"), ("acc-1",), ("prb-9",))]

    assert nothing.out == "Nothing was said about any problem or requirement yet.\n"
    assert [each.code for each in wrong] == [2, 2, 2]
    assert "--sort does not know 'loudness'; it knows weighted, accounts, revenue, pipeline, latest" in wrong[0].err
    assert "acc-1 is no problem and no requirement; only these have a demand" in wrong[1].err
    assert "there is no problem prb-9" in wrong[2].err
