"""Pieces of evidence brought together: what each account said last about each need. A million of them in a second."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

UNSTATED = 1
MOST_IMPORTANT = 3

type Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was said: lists by need, and arrays with one entry for each (need, account) that asks, sorted by need.

    An account asks when its latest importance is above 0. `days` are ordinals, 0 without a date. `named` are the
    (need, deal) pairs that evidence names. `starts` are where the entries of the needs in `with_asking` begin.
    """

    needs: list[str]
    accounts: list[str]
    pieces: list[int]
    without_account: list[int]
    latest: list[int]
    heard_counts: list[int]
    asking_counts: list[int]
    need_codes: Numbers
    account_codes: Numbers
    importance: Numbers
    days: Numbers
    with_asking: Numbers
    starts: Numbers
    named: frozenset[tuple[int, str]]


def gathered(
    needs: Sequence[str],
    accounts: Sequence[str],
    importances: Sequence[int | None],
    dates: Sequence[date | None],
    deals: Sequence[str],
) -> Gathered:
    """Bring the columns of evidence together. Refuses an importance outside 0 to 3."""
    need_names, need_codes = _coded(needs)
    account_names, account_codes = _coded(accounts)
    days = _days(dates)
    words = _words(importances, days)
    width, count = len(account_names), len(need_names)
    has_account = account_codes != (account_names.index("") if "" in account_names else -1)
    latest = np.zeros(count, dtype=np.int64)
    np.maximum.at(latest, need_codes, days)
    keys = (need_codes * width + account_codes)[has_account]
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    begins = _begins(keys)
    spoke = _largest(days[has_account][order], begins)
    word = _largest(words[has_account][order], begins)
    heard = keys[begins]
    # The largest word is the latest one; its last two bits, less the one that marks it as stated, are the importance.
    importance = np.where(word > 0, (word - 1) & MOST_IMPORTANT, UNSTATED)
    asking = importance > 0
    asking_needs = heard[asking] // width
    starts = _begins(asking_needs)
    return Gathered(
        needs=need_names,
        accounts=account_names,
        pieces=np.bincount(need_codes, minlength=count).tolist(),
        without_account=np.bincount(need_codes[~has_account], minlength=count).tolist(),
        latest=latest.tolist(),
        heard_counts=np.bincount(heard // width, minlength=count).tolist(),
        asking_counts=np.bincount(asking_needs, minlength=count).tolist(),
        need_codes=asking_needs,
        account_codes=heard[asking] % width,
        importance=importance[asking],
        days=spoke[asking],
        with_asking=asking_needs[starts],
        starts=starts,
        named=_named(need_codes, deals),
    )


def _coded[Value: Hashable](values: Sequence[Value]) -> tuple[list[Value], Numbers]:
    """The distinct values, and for each value its place among them."""
    places = {value: place for place, value in enumerate(dict.fromkeys(values))}
    return list(places), np.fromiter(map(places.__getitem__, values), dtype=np.int64, count=len(values))


def _days(dates: Sequence[date | None]) -> Numbers:
    distinct, codes = _coded(dates)
    ordinals = np.array([0 if day is None else day.toordinal() for day in distinct], dtype=np.int64)
    days: Numbers = ordinals[codes]
    return days


def _words(importances: Sequence[int | None], days: Numbers) -> Numbers:
    """What was stated as one number that grows with the day and, on one day, with the importance; 0 where nothing."""
    distinct, codes = _coded(importances)
    for importance in distinct:
        if importance is not None and not 0 <= importance <= MOST_IMPORTANT:
            raise ValueError(f"an importance is 0, 1, 2 or 3, and {importance} is not")
    stated = np.array([-1 if each is None else each for each in distinct], dtype=np.int64)[codes]
    return np.where(stated < 0, 0, (days << 2 | np.maximum(stated, 0)) + 1)


def _begins(ordered: Numbers) -> Numbers:
    """Where each run of equal numbers begins."""
    if not len(ordered):
        return np.zeros(0, dtype=np.int64)
    return np.concatenate(([0], np.flatnonzero(np.diff(ordered)) + 1)).astype(np.int64)


def _largest(values: Numbers, begins: Numbers) -> Numbers:
    if not len(begins):
        return np.zeros(0, dtype=np.int64)
    largest: Numbers = np.maximum.reduceat(values, begins)
    return largest


def _named(need_codes: Numbers, deals: Sequence[str]) -> frozenset[tuple[int, str]]:
    if not any(deals):
        return frozenset()
    return frozenset((int(need), deal) for need, deal in zip(need_codes, deals, strict=True) if deal)
