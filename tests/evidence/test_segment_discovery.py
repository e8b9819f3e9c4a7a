"""Segments are looked for among the accounts by a job, kept with it, and made ours by one click."""

from typing import Any

import pytest
from django.test import Client

from nervecenter.evidence.actions.finding_segments import find_segments
from nervecenter.evidence.discovery.columns import account_columns
from nervecenter.evidence.jobs import segment_discovery
from nervecenter.foundation.errors import InvalidValues
from nervecenter.foundation.jobs.context import JobCancelled, JobContext
from nervecenter.foundation.jobs.models import Job
from nervecenter.foundation.jobs.running import run_job
from nervecenter.foundation.users import User
from nervecenter.market.models import Account, Segment
from tests.factories import made

pytestmark = pytest.mark.django_db


def two_kinds(count: int = 120) -> None:
    """Large banks in Germany and small shops in France, one half each, and a column that tells nothing."""
    Account.objects.bulk_create(
        Account(
            name=f"{'Bank' if number % 2 else 'Shop'} {number}",
            industry="bank" if number % 2 else "retail",
            country="DE" if number % 2 else "FR",
            employees=(5000 if number % 2 else 20) + number,
            region="Europe",
        )
        for number in range(count)
    )


def searched(**asked: Any) -> Job:
    """A search that has run."""
    defaults: dict[str, Any] = {"attributes": ["industry", "country"], "method": "", "fewest": 2, "most": 3}
    job = find_segments(**defaults | asked, actor=None)
    run_job(job.pk, worker="test")
    job.refresh_from_db()
    return job


@pytest.fixture
def editor(client: Client) -> Client:
    """A browser in which somebody is signed in who may create records."""
    client.force_login(User.objects.create(username="eva", role="editor"))
    return client


def test_two_kinds_of_accounts_are_found_with_a_rule_and_examples() -> None:
    two_kinds()

    job = searched(attributes=["industry", "country", "region"])

    assert job.status == "done", job.error
    found: Any = job.result
    assert (found["best"], found["rows"], found["items"]) == (2, 120, ["industry", "country"])
    assert "Region: every account says the same or nothing, so it is left out." in found["notices"]
    assert {(one["members"], one["rule"]["precision"], one["rule"]["recall"]) for one in found["segments"]} == {
        (60, 1.0, 1.0)
    }
    assert all(len(one["examples"]) == 5 for one in found["segments"])


def test_too_few_accounts_are_told_plainly_and_nothing_is_kept() -> None:
    two_kinds(12)

    job = searched()

    assert (job.status, job.result) == ("failed", None)
    assert job.error == "There are 12 accounts, too few to tell segments apart; 30 are the least."


def test_attributes_that_tell_nothing_apart_are_told_plainly() -> None:
    two_kinds()

    job = searched(attributes=["region", "status"])

    assert (job.status, job.result) == ("failed", None)
    assert job.error.startswith("None of these attributes tells the accounts apart")


def test_won_deals_and_products_bought_tell_accounts_apart_and_stay_out_of_the_rule() -> None:
    two_kinds()
    product = made("product", name="Vault")
    for account in Account.objects.filter(industry="bank"):
        made("deal", outcome="won", account=account.pk, product=product.pk)

    job = searched(attributes=["industry", "products"])

    found: Any = job.result
    assert job.status == "done", job.error
    assert found["items"] == ["industry", "bought Vault"]
    assert {one["rule"]["text"] for one in found["segments"]} == {'industry = "bank"', 'industry = "retail"'}


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"attributes": []}, "attributes"),
        ({"attributes": ["name"]}, "attributes"),
        ({"method": "magic"}, "method"),
        ({"method": "k-means"}, "method"),
        ({"fewest": 5, "most": 3}, "classes"),
        ({"fewest": 2, "most": 7}, "classes"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused_and_no_job_begins(asked: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidValues) as refused:
        searched(**asked)

    assert list(refused.value.fields) == [field]
    assert not Job.objects.exists()


def test_a_found_segment_becomes_one_of_ours_with_its_rule(editor: Client) -> None:
    two_kinds()
    job = searched()

    page = editor.get(f"/market/segments/discover/{job.pk}/").content.decode()
    answer = editor.post(f"/market/segments/discover/{job.pk}/make/", {"segment": "1", "name": "Banks"})

    segment = Segment.objects.get()
    assert "<b>2 segments</b> fit 120 accounts best" in page
    assert answer.headers["Location"] == f"/market/segments/seg-{segment.pk}/"
    assert segment.name == "Banks"
    assert segment.rule in {f'{name} = "{value}"' for name, value in (
        ("industry", "bank"), ("industry", "retail"), ("country", "DE"), ("country", "FR"),
    )}  # fmt: skip
    assert "The rule finds 100 % of its members; 100 % of what it finds are." in segment.description


def test_a_segment_that_was_not_found_is_not_made(editor: Client) -> None:
    two_kinds()
    job = searched()

    answer = editor.post(f"/market/segments/discover/{job.pk}/make/", {"segment": "9"})

    assert answer.status_code == 404
    assert not Segment.objects.exists()


def test_the_form_begins_a_job_and_lists_the_searches(editor: Client) -> None:
    two_kinds()

    begun = editor.post(
        "/market/segments/discover/", {"attribute": ["industry", "country"], "method": "", "fewest": "2", "most": "4"}
    )
    refused = editor.post("/market/segments/discover/", {"method": "", "fewest": "2", "most": "4"})

    job = Job.objects.get()
    assert begun.headers["Location"] == f"/jobs/{job.pk}/"
    assert job.arguments == {"attributes": ["industry", "country"], "method": "", "classes": [2, 3, 4]}
    assert refused.status_code == 422
    assert "Segments by industry, country" in editor.get("/market/segments/discover/").content.decode()


def test_a_search_that_is_cancelled_stops_before_the_next_number_of_segments() -> None:
    two_kinds()
    asked = {"attributes": ["industry", "country"], "method": "", "classes": [2, 3]}
    context = JobContext(1, asked, None)
    context.cancelled.set()

    with pytest.raises(JobCancelled):
        segment_discovery(context)

    assert context.state.message == "2 classes"
    assert not Segment.objects.exists()


def test_of_very_many_accounts_some_are_drawn_and_the_notice_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    two_kinds()
    monkeypatch.setattr("nervecenter.evidence.discovery.columns.MOST_ROWS", 60)

    found = account_columns(["industry", "country"])
    again = account_columns(["industry", "country"])

    assert (len(found.rows), found.accounts, found.is_sample) == (60, 120, True)
    assert found.rows == again.rows
    assert found.notices == ("60 of 120 accounts (50 %) were drawn at random.",)
