"""Two public files as a new user would bring them in: one by a dialect, one by the mapping that the guide shows."""

import re
from pathlib import Path

import pytest
from django.db.models import Count

from nervecenter.domain.exchange.reading.files import file_from_path
from nervecenter.evidence.models import Evidence
from nervecenter.foundation.importing.actions import load
from tests.demo.given import given

GUIDE = Path(__file__).parents[2] / "docs" / "how-to" / "import-from-your-tools.md"
APP_REVIEWS = re.findall(r"```yaml\n(name: app-reviews.*?)```", GUIDE.read_text(), re.DOTALL)[0]

pytestmark = pytest.mark.django_db


def test_sentences_of_app_reviews_come_in_by_the_mapping_of_the_guide() -> None:
    file = file_from_path(given("app_reviews_features_sentiment.csv"))

    done = load([file], mapping=APP_REVIEWS, actor=None)

    apps = Evidence.objects.values_list("product__name").annotate(Count("pk")).order_by()
    assert (done.status, done.error_count, done.unmatched) == ("done", 0, 0)
    assert (Evidence.objects.count(), len(apps)) == (2062, 8)
    assert Evidence.objects.exclude(kind="review").count() == 0
    assert Evidence.objects.filter(topics="ads, interface").exists()
    assert load([file], mapping=APP_REVIEWS, actor=None).unchanged == 2062


def test_issues_of_a_public_tracker_are_taken_for_jira_s() -> None:
    file = file_from_path(given("duplicate_issues_hadoop/issues.csv"))

    done = load([file], actor=None)

    issue = Evidence.objects.get(source_id="13404344")
    assert (done.status, done.created, done.error_count) == ("done", 2503, 0)
    assert done.files[0]["mapping"] == "jira-issues"
    assert (str(issue.occurred_on), issue.state, issue.priority, issue.topics) == (
        "2021-09-30", "Resolved, Duplicate", "Blocker", "2.9.2",
    )  # fmt: skip
    assert load([file], actor=None).unchanged == 2503
