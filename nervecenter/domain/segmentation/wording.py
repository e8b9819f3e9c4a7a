"""Numbers and values as the sentences about segments say them."""

from nervecenter.domain.expressions.kinds import Value


def percent(share: float) -> str:
    """A share as whole percent: 82 %. What is neither all nor nothing is not rounded to it."""
    rounded = round(100 * share)
    if rounded == 0 and share > 0:
        return "under 1 %"
    if rounded == 100 and share < 1:
        return "over 99 %"
    return f"{rounded} %"


def number(value: float) -> str:
    """A number with up to four digits that matter: 1,250,000, 1996, 37.5, 0.0125. Years have no comma."""
    return f"{value:,.0f}" if abs(value) >= 10_000 else f"{value:.4g}"


def times(ratio: float) -> str:
    """A ratio: 2.4, 37."""
    return f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.1f}"


def named(item: str) -> str:
    """An item's name as one reads it."""
    return item.replace("_", " ").strip()


def equality(item: str, value: Value) -> str:
    """That an item has a value: "country is DE", "is target", "not is target"."""
    if isinstance(value, bool):
        return named(item) if value else f"not {named(item)}"
    return f"{named(item)} is {number(value) if isinstance(value, float) else value}"
