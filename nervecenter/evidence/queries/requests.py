"""The public feedback page: what is published and how many want it. No answer here holds who asked or voted."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from nervecenter.evidence.feedback_resources import FEEDBACK_REQUEST
from nervecenter.evidence.models import FeedbackPage, FeedbackRequest, FeedbackVote
from nervecenter.foundation.errors import NotFound
from nervecenter.foundation.searching import matching_numbers, resembling

State = FeedbackRequest.State
PUBLISHED = (State.OPEN, State.PLANNED, State.SHIPPED, State.DECLINED)
VOTABLE = (State.OPEN, State.PLANNED)
ROWS = 50
MODERATED = 20
CANDIDATES = 60
SIMILAR = 5
LEAST_LIKE = 0.15
NEWEST, WANTED = "newest", "wanted"
_COUNTED = Q(votes__state=FeedbackVote.State.COUNTED)


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A published request as everybody may see it. `accounts` are companies we know, `people` e-mail addresses."""

    number: int
    name: str
    text: str
    state: str
    answer: str
    asked_on: dt.date | None
    accounts: int
    people: int

    @property
    def public_id(self) -> str:
        """Such as fbr-4."""
        return FEEDBACK_REQUEST.public_id(self.number)

    @property
    def path(self) -> str:
        """Its public page."""
        return f"/feedback/{self.public_id}/"

    @property
    def state_words(self) -> str:
        """The state in words."""
        return str(State(self.state).label)

    @property
    def is_votable(self) -> bool:
        """Whether one can still want it too."""
        return self.state in VOTABLE


@dataclass(frozen=True, slots=True)
class RequestPage:
    """Some of the published requests, how many there are in all, and whether more follow."""

    rows: tuple[RequestRow, ...]
    count: int
    has_more: bool


def feedback_page() -> FeedbackPage:
    """How the public page is set; off where nobody has set it. One SQL query."""
    return FeedbackPage.objects.order_by("pk").first() or FeedbackPage()


def published_requests(*, sort: str = WANTED, state: str = "", text: str = "", number: int = 1) -> RequestPage:
    """The published requests, most wanted first (by accounts, then people) or newest first. Two SQL queries."""
    rows = _published()
    if state in PUBLISHED:
        rows = rows.filter(state=state)
    if text.strip():
        rows = rows.filter(pk__in=matching_numbers(FEEDBACK_REQUEST, text))
    count = rows.count()
    start = (number - 1) * ROWS
    order = ("-asked_on", "-pk") if sort == NEWEST else ("-accounts", "-people", "-pk")
    found = _shown(_wanted(rows).order_by(*order)[start : start + ROWS])
    return RequestPage(found, count, count > start + ROWS)


def published_request(number: int) -> RequestRow:
    """One published request; NotFound for one that waits, was merged, is spam or was never there, all alike."""
    found = _shown(_wanted(_published().filter(pk=number)))
    if not found:
        raise NotFound("there is no such request, or it is not published")
    return found[0]


def merged_into(number: int) -> int | None:
    """The published request that this one became part of; None for any other."""
    found = FeedbackRequest.objects.filter(pk=number, state=State.MERGED, archived_at=None)
    return found.filter(merged_into__state__in=PUBLISHED).values_list("merged_into_id", flat=True).first()


def similar_requests(name: str, text: str, *, without: int = 0) -> tuple[RequestRow, ...]:
    """The published requests that may ask for the same, the likeliest first; at most five. Four SQL queries."""
    from nervecenter.domain.similarity.index import Index
    from nervecenter.domain.similarity.vocabulary import Text

    hits = resembling(f"{name} {text}", kinds=[FEEDBACK_REQUEST.kind], limit=CANDIDATES)
    numbers = [hit.number for hit in hits if hit.number != without]
    among = {row.number: row for row in _shown(_wanted(_published().filter(pk__in=numbers)))}
    index = Index.build((number, Text(row.name, row.text)) for number, row in among.items())
    found = index.similar(Text(name, text), SIMILAR) if among else ()
    return tuple(among[one.key] for one in found if one.score >= LEAST_LIKE)


def _published() -> QuerySet[FeedbackRequest]:
    return FeedbackRequest.objects.filter(state__in=PUBLISHED, archived_at=None)


def _wanted(rows: QuerySet[FeedbackRequest]) -> QuerySet[Any]:
    return rows.annotate(
        accounts=Count("votes__account", filter=_COUNTED, distinct=True),
        people=Count("votes", filter=_COUNTED, distinct=True),
    )


def _shown(rows: QuerySet[Any]) -> tuple[RequestRow, ...]:
    named = rows.values_list("pk", "name", "text", "state", "answer", "asked_on", "accounts", "people")
    return tuple(RequestRow(*row) for row in named)


@dataclass(frozen=True, slots=True)
class ModeratedRequest:
    """A request as those who look after it see it, with the votes that wait and how many count."""

    record: FeedbackRequest
    waiting: tuple[FeedbackVote, ...]
    asker: FeedbackVote | None
    accounts: int
    people: int
    similar: tuple[RequestRow, ...] = ()

    @property
    def public_id(self) -> str:
        """Such as fbr-4."""
        return FEEDBACK_REQUEST.public_id(self.record.pk)

    @property
    def is_published(self) -> bool:
        """Whether everybody can see it."""
        return self.record.state in PUBLISHED


def requests_to_moderate(state: str = "", *, number: int = 1) -> tuple[tuple[ModeratedRequest, ...], int]:
    """Requests of a state, oldest first, and how many; without one, those that wait or have votes that wait."""
    rows = FeedbackRequest.objects.filter(archived_at=None)
    if state in State.values:
        rows = rows.filter(state=state)
    else:
        waiting = FeedbackVote.objects.filter(state=FeedbackVote.State.WAITING, request__state__in=PUBLISHED)
        rows = rows.filter(Q(state=State.WAITING) | Q(pk__in=waiting.values("request_id")))
    start = (number - 1) * MODERATED
    chosen = _wanted(rows).select_related("problem", "merged_into").order_by("pk")[start : start + MODERATED]
    return _moderated(list(chosen)), rows.count()


def request_to_moderate(number: int) -> ModeratedRequest:
    """One request with its votes and what resembles it; NotFound where there is none."""
    found = list(_wanted(FeedbackRequest.objects.filter(pk=number)).select_related("problem", "merged_into"))
    if not found:
        raise NotFound(f"there is no feedback request fbr-{number}; it may have been deleted")
    return _moderated(found)[0]


def _moderated(records: Sequence[Any]) -> tuple[ModeratedRequest, ...]:
    votes = FeedbackVote.objects.filter(request__in=[one.pk for one in records]).filter(
        Q(state=FeedbackVote.State.WAITING) | Q(is_first=True)
    )
    by_request: dict[int, list[FeedbackVote]] = {}
    for vote in votes.annotate(account_name=F("account__name")).order_by("pk"):
        by_request.setdefault(vote.request_id, []).append(vote)
    return tuple(_one(record, by_request.get(record.pk, [])) for record in records)


def _one(record: Any, votes: Sequence[FeedbackVote]) -> ModeratedRequest:
    return ModeratedRequest(
        record,
        tuple(vote for vote in votes if vote.state == FeedbackVote.State.WAITING),
        next((vote for vote in votes if vote.is_first), None),
        record.accounts,
        record.people,
        similar_requests(record.name, record.text, without=record.pk) if record.state == State.WAITING else (),
    )
