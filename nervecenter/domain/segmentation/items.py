"""The items that segments are found by: columns of answers, made into categories or numbers, with gaps."""

import datetime as dt
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from nervecenter.domain.expressions.kinds import Kind, Value
from nervecenter.domain.segmentation.errors import SegmentationError

MOST_CATEGORIES = 30
FEW_VALUES = 10
MOST_CELLS = 50_000_000
NO_NUMBER = frozenset({"na", "n/a", "nan", "null", "none", "-", "?"})
"""What stands for an empty cell in a column of numbers; in a column of words it is a word."""

_NUMBER = re.compile(r"[+-]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")


class Method(Enum):
    """How segments are found."""

    LATENT_CLASS = "latent-class"
    GAUSSIAN = "gaussian"
    K_MEANS = "k-means"


@dataclass(frozen=True, slots=True)
class Item:
    """One column: its kind, its categories in order (none where it is measured), and how many cells are empty."""

    name: str
    kind: Kind
    categories: tuple[Value, ...]
    missing: int

    @property
    def is_measured(self) -> bool:
        """Whether it is a number to be averaged, not a category to be counted."""
        return not self.categories


@dataclass(frozen=True, slots=True)
class Observations:
    """Rows by items: the number of the category, or the measured number; NaN where a cell is empty."""

    items: tuple[Item, ...]
    cells: NDArray[np.float64]
    method: Method

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.cells)

    def column(self, item: Item) -> NDArray[np.float64]:
        """The cells of one item."""
        return self.cells[:, self.items.index(item)]


def observations(columns: Mapping[str, Sequence[object]], method: Method | None = None) -> Observations:
    """The columns as items. Numbers, truth and text are told apart by looking; None, blanks and NaN are empty cells.

    A column of numbers with more than ten values, or with fractions, is measured; any other is counted by categories.
    Without a method it is latent class where anything is counted, and Gaussian mixtures where all is measured.
    Refuses no items, no rows, a constant or empty item, too many categories, and text where numbers are needed.
    """
    if not columns:
        raise SegmentationError("no-items", "there are no items; name the columns by which rows should be told apart")
    rows = {len(values) for values in columns.values()}
    if rows == {0}:
        raise SegmentationError("no-rows", "there are no rows to find segments in")
    if len(rows) != 1:
        raise SegmentationError("ragged", "the columns differ in length; give every column a cell for each row")
    if len(columns) * max(rows) > MOST_CELLS:
        raise SegmentationError("too-large", f"there are more than {MOST_CELLS:,} cells; take a sample of the rows")
    numeric = method in {Method.GAUSSIAN, Method.K_MEANS}
    made = [_item(name, values, measured=numeric) for name, values in columns.items()]
    if method is None:
        method = Method.GAUSSIAN if all(item.is_measured for item, _ in made) else Method.LATENT_CLASS
    return Observations(tuple(item for item, _ in made), np.column_stack([cells for _, cells in made]), method)


def _item(name: str, values: Sequence[object], *, measured: bool) -> tuple[Item, NDArray[np.float64]]:
    try:
        kind, cleaned = _cleaned(values)
    except SegmentationError as error:
        raise SegmentationError(error.code, error.message, column=name) from None
    found = {value for value in cleaned if value is not None}
    missing = cleaned.count(None)
    if not found:
        raise SegmentationError("empty-item", "every cell is empty; leave this column out", column=name)
    if len(found) == 1:
        shown = _shown(next(iter(found)))
        remedy = f"every row says {shown}, so it tells nothing apart; leave this column out"
        raise SegmentationError("constant-item", remedy, column=name)
    if measured and kind is not Kind.NUMBER:
        odd = next(value for value in cleaned if isinstance(value, str | bool))
        remedy = f"holds {_shown(odd)}, which is not a number; leave this column out, or use latent-class"
        raise SegmentationError("not-numeric", remedy, column=name)
    if measured or (kind is Kind.NUMBER and _is_measure(found)):
        return Item(name, kind, (), missing), np.array([math.nan if v is None else v for v in cleaned], dtype=float)
    if len(found) > MOST_CATEGORIES:
        remedy = (
            f"{len(found):,} different values are more than {MOST_CATEGORIES}; leave this column out, or group them"
        )
        raise SegmentationError("too-many-categories", remedy, column=name)
    categories = tuple(sorted(found, key=lambda value: (str(type(value)), value)))
    places = {value: float(place) for place, value in enumerate(categories)}
    cells = np.array([math.nan if value is None else places[value] for value in cleaned])
    return Item(name, kind, categories, missing), cells


def _cleaned(values: Sequence[object]) -> tuple[Kind, list[Value | None]]:
    """The kind of a column, and its values; texts that are numbers become numbers where all of them are."""
    plain = [_plain(value) for value in values]
    texts = {value for value in plain if isinstance(value, str)}
    if any(isinstance(value, bool) for value in plain):
        if not texts and all(value is None or isinstance(value, bool) for value in plain):
            return Kind.TRUTH, plain
        return Kind.TEXT, [None if value is None else _shown(value).strip('"') for value in plain]
    if all(_NUMBER.fullmatch(text) or text.lower() in NO_NUMBER for text in texts) and not _only_words(plain):
        return Kind.NUMBER, [_number(value) if isinstance(value, str) else value for value in plain]
    return Kind.TEXT, [None if value is None else value if isinstance(value, str) else _shown(value) for value in plain]


def _only_words(plain: list[Value | None]) -> bool:
    return not any(isinstance(value, float) or (isinstance(value, str) and _NUMBER.fullmatch(value)) for value in plain)


def _number(text: str) -> float | None:
    return None if text.lower() in NO_NUMBER or math.isinf(float(text)) else float(text)


def _plain(value: object) -> Value | None:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, dt.date):
        raise SegmentationError("date-item", "holds dates; use a number such as the days since then, or leave it out")
    if isinstance(value, int | float | Decimal):
        number = float(value)
        return number if math.isfinite(number) else None
    return str(value).strip() or None


def _is_measure(found: set[Value]) -> bool:
    fractions = any(isinstance(value, float) and not value.is_integer() for value in found)
    return len(found) > FEW_VALUES or (fractions and len(found) > 2)


def _shown(value: Value) -> str:
    if isinstance(value, str):
        return f'"{value if len(value) <= 40 else value[:39] + "…"}"'
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else str(value)
