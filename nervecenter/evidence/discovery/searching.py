"""The search for segments among accounts, and its result as plain data that a job keeps."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from nervecenter.domain.expressions.errors import ExpressionError
from nervecenter.domain.segmentation.describing import rule
from nervecenter.domain.segmentation.discovery import Discovery, Segment, discover
from nervecenter.domain.segmentation.errors import SegmentationError
from nervecenter.domain.segmentation.items import Method, Observations, observations
from nervecenter.evidence.discovery.columns import OFFERED, AccountColumns
from nervecenter.foundation.errors import DomainError
from nervecenter.market.account_rules import account_rule
from nervecenter.market.wording import rule_in_words

FEWEST_ACCOUNTS = 30
EXAMPLES = 5


class NoSegments(DomainError):
    """Segments cannot be found among these accounts by these attributes; the text says what to do."""

    code = "no-segments"


def segments_among(
    found: AccountColumns,
    classes: Sequence[int],
    method: Method | None,
    progress: Callable[[int, int, str], None],
) -> dict[str, Any]:
    """What a job keeps: the solutions, the best one's segments with profile, examples and rule, and the notices.

    Refuses too few accounts and attributes that cannot tell them apart.
    """
    if len(found.rows) < FEWEST_ACCOUNTS:
        raise NoSegments(
            f"There are {len(found.rows):,} accounts, too few to tell segments apart; {FEWEST_ACCOUNTS} are the least."
        )
    if not found.columns:
        raise NoSegments("None of these attributes tells the accounts apart: fill them in, or choose others.")
    try:
        observed = observations(found.columns, method)
        result, fewer = _discovered(observed, classes, progress)
        progress(len(classes), len(classes), "profiles and rules")
        segments = [_segment(found, result, each) for each in result.solution.segments]
    except SegmentationError as error:
        raise NoSegments(f"No segments can be told: {error}.") from error
    return {
        "accounts": found.accounts,
        "rows": len(found.rows),
        "items": list(found.columns),
        "method": observed.method.value,
        "best": result.best,
        "notices": [*found.notices, *fewer, *result.notices],
        "solutions": [
            {
                "classes": one.classes,
                "bic": round(one.bic, 2),
                "aic": round(one.aic, 2),
                "stability": round(one.stability, 3),
                "unclear": one.unclear,
                "shares": [round(share, 4) for share in one.shares],
            }
            for one in result.solutions
        ],
        "segments": segments,
    }


def _discovered(
    observed: Observations, classes: Sequence[int], progress: Callable[[int, int, str], None]
) -> tuple[Discovery, tuple[str, ...]]:
    """The search for as many segments as these accounts can carry, and a notice where these are fewer than asked."""
    carried = list(classes)
    while True:
        try:
            result = discover(observed, carried, progress=progress)
        except SegmentationError as error:
            if error.code != "too-many-classes" or len(carried) == 1:
                raise
            carried.pop()
            continue
        told = f"These accounts carry at most {carried[-1]} segments by these attributes; more were not tried."
        return result, (told,) if len(carried) < len(classes) else ()


def _segment(found: AccountColumns, result: Discovery, segment: Segment) -> dict[str, Any]:
    solution = result.solution
    members = solution.members(segment.number)
    surest = np.argsort(-np.where(members, solution.certainties, -1.0), kind="stable")[:EXAMPLES]
    return {
        "number": segment.number,
        "share": round(segment.share, 4),
        "members": segment.members,
        "unclear": segment.unclear,
        "stability": round(segment.stability, 3),
        "profile": [trait.sentence for trait in segment.traits],
        "examples": [list(found.rows[int(place)]) for place in surest if members[int(place)]],
        "rule": _rule(result.observed, members),
    }


def _rule(observed: Observations, members: Any) -> dict[str, Any] | None:
    """The best rule over attributes that a segment may ask for; None where none of them was among the items."""
    places = [place for place, item in enumerate(observed.items) if item.name in OFFERED]
    if not places:
        return None
    own = Observations(tuple(observed.items[place] for place in places), observed.cells[:, places], observed.method)
    try:
        proposed = rule(own, members)
        tree = account_rule(proposed.text)
    except (SegmentationError, ExpressionError):
        return None
    return {
        "text": proposed.text,
        "words": rule_in_words(tree),
        "precision": round(proposed.precision, 4),
        "recall": round(proposed.recall, 4),
        "found": proposed.found,
    }
