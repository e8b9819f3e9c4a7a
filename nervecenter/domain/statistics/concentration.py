"""How much of a whole lies with few: shares, Herfindahl, Gini, and to how many equals that amounts."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Concentration:
    """How `n` amounts share their total.

    `herfindahl` is 1/n when all are equal and 1 when one has all; `normalised` puts that on 0 to 1 (None for a single
    one). `effective_number` is how many equal ones would be as concentrated. `gini` is 0 when all are equal.
    """

    n: int
    top_share: float
    herfindahl: float
    normalised: float | None
    effective_number: float
    gini: float


def concentration(amounts: Iterable[float]) -> Concentration | None:
    """The concentration of amounts that are not negative, those of zero included. None when their total is zero.

    Sources: A. O. Hirschman, "The paternity of an index", American Economic Review 54 (1964), 761; the effective
    number as its inverse, M. A. Adelman, Review of Economics and Statistics 51 (1969), 99-101; Gini from sorted
    values, A. Sen, On Economic Inequality (1973), section 2.8, without the correction for small n.
    """
    values = sorted(map(float, amounts))
    if values and values[0] < 0:
        raise ValueError("shares of a total need amounts that are not negative")
    total = sum(values)
    if not total:
        return None
    n = len(values)
    herfindahl = sum((value / total) ** 2 for value in values)
    ranked = sum((2 * rank - n - 1) * value for rank, value in enumerate(values, start=1))
    return Concentration(
        n=n,
        top_share=values[-1] / total,
        herfindahl=herfindahl,
        normalised=(herfindahl - 1 / n) / (1 - 1 / n) if n > 1 else None,
        effective_number=1 / herfindahl,
        gini=ranked / (n * total),
    )
