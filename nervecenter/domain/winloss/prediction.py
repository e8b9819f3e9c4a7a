"""Could we have known? Fitted on earlier deals and tried on later ones, which is the only honest test."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from nervecenter.domain.statistics.logistic import fit_logistic, predicted_chances
from nervecenter.domain.statistics.permutations import SEED
from nervecenter.domain.statistics.ranking import AreaUnderCurve, area_under_curve
from nervecenter.domain.statistics.summaries import Bins, quantile_bins
from nervecenter.domain.winloss.deals import BINS, AttributeValue, DealRow, closed_deals, is_number

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

EARLIER_SHARE = 0.7
FEWEST_EACH = 30
FEWEST_OF_A_VALUE = 10
MOST_VALUES = 30
MOST_USED = 50_000
MODERATE, STRONG = 0.65, 0.80

type Verdict = Literal["weak", "moderate", "strong", "not enough data"]


@dataclass(frozen=True, slots=True)
class Prediction:
    """How well attributes foresee the outcome of later deals.

    Fitted on the closed deals before `split_on`, tried on those from that day on. `area` is the chance that a deal
    which was won had been ranked above one that was lost: 0.5 is a coin. The verdict is "strong" from 0.80 with a
    lower bound of at least 0.65, "moderate" from 0.65 with a lower bound above 0.5, else "weak"; "not enough data"
    with fewer than 30 won or 30 lost deals on either side of the split. `undated` closed deals are left out.
    """

    verdict: Verdict
    area: AreaUnderCurve | None
    split_on: date | None
    earlier: int
    later: int
    earlier_win_rate: float | None
    later_win_rate: float | None
    undated: int
    attributes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Coder:
    """How the values of one attribute become columns of 0 and 1, as settled by the earlier deals."""

    attribute: str
    bins: Bins | None
    levels: dict[str, int]

    def levels_of(self, value: AttributeValue) -> list[int]:
        words = [_word(value, self.bins)] if not isinstance(value, tuple) else list(value)
        return [self.levels[word] for word in words if word in self.levels]


def predictive_strength(deals: Iterable[DealRow], attributes: Sequence[str]) -> Prediction:
    """Fit a ridge logistic regression on earlier closed deals and rank the later ones by it.

    Numbers are divided into four bins of about equally many earlier deals; values seen fewer than ten times, and all
    beyond the thirty most frequent, count as others. Of more than 50,000 deals on either side of the split, a
    seeded sample is used. Give only attributes that are known before a deal closes.
    """
    closed = closed_deals(deals)
    dated = sorted(((deal.closed_on, deal) for deal in closed if deal.closed_on is not None), key=lambda each: each[0])
    split = dated[min(round(len(dated) * EARLIER_SHARE), len(dated) - 1)][0] if dated else None
    earlier = [deal for day, deal in dated if split is not None and day < split]
    later = [deal for day, deal in dated if split is not None and day >= split]
    area = None
    if all(_has_enough(part) for part in (earlier, later)) and attributes:
        area = _area(_thinned(earlier), _thinned(later), attributes)
    return Prediction(
        verdict=verdict_on(area),
        area=area,
        split_on=split,
        earlier=len(earlier),
        later=len(later),
        earlier_win_rate=_rate(earlier),
        later_win_rate=_rate(later),
        undated=len(closed) - len(dated),
        attributes=tuple(attributes),
    )


def verdict_on(area: AreaUnderCurve | None) -> Verdict:
    """The area in a word, by the bounds that `Prediction` gives."""
    if area is None:
        return "not enough data"
    if area.area >= STRONG and area.interval.low >= MODERATE:
        return "strong"
    return "moderate" if area.area >= MODERATE and area.interval.low > 0.5 else "weak"


def _thinned(deals: list[DealRow]) -> list[DealRow]:
    """A seeded sample of the deals, in their order, where there are more than are needed."""
    if len(deals) <= MOST_USED:
        return deals
    import numpy as np

    places = np.random.default_rng(SEED).choice(len(deals), MOST_USED, replace=False)
    return [deals[place] for place in sorted(places.tolist())]


def _area(earlier: list[DealRow], later: list[DealRow], attributes: Sequence[str]) -> AreaUnderCurve | None:
    import numpy as np

    coders, width = [], 0
    for attribute in attributes:
        coder = _coder(attribute, [deal.attributes.get(attribute) for deal in earlier], width)
        coders.append(coder)
        width += len(coder.levels)
    outcomes = np.array([deal.is_won for deal in earlier], dtype=float)
    weights = fit_logistic(_coded(earlier, coders, width), outcomes)
    chances = predicted_chances(weights, _coded(later, coders, width))
    return area_under_curve([float(chance) for chance in chances], [deal.is_won for deal in later])


def _coder(attribute: str, values: Sequence[AttributeValue], start: int) -> _Coder:
    numbers = [float(value) for value in values if is_number(value)]
    bins = quantile_bins(numbers, BINS) if len(set(numbers)) > BINS else None
    counts: Counter[str] = Counter()
    for value in values:
        counts.update(value if isinstance(value, tuple) else [_word(value, bins)])
    frequent = sorted((-count, word) for word, count in counts.items() if count >= FEWEST_OF_A_VALUE)[:MOST_VALUES]
    return _Coder(attribute, bins, {word: start + place for place, (_, word) in enumerate(frequent)})


def _word(value: AttributeValue, bins: Bins | None) -> str:
    if bins is not None and is_number(value):
        return bins.label(bins.place(float(value)))
    return "" if value is None else str(value)


def _coded(deals: Sequence[DealRow], coders: Sequence[_Coder], width: int) -> "NDArray[np.float64]":
    import numpy as np

    inputs = np.zeros((len(deals), width))
    for coder in coders:
        for place, deal in enumerate(deals):
            inputs[place, coder.levels_of(deal.attributes.get(coder.attribute))] = 1.0
    return inputs


def _has_enough(deals: Sequence[DealRow]) -> bool:
    won = sum(deal.is_won for deal in deals)
    return won >= FEWEST_EACH and len(deals) - won >= FEWEST_EACH


def _rate(deals: Sequence[DealRow]) -> float | None:
    return sum(deal.is_won for deal in deals) / len(deals) if deals else None
