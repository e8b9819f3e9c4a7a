"""Opportunities are told within a segment, with their number of ratings, and never where too few answered."""

import pytest
from django.test import Client

from nervecenter.evidence.charts.opportunities import opportunity_figures, served
from nervecenter.evidence.models import OutcomeRating
from nervecenter.evidence.queries.opportunities import opportunities, rated_segments
from nervecenter.foundation.users import User
from tests.factories import made
from tests.specifications import checked

pytestmark = pytest.mark.django_db


def ratings(outcome: int, count: int, importance: int, satisfaction: int, **of: int) -> None:
    """So many ratings of one kind."""
    OutcomeRating.objects.bulk_create(
        OutcomeRating(outcome_id=outcome, importance=importance, satisfaction=satisfaction, **of) for _ in range(count)
    )


def surveyed() -> tuple[int, int, int]:
    """Banks by rule find exports important and bad (32 answers), shops do not; speed was rated by five."""
    banks = made("segment", name="Banks", rule='industry = "bank"')
    shops = made("segment", name="Shops")
    bank = made("account", industry="bank")
    job = made("problem", name="Report to auditors", kind="job")
    export = made("outcome", name="Less time until an export is ready", job=job.pk)
    speed = made("outcome", name="More speed", job=job.pk)
    ratings(export.pk, 24, 5, 1, account_id=bank.pk)
    ratings(export.pk, 8, 2, 5, account_id=bank.pk)
    ratings(export.pk, 31, 1, 5, segment_id=shops.pk)
    ratings(speed.pk, 5, 5, 1, account_id=bank.pk)
    return banks.pk, shops.pk, export.pk


def test_the_score_is_told_within_a_segment_by_the_rule_of_the_rater_s_account() -> None:
    banks, shops, export = surveyed()

    first, second = opportunities(banks)
    (of_shops,) = opportunities(shops)

    assert (first.outcome, first.score.importance, first.score.satisfaction, first.score.score) == (
        export, 7.5, 2.5, 12.5,
    )  # fmt: skip
    assert (first.judgement, first.score.importance_n, first.job_name) == ("under-served", 32, "Report to auditors")
    assert (second.score.score, second.score.importance_n, second.judgement) == (None, 5, "too few to say")
    assert (of_shops.score.score, of_shops.judgement) == (0.0, "over-served")
    assert [(each.name, each.ratings) for each in rated_segments()] == [("Banks", 37), ("Shops", 31)]


def test_the_page_answers_for_the_segment_with_most_ratings_and_says_when_it_is_the_whole_market(
    client: Client,
) -> None:
    banks, _, _ = surveyed()
    client.force_login(User.objects.create(username="vera"))

    page = client.get("/evidence/opportunities/").content.decode()
    market = client.get("/evidence/opportunities/?segment=market").content.decode()
    csv = client.get(f"/evidence/opportunities/?segment=seg-{banks}&csv=opportunities").content.decode()

    assert "<b>1 of 1 outcomes</b> is under-served in Banks" in page
    assert "Over the whole market" not in page
    assert "What opposite segments want cancels out here." in market
    assert csv.splitlines()[1] == "Less time until an export is ready,Report to auditors,7.5,2.5,12.5,32,under-served"


def test_with_too_few_ratings_no_score_is_told(client: Client) -> None:
    outcome = made("outcome", job=made("problem").pk)
    ratings(outcome.pk, 12, 5, 1)
    client.force_login(User.objects.create(username="vera"))

    page = client.get("/evidence/opportunities/").content.decode()

    assert "<b>Too few to say</b> in no segment: no outcome has more than 12 ratings, and 30 are the least." in page


def test_a_segment_nobody_rated_for_is_refused_and_without_ratings_the_page_says_so(client: Client) -> None:
    client.force_login(User.objects.create(username="vera"))

    assert client.get("/evidence/opportunities/?segment=seg-99").status_code == 422
    assert "<b>No outcome was rated yet</b>" in client.get("/evidence/opportunities/").content.decode()


def test_the_picture_has_a_point_for_each_rated_outcome_and_none_without_ratings() -> None:
    banks, _, _ = surveyed()

    specification = checked(served(opportunities(banks)))

    assert [row["judgement"] for row in specification["data"]["values"]] == ["under-served", "too few to say"]
    assert opportunity_figures((), "Banks", 0) == {}
