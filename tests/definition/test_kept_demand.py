"""Demand that is counted by a job says when it was counted, and is never shown as newer than it is."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from nervecenter.definition import actions
from nervecenter.definition.actions import ask_for_count, keep_demand
from nervecenter.definition.models import KeptDemand
from nervecenter.definition.queries import shown_demand as shown
from nervecenter.definition.queries.demand import all_demand
from nervecenter.definition.queries.shown_demand import ShownDemand, shown_demand
from nervecenter.evidence.models import Evidence
from nervecenter.foundation.jobs.models import Job
from nervecenter.foundation.users import User
from nervecenter.market.models import Account, Persona, Problem, Segment

TODAY = dt.date(2026, 6, 30)
pytestmark = pytest.mark.django_db


@pytest.fixture
def much(monkeypatch: pytest.MonkeyPatch) -> Problem:
    """A workspace with too much evidence to count it at once: two pieces, where none may be counted at once."""
    monkeypatch.setattr(shown, "COUNTED_AT_ONCE", 0)
    slow = Problem.objects.create(name="Slow")
    banks = Segment.objects.create(name="Banks")
    for name, segment in (("Bank", banks), ("Shop", None)):
        account = Account.objects.create(name=name, segment=segment)
        Evidence.objects.create(name="said", account=account, occurred_on=dt.date(2026, 6, 1)).problems.add(slow)
    return slow


def test_little_evidence_is_counted_at_once_and_nothing_is_kept() -> None:
    slow = Problem.objects.create(name="Slow")
    Evidence.objects.create(name="said", account=Account.objects.create(name="Bank")).problems.add(slow)

    found = shown_demand(TODAY)

    assert (found.by_need, found.is_current) == (all_demand(TODAY), True)
    assert not KeptDemand.objects.exists()


def test_before_the_first_count_nothing_is_told(much: Problem) -> None:
    found = shown_demand(TODAY)

    assert found == ShownDemand()
    assert f"prb-{much.pk}" not in found.by_need


def test_what_was_kept_is_what_counting_at_once_would_say_for_all_and_for_a_segment(
    much: Problem, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    needs = keep_demand(TODAY)
    segment = Segment.objects.get().pk

    with django_assert_num_queries(6):
        whole = shown_demand(TODAY)
    part = shown_demand(TODAY, segment=segment)

    assert (needs, whole.is_current, whole.by_need) == (1, True, all_demand(TODAY))
    assert part.by_need == all_demand(TODAY, segment=segment)
    assert part.by_need[f"prb-{much.pk}"].accounts == 1


def test_a_write_that_demand_rests_on_makes_it_old_and_another_write_does_not(much: Problem) -> None:
    keep_demand(TODAY)
    Persona.objects.create(name="Ines")
    before = shown_demand(TODAY)
    Evidence.objects.get(account__name="Shop").problems.clear()

    after = shown_demand(TODAY)

    assert (before.is_current, after.is_current) == (True, False)
    assert after.by_need[f"prb-{much.pk}"].accounts == 2
    assert after.counted_at == before.counted_at


def test_a_new_day_makes_it_old(much: Problem) -> None:
    keep_demand(TODAY)

    assert not shown_demand(TODAY + dt.timedelta(days=1)).is_current


def test_what_is_old_is_counted_anew_by_one_job_and_not_again_at_once(
    much: Problem, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask_for_count(shown_demand(TODAY))
    ask_for_count(shown_demand(TODAY))
    asked = list(Job.objects.values_list("kind", "key"))
    keep_demand(TODAY)
    Job.objects.all().delete()
    Evidence.objects.create(name="later").problems.add(much)

    ask_for_count(shown_demand(TODAY))
    at_once = Job.objects.count()
    monkeypatch.setattr(actions, "PAUSE", dt.timedelta(0))
    ask_for_count(shown_demand(TODAY))

    assert asked == [("demand-count", "demand-count")]
    assert (at_once, Job.objects.count()) == (0, 1)


def test_the_page_says_that_it_is_being_counted_and_later_when_it_was(client: Client, much: Problem) -> None:
    client.force_login(User.objects.create(username="vera", role="viewer"))

    def page() -> str:
        response: Any = client.get("/evidence/demand/")
        return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())

    first = page()
    keep_demand(dt.date(2020, 1, 1))
    second = page()

    assert "The demand is being counted for the first time" in first
    assert "Slow" not in first
    assert "Records have changed since, and it is being counted anew." in second
    assert "Slow is asked for most, by 2 accounts" in second
