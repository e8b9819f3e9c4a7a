"""Opportunity scores, against published ones, and never on too few answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nervecenter.domain.demand.opportunity import RatingRow, opportunity_score, opportunity_scores


def ratings(segment: str, important: int, satisfied: int, of: int) -> list[RatingRow]:
    return [RatingRow("out-1", segment, 5 if n < important else 3, 4 if n < satisfied else 1) for n in range(of)]


def test_the_published_outcome_scores_as_published() -> None:
    """Ulwick (2002): keeping a vessel from closing again has importance 9.5, satisfaction 3.2 and the score 15.8."""
    assert opportunity_score(9.5, 3.2) == pytest.approx(15.8)


def test_an_overserved_outcome_scores_its_importance() -> None:
    assert opportunity_score(4.0, 9.0) == 4.0


@pytest.mark.parametrize(("importance", "satisfaction"), [(11, 2), (-1, 2), (2, 10.5)])
def test_what_is_not_on_the_scale_is_refused(importance: float, satisfaction: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 10"):
        opportunity_score(importance, satisfaction)


def test_a_score_is_taken_within_a_segment() -> None:
    rows = ratings("clinics", 38, 12, 40) + ratings("banks", 10, 30, 40)

    clinics, banks = opportunity_scores(rows)

    assert (clinics.segment, clinics.importance, clinics.satisfaction) == ("clinics", 9.5, 3.0)
    assert clinics.score == 16.0
    assert (banks.segment, banks.score) == ("banks", 2.5)
    assert clinics.importance_interval.low < 9.5 < clinics.importance_interval.high <= 10


def test_too_few_answers_give_no_score_and_say_so() -> None:
    rows = [*ratings("clinics", 29, 1, 29), RatingRow("out-1", "clinics", 5, None)]

    (found,) = opportunity_scores(rows)

    assert (found.importance_n, found.satisfaction_n) == (30, 29)
    assert (found.score, found.is_enough) == (None, False)
    assert found.importance == 10.0
    assert opportunity_scores(rows, minimum=29)[0].is_enough


def test_an_outcome_that_nobody_rated_has_no_figures() -> None:
    (found,) = opportunity_scores([RatingRow("out-1", "", None, None)], minimum=0)

    assert (found.importance, found.satisfaction, found.score) == (None, None, None)


@pytest.mark.parametrize("rating", [0, 6])
def test_a_rating_outside_one_to_five_is_refused(rating: int) -> None:
    with pytest.raises(ValueError, match="1 to 5"):
        opportunity_scores([RatingRow("out-1", "", rating, 3)])


@given(st.floats(0, 10), st.floats(0, 10))
def test_a_score_lies_between_importance_and_twenty(importance: float, satisfaction: float) -> None:
    assert importance <= opportunity_score(importance, satisfaction) <= 20
