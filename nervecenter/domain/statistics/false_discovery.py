"""Many tests at once: how many of what looks like a finding would be chance."""

from collections.abc import Sequence


def benjamini_hochberg(p_values: Sequence[float | None]) -> tuple[float | None, ...]:
    """The q value of each p value: the least false-discovery rate at which it still counts as found.

    Source: Y. Benjamini, Y. Hochberg, "Controlling the false discovery rate", Journal of the Royal Statistical
    Society B 57 (1995), 289-300, as adjusted values. A test that could not be made (None) stays None and is not
    counted among the tests.
    """
    made = sorted((p, place) for place, p in enumerate(p_values) if p is not None)
    adjusted: list[float | None] = [None] * len(p_values)
    least = 1.0
    for rank in range(len(made), 0, -1):
        p, place = made[rank - 1]
        if not 0 <= p <= 1:
            raise ValueError(f"{p} is no p value")
        least = max(p, min(least, p * len(made) / rank))
        adjusted[place] = least
    return tuple(adjusted)
