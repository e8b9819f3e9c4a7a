"""Which attributes go with winning, how strongly, and how much of that would be chance."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from nervecenter.domain.statistics.contingency import SMALL_EXPECTED, chi_square, fisher_exact
from nervecenter.domain.statistics.false_discovery import benjamini_hochberg
from nervecenter.domain.statistics.permutations import permutation_chi_square
from nervecenter.domain.winloss.deals import Tally
from nervecenter.domain.winloss.rates import GroupRate, group_rates

FEWEST_TESTED = 10
# Above so many values a table is not dealt out again at random: it would take minutes.
MOST_DRAWN = 50_000

type Method = Literal["chi-square", "fisher", "permutation", "none"]


@dataclass(frozen=True, slots=True)
class Association:
    """How far an attribute and the outcome go together.

    `cramers_v` runs from 0 to 1 and is not corrected for bias (`corrected_v` is); `p` comes from Pearson's chi-square
    without continuity correction, from Fisher's exact test for two values with small counts, or from a permutation
    test for more; `q` is the false-discovery bound over all attributes examined together. All None with one value.
    """

    attribute: str
    cramers_v: float | None
    p: float | None
    q: float | None
    corrected_v: float | None
    method: Method
    strength: str


@dataclass(frozen=True, slots=True)
class Lift:
    """The win rate of one value less that of all other closed deals; `ratio` divides them.

    `p` compares the two (None with fewer than ten deals on either side), `q` bounds the false discoveries over all
    values examined together.
    """

    attribute: str
    value: str
    n: int
    win_rate: float
    others_win_rate: float
    lift: float
    ratio: float | None
    p: float | None
    q: float | None


@dataclass(frozen=True, slots=True)
class AttributeReport:
    """One attribute examined: its groups, its association with the outcome, and the lift of each of its values."""

    attribute: str
    groups: tuple[GroupRate, ...]
    association: Association
    lifts: tuple[Lift, ...]


def attribute_reports(
    tallies: Mapping[str, Tally], *, apart: Mapping[str, Tally] | None = None
) -> tuple[AttributeReport, ...]:
    """Examine attributes together, in their order: q values are bounds over all of them.

    `apart` gives, for attributes whose deals count under several values, the tally that counts each deal once.
    """
    partitions = {name: (apart or {}).get(name, counts) for name, counts in tallies.items()}
    found = associations(partitions)
    lifts = value_lifts(tallies, partitions)
    return tuple(
        AttributeReport(name, group_rates(counts), association, tuple(each for each in lifts if each.attribute == name))
        for (name, counts), association in zip(tallies.items(), found, strict=True)
    )


def associations(tallies: Mapping[str, Tally]) -> tuple[Association, ...]:
    """The association of each attribute with the outcome, in their order. Every deal counts once in each tally."""
    plain = [_association(name, counts) for name, counts in tallies.items()]
    q_values = benjamini_hochberg([each.p for each in plain])
    return tuple(replace(each, q=q) for each, q in zip(plain, q_values, strict=True))


def value_lifts(tallies: Mapping[str, Tally], partitions: Mapping[str, Tally]) -> tuple[Lift, ...]:
    """The lift of every value against all other deals. A value that all deals share has none."""
    lifts: list[Lift] = []
    for name, counts in tallies.items():
        n_all = sum(n for n, _ in partitions[name].values())
        won_all = sum(won for _, won in partitions[name].values())
        lifts += [
            _lift(name, group, n_all - group.n, won_all - group.won) for group in group_rates(counts) if group.n < n_all
        ]
    q_values = benjamini_hochberg([lift.p for lift in lifts])
    return tuple(replace(lift, q=q) for lift, q in zip(lifts, q_values, strict=True))


def strength_in_words(cramers_v: float | None) -> str:
    """Cramér's V against an outcome of two values, by the bounds .1, .3 and .5 that are customary.

    Source: J. Cohen, Statistical Power Analysis for the Behavioral Sciences, 2nd edition (1988), section 7.2.
    """
    if cramers_v is None:
        return "not to be told"
    return next(
        (word for bound, word in ((0.1, "negligible"), (0.3, "small"), (0.5, "medium")) if cramers_v < bound), "large"
    )


def _association(name: str, counts: Tally) -> Association:
    table = [(won, n - won) for n, won in counts.values()]
    found = chi_square(table)
    if found is None:
        return Association(name, None, None, None, None, "none", strength_in_words(None))
    method: Method = "chi-square"
    p = found.p
    if len(table) == 2 and found.least_expected < SMALL_EXPECTED:
        method, p = "fisher", fisher_exact(table[0], table[1])
    elif found.is_rough and len(table) <= MOST_DRAWN:
        method, p = "permutation", permutation_chi_square(list(counts.values()))
    # The word rests on the corrected one: with many values the plain one is large by chance alone.
    word = strength_in_words(found.corrected_v)
    return Association(name, found.cramers_v, p, None, found.corrected_v, method, word)


def _lift(name: str, group: GroupRate, others: int, others_won: int) -> Lift:
    rate = others_won / others
    p = None
    if min(group.n, others) >= FEWEST_TESTED:
        mine, theirs = (group.won, group.n - group.won), (others_won, others - others_won)
        found = chi_square([mine, theirs])
        if found is not None:
            p = fisher_exact(mine, theirs) if found.least_expected < SMALL_EXPECTED else found.p
    return Lift(
        attribute=name,
        value=group.value,
        n=group.n,
        win_rate=group.win_rate,
        others_win_rate=rate,
        lift=group.win_rate - rate,
        ratio=group.win_rate / rate if rate else None,
        p=p,
        q=None,
    )
