"""Looking after what came in from outside: publish, decline, merge, spam; which problem it is; whose votes count."""

from collections.abc import Iterable
from typing import Any

from nervecenter.evidence.actions.counting_votes import count, hand_over, put_away, settle_evidence
from nervecenter.evidence.models import FeedbackRequest, FeedbackVote
from nervecenter.evidence.queries.requests import PUBLISHED
from nervecenter.foundation.actions import apply_change, read_record
from nervecenter.foundation.changes import changeset
from nervecenter.foundation.errors import InvalidValues, NotFound
from nervecenter.foundation.permissions import require
from nervecenter.foundation.resources import UnknownKind, parse_public_id
from nervecenter.foundation.users import User
from nervecenter.market.models import Problem

State, VoteState = FeedbackRequest.State, FeedbackVote.State
CHOSEN = (State.OPEN, State.PLANNED, State.SHIPPED, State.DECLINED)


def answer_request(
    number: int,
    state: str,
    *,
    actor: User | None,
    expected_version: int,
    answer: str = "",
    problem: str = "",
) -> FeedbackRequest:
    """The request is public in this state (open, planned, shipped or declined) with its answer; the asker counts.

    With a problem (`prb-3`) each counted vote becomes evidence for it; without, it keeps the one it has. Refused with
    InvalidValues for another state, a request declined without a reason, a merged one, and what is no problem.
    """
    require(actor, "decide")
    request = _request(number)
    wrong: dict[str, str] = {}
    if state not in CHOSEN:
        wrong["state"] = f"'{state}' cannot be chosen; the states are {', '.join(CHOSEN)}"
    if state == State.DECLINED and not answer.strip():
        wrong["answer"] = "is needed where a request is declined; say why in a sentence"
    if request.state == State.MERGED:
        wrong["state"] = "was merged into another request; answer that one"
    before, chosen = request.problem_id, _problem_number(problem, wrong)
    if wrong:
        raise InvalidValues(wrong)
    with changeset(actor=actor, action=f"feedback_request.{state}", reason=answer.strip()):
        written = _written(
            request,
            actor,
            expected_version,
            f"feedback_request.{state}",
            state=state,
            answer=answer.strip(),
            problem_id=chosen or before,
        )
        count(written.votes.filter(is_first=True, state=VoteState.WAITING), actor)
        settle_evidence(written, actor, instead_of=[before] if before else ())
    return written


def mark_spam(number: int, *, actor: User | None, expected_version: int) -> FeedbackRequest:
    """The request is spam: nowhere public, and none of its votes counts. Refused for one that was merged."""
    require(actor, "decide")
    request = _request(number)
    if request.state == State.MERGED:
        raise InvalidValues({"state": "was merged into another request; undo that first"})
    with changeset(actor=actor, action="feedback_request.spam"):
        written = _written(request, actor, expected_version, "feedback_request.spam", state=State.SPAM)
        put_away(written.votes.exclude(state=VoteState.DROPPED), actor)
    return written


def merge_request(number: int, into: str, *, actor: User | None, expected_version: int) -> FeedbackRequest:
    """The request is part of another published one (`fbr-3`), which has its votes; who voted for both counts once.

    Its own public address leads to the other. Refused with InvalidValues when the other is none, or the same.
    """
    require(actor, "decide")
    request = _request(number)
    target = _target(into, number)
    if request.state == State.MERGED:
        raise InvalidValues({"into": "was merged before; undo that first"})
    with changeset(actor=actor, action="feedback_request.merged", reason=into):
        merged = _written(
            request,
            actor,
            expected_version,
            "feedback_request.merged",
            state=State.MERGED,
            merged_into=target,
        )
        standing = list(merged.votes.exclude(state=VoteState.DROPPED))
        _move(standing, target, actor)
        asker = [vote.email for vote in standing if vote.is_first]
        count(target.votes.filter(email__in=asker, state=VoteState.WAITING), actor)
        if target.problem_id is None and request.problem_id is not None:
            target = _written(target, actor, target.version, "feedback_request.merged", problem_id=request.problem_id)
        settle_evidence(target, actor, instead_of=[request.problem_id] if request.problem_id else ())
    return merged


def decide_votes(number: int, votes: Iterable[int], *, actor: User | None, counts: bool) -> int:
    """These waiting votes of the request count from now on, or do not. Returns how many there were."""
    require(actor, "decide")
    request = _request(number)
    if request.state not in PUBLISHED:
        raise InvalidValues({"votes": "wait with the request; publish it first"})
    waiting = list(request.votes.filter(pk__in=list(votes), state=VoteState.WAITING))
    with changeset(actor=actor, action=f"feedback_request.votes-{'counted' if counts else 'dropped'}"):
        if counts:
            count(waiting, actor)
            settle_evidence(request, actor)
        else:
            put_away(waiting, actor)
    return len(waiting)


def _request(number: int) -> FeedbackRequest:
    found = read_record("feedback_request", number)
    if not isinstance(found, FeedbackRequest) or found.archived_at is not None:
        raise NotFound(f"there is no feedback request fbr-{number}, or it is archived")
    return found


def _target(into: str, number: int) -> FeedbackRequest:
    try:
        declared, other = parse_public_id(into)
    except UnknownKind as error:
        raise InvalidValues({"into": str(error)}) from None
    if declared.kind != "feedback_request" or other == number:
        raise InvalidValues({"into": f"{into} cannot take it; name another published request, such as fbr-3"})
    found = FeedbackRequest.objects.filter(pk=other, state__in=PUBLISHED, archived_at=None).first()
    if found is None:
        raise InvalidValues({"into": f"{into} is not published; publish it first, or choose another"})
    return found


def _problem_number(problem: str, wrong: dict[str, str]) -> int | None:
    if not problem.strip():
        return None
    try:
        declared, number = parse_public_id(problem)
    except UnknownKind as error:
        wrong["problem"] = str(error)
        return None
    if declared.kind != "problem" or not Problem.objects.filter(pk=number, archived_at=None).exists():
        wrong["problem"] = f"{problem} is no problem of ours; name one such as prb-3"
        return None
    return number


def _move(votes: Iterable[FeedbackVote], target: FeedbackRequest, actor: User | None) -> None:
    """The votes are the target's. Of two of one e-mail address one stays, and it counts if either did."""
    known = {vote.email: vote for vote in target.votes.all()}
    for vote in votes:
        other = known.get(vote.email)
        if other is None:
            hand_over(vote, target, actor)
            continue
        if vote.state == VoteState.COUNTED and other.state != VoteState.COUNTED:
            count([other], actor)
        put_away([vote], actor)


def _written(
    request: FeedbackRequest, actor: User | None, expected_version: int, action: str, **values: Any
) -> FeedbackRequest:
    written = apply_change(request, actor=actor, action=action, expected_version=expected_version, **values)
    return written if isinstance(written, FeedbackRequest) else request
