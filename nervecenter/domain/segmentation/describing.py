"""A short rule, in the language of expressions, that finds the members of a segment that was found by data."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from nervecenter.domain.expressions import construction as make
from nervecenter.domain.expressions.kinds import Kind, Value
from nervecenter.domain.expressions.rendering import render
from nervecenter.domain.expressions.tree import Node
from nervecenter.domain.segmentation.errors import SegmentationError
from nervecenter.domain.segmentation.features import Floats
from nervecenter.domain.segmentation.items import Item, Observations
from nervecenter.domain.segmentation.rule_search import best_alternatives
from nervecenter.domain.segmentation.wording import percent

SEARCHED_ROWS = 20_000
LONGEST_VALUE = 80

type Marks = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class SegmentRule:
    """A rule and how well it finds the segment, counted on all rows.

    `precision` is the share of members among the `found` rows, `recall` the share of members that are found.
    """

    tree: Node
    text: str
    precision: float
    recall: float
    found: int

    @property
    def sentence(self) -> str:
        """How far the rule can be trusted."""
        return f"finds {percent(self.recall)} of its members; {percent(self.precision)} of what it finds are members"


@dataclass(frozen=True, slots=True)
class _Condition:
    """A condition on one item: its tree, and which cells meet it."""

    item: Item
    node: Node
    met: Callable[[Floats], Marks]


def rule(observed: Observations, members: Marks) -> SegmentRule:
    """The best short rule for these members, over the items as attributes.

    Searched on at most 20,000 rows; precision and recall are those on all of them. Refuses where nobody, or
    everybody, is a member.
    """
    if members.all() or not members.any():
        raise SegmentationError("no-rule", "there is no rule for all rows or for none; choose some of them")
    step = -(-observed.rows // SEARCHED_ROWS)
    seen, own = Observations(observed.items, observed.cells[::step], observed.method), members[::step]
    conditions = [each for item in seen.items for each in _conditions(item, seen.column(item), own)]
    if not conditions:
        first = make.attribute(seen.items[0].name, {seen.items[0].name: seen.items[0].kind})
        conditions = [_Condition(seen.items[0], make.empty_test(first, negated=True), np.isfinite)]
    marks = np.array([each.met(seen.column(each.item)) for each in conditions])
    chosen = best_alternatives(marks.astype(np.float32), own.astype(np.float32))
    if not chosen:
        chosen = [(int(np.argmax((marks & own).sum(axis=1) / np.maximum(marks.sum(axis=1), 1))),)]
    found = np.zeros(observed.rows, dtype=np.bool_)
    for places in chosen:
        parts = [conditions[place] for place in places]
        found |= np.all([part.met(observed.column(part.item)) for part in parts], axis=0)
    tree = make.join("or", [make.join("and", [conditions[place].node for place in places]) for places in chosen])
    right, number = int((found & members).sum()), int(found.sum())
    return SegmentRule(tree, render(tree), right / max(number, 1), right / max(int(members.sum()), 1), number)


def _conditions(item: Item, cells: Floats, members: Marks) -> Iterator[_Condition]:
    """Every condition on one item that a rule may use."""
    inner = make.attribute(item.name, {item.name: item.kind})
    if item.is_measured:
        there = np.isfinite(cells)
        yield from _thresholds(item, inner, _cuts(cells[there], members[there]))
    other = len(item.categories) > 2
    for place, value in enumerate(item.categories):
        if not _can_be_written(value):
            continue
        yield _Condition(item, make.comparison("=", inner, make.literal(value)), partial(_is, place))
        if other:
            yield _Condition(item, make.comparison("!=", inner, make.literal(value)), partial(_is_not, place))
    if item.kind is Kind.NUMBER and len(item.categories) > 2:
        yield from _thresholds(item, inner, [float(value) for value in item.categories[1:] if isinstance(value, float)])
    elif len(item.categories) > 3:
        yield from _lists(item, inner, cells, members)
    if item.missing:
        yield _Condition(item, make.empty_test(inner), np.isnan)


def _thresholds(item: Item, inner: Node, cuts: list[float]) -> Iterator[_Condition]:
    """At least, and less than, each cut; of a counted item the cells hold the places of its categories in order."""
    for cut in cuts:
        place = item.categories.index(cut) if item.categories else cut
        yield _Condition(item, make.comparison(">=", inner, make.literal(cut)), partial(_at_least, place))
        yield _Condition(item, make.comparison("<", inner, make.literal(cut)), partial(_below, place))


def _cuts(values: Floats, members: Marks) -> list[float]:
    """Every twentieth of the values in three digits, and the cuts below and above which the members are found best."""
    cuts = {float(f"{cut:.3g}") for cut in np.quantile(values, np.arange(0.05, 0.96, 0.05))}
    order = np.argsort(values, kind="stable")
    ranked = values[order]
    between = np.flatnonzero(ranked[1:] > ranked[:-1])
    below = np.cumsum(members[order])[between]
    number, wanted = between + 1, max(int(members.sum()), 1)
    for right, found in ((below, number), (wanted - below, len(values) - number)):
        best = between[int(np.argmax(2 * right / (wanted + found)))]
        cuts.add(_short_between(float(ranked[best]), float(ranked[best + 1])))
    if not np.any(values % 1):
        cuts = {float(np.ceil(cut)) for cut in cuts}
    return sorted(cuts)


def _short_between(low: float, high: float) -> float:
    """The number with the fewest digits above `low` and not above `high`."""
    for digits in range(1, 17):
        cut = float(f"{(low + high) / 2:.{digits}g}")
        if low < cut <= high:
            return cut
    return high


def _lists(item: Item, inner: Node, cells: Floats, members: Marks) -> Iterator[_Condition]:
    """The categories in which members are most frequent: the first two, three and so on."""
    shares = [
        float(members[cells == place].sum() / max((cells == place).sum(), 1)) for place in range(len(item.categories))
    ]
    order = sorted(range(len(item.categories)), key=lambda place: (-shares[place], place))
    for size in range(2, min(len(item.categories) - 1, 8)):
        chosen = sorted(order[:size])
        if not all(_can_be_written(item.categories[place]) for place in chosen):
            return
        options = [make.literal(item.categories[place]) for place in chosen]
        yield _Condition(item, make.among(inner, options), partial(_is_in, chosen))


def _can_be_written(value: Value) -> bool:
    """Whether a rule may name it: text is short, and without signs that no database keeps."""
    return not isinstance(value, str) or (len(value) <= LONGEST_VALUE and value.isprintable())


def _is(place: int, cells: Floats) -> Marks:
    return np.equal(cells, place)


def _is_not(place: int, cells: Floats) -> Marks:
    return np.isfinite(cells) & np.not_equal(cells, place)


def _is_in(places: list[int], cells: Floats) -> Marks:
    return np.isin(cells, places)


def _at_least(cut: float, cells: Floats) -> Marks:
    return np.greater_equal(cells, cut)


def _below(cut: float, cells: Floats) -> Marks:
    return np.less(cells, cut)
