"""How many segments there are, what the rows cannot carry, and what a reader should know before believing it."""

import math
from collections.abc import Sequence
from typing import Protocol

from nervecenter.domain.segmentation.errors import SegmentationError
from nervecenter.domain.segmentation.features import Features
from nervecenter.domain.segmentation.fitting import parameters
from nervecenter.domain.segmentation.items import Observations
from nervecenter.domain.segmentation.wording import percent

STABLE_FROM = 0.6
"""The least adjusted Rand index of a solution that counts as stable."""

MANY_EMPTY = 0.2


class Weighed(Protocol):
    """What is needed of a solution to weigh it against others."""

    @property
    def classes(self) -> int:
        """How many there are."""

    @property
    def bic(self) -> float:
        """The information criterion; the lower the better."""

    @property
    def stability(self) -> float:
        """The mean adjusted Rand index over resamples."""

    @property
    def parameters(self) -> int:
        """How many numbers the model had to find."""

    @property
    def reached(self) -> int:
        """How many starts came to the maximum."""

    @property
    def tried(self) -> int:
        """How many starts were climbed to the end."""


def best_of(solutions: Sequence[Weighed]) -> int:
    """The number of classes with the lowest BIC among stable solutions; among all where none is stable."""
    stable = [each for each in solutions if each.stability >= STABLE_FROM]
    return min(stable or solutions, key=lambda each: each.bic).classes


def refuse_more_than_rows_support(of: Features, classes: Sequence[int], *, hard: bool) -> None:
    """Refuse numbers of classes below one, and those with more parameters or classes than (distinct) rows."""
    if not classes or min(classes) < 1:
        raise SegmentationError("bad-range", "there must be at least one class; ask for a range such as 2-5")
    most = 0
    while most < of.distinct and parameters(of, most + 1, hard=hard) <= of.rows:
        most += 1
    if max(classes) > most:
        asked = max(classes)
        carried = f"carry at most {most}; ask for no more"
        if most < 2:
            carried = "cannot be divided at all; use fewer items, or more rows"
        needs = f"{asked} classes need {parameters(of, asked, hard=hard):,} parameters and {asked} distinct rows"
        have = f"{of.rows:,} rows, {of.distinct:,} of them distinct,"
        raise SegmentationError("too-many-classes", f"{needs}; {have} {carried}")


def notices_about(
    observed: Observations, solutions: Sequence[Weighed], best: int, of: Features, bic_of_one: float
) -> tuple[str, ...]:
    """What should make a reader careful, as sentences; about the best solution unless they say otherwise."""
    chosen = next(each for each in solutions if each.classes == best)
    lowest = min(solutions, key=lambda each: each.bic)
    told: list[str] = []
    if bic_of_one <= chosen.bic and best > 1:
        told.append(f"One class has a BIC of {bic_of_one:,.2f}, lower than {best}: the items show no segments.")
    if chosen.stability < STABLE_FROM:
        told.append(
            f"No solution is stable (adjusted Rand {STABLE_FROM} or more): other rows would give other segments."
        )
    elif lowest.classes != best:
        told.append(
            f"{lowest.classes} classes have a lower BIC, but are not stable (adjusted Rand {lowest.stability:.2f})."
        )
    elif best == max(each.classes for each in solutions) and len(solutions) > 1:
        told.append(f"The best number, {best}, is the largest that was tried; try more.")
    if chosen.reached == 1 and chosen.tried > 1:
        told.append(f"One of {chosen.tried} starts reached this maximum; more starts may find a better one.")
    if not of.measured and chosen.parameters > math.prod(of.categories) - 1:
        told.append(f"{best} classes have more parameters than the items have combinations: their shares are not sure.")
    told += [f"{name} is skewed and positive; its logarithm is measured." for name in of.logged]
    told += [
        f"{item.name}: {percent(item.missing / observed.rows)} of the cells are empty."
        for item in observed.items
        if item.missing > MANY_EMPTY * observed.rows
    ]
    return tuple(told)
