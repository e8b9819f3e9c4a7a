"""Segments that are known are found again, in a fixed order, from the same seed, with gaps and without."""

import csv
import itertools
import math

import numpy as np
import pytest

from nervecenter.domain.segmentation.choosing import best_of
from nervecenter.domain.segmentation.discovery import Discovery, discover
from nervecenter.domain.segmentation.items import Method, observations
from nervecenter.domain.segmentation.stability import adjusted_rand
from tests.domain.segmentation.known import answers, carcinoma, clusters


def quick(columns: dict[str, list[object]], *classes: int, method: Method | None = None, seed: int = 1) -> Discovery:
    """A search with fewer starts and resamples than usual."""
    return discover(observations(columns, method), classes, seed=seed, starts=15, resamples=6)


def test_the_published_classes_of_the_carcinoma_slides_are_found() -> None:
    with carcinoma().open() as file:
        rows = list(csv.DictReader(file))

    found = discover(observations({name: [row[name] for row in rows] for name in "ABCDEFG"}), (2, 3, 4))

    three = found.solution
    assert found.best == 3
    assert round(three.log_likelihood, 3) == -293.705
    assert round(three.aic, 2) == 633.41
    assert round(three.bic, 2) == 697.14
    assert [round(share, 4) for share in three.shares] == [0.4447, 0.3736, 0.1817]
    assert [round(each.bic, 2) for each in found.solutions] == [706.07, 697.14, 726.46]
    assert min(each.stability for each in found.solutions) > 0.6


def test_the_log_likelihood_is_the_sum_over_rows_of_the_logarithm_of_their_probability() -> None:
    columns: dict[str, list[object]] = {"a": [0, 0, 0, 1], "b": [0, 1, 1, 1]}

    found = discover(observations(columns), (1,))

    by_hand = 3 * math.log(3 / 4) + math.log(1 / 4)
    assert found.solution.log_likelihood == pytest.approx(2 * by_hand, abs=1e-6)
    assert found.solution.parameters == 2
    assert found.solution.bic == pytest.approx(-4 * by_hand + 2 * math.log(4), abs=1e-6)


def test_three_known_classes_are_found_among_two_to_four() -> None:
    columns, truth = answers()

    found = quick(columns, 2, 3, 4)

    assert found.best == 3
    assert found.solution.shares == pytest.approx([1 / 2, 1 / 3, 1 / 6], abs=0.03)
    assert adjusted_rand(found.solution.numbers - 1, truth) > 0.9
    assert found.solution.stability > 0.9
    assert found.notices == ()


@pytest.mark.parametrize("method", [Method.GAUSSIAN, Method.K_MEANS])
def test_three_known_groups_of_numbers_are_found(method: Method) -> None:
    columns, truth = clusters()

    found = quick(columns, 2, 3, 4, method=method)

    assert found.best == 3
    assert [segment.members for segment in found.solution.segments] == pytest.approx([300, 200, 100], abs=5)
    assert adjusted_rand(found.solution.numbers - 1, truth) > 0.97
    assert min(segment.stability for segment in found.solution.segments) > 0.9


def test_a_gaussian_mixture_of_one_class_has_the_likelihood_of_the_normal_distribution() -> None:
    values = [float(value) for value in (3, 5, 8, 13, 21, 27, 30, 31, 33, 34, 35, 36)]

    found = discover(observations({"size": list(values)}, Method.GAUSSIAN), (1,))

    mean, variance = np.mean(values), np.var(values)
    by_hand = sum(-0.5 * math.log(2 * math.pi * variance) - (value - mean) ** 2 / (2 * variance) for value in values)
    assert found.solution.log_likelihood == pytest.approx(by_hand, abs=1e-6)


def test_k_means_finds_the_division_with_the_least_squares() -> None:
    values = [1.0, 2.0, 4.0, 9.0, 11.0, 12.0, 30.0, 31.0]

    found = discover(observations({"size": list(values)}, Method.K_MEANS), (3,), resamples=2)

    divisions = itertools.combinations(range(1, 8), 2)
    cuts = min(divisions, key=lambda cut: sum(np.var(part) * len(part) for part in np.split(values, cut)))
    numbers = found.solution.numbers
    assert [len(part) for part in np.split(values, cuts)] == [3, 3, 2]
    assert len({tuple(numbers[:3]), tuple(numbers[3:6]), tuple(numbers[6:])}) == 3
    assert [len(set(part)) for part in np.split(numbers, cuts)] == [1, 1, 1]


def test_counted_and_measured_items_are_used_together() -> None:
    columns, truth = clusters()
    rng = np.random.default_rng(1)
    columns["plan"] = [("free", "team", "firm")[each if rng.random() < 0.8 else rng.integers(3)] for each in truth]

    found = quick(columns, 2, 3, 4)

    assert found.observed.method is Method.LATENT_CLASS
    assert found.best == 3
    assert adjusted_rand(found.solution.numbers - 1, truth) > 0.97


def test_empty_cells_are_missing_answers_and_not_a_category() -> None:
    columns, truth = answers()
    gaps = np.random.default_rng(9).random((6, len(truth))) < 0.2
    for place, name in enumerate(columns):
        columns[name] = [None if gap else cell for gap, cell in zip(gaps[place], columns[name], strict=True)]

    found = quick(columns, 2, 3, 4)

    assert [item.categories for item in found.observed.items] == [("no", "yes")] * 6
    assert found.best == 3
    assert found.solution.shares == pytest.approx([1 / 2, 1 / 3, 1 / 6], abs=0.04)
    assert adjusted_rand(found.solution.numbers - 1, truth) > 0.75


