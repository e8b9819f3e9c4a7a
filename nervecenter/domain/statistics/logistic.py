"""A small logistic regression: the chance of an outcome from numbers, held back from believing too much."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_STEPS = 50
_STILL = 1e-9


def fit_logistic(
    inputs: "NDArray[np.float64]", outcomes: "NDArray[np.float64]", ridge: float = 1.0
) -> "NDArray[np.float64]":
    """The coefficients, intercept first, that make the outcomes (0 or 1) likeliest under a ridge penalty.

    The penalty is `ridge` / 2 times the sum of squares without the intercept; 0 is plain maximum likelihood. Found by
    Newton's steps, halved while they do not help. Sources: S. le Cessie, J. C. van Houwelingen, Applied Statistics 41
    (1992), 191-201; P. McCullagh, J. A. Nelder, Generalized Linear Models, 2nd edition (1989), section 4.4.
    """
    import numpy as np

    design = np.hstack([np.ones((len(inputs), 1)), inputs])
    penalty = np.full(design.shape[1], ridge)
    penalty[0] = 0.0

    def loss(weights: "NDArray[np.float64]") -> float:
        line = design @ weights
        return float(np.logaddexp(0.0, line).sum() - outcomes @ line + penalty @ weights**2 / 2)

    weights = np.zeros(design.shape[1])
    now = loss(weights)
    for _ in range(_STEPS):
        chance = _chances(design @ weights)
        slope = design.T @ (chance - outcomes) + penalty * weights
        curve = (design.T * (chance * (1 - chance))) @ design + np.diag(penalty + 1e-10)
        step = np.linalg.solve(curve, slope)
        size = 1.0
        while (then := loss(weights - size * step)) > now and size > _STILL:
            size /= 2
        if now - then <= _STILL * (1 + abs(now)):
            break
        weights, now = weights - size * step, then
    return weights


def predicted_chances(weights: "NDArray[np.float64]", inputs: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """The chance of the outcome for each row, by coefficients of `fit_logistic`."""
    return _chances(weights[0] + inputs @ weights[1:])


def _chances(line: "NDArray[np.float64]") -> "NDArray[np.float64]":
    import numpy as np

    chances: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-np.clip(line, -700.0, 700.0)))
    return chances
