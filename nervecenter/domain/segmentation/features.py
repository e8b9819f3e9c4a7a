"""Observations as one matrix of distinct rows, such that every model here is linear in it.

Each category is a column of zeros and ones (all zero where the cell is empty); each measured item, standardised, has
three columns: its square, itself, and a mark that it is there. Rows that are alike are kept once, with a weight.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nervecenter.domain.segmentation.items import Observations

type Floats = NDArray[np.float64]

LONG_TAIL = 1.5
"""The skewness from which a positive number is measured by its logarithm."""


@dataclass(frozen=True, slots=True)
class Features:
    """Distinct rows (`matrix`) with their number of rows (`weights`).

    `categories` holds the number of categories of each counted item, whose columns come first; then come squares,
    values and marks of the `measured` items, of which those `logged` went in by their logarithm. `place_of` leads
    from a row to its distinct row. `scaling` is what the logarithm of a density loses on the numbers' own scale.
    """

    matrix: Floats
    weights: Floats
    categories: tuple[int, ...]
    measured: int
    place_of: NDArray[np.intp]
    scaling: float
    logged: tuple[str, ...] = ()

    @property
    def distinct(self) -> int:
        """How many distinct rows there are."""
        return len(self.matrix)

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return int(self.weights.sum())

    @property
    def counted_columns(self) -> int:
        """How many columns the counted items have together."""
        return sum(self.categories)

    def part(self, places: NDArray[np.intp], weights: Floats) -> "Features":
        """Some of the distinct rows with other weights."""
        return Features(self.matrix[places], weights, self.categories, self.measured, places, self.scaling)


def features(observed: Observations) -> Features:
    """The matrix of the observations. The order of the rows makes no difference to it."""
    counted = [place for place, item in enumerate(observed.items) if not item.is_measured]
    measured = [place for place, item in enumerate(observed.items) if item.is_measured]
    numbers, logarithms, logged = _straightened(observed.cells[:, measured])
    numbers, scaling = _standardised(numbers)
    cells = np.column_stack([observed.cells[:, counted], numbers])
    # NaN differs from itself, so that alike rows with gaps would not be found alike.
    distinct, place_of, weights = np.unique(
        np.where(np.isnan(cells), np.inf, cells), axis=0, return_inverse=True, return_counts=True
    )
    columns: list[Floats] = []
    sizes = tuple(len(observed.items[place].categories) for place in counted)
    for place, size in enumerate(sizes):
        columns.append((distinct[:, place, None] == np.arange(size)).astype(np.float64))
    values = distinct[:, len(counted) :]
    marks = np.isfinite(values).astype(np.float64)
    values = np.where(marks > 0, values, 0.0)
    matrix = np.column_stack([*columns, values**2, values, marks])
    return Features(
        matrix=np.ascontiguousarray(matrix),
        weights=weights.astype(np.float64),
        categories=sizes,
        measured=len(measured),
        place_of=place_of.ravel(),
        scaling=scaling + logarithms,
        logged=tuple(observed.items[measured[place]].name for place in logged),
    )


def _straightened(numbers: Floats) -> tuple[Floats, float, list[int]]:
    """Positive columns with a long tail by their logarithm, what that adds to the scaling, and which they are.

    Sizes of companies and deals are so: on their own scale, a mixture would cut the tail into slices.
    """
    numbers, added, logged = numbers.copy(), 0.0, []
    for place in range(numbers.shape[1]):
        values = numbers[np.isfinite(numbers[:, place]), place]
        if values.min() > 0 and _skewness(values / values.max()) > max(LONG_TAIL, abs(_skewness(np.log(values)))):
            added += float(np.log(values).sum())
            numbers[:, place] = np.log(numbers[:, place])
            logged.append(place)
    return numbers, added, logged


def _skewness(values: Floats) -> float:
    away = values - values.mean()
    return float((away**3).mean() / max(float((away**2).mean()), 1e-300) ** 1.5)


def _standardised(numbers: Floats) -> tuple[Floats, float]:
    """Each column with mean zero and standard deviation one, rounded so that equal stays equal; and the scaling."""
    if not numbers.shape[1]:
        return numbers, 0.0
    there = np.isfinite(numbers).sum(axis=0)
    # First into 0 to 1, since squares of very large and very small numbers are none; halves, since a range may be.
    lowest, highest = np.nanmin(numbers, axis=0) / 2, np.nanmax(numbers, axis=0) / 2
    widths = highest - lowest
    numbers = (numbers / 2 - lowest) / widths
    scales = np.nanstd(numbers, axis=0)
    scaling = float((there * (np.log(scales) + np.log(widths) + np.log(2))).sum())
    return np.round((numbers - np.nanmean(numbers, axis=0)) / scales, 12), scaling
