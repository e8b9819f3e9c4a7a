"""What a column is taken for, and which columns and ranges are refused, in words."""

import datetime as dt

import pytest

from nervecenter.domain.expressions.kinds import Kind
from nervecenter.domain.segmentation.discovery import discover
from nervecenter.domain.segmentation.errors import SegmentationError
from nervecenter.domain.segmentation.items import Item, Method, observations


def item(*values: object, method: Method | None = None) -> Item:
    """What a single column is taken for."""
    return observations({"a": list(values)}, method).items[0]


@pytest.mark.parametrize(
    ("values", "kind", "categories", "missing"),
    [
        (["1.0", "2.0", "", " "], Kind.NUMBER, (1.0, 2.0), 2),
        ([True, False, None], Kind.TRUTH, (False, True), 1),
        (["b", "a", "a"], Kind.TEXT, ("a", "b"), 0),
        ([1, 2, 5, 4], Kind.NUMBER, (1.0, 2.0, 4.0, 5.0), 0),
        (["007", "12"], Kind.TEXT, ("007", "12"), 0),
        (["12", "few"], Kind.TEXT, ("12", "few"), 0),
        (["NA", "FR"], Kind.TEXT, ("FR", "NA"), 0),
        (["1", "n/a", "2", float("nan")], Kind.NUMBER, (1.0, 2.0), 2),
        ([0.5, 1.5, 2.5], Kind.NUMBER, (), 0),
        (list(range(11)), Kind.NUMBER, (), 0),
        (["1e3", "-2.5", "7"], Kind.NUMBER, (), 0),
    ],
)
def test_a_column_is_counted_or_measured_by_what_is_in_it(
    values: list[object], kind: Kind, categories: tuple[object, ...], missing: int
) -> None:
    assert item(*values) == Item("a", kind, categories, missing)  # type: ignore[arg-type]


def test_the_method_follows_from_the_items_unless_it_is_given() -> None:
    numbers, words = list(range(20)), ["x", "y"] * 10

    assert observations({"a": numbers}).method is Method.GAUSSIAN
    assert observations({"a": numbers, "b": words}).method is Method.LATENT_CLASS
    assert item(1, 2, 1, method=Method.K_MEANS).is_measured


@pytest.mark.parametrize(
    ("columns", "method", "code", "message"),
    [
        ({}, None, "no-items", "there are no items"),
        ({"a": []}, None, "no-rows", "there are no rows"),
        ({"a": [1, 1, None]}, None, "constant-item", "a: every row says 1, so it tells nothing apart"),
        ({"a": [None, ""]}, None, "empty-item", "a: every cell is empty"),
        ({"a": [f"name {n}" for n in range(40)]}, None, "too-many-categories", "a: 40 different values are more than"),
        ({"a": ["x", "y"]}, Method.K_MEANS, "not-numeric", 'a: holds "x", which is not a number'),
        ({"a": [dt.date(2026, 1, 31)]}, None, "date-item", "a: holds dates; use a number such as the days"),
        ({"a": [1, 2], "b": [1]}, None, "ragged", "the columns differ in length"),
    ],
)  # fmt: skip
def test_what_cannot_tell_rows_apart_is_refused(
    columns: dict[str, list[object]], method: Method | None, code: str, message: str
) -> None:
    with pytest.raises(SegmentationError) as refused:
        observations(columns, method)

    assert refused.value.code == code
    assert str(refused.value).startswith(message)


def test_more_classes_than_the_rows_carry_are_refused_with_the_most_that_they_do() -> None:
    columns: dict[str, list[object]] = {"a": [1, 2, 1, 2] * 3, "b": [1, 1, 2, 2] * 3, "c": [1, 2, 2, 1] * 3}

    with pytest.raises(SegmentationError) as refused:
        discover(observations(columns), (2, 3, 4))

    assert refused.value.code == "too-many-classes"
    assert str(refused.value) == (
        "4 classes need 15 parameters and 4 distinct rows; 12 rows, 4 of them distinct, carry at most 3;"
        " ask for no more"
    )


@pytest.mark.parametrize("classes", [(), (0, 1), (-1,)])
def test_no_class_at_all_is_refused(classes: tuple[int, ...]) -> None:
    with pytest.raises(SegmentationError) as refused:
        discover(observations({"a": [1, 2] * 10}), classes)

    assert refused.value.code == "bad-range"
