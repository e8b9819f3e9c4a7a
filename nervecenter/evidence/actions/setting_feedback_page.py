"""Opening and closing the public feedback page."""

from django.db.models import F
from django.utils import timezone

from nervecenter.evidence.models import FeedbackPage
from nervecenter.evidence.queries.requests import feedback_page
from nervecenter.foundation.changes import changeset
from nervecenter.foundation.errors import InvalidValues, StaleVersion
from nervecenter.foundation.permissions import require
from nervecenter.foundation.users import User

LONGEST_TITLE, LONGEST_INTRODUCTION = 120, 2_000


def set_feedback_page(
    *,
    actor: User | None,
    expected_version: int,
    is_on: bool,
    title: str = "Feedback",
    introduction: str = "",
    is_moderated: bool = True,
) -> FeedbackPage:
    """The page is on or off, with this title and introduction. Only administrators; a version before the first is 0."""
    require(actor, "administer")
    wrong = {}
    if not title.strip() or len(title.strip()) > LONGEST_TITLE:
        wrong["title"] = f"is needed, with at most {LONGEST_TITLE} characters"
    if len(introduction.strip()) > LONGEST_INTRODUCTION:
        wrong["introduction"] = f"has {len(introduction.strip())} characters; at most {LONGEST_INTRODUCTION} fit"
    if wrong:
        raise InvalidValues(wrong)
    values = {
        "is_on": is_on,
        "title": title.strip(),
        "introduction": introduction.strip(),
        "is_moderated": is_moderated,
    }
    with changeset(actor=actor, action=f"feedback_page.{'on' if is_on else 'off'}"):
        shown = feedback_page()
        if shown._state.adding and expected_version == 0:
            return FeedbackPage.objects.create(**values, created_by=actor, changed_by=actor)
        found = FeedbackPage.objects.filter(pk=shown.pk, version=expected_version)
        if not found.update(**values, version=F("version") + 1, changed_at=timezone.now(), changed_by=actor):
            raise StaleVersion("somebody else set the feedback page meanwhile; open it again and repeat your change")
    return feedback_page()
