"""A segment in plain words, and as a rule that finds what it says it finds."""

from typing import Any

import numpy as np
import pytest

from nervecenter.domain.expressions.evaluating import matcher
from nervecenter.domain.expressions.kinds import Kind
from nervecenter.domain.expressions.parsing import parse
from nervecenter.domain.segmentation.describing import rule
from nervecenter.domain.segmentation.discovery import discover
from nervecenter.domain.segmentation.errors import SegmentationError
from nervecenter.domain.segmentation.items import observations
from nervecenter.domain.segmentation.profiles import profile, traits
from tests.domain.segmentation.known import answers, clusters

COLUMNS: dict[str, list[Any]] = {
    "country": ["DE"] * 40 + ["FR"] * 30 + ["US"] * 20 + ["UK"] * 10,
    "is_public": [True] * 20 + [False] * 80,
    "employees": [float(size) for size in range(100)],
    "rating": [1, 2, 3, 4, 5] * 20,
    "plan": [None, "free", None, "team"] * 25,
}
OBSERVED = observations(COLUMNS)


def chosen(*rows: int) -> np.ndarray:
    """Members by their place."""
    members = np.zeros(100, dtype=bool)
    members[list(rows)] = True
    return members


def test_a_profile_says_share_lift_and_number_the_strongest_first() -> None:
    told = traits(OBSERVED, chosen(*range(20, 40)))

    assert [trait.sentence for trait in told] == [
        "country is DE (100 % against 40 % of all; lift 2.5; n 20)",
        "not is public (100 % against 80 % of all; lift 1.2; n 20)",
        "employees is low (median 29.5 against 49.5 of all; n 20)",
    ]
    assert [round(trait.strength, 2) for trait in told] == [1.77, 0.93, -0.69]


def test_members_like_all_rows_have_no_profile() -> None:
    assert profile(traits(OBSERVED, chosen(*range(100)))) == "much like all rows"


def test_a_number_with_one_middle_for_both_is_told_by_its_mean() -> None:
    observed = observations({"seats": [0.5] * 60 + [2.5, 1.5] * 20})

    told = traits(observed, np.arange(100) < 55)

    assert told[0].sentence == "seats is low (mean 0.5 against 1.1 of all; n 55)"


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        (range(40), 'country = "DE"'),
        (range(20, 40), 'country = "DE" and is_public = false'),
        ([*range(40, 70), *range(90, 100)], 'country in ("FR", "UK")'),
        (range(65, 100), "employees >= 65"),
        (range(0, 100, 5), "rating = 1"),
        (range(0, 100, 2), "plan is empty"),
        ([*range(30), *range(90, 100)], 'employees < 30 or country = "UK"'),
    ],
)
def test_a_short_rule_is_found(rows: list[int], text: str) -> None:
    found = rule(OBSERVED, chosen(*rows))

    assert found.text == text
    assert (found.precision, found.recall, found.found) == (1.0, 1.0, len(rows))


def test_precision_and_recall_are_those_of_the_rule_when_it_is_asked_row_by_row() -> None:
    columns, _ = answers(400)
    found = discover(observations(columns), (3,), starts=10, resamples=2)
    kinds = dict.fromkeys(columns, Kind.TEXT)

    for segment in found.solution.segments:
        described = found.rule(segment.number)
        matches = matcher(parse(described.text, kinds))
        met = np.array([matches(dict(zip(columns, row, strict=True))) for row in zip(*columns.values(), strict=True)])
        members = found.solution.members(segment.number)
        assert parse(described.text, kinds) == described.tree
        assert described.found == met.sum()
        assert described.precision == pytest.approx((met & members).sum() / met.sum())
        assert described.recall == pytest.approx((met & members).sum() / members.sum())
        assert min(described.precision, described.recall) > 0.85


def test_a_rule_for_numbers_uses_thresholds_that_can_be_kept_in_mind() -> None:
    columns, _ = clusters()
    found = discover(observations(columns), (3,), starts=10, resamples=2)

    texts = [found.rule(segment.number).text for segment in found.solution.segments]

    assert texts[0].startswith("logins < 1")
    assert texts[2].startswith("seats >= ")
    assert all(len(text) < 60 for text in texts)
    assert found.rule(1).sentence.startswith(("finds 100 %", "finds over 99 %", "finds 99 %"))


def test_values_that_no_rule_can_hold_are_left_out_of_it() -> None:
    observed = observations({"note": ["x" * 200, "y\0"] * 50, "plan": ["free", "team"] * 50})

    found = rule(observed, np.arange(100) % 2 == 0)

    assert (found.text, found.precision, found.recall) == ('plan = "free"', 1.0, 1.0)
    assert rule(observations({"note": ["x" * 200, "y\0"] * 50}), np.arange(100) < 50).text == "note is not empty"


@pytest.mark.parametrize("rows", [[], range(100)])
def test_nobody_and_everybody_have_no_rule(rows: list[int]) -> None:
    with pytest.raises(SegmentationError) as refused:
        rule(OBSERVED, chosen(*rows))

    assert refused.value.code == "no-rule"


def test_a_scale_is_told_by_its_middle_where_no_single_answer_says_more() -> None:
    observed = observations({"rating": list(range(1, 11)) * 10})

    upper = traits(observed, observed.cells[:, 0] >= 6)
    single = traits(observed, observed.cells[:, 0] == 9)

    assert [trait.sentence for trait in upper] == ["rating is high (median 8.5 against 5.5 of all; n 40)"]
    assert [trait.sentence for trait in single] == ["rating is 10 (100 % against 10 % of all; lift 10; n 10)"]
