"""Segments found in observations: a solution for each number of classes, which is best, and how sure that is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nervecenter.domain.segmentation.choosing import STABLE_FROM, best_of, notices_about, refuse_more_than_rows_support
from nervecenter.domain.segmentation.describing import SegmentRule, rule
from nervecenter.domain.segmentation.features import Features, Floats, features
from nervecenter.domain.segmentation.fitting import STARTS, Fit, fitted
from nervecenter.domain.segmentation.items import Method, Observations
from nervecenter.domain.segmentation.profiles import Trait, profile, traits
from nervecenter.domain.segmentation.stability import RESAMPLES, Stability, stability

SEED = 1
UNCLEAR_BELOW = 0.7
"""A member is unclear when even its likeliest segment has a probability below this."""

type Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Segment:
    """One class of a solution. Numbers count from 1, the largest share first.

    `share` is that of the model, `members` are the rows whose likeliest class it is, `unclear` those among them of
    whom that is not sure. `stability` is its mean Jaccard overlap over resamples.
    """

    number: int
    share: float
    members: int
    unclear: int
    stability: float
    traits: tuple[Trait, ...]

    @property
    def profile(self) -> str:
        """What sets it apart, in words."""
        return profile(self.traits)


@dataclass(frozen=True, slots=True)
class Solution:
    """All segments for one number of classes.

    `entropy` is relative: 1 when every row belongs wholly to one class, 0 when nothing is known. `numbers` and
    `certainties` hold, for each row, the number of its likeliest segment and the probability of that. `reached` of
    the `tried` starts that were climbed to the end found the same maximum.
    """

    classes: int
    log_likelihood: float
    parameters: int
    aic: float
    bic: float
    stability: float
    entropy: float
    unclear: int
    reached: int
    tried: int
    segments: tuple[Segment, ...]
    numbers: NDArray[np.intp]
    certainties: Floats

    @property
    def shares(self) -> tuple[float, ...]:
        """The share of each segment, the largest first."""
        return tuple(segment.share for segment in self.segments)

    def members(self, number: int) -> NDArray[np.bool_]:
        """Which rows belong to a segment."""
        members: NDArray[np.bool_] = self.numbers == number
        return members


@dataclass(frozen=True, slots=True)
class Discovery:
    """What was found: the solutions by number of classes, the best number, and what its reader should be told."""

    observed: Observations
    seed: int
    best: int
    solutions: tuple[Solution, ...]
    notices: tuple[str, ...]

    @property
    def solution(self) -> Solution:
        """The best solution."""
        return next(each for each in self.solutions if each.classes == self.best)

    @property
    def is_stable(self) -> bool:
        """Whether the best solution would come again from other rows."""
        return self.solution.stability >= STABLE_FROM

    def rule(self, number: int, classes: int = 0) -> SegmentRule:
        """The best short rule for one segment of the best solution, or of that with so many classes."""
        chosen = next(each for each in self.solutions if each.classes == (classes or self.best))
        return rule(self.observed, chosen.members(number))


def discover(
    observed: Observations,
    classes: Sequence[int] = (2, 3, 4, 5),
    *,
    seed: int = SEED,
    starts: int = STARTS,
    resamples: int = RESAMPLES,
    progress: Progress | None = None,
) -> Discovery:
    """Segments for each of these numbers of classes. The same seed gives the same answer, in any order of the rows.

    The best number has the lowest BIC among the stable solutions. Refuses more classes than the rows can carry.
    """
    hard = observed.method is Method.K_MEANS
    of = features(observed)
    refuse_more_than_rows_support(of, classes, hard=hard)
    found: list[Solution] = []
    for place, number in enumerate(classes):
        if progress is not None:
            progress(place, len(classes), f"{number} classes")
        fit = fitted(of, number, np.random.default_rng([seed, number]), starts=starts, hard=hard)
        stable = stability(of, fit, np.random.default_rng([seed, number, 1]), resamples=resamples, hard=hard)
        found.append(_solution(observed, of, fit, stable))
    one = fitted(of, 1, np.random.default_rng([seed, 1]), hard=hard)
    alone = _bic(one, of.rows)
    best = best_of(found)
    return Discovery(observed, seed, best, tuple(found), notices_about(observed, found, best, of, alone))


def _bic(fit: Fit, rows: int) -> float:
    return -2 * fit.log_likelihood + fit.parameters * float(np.log(rows))


def _solution(observed: Observations, of: Features, fit: Fit, stable: Stability) -> Solution:
    certainties = fit.belongs.max(axis=1)[of.place_of]
    numbers = fit.labels[of.place_of] + 1
    unclear = certainties < UNCLEAR_BELOW
    segments = []
    for each in range(fit.classes):
        members = numbers == each + 1
        segments.append(
            Segment(
                each + 1,
                float(fit.shares[each]),
                int(members.sum()),
                int((members & unclear).sum()),
                stable.classes[each],
                traits(observed, members),
            )
        )
    return Solution(
        classes=fit.classes,
        log_likelihood=fit.log_likelihood,
        parameters=fit.parameters,
        aic=-2 * fit.log_likelihood + 2 * fit.parameters,
        bic=_bic(fit, of.rows),
        stability=stable.solution,
        entropy=_entropy(of, fit),
        unclear=int(unclear.sum()),
        reached=fit.reached,
        tried=fit.tried,
        segments=tuple(segments),
        numbers=numbers,
        certainties=certainties,
    )


def _entropy(of: Features, fit: Fit) -> float:
    if fit.classes == 1:
        return 1.0
    doubt = -(fit.belongs * np.log(np.maximum(fit.belongs, 1e-300))).sum(axis=1)
    return 1.0 - float(of.weights @ doubt) / (of.rows * float(np.log(fit.classes)))
