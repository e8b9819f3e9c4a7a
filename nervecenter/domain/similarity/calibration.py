"""From a score to a probability, by Platt's method: a logistic curve through decisions that were made.

With fewer than fifty decisions, or fewer than ten of either kind, the curve is one fitted beforehand on a public sample
of software issues, and `basis` says so. It was fitted on issues that do have a duplicate: it says which proposal is the
one, and takes for granted that there is one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

LEAST_DECISIONS = 50
LEAST_OF_EITHER = 10
_STEPS = 100


@dataclass(frozen=True, slots=True)
class Calibration:
    """p = 1 / (1 + exp(-(slope * score + intercept))); `decisions` is on how many it rests, 0 for a preset one."""

    slope: float
    intercept: float
    decisions: int
    basis: str

    def probability(self, score: float) -> float:
        """How likely it is that somebody would link the two, from 0 to 1, rounded to three digits."""
        raised = min(max(self.slope * score + self.intercept, -50.0), 50.0)
        return round(float(1 / (1 + np.exp(-raised))), 3)


PRESET = Calibration(6.0, -4.5, 0, "preset: duplicates among public software issues, by words")
PRESET_WITH_SENTENCES = Calibration(
    6.7, -5.0, 0, "preset: duplicates among public software issues, by words and sentences"
)


def fitted(decisions: Sequence[tuple[float, bool]], otherwise: Calibration = PRESET) -> Calibration:
    """The curve through decisions: (score of the proposal, whether it was taken). Order does not matter.

    Answers `otherwise` when there are too few, or when higher scores were not taken more often.
    """
    taken = sum(was_taken for _, was_taken in decisions)
    if len(decisions) < LEAST_DECISIONS or min(taken, len(decisions) - taken) < LEAST_OF_EITHER:
        return otherwise
    ordered = sorted(decisions)
    scores = np.array([score for score, _ in ordered])
    # Platt's targets stay off 0 and 1, so that a clean cut does not make a curve without slope's end.
    high, low = (taken + 1) / (taken + 2), 1 / (len(ordered) - taken + 2)
    wanted = np.array([high if was_taken else low for _, was_taken in ordered])
    slope, intercept = _logistic(scores, wanted)
    if slope <= 0:
        return otherwise
    return Calibration(slope, intercept, len(ordered), f"fitted on {len(ordered)} decisions")


def _logistic(scores: np.ndarray, wanted: np.ndarray) -> tuple[float, float]:
    """Newton's method on the log loss, with a trace of a ridge so that it always has one end."""
    design = np.column_stack([scores, np.ones_like(scores)])
    weights = np.zeros(2)
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(design @ weights, -50, 50)))
        gradient = design.T @ (chance - wanted) + 1e-6 * weights
        curvature = (design * (chance * (1 - chance))[:, None]).T @ design + 1e-6 * np.eye(2)
        step = np.linalg.solve(curvature, gradient)
        weights = weights - np.clip(step, -5, 5)
        if np.abs(step).max() < 1e-9:
            break
    return float(weights[0]), float(weights[1])
