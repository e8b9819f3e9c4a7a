"""What strangers may do on the public feedback page: ask for something, and want what others asked for.

Nothing of it counts before somebody looked at it: an e-mail address that nobody checked proves nothing.
"""

import datetime as dt
import unicodedata
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from nervecenter.evidence.models import FeedbackRequest, FeedbackVote
from nervecenter.evidence.queries.requests import VOTABLE, feedback_page
from nervecenter.foundation.access.throttling import Throttled, count_attempt, hashed, place_of, wait_in_words
from nervecenter.foundation.changes import changeset
from nervecenter.foundation.errors import InvalidValues, NotFound

MOST_FROM_ADDRESS, MOST_FROM_PERSON = 30, 10
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
LONGEST_NAME, LONGEST_TEXT, LONGEST_PERSON, LONGEST_EMAIL = 200, 4_000, 120, 254


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who writes from outside: an e-mail address, perhaps a name, and where the request came from."""

    email: str
    name: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for, in one line and in as many words as wanted."""

    name: str
    text: str = ""


def checked_wish(wish: Wish, visitor: Visitor) -> tuple[Wish, Visitor]:
    """Both without blanks at the ends; InvalidValues names every field that is missing, too long or not plain text."""
    wrong: dict[str, str] = {}
    text = wish.text.replace("\r\n", "\n").strip()
    checked = Wish(_line(wish.name, "name", LONGEST_NAME, wrong), text)
    if not checked.name and "name" not in wrong:
        wrong["name"] = "is needed; say in one line what you wish for"
    if len(text) > LONGEST_TEXT:
        wrong["text"] = f"has {len(text)} characters; at most {LONGEST_TEXT} fit"
    elif any(_is_control(sign) for sign in text.replace("\n", "").replace("\t", "")):
        wrong["text"] = "holds a control character; remove it"
    someone = _checked_visitor(visitor, wrong)
    if wrong:
        raise InvalidValues(wrong)
    return checked, someone


def count_visit(address: str) -> None:
    """The visit counts against what one address may send in an hour; Throttled when that was too much."""
    _refuse_too_many(hashed("feedback address", place_of(address)), MOST_FROM_ADDRESS, HOUR)


def ask_in_public(wish: Wish, visitor: Visitor, *, today: dt.date | None = None) -> FeedbackRequest:
    """The request is kept, with the asker's vote, which waits. It is published only where the page is not moderated.

    Refused, with nothing kept, for a page that is off (NotFound), values that cannot be taken (InvalidValues), and
    too many from one address or e-mail address (Throttled).
    """
    shown = feedback_page()
    if not shown.is_on:
        raise NotFound("there is no public feedback page here")
    checked, someone = checked_wish(wish, visitor)
    _count(someone)
    day = today or timezone.localdate()
    state = FeedbackRequest.State.WAITING if shown.is_moderated else FeedbackRequest.State.OPEN
    with changeset(actor=None, action="feedback_request.asked"):
        request = FeedbackRequest.objects.create(name=checked.name, text=checked.text, state=state, asked_on=day)
        FeedbackVote.objects.create(
            request=request,
            email=someone.email,
            name=someone.name,
            text=checked.text,
            is_first=True,
            voted_on=day,
        )
    return request


def vote_in_public(number: int, visitor: Visitor, *, today: dt.date | None = None) -> None:
    """Somebody wants the request too, once an e-mail address; the vote waits until it was looked at.

    A second vote changes nothing and is answered like the first, so that nobody learns who voted. Refused as
    `ask_in_public`, and for a request that is not open or planned (NotFound).
    """
    if not feedback_page().is_on:
        raise NotFound("there is no public feedback page here")
    wrong: dict[str, str] = {}
    someone = _checked_visitor(visitor, wrong)
    if wrong:
        raise InvalidValues(wrong)
    open_ones = FeedbackRequest.objects.filter(pk=number, state__in=VOTABLE, archived_at=None)
    if not open_ones.exists():
        raise NotFound("there is no such request to vote for; it may have been shipped or closed since")
    _count(someone)
    with changeset(actor=None, action="feedback_request.voted"):
        FeedbackVote.objects.get_or_create(
            request_id=number,
            email=someone.email,
            defaults={"name": someone.name, "voted_on": today or timezone.localdate()},
        )


def _checked_visitor(visitor: Visitor, wrong: dict[str, str]) -> Visitor:
    name = _line(visitor.name, "person", LONGEST_PERSON, wrong)
    email = _line(visitor.email, "email", LONGEST_EMAIL, wrong).lower()
    if "email" not in wrong:
        try:
            validate_email(email)
        except ValidationError:
            wrong["email"] = "is needed, such as ana@example.com; it is never shown"
    return Visitor(email, name, visitor.address)


def _line(text: str, field: str, longest: int, wrong: dict[str, str]) -> str:
    """One line without blanks at its ends. A line break in it could forge the headers of a message to come."""
    line = text.strip()
    if any(_is_control(sign) for sign in line):
        wrong[field] = "holds a line break or another control character; write it in one line"
    elif len(line) > longest:
        wrong[field] = f"has {len(line)} characters; at most {longest} fit"
    return line


def _is_control(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Zl", "Zp", "Cs")


def _count(visitor: Visitor) -> None:
    count_visit(visitor.address)
    _refuse_too_many(hashed("feedback e-mail", visitor.email), MOST_FROM_PERSON, DAY)


def _refuse_too_many(who: str, most: int, within: dt.timedelta) -> None:
    wait = count_attempt(who, most=most, within=within)
    if wait:
        raise Throttled(f"that was very much at once; nothing was sent. Wait {wait_in_words(wait)} and try again", wait)
