"""The best of many starts for a number of classes, with its classes in a fixed order."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nervecenter.domain.segmentation.features import Features, Floats
from nervecenter.domain.segmentation.mixtures import Mixtures, climbed, memberships, merged, random_starts

STARTS = 50
SEARCHED_ROWS = 4_000
"""Starts are compared on at most so many distinct rows; the best of them go on with all."""

CELLS_AT_ONCE = 2_000_000
_SHORT, _LONG, _LAST = 30, 500, 5_000


@dataclass(frozen=True, slots=True)
class Fit:
    """One model: its log likelihood, parameters, shares, and the membership of each distinct row (rows, classes).

    `reached` is how many of the `tried` starts that were climbed to the end came to the same height.
    """

    mixture: Mixtures
    log_likelihood: float
    parameters: int
    shares: Floats
    belongs: Floats
    reached: int
    tried: int

    @property
    def classes(self) -> int:
        """How many classes there are."""
        return len(self.shares)

    @property
    def labels(self) -> NDArray[np.intp]:
        """The likeliest class of each distinct row, from 0."""
        return self.belongs.argmax(axis=1)


def parameters(of: Features, classes: int, *, hard: bool) -> int:
    """How many numbers a model with so many classes has to find."""
    if hard:
        return classes * of.measured + classes
    return classes - 1 + classes * (sum(size - 1 for size in of.categories) + 2 * of.measured)


def fitted(of: Features, classes: int, rng: np.random.Generator, *, starts: int = STARTS, hard: bool = False) -> Fit:
    """The highest of so many starts, climbed until nothing is gained. Its classes are ordered, the largest first."""
    seen = of if of.distinct <= SEARCHED_ROWS else _sample(of, rng)
    best, heights = _searched(seen, classes, rng, starts=1 if classes == 1 else starts, hard=hard)
    if seen is not of:
        best, heights = climbed(of, best.some(_highest(heights, 3)), hard=hard, steps=_LONG, until=1e-8)
    reached = int((heights > heights.max() - 0.01).sum())
    top, _ = climbed(of, best.some(_highest(heights, 1)), hard=hard, steps=_LAST, until=1e-9)
    top = _ordered(of, top, hard=hard)
    count = parameters(of, classes, hard=hard)
    if hard:
        shares, belongs, height = _round_classes(of, top)
    else:
        memberships_of, density = memberships(of, top, hard=False)
        shares, belongs, height = top.shares[0], memberships_of[:, 0], float(of.weights @ density[:, 0])
    return Fit(top, float(height) - of.scaling, count, shares, belongs, reached, len(heights))


def _searched(
    of: Features, classes: int, rng: np.random.Generator, *, starts: int, hard: bool
) -> tuple[Mixtures, Floats]:
    """All starts a short way, the best fifth of them to the end."""
    at_once = max(1, CELLS_AT_ONCE // (of.distinct * classes))
    found: list[Mixtures] = []
    heights: list[Floats] = []
    for done in range(0, starts, at_once):
        begun = random_starts(of, classes, min(at_once, starts - done), rng, hard=hard)
        short, height = climbed(of, begun, hard=hard, steps=_SHORT, until=1e-8)
        found.append(short)
        heights.append(height)
    kept = _highest(np.concatenate(heights), max(1, starts // 5, min(starts, 10)))
    return climbed(of, merged(found).some(kept), hard=hard, steps=_LONG, until=1e-8)


def _highest(heights: Floats, number: int) -> NDArray[np.intp]:
    return np.argsort(-heights, kind="stable")[:number]


def _sample(of: Features, rng: np.random.Generator) -> Features:
    counts = rng.multinomial(SEARCHED_ROWS, of.weights / of.weights.sum()).astype(np.float64)
    drawn = np.flatnonzero(counts)
    return of.part(drawn, counts[drawn])


def _ordered(of: Features, mixture: Mixtures, *, hard: bool) -> Mixtures:
    """The largest class first; of two of one size, the one whose slopes come later."""
    shares = mixture.shares[0]
    if hard:
        belongs, _ = memberships(of, mixture, hard=True)
        shares = of.weights @ belongs[:, 0] / of.weights.sum()
    keys = [(-round(float(shares[each]), 9), *np.round(mixture.slopes[:, 0, each], 6)) for each in range(len(shares))]
    order = sorted(range(len(keys)), key=keys.__getitem__)
    return Mixtures(mixture.slopes[:, :, order], shares[None, order])


def _round_classes(of: Features, mixture: Mixtures) -> tuple[Floats, Floats, float]:
    """K-means as a likelihood: round normal classes of one width, each row in its own; memberships by distance."""
    columns = of.counted_columns
    marks = of.matrix[:, columns + 2 * of.measured :]
    hard, nearest = memberships(of, mixture, hard=True)
    shares = of.weights @ hard[:, 0] / of.weights.sum()
    cells = float(of.weights @ marks.sum(axis=1))
    spread = max(-2 * float(of.weights @ nearest[:, 0]) / cells, 1e-12)
    height = float(of.weights @ (hard[:, 0] @ np.log(np.maximum(shares, 1e-12))))
    height -= 0.5 * cells * (np.log(2 * np.pi * spread) + 1)
    scores = (of.matrix @ mixture.slopes[:, 0]) / spread + np.log(np.maximum(shares, 1e-12))
    belongs = np.exp(scores - scores.max(axis=1, keepdims=True))
    near = hard[:, 0] > 0
    # The nearest centre decides, also where a larger class farther off would be likelier.
    belongs = np.where(near, np.maximum(belongs, belongs.max(axis=1, keepdims=True) * (1 + 1e-9)), belongs)
    return shares, belongs / belongs.sum(axis=1, keepdims=True), height
