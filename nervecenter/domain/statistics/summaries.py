"""Numbers in a few words: quartiles, and bins of about equal counts."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quartiles:
    """A quarter of the `n` numbers lies below `lower`, half below `median`, three quarters below `upper`."""

    n: int
    lower: float
    median: float
    upper: float


@dataclass(frozen=True, slots=True)
class Bins:
    """Bounds that divide numbers: a number belongs to the first bin whose bound it does not pass, or to the last."""

    bounds: tuple[float, ...]

    def place(self, number: float) -> int:
        """Which bin, from 0."""
        return bisect_left(self.bounds, number)

    def label(self, place: int) -> str:
        """A bin in words, such as "over 10 to 25"."""
        if not self.bounds:
            return "any"
        if place == 0:
            return f"up to {self.bounds[0]:,g}"
        below = f"over {self.bounds[place - 1]:,g}"
        return below if place == len(self.bounds) else f"{below} to {self.bounds[place]:,g}"


def quantile(ordered: Sequence[float], share: float) -> float:
    """The number below which this share of the sorted numbers lies, between two neighbours in proportion.

    Source: definition 7 of R. J. Hyndman, Y. Fan, "Sample quantiles in statistical packages", The American
    Statistician 50 (1996), 361-365. Refuses an empty list.
    """
    if not ordered:
        raise ValueError("there is no quantile of nothing")
    place = (len(ordered) - 1) * share
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def quartiles(numbers: Iterable[float]) -> Quartiles | None:
    """The quartiles of numbers in any order. None when there are none."""
    ordered = sorted(map(float, numbers))
    if not ordered:
        return None
    return Quartiles(len(ordered), *(quantile(ordered, share) for share in (0.25, 0.5, 0.75)))


def quantile_bins(numbers: Iterable[float], count: int = 4) -> Bins:
    """Bins with about equally many numbers each; equal numbers are never divided, so there may be fewer bins."""
    ordered = sorted(map(float, numbers))
    if not ordered:
        return Bins(())
    bounds = {quantile(ordered, step / count) for step in range(1, count)}
    return Bins(tuple(sorted(bound for bound in bounds if bound < ordered[-1])))