def test_the_same_seed_gives_the_same_answer_in_any_order_of_the_rows() -> None:
    columns, _ = answers(300)
    order = np.random.default_rng(2).permutation(300)
    mixed: dict[str, list[object]] = {name: [values[at] for at in order] for name, values in columns.items()}

    first, again, other = quick(columns, 2, 3), quick(columns, 2, 3), quick(mixed, 2, 3)

    for one, two, three in zip(first.solutions, again.solutions, other.solutions, strict=True):
        assert (one.log_likelihood, one.shares, one.stability) == (two.log_likelihood, two.shares, two.stability)
        assert (one.log_likelihood, one.shares, one.stability) == (three.log_likelihood, three.shares, three.stability)
        assert list(one.numbers[order]) == list(three.numbers)


def test_another_seed_gives_the_same_segments_where_they_are_clear() -> None:
    columns, _ = answers()

    first, other = quick(columns, 3, seed=1), quick(columns, 3, seed=77)

    assert first.solution.log_likelihood == pytest.approx(other.solution.log_likelihood, abs=1e-3)
    assert list(first.solution.numbers) == list(other.solution.numbers)


def test_rows_without_segments_are_said_to_have_none() -> None:
    rng = np.random.default_rng(8)
    columns: dict[str, list[object]] = {f"q{place}": list(rng.integers(0, 2, 300)) for place in range(5)}

    found = quick(columns, 2, 3)

    assert any("One class has a BIC" in notice for notice in found.notices)
    assert found.solution.unclear > 0


def test_unstable_solutions_are_passed_over_and_the_reader_is_told() -> None:
    columns, _ = answers(300)
    solutions = quick(columns, 2, 3).solutions

    class Shaky:
        classes, bic, stability, parameters, reached, tried = 9, -1e9, 0.2, 1, 1, 1

    assert best_of([*solutions, Shaky()]) == 3
    assert best_of([Shaky()]) == 9


def test_unclear_members_are_counted_by_their_certainty() -> None:
    columns, _ = answers(300)

    solution = quick(columns, 3).solution

    assert solution.unclear == int((solution.certainties < 0.7).sum())
    assert sum(segment.unclear for segment in solution.segments) == solution.unclear
    assert sum(segment.members for segment in solution.segments) == 300
    assert 0 < solution.entropy < 1


def test_a_long_tail_is_measured_by_its_logarithm() -> None:
    rng = np.random.default_rng(6)
    truth = np.repeat([0, 1], 300)
    sizes = np.exp(rng.normal(np.array([3.0, 7.0])[truth], 0.6))

    found = quick({"employees": list(sizes)}, 2, 3)

    assert found.best == 2
    assert adjusted_rand(found.solution.numbers - 1, truth) > 0.95
    assert "employees is skewed and positive; its logarithm is measured." in found.notices


@pytest.mark.parametrize("method", [Method.GAUSSIAN, Method.K_MEANS])
@pytest.mark.parametrize("unit", [1e-300, 1e-3, 1e6, 1e305])
def test_the_unit_of_a_measure_makes_no_difference(method: Method, unit: float) -> None:
    columns, _ = clusters(200)
    other: dict[str, list[object]] = columns | {"seats": [float(str(value)) * unit for value in columns["seats"]]}

    plain, scaled = quick(columns, 3, method=method).solution, quick(other, 3, method=method).solution

    assert list(scaled.numbers) == list(plain.numbers)
    assert scaled.log_likelihood == pytest.approx(plain.log_likelihood - 200 * math.log(unit), rel=1e-6)


@pytest.mark.parametrize("method", list(Method))
@pytest.mark.parametrize(
    "values",
    [
        [0.0] * 140 + [1.5, 30.5, 400.5] * 20,
        [1.5, 2.5, 3.5] * 66 + [1.5, 1.5],
        [1.0] * 198 + [2.5, 3.5],
        [None] * 150 + [1.5, 2.5] * 20 + [9.5] * 10,
    ],
)
def test_odd_measures_end_in_figures_and_without_a_warning(method: Method, values: list[object]) -> None:
    other = np.random.default_rng(3).normal(size=200)

    found = quick({"a": values, "b": list(other)}, 2, 3, method=method)

    for each in found.solutions:
        figures = [each.log_likelihood, each.aic, each.bic, each.stability, each.entropy, *each.shares]
        assert all(type(figure) is float and math.isfinite(figure) for figure in figures)
        assert sum(each.shares) == pytest.approx(1)
        assert all(found.rule(some.number, each.classes).text for some in each.segments if 0 < some.members < 200)


@pytest.mark.parametrize(
    ("one", "other", "index"),
    [
        ([0, 0, 1, 1], [1, 1, 0, 0], 1.0),
        ([0, 0, 1, 1], [0, 1, 0, 1], -0.5),
        ([0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 2, 2], 0.242424),
    ],
)
def test_the_adjusted_rand_index_is_that_of_hubert_and_arabie(one: list[int], other: list[int], index: float) -> None:
    assert adjusted_rand(np.array(one), np.array(other)) == pytest.approx(index, abs=1e-6)
