"""Which conditions, joined by `and` and `or`, pick out the members best; they are rows of ones and zeros here."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

CONDITIONS = 3
ALTERNATIVES = 3
_SIDE_BY_SIDE = 6
_PRICE = 0.02
_WORTH_A_CONDITION, _WORTH_AN_ALTERNATIVE = 0.01, 0.03

type Flags = NDArray[np.float32]
type Places = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """What is found so far: the rows not found yet, and of the others how many there are and are members."""

    left: Flags
    number: float
    right: float


def best_alternatives(marks: Flags, members: Flags) -> list[Places]:
    """The conditions (rows of `marks`, by place) of each alternative; an alternative needs all of its conditions.

    Greedy, twice: once for the harmonic mean of precision and recall at each alternative, once with more weight on
    precision, which lets several narrow alternatives stand beside each other. The better of both is taken, at a price
    for each condition.
    """
    tries = [_alternatives(marks, members, weight) for weight in (1.0, 0.25)]
    return max(tries, key=lambda each: each[1] - _PRICE * sum(map(len, each[0])))[0]


def _alternatives(marks: Flags, members: Flags, weight: float) -> tuple[list[Places], float]:
    chosen: list[Places] = []
    best, wanted = 0.0, float(members.sum())
    found = _Found(np.ones_like(members), 0.0, 0.0)
    for _ in range(ALTERNATIVES):
        places = _conjunction(marks, members, found, weight)
        if not places:
            break
        met = marks[list(places)].min(axis=0) * found.left
        grown = _Found(found.left - met, found.number + float(met.sum()), found.right + float(met @ members))
        score = 2 * grown.right / (wanted + grown.number)
        if score < best + _WORTH_AN_ALTERNATIVE:
            break
        chosen.append(places)
        found, best = grown, score
    return chosen, best


def _conjunction(marks: Flags, members: Flags, found: _Found, weight: float) -> Places:
    """The conjunction that does most for the score, several grown side by side, one condition at a time."""
    wanted = weight * float(members.sum())
    best: tuple[Places, float] = ((), 0.0)
    begun: list[tuple[Places, Flags, float]] = [((), found.left, 0.0)]
    for _ in range(CONDITIONS):
        grown: dict[Places, tuple[Flags, float]] = {}
        for places, met, before in begun:
            right, number = found.right + marks @ (met * members), found.number + marks @ met
            scores = (1 + weight) * right / np.maximum(wanted + number, 1)
            for place in np.argsort(-scores, kind="stable")[:_SIDE_BY_SIDE]:
                score = float(scores[place])
                if place not in places and score >= before + _WORTH_A_CONDITION:
                    grown[tuple(sorted((*places, int(place))))] = (met * marks[place], score)
        begun = sorted(((key, *value) for key, value in grown.items()), key=lambda each: (-each[2], each[0]))
        begun = begun[:_SIDE_BY_SIDE]
        if begun and begun[0][2] >= best[1] + _WORTH_A_CONDITION:
            best = (begun[0][0], begun[0][2])
    return best[0]
