"""Requests of the public feedback page as a kind of record, and the pages for those who look after them."""

from collections.abc import Mapping
from typing import Any

from nervecenter.evidence.models import FeedbackRequest
from nervecenter.foundation.navigation import NavigationPage
from nervecenter.foundation.resources import Edge, Resource
from nervecenter.foundation.tracked import TrackedModel

DECIDED = {"state": "state", "problem_id": "problem", "merged_into_id": "merged_into"}


def decided_by_moderation(values: Mapping[str, Any], current: TrackedModel | None) -> Mapping[str, str]:
    """State, problem and merging of a request that is there change with its votes, so the moderation changes them."""
    if current is None:
        return {}
    return {
        name: "is decided under Market, Moderation, where the votes become evidence with it"
        for column, name in DECIDED.items()
        if column in values and values[column] != getattr(current, column)
    }


FEEDBACK_REQUEST = Resource(
    kind="feedback_request",
    prefix="fbr",
    model=FeedbackRequest,
    label="Feedback request",
    plural="Feedback requests",
    slug="feedback-requests",
    group="Market",
    about=(
        "A feedback request is something people asked for on the public feedback page. Whoever wants it too votes; "
        "once it is linked to a problem, each vote is evidence, and each account counts once."
    ),
    columns=("name", "state", "problem", "asked_on", "answer"),
    filters=("state", "problem", "asked_on"),
    search=("name", "text"),
    form=("name", "text", "answer", "asked_on"),
    keys=(),
    sort="-id",
    edges=(Edge("problem", "consequence", "speaks to"),),
    rules=(decided_by_moderation,),
    example="Export as a spreadsheet",
)
PAGES = (
    NavigationPage(
        "/evidence/moderation/", "Moderation", "Market", finds="public feedback requests votes publish spam"
    ),
    NavigationPage("/evidence/feedback-page/", "Public feedback page", "Set-up", finds="feedback portal votes public"),
)
