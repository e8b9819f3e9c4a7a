"""What sets a segment apart: the answers its members give more often than all, and the numbers that lie apart."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nervecenter.domain.expressions.kinds import Kind, Value
from nervecenter.domain.segmentation.features import Floats
from nervecenter.domain.segmentation.items import Item, Observations
from nervecenter.domain.segmentation.wording import equality, named, number, percent, times

LEAST_DIFFERENCE = 0.1
LEAST_SHIFT = 0.3
LEAST_SCALE = 5
SHOWN_TRAITS = 5


@dataclass(frozen=True, slots=True)
class Trait:
    """One way in which members differ from all rows; empty cells are left out of both.

    A counted item: how many members (`n`) and which `share` of them have `value`, against the `share_of_all`, and the
    `lift` between the two. A measured one has no value: the `middle` of the `n` members against that of all, a median
    or, where that is the same for both, a mean.
    `strength` lets both be ordered: about 0.2 is slight, 0.8 is much (Cohen's h, and its like by ranks).
    """

    item: str
    n: int
    strength: float
    value: Value | None = None
    share: float = 0.0
    share_of_all: float = 0.0
    middle: float = 0.0
    middle_of_all: float = 0.0
    measure: str = "median"

    @property
    def lift(self) -> float:
        """How many times as frequent the value is here as among all."""
        return self.share / self.share_of_all if self.share_of_all else 0.0

    @property
    def sentence(self) -> str:
        """The trait in words."""
        if self.value is None:
            which = "high" if self.strength > 0 else "low"
            middles = f"{self.measure} {number(self.middle)} against {number(self.middle_of_all)} of all"
            return f"{named(self.item)} is {which} ({middles}; n {self.n:,})"
        shares = f"{percent(self.share)} against {percent(self.share_of_all)} of all"
        return f"{equality(self.item, self.value)} ({shares}; lift {times(self.lift)}; n {self.n:,})"


def traits(observed: Observations, members: NDArray[np.bool_], *, most: int = SHOWN_TRAITS) -> tuple[Trait, ...]:
    """What sets the members apart, the strongest first. Nothing where they differ by less than a tenth everywhere."""
    found = [_trait(item, observed.column(item), members) for item in observed.items]
    told = [trait for trait in found if trait is not None]
    return tuple(sorted(told, key=lambda trait: -abs(trait.strength))[:most])


def profile(told: tuple[Trait, ...]) -> str:
    """The traits as one line."""
    return ", ".join(trait.sentence for trait in told) if told else "much like all rows"


def _trait(item: Item, cells: Floats, members: NDArray[np.bool_]) -> Trait | None:
    """The stronger of what can be said of an item: a category that is frequent, a number that lies apart."""
    if item.is_measured:
        return _shift(item, cells, members)
    frequent = _surplus(item, cells, members)
    if item.kind is not Kind.NUMBER or len(item.categories) < LEAST_SCALE:
        return frequent
    scale = np.array([value for value in item.categories if isinstance(value, float)])
    apart = _shift(item, np.where(np.isfinite(cells), scale[np.nan_to_num(cells).astype(np.intp)], np.nan), members)
    both = [each for each in (apart, frequent) if each is not None]
    return max(both, key=lambda each: abs(each.strength), default=None)


def _surplus(item: Item, cells: Floats, members: NDArray[np.bool_]) -> Trait | None:
    """The category that is more frequent among members than among all by the most."""
    there = np.isfinite(cells)
    size = len(item.categories)
    every = np.bincount(cells[there].astype(np.intp), minlength=size)
    own = np.bincount(cells[there & members].astype(np.intp), minlength=size)
    if not own.sum():
        return None
    shares, of_all = own / own.sum(), every / every.sum()
    strengths = 2 * np.arcsin(np.sqrt(shares)) - 2 * np.arcsin(np.sqrt(of_all))
    strengths[shares - of_all < LEAST_DIFFERENCE] = -math.inf
    at = int(strengths.argmax())
    if not math.isfinite(strengths[at]):
        return None
    return Trait(
        item.name,
        int(own[at]),
        float(strengths[at]),
        value=item.categories[at],
        share=float(shares[at]),
        share_of_all=float(of_all[at]),
    )


def _shift(item: Item, cells: Floats, members: NDArray[np.bool_]) -> Trait | None:
    """How far the members lie above or below all, by their mean rank; one odd giant moves it little."""
    there = np.isfinite(cells)
    values, own = cells[there], members[there]
    if not own.any():
        return None
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - counts / 2)[place] / len(values)
    strength = float((ranks[own].mean() - 0.5) * math.sqrt(12))
    if abs(strength) < LEAST_SHIFT:
        return None
    measure, middle, of_all = "median", float(np.median(values[own])), float(np.median(values))
    if middle == of_all:
        measure, middle, of_all = "mean", float(values[own].mean()), float(values.mean())
    return Trait(item.name, int(own.sum()), strength, middle=middle, middle_of_all=of_all, measure=measure)
