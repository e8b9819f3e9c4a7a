"""Votes become people at accounts and, behind a problem, evidence: one piece a vote, so that an account counts once."""

from collections.abc import Iterable

from django.db.models import F
from django.utils import timezone

from nervecenter.evidence.models import Evidence, FeedbackRequest, FeedbackVote
from nervecenter.foundation.users import User
from nervecenter.market.models import Account, Contact


def account_of(email: str) -> Account | None:
    """The account whose domain the address belongs to, the nearest domain first; one for `mail.x.com` is `x.com`."""
    labels = email.rpartition("@")[2].lower().split(".")
    domains = [".".join(labels[start:]) for start in range(len(labels) - 1)]
    wanted = [prefix + domain for domain in domains for prefix in ("", "www.")]
    found = Account.objects.filter(domain__in=wanted, archived_at=None).order_by("pk")
    return min(found, key=lambda one: wanted.index(one.domain), default=None)


def contact_of(vote: FeedbackVote, account: Account | None, actor: User | None) -> Contact:
    """The contact with this e-mail address, made where there is none yet."""
    found = Contact.objects.filter(email__iexact=vote.email, archived_at=None).order_by("pk").first()
    if found is not None:
        return found
    return Contact.objects.create(
        name=vote.name or vote.email, email=vote.email, account=account, created_by=actor, changed_by=actor
    )


def count(votes: Iterable[FeedbackVote], actor: User | None) -> int:
    """The votes count from now on, each for a contact and, where one is known, for an account. Returns how many."""
    counted = 0
    for vote in votes:
        account = account_of(vote.email)
        contact = contact_of(vote, account, actor)
        FeedbackVote.objects.filter(pk=vote.pk).update(
            version=F("version") + 1,
            changed_at=timezone.now(),
            changed_by=actor,
            state=FeedbackVote.State.COUNTED,
            account=account or contact.account_id,
            contact=contact,
        )
        counted += 1
    return counted


def settle_evidence(request: FeedbackRequest, actor: User | None, *, instead_of: Iterable[int] = ()) -> None:
    """Behind each counted vote of a request with a problem stands evidence that speaks to it, and not to the others."""
    problem = request.problem_id
    if problem is None:
        return
    votes = FeedbackVote.objects.filter(request=request, state=FeedbackVote.State.COUNTED)
    for vote in votes.filter(evidence=None):
        made = _evidence(request, vote, actor)
        FeedbackVote.objects.filter(pk=vote.pk).update(version=F("version") + 1, evidence=made)
    behind = list(votes.exclude(evidence=None).values_list("evidence_id", flat=True))
    links = Evidence.problems.through._default_manager
    for old in set(instead_of) - {problem}:
        links.filter(evidence_id__in=behind, problem_id=old).delete()
    known = set(links.filter(evidence_id__in=behind, problem_id=problem).values_list("evidence_id", flat=True))
    for number in behind:
        if number not in known:
            links.create(evidence_id=number, problem_id=problem)


def hand_over(vote: FeedbackVote, request: FeedbackRequest, actor: User | None) -> None:
    """The vote is one for the other request; what its asker wrote stays with it."""
    said = f"{vote.request.name}\n\n{vote.text}".strip() if vote.is_first else vote.text
    FeedbackVote.objects.filter(pk=vote.pk).update(
        version=F("version") + 1,
        changed_at=timezone.now(),
        changed_by=actor,
        request=request,
        text=said,
        is_first=False,
    )


def put_away(votes: Iterable[FeedbackVote], actor: User | None) -> None:
    """The votes do not count, and the evidence that stood behind them is archived."""
    numbers = [vote.pk for vote in votes]
    written = {"version": F("version") + 1, "changed_at": timezone.now(), "changed_by": actor}
    behind = FeedbackVote.objects.filter(pk__in=numbers).exclude(evidence=None).values("evidence_id")
    Evidence.objects.filter(pk__in=behind, archived_at=None).update(**written, archived_at=timezone.now())
    FeedbackVote.objects.filter(pk__in=numbers).update(**written, state=FeedbackVote.State.DROPPED, evidence=None)


def _evidence(request: FeedbackRequest, vote: FeedbackVote, actor: User | None) -> Evidence:
    return Evidence.objects.create(
        name=f"{'Asks for' if vote.is_first else 'Wants'}: {request.name}",
        text=vote.text,
        kind=Evidence.Kind.FEEDBACK,
        grade=Evidence.Grade.PRIMARY,
        triage=Evidence.Triage.LINKED,
        occurred_on=vote.voted_on,
        author=vote.name,
        account_id=vote.account_id,
        contact_id=vote.contact_id,
        created_by=actor,
        changed_by=actor,
    )
