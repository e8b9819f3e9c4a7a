"""Decisions about found segments: have them looked for, and make one of them a segment."""

from collections.abc import Sequence
from typing import Any

from nervecenter.evidence.discovery.columns import DEALS, OFFERED, PRODUCTS, not_numbers
from nervecenter.evidence.jobs import DISCOVERY
from nervecenter.foundation.actions import create_record
from nervecenter.foundation.errors import InvalidValues, NotFound
from nervecenter.foundation.jobs.actions import enqueue
from nervecenter.foundation.jobs.models import Job
from nervecenter.foundation.jobs.queries import job_row
from nervecenter.foundation.permissions import require
from nervecenter.foundation.users import User
from nervecenter.market.models import Segment

FEWEST, MOST = 2, 6
METHODS = {
    "": "The one that fits the attributes",
    "latent-class": "Latent classes",
    "gaussian": "Gaussian mixtures (numbers only)",
    "k-means": "k-means (numbers only)",
}

NUMERIC = ("gaussian", "k-means")


def find_segments(*, attributes: Sequence[str], method: str, fewest: int, most: int, actor: User | None) -> Job:
    """A job that looks for segments among the accounts. The same search that is under way is not begun twice.

    Refuses no attribute or unknown ones, unknown methods, words where the method needs numbers, and numbers of
    segments outside 2 to 6.
    """
    require(actor, "create")
    wrong: dict[str, str] = {}
    known = (*OFFERED, DEALS, PRODUCTS)
    unknown = [each for each in attributes if each not in known]
    if not attributes or unknown:
        wrong["attributes"] = f"need at least one of {', '.join(known)}"
    if method not in METHODS:
        wrong["method"] = f"is not one of {', '.join(word for word in METHODS if word)}"
    elif method in NUMERIC and (unfit := not_numbers(attributes)):
        wrong["method"] = f"needs numbers, and {', '.join(unfit)} are none; leave them out or use latent classes"
    if not FEWEST <= fewest <= most <= MOST:
        wrong["classes"] = f"go from {FEWEST} to {MOST}, the smaller number first"
    if wrong:
        raise InvalidValues(wrong)
    asked = {"attributes": list(attributes), "method": method, "classes": list(range(fewest, most + 1))}
    key = f"{','.join(sorted(attributes))}:{method}:{fewest}-{most}"[:120]
    by = ", ".join(each.replace("_", " ") for each in attributes)
    return enqueue(DISCOVERY, title=f"Segments by {by}", arguments=asked, actor=actor, key=key)


def make_found_segment(*, job: int, number: int, name: str, actor: User | None) -> Any:
    """A segment with the rule that was proposed for a found one; its description tells where it comes from.

    Refuses searches that are not there or not done, segments they did not find, and those without a rule.
    """
    found = found_segment(job, number)
    described = "; ".join(found["profile"])[:1500] or "Much like all accounts"
    precision, recall = round(100 * found["rule"]["precision"]), round(100 * found["rule"]["recall"])
    told = f"Found in data: {described}. The rule finds {recall} % of its members; {precision} % of what it finds are."
    values = {"name": name, "kind": Segment.Kind.FIRMOGRAPHIC, "rule": found["rule"]["text"], "description": told}
    return create_record("segment", values, actor=actor)


def found_segment(job: int, number: int) -> dict[str, Any]:
    """What a search found under a number. Refuses as `make_found_segment` does."""
    row = job_row(job)
    if row is None or row.kind != DISCOVERY or "segments" not in row.result:
        raise NotFound(f"there is no finished search for segments {job}")
    found = next((each for each in row.result["segments"] if each["number"] == number), None)
    if found is None or not found["rule"]:
        raise NotFound(f"search {job} found no segment {number} with a rule")
    return dict(found)
