"""Values of a column that are too many to stand alone: numbers put into bins, days into quarters."""

import re
from collections.abc import Callable, Iterable, Mapping

from nervecenter.domain.statistics.summaries import quantile_bins
from nervecenter.domain.winloss.deals import BINS, DISTINCT_NUMBERS, Tally

# A column of whole numbers keeps its values where they may be codes: few enough, with enough rows each on average.
MOST_CODES = 1_000
ROWS_A_CODE = 5

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?")


def grouped(tally: Tally) -> tuple[Tally, str]:
    """The tally of a column as it is compared, and what to say where its values were put together.

    Columns with at most twelve values, and columns that hold words, stay as they are.
    """
    filled = [value for value in tally if value]
    if len(filled) <= DISTINCT_NUMBERS:
        return tally, ""
    if all(map(_DAY.fullmatch, filled)):
        return _merged(tally, _quarter), "holds days; they are put together by quarter."
    numbers = {value: number for value in filled if (number := _number(value)) is not None}
    if len(numbers) < len(filled) or _may_be_codes(numbers.values(), tally):
        return tally, ""
    bins = quantile_bins((number for value, number in numbers.items() for _ in range(tally[value][0])), BINS)
    told = f"holds {len(numbers):,} different numbers; they are put into bins of equal counts."
    return _merged(tally, lambda value: bins.label(bins.place(numbers[value]))), told


def _may_be_codes(numbers: Iterable[float], tally: Mapping[str, tuple[int, int]]) -> bool:
    rows = sum(n for n, _ in tally.values())
    is_whole = all(number == int(number) for number in numbers)
    return is_whole and len(tally) <= MOST_CODES and rows >= ROWS_A_CODE * len(tally)


def _merged(tally: Tally, group: Callable[[str], str]) -> Tally:
    merged: dict[str, tuple[int, int]] = {}
    for value, (n, won) in tally.items():
        name = group(value) if value else ""
        before = merged.get(name, (0, 0))
        merged[name] = before[0] + n, before[1] + won
    return merged


def _quarter(day: str) -> str:
    return f"{day[:4]} Q{(int(day[5:7]) + 2) // 3}"


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if abs(number) < float("inf") else None
