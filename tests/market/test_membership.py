"""The segment an account belongs to: what is written on it first, then the first rule that it meets."""

import pytest
from pytest_django import DjangoAssertNumQueries

from nervecenter.evidence.models import Deal
from nervecenter.market.models import Account, Segment
from nervecenter.market.queries.membership import effective_segment, segment_rules
from tests.factories import made

pytestmark = pytest.mark.django_db


def belonging() -> dict[str, int | None]:
    """The segment of each account by name."""
    rows = Account.objects.annotate(effective_segment=effective_segment())
    return dict(rows.values_list("name", "effective_segment"))


def test_what_is_written_on_an_account_goes_before_every_rule() -> None:
    large = made("segment", name="Large", rule="employees >= 100")
    other = made("segment", name="Other", rule="")
    made("account", name="By rule", employees=100)
    made("account", name="Written", employees=100, segment=other.pk)
    made("account", name="Neither", employees=99)

    found = belonging()

    assert found == {"By rule": large.pk, "Written": other.pk, "Neither": None}


def test_of_two_rules_that_hold_the_older_segment_has_the_account() -> None:
    first = made("segment", name="Z", rule="country = 'DE'")
    made("segment", name="A", rule="employees > 10")
    made("account", name="Both", country="DE", employees=50)

    found = belonging()

    assert found == {"Both": first.pk}


def test_archived_segments_and_rules_that_cannot_be_read_claim_nobody() -> None:
    made("account", name="Both", country="DE", employees=50)
    gone = made("segment", name="Gone", rule="country = 'DE'")
    Segment.objects.filter(pk=gone.pk).update(archived_at="2026-01-01T00:00Z")
    Segment.objects.create(name="Broken", rule="country in (")

    (broken,) = segment_rules()

    assert broken.tree is None
    assert broken.fault.startswith("unexpected the end at 13")
    assert belonging() == {"Both": None}


def test_deals_are_asked_for_the_segment_of_their_account_in_one_query_more(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    segments = [made("segment", name=f"Over {size}", rule=f"employees > {size}") for size in (90, 50, 10)]
    for size in (5, 20, 60, 100):
        made("deal", name=f"{size}", account=made("account", employees=size).pk)
    made("deal", name="nobody")

    with django_assert_num_queries(2):
        found = dict(Deal.objects.annotate(of=effective_segment(prefix="account__")).values_list("name", "of"))

    assert found == {
        "5": None, "20": segments[2].pk, "60": segments[1].pk, "100": segments[0].pk, "nobody": None,
    }  # fmt: skip
