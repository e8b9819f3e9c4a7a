"""Would other rows of the same market have given the same segments? Asked by drawing the rows anew."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nervecenter.domain.segmentation.features import Features, Floats
from nervecenter.domain.segmentation.fitting import CELLS_AT_ONCE, Fit
from nervecenter.domain.segmentation.mixtures import Mixtures, climbed, memberships, merged, random_starts

RESAMPLES = 25
RESAMPLED_ROWS = 2_000
_FRESH = 4
_SHORT, _LONG = 25, 100


@dataclass(frozen=True, slots=True)
class Stability:
    """The mean adjusted Rand index of a solution with those of resampled rows, and of each class its mean Jaccard.

    1 is the same each time. An index of 0 is no better than chance; a class below 0.6 is hardly one, from 0.75 on it
    may be relied on.
    """

    solution: float
    classes: tuple[float, ...]


def stability(
    of: Features, fit: Fit, rng: np.random.Generator, *, resamples: int = RESAMPLES, hard: bool = False
) -> Stability:
    """How the labels of all rows change when the model is fitted to rows drawn with replacement (at most 2,000).

    Each resample is climbed from the solution itself and from the best of some fresh starts; the higher one counts.
    """
    if fit.classes == 1:
        return Stability(1.0, (1.0,))
    drawn = min(of.rows, RESAMPLED_ROWS)
    # Where most rows are distinct, resamples share few of them, and each is quicker by itself.
    at_once = max(1, CELLS_AT_ONCE // (of.distinct * fit.classes * _FRESH)) if of.distinct < drawn / 2 else 1
    indexes: list[float] = []
    overlaps: list[Floats] = []
    for done in range(0, resamples, at_once):
        number = min(at_once, resamples - done)
        counts = rng.multinomial(drawn, of.weights / of.weights.sum(), size=number).T.astype(np.float64)
        labels = _relabelled(of, fit, counts, rng, hard=hard)
        for each in range(number):
            crossed = crossing(fit.labels, labels[:, each], of.weights, fit.classes)
            indexes.append(rand_of(crossed))
            overlaps.append(_jaccard(crossed))
    means = np.mean(overlaps, axis=0)
    return Stability(float(np.mean(indexes)), tuple(float(value) for value in means))


def adjusted_rand(one: NDArray[np.intp], other: NDArray[np.intp]) -> float:
    """How far two labellings of the same rows agree: 1 wholly, 0 as by chance (Hubert and Arabie 1985)."""
    number = int(max(one.max(), other.max())) + 1
    return rand_of(crossing(one, other, np.ones(len(one)), number))


def crossing(one: NDArray[np.intp], other: NDArray[np.intp], weights: Floats, classes: int) -> Floats:
    """How many rows each pair of classes has in common."""
    flat = np.bincount(one * classes + other, weights=weights, minlength=classes * classes)
    return flat.astype(np.float64).reshape(classes, classes)


def rand_of(crossed: Floats) -> float:
    """The adjusted Rand index of a crossing."""

    def pairs(counts: Floats) -> float:
        return float((counts * (counts - 1) / 2).sum())

    both, first, second = pairs(crossed), pairs(crossed.sum(axis=1)), pairs(crossed.sum(axis=0))
    every = pairs(crossed.sum()[None])
    expected = first * second / every if every else 0.0
    most = (first + second) / 2
    return 1.0 if most == expected else (both - expected) / (most - expected)


def _jaccard(crossed: Floats) -> Floats:
    """Of each class, the overlap with the class that is most like it."""
    joined = crossed.sum(axis=1, keepdims=True) + crossed.sum(axis=0, keepdims=True) - crossed
    overlap: Floats = (crossed / np.maximum(joined, 1e-12)).max(axis=1)
    return overlap


def _relabelled(of: Features, fit: Fit, counts: Floats, rng: np.random.Generator, *, hard: bool) -> NDArray[np.intp]:
    """The labels of all distinct rows (rows, resamples) by models of the resampled ones."""
    drawn = np.flatnonzero(counts.sum(axis=1))
    seen, number = of.part(drawn, counts[drawn].sum(axis=1)), counts.shape[1]
    fresh = random_starts(seen, fit.classes, _FRESH * number, rng, hard=hard)
    fresh, heights = climbed(
        seen, fresh, weights=np.tile(counts[drawn], (1, _FRESH)), hard=hard, steps=_SHORT, until=1e-5
    )
    warm = Mixtures(np.repeat(fit.mixture.slopes, number, axis=1), np.repeat(fit.mixture.shares, number, axis=0))
    pairs = merged([warm, fresh.some(_best_of_each(heights, number))])
    found, heights = climbed(seen, pairs, weights=np.tile(counts[drawn], (1, 2)), hard=hard, steps=_LONG, until=1e-6)
    best = _best_of_each(heights, number)
    labels = np.empty((of.distinct, number), dtype=np.intp)
    for place in range(number):
        labels[:, place] = memberships(of, found.some(best[place : place + 1]), hard=hard)[0][:, 0].argmax(axis=1)
    return labels


def _best_of_each(heights: Floats, number: int) -> NDArray[np.intp]:
    """The places of the highest start of each resample, where every resample-th start belongs to it."""
    best: NDArray[np.intp] = heights.reshape(-1, number).argmax(axis=0) * number + np.arange(number)
    return best
