"""Mixtures climbed by expectation and maximisation, many starts side by side in one array.

Written for features in which the logarithm of every density is linear: categories, normal numbers, and k-means, which
is the same climb with one fixed round width, each row wholly in its nearest class.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nervecenter.domain.segmentation.features import Features, Floats

LEAST_VARIANCE = 0.0025
"""Of a standardised number within a class: no class is narrower than a twentieth of the whole."""

_TINY = 1e-12
_SPARE = 1e-9


@dataclass(frozen=True, slots=True)
class Mixtures:
    """Several starts of one model: `slopes` (columns, starts, classes) and `shares` (starts, classes)."""

    slopes: Floats
    shares: Floats

    @property
    def starts(self) -> int:
        """How many there are side by side."""
        return len(self.shares)

    def some(self, places: NDArray[np.intp]) -> "Mixtures":
        """Those at these places."""
        return Mixtures(self.slopes[:, places], self.shares[places])


def merged(mixtures: list[Mixtures]) -> Mixtures:
    """All of them side by side."""
    slopes = np.concatenate([each.slopes for each in mixtures], axis=1)
    return Mixtures(slopes, np.concatenate([each.shares for each in mixtures]))


def random_starts(of: Features, classes: int, starts: int, rng: np.random.Generator, *, hard: bool) -> Mixtures:
    """Categories by chance; numbers around rows that lie far apart (k-means++); classes of equal size."""
    slopes = np.empty((of.matrix.shape[1], starts, classes))
    if of.categories:
        chances = rng.uniform(0.02, 1.0, (of.counted_columns, starts, classes))
        slopes[: of.counted_columns] = np.log(_within_items(chances, of.categories))
    if of.measured:
        centres = _spread_rows(of, classes, starts, rng)
        slopes[of.counted_columns :] = _number_slopes(centres, np.ones_like(centres), hard=hard)
    return Mixtures(slopes, np.full((starts, classes), 1.0 / classes))


def memberships(of: Features, mixtures: Mixtures, *, hard: bool) -> tuple[Floats, Floats]:
    """How far each distinct row belongs to each class (rows, starts, classes), and its log density (rows, starts)."""
    columns, starts, classes = mixtures.slopes.shape
    scores = (of.matrix @ mixtures.slopes.reshape(columns, -1)).reshape(-1, starts, classes)
    if hard:
        nearest = scores.argmax(axis=2, keepdims=True)
        density = np.take_along_axis(scores, nearest, axis=2)[:, :, 0]
        belongs = np.zeros_like(scores)
        np.put_along_axis(belongs, nearest, 1.0, axis=2)
        return belongs, density
    scores += np.log(np.maximum(mixtures.shares, _TINY))
    top = scores.max(axis=2, keepdims=True)
    np.exp(np.subtract(scores, top, out=scores), out=scores)
    total = scores.sum(axis=2, keepdims=True)
    scores /= total
    return scores, (top + np.log(total))[:, :, 0]


def climbed(
    of: Features, mixtures: Mixtures, *, weights: Floats | None = None, hard: bool, steps: int, until: float
) -> tuple[Mixtures, Floats]:
    """Each start after so many steps, or once a step gains less than `until` for a row; with its log likelihood.

    `weights` (rows, starts) may give each start a sample of its own.
    """
    until *= of.rows
    slopes, shares = mixtures.slopes.copy(), mixtures.shares.copy()
    reached = np.full(mixtures.starts, -np.inf)
    going, now = np.arange(mixtures.starts), mixtures
    for step in range(steps + 1):
        weight = of.weights[:, None] if weights is None else weights[:, going]
        belongs, density = memberships(of, now, hard=hard)
        height = (weight * density).sum(axis=0)
        moving = (height - reached[going] >= until) & (step < steps)
        slopes[:, going], shares[going], reached[going] = now.slopes, now.shares, height
        if not moving.any():
            break
        if not moving.all():
            going, belongs = going[moving], belongs[:, moving]
            weight = weight if weights is None else weight[:, moving]
        now = _best_for(of, belongs * weight[:, :, None], hard=hard)
    return Mixtures(slopes, shares), reached


def _best_for(of: Features, belongs: Floats, *, hard: bool) -> Mixtures:
    """The maximisation: the model that fits these weighted memberships best."""
    rows, starts, classes = belongs.shape
    totals = (of.matrix.T @ belongs.reshape(rows, -1)).reshape(-1, starts, classes)
    sizes = belongs.sum(axis=0)
    slopes, counted = np.empty_like(totals), of.counted_columns
    if of.categories:
        slopes[:counted] = np.log(np.maximum(_within_items(totals[:counted] + _SPARE, of.categories), _TINY))
    if of.measured:
        squares, values, marks = totals[counted:].reshape(3, of.measured, starts, classes)
        marks = marks + _SPARE
        means = values / marks
        variances = np.maximum((squares + _SPARE) / marks - means**2, LEAST_VARIANCE)
        slopes[counted:] = _number_slopes(means, np.ones_like(means) if hard else variances, hard=hard)
    return Mixtures(slopes, sizes / sizes.sum(axis=1, keepdims=True))


def _within_items(totals: Floats, categories: tuple[int, ...]) -> Floats:
    """Totals by category as shares within each item."""
    firsts = np.concatenate([[0], np.cumsum(categories)[:-1]]).astype(np.intp)
    sums = np.add.reduceat(totals, firsts, axis=0)
    shares: Floats = totals / np.repeat(sums, categories, axis=0)
    return shares


def _number_slopes(means: Floats, variances: Floats, *, hard: bool) -> Floats:
    width = 0.0 if hard else np.log(2 * np.pi * variances)
    return np.concatenate([-0.5 / variances, means / variances, -0.5 * (means**2 / variances + width)])


def _spread_rows(of: Features, classes: int, starts: int, rng: np.random.Generator) -> Floats:
    """Rows as first centres (measured items, starts, classes), each drawn by its squared distance from the others."""
    squares, values, marks = np.split(of.matrix[:, of.counted_columns :], 3, axis=1)
    centres = np.empty((of.measured, starts, classes))
    chance = np.repeat(of.weights[:, None], starts, axis=1)
    nearest = np.full((of.distinct, starts), np.inf)
    for each in range(classes):
        heaped = np.cumsum(chance, axis=0)
        drawn = (heaped < rng.random(starts) * heaped[-1]).sum(axis=0).clip(0, of.distinct - 1)
        centre = values[drawn].T
        centres[:, :, each] = centre
        away = squares.sum(axis=1)[:, None] - 2 * values @ centre + marks @ centre**2
        nearest = np.minimum(nearest, np.maximum(away, 0.0))
        chance = of.weights[:, None] * (nearest + _TINY)
    return centres
