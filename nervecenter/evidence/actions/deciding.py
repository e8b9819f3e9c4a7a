"""What every decision about a piece of evidence has in common: its version, who was quicker, how it is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from nervecenter.evidence.models import Evidence
from nervecenter.evidence.queries.decisions import last_decision
from nervecenter.evidence.targets import LinkTarget, link_targets
from nervecenter.foundation.actions import apply_change, read_record
from nervecenter.foundation.changes import Changeset, changeset
from nervecenter.foundation.errors import DomainError, InvalidValues, NotFound, StaleVersion
from nervecenter.foundation.users import User


class AlreadyLinked(DomainError):
    """The evidence speaks to this already; nothing would change."""

    code = "already-linked"


class StillLinked(DomainError):
    """The evidence speaks to something; take those links away first."""

    code = "still-linked"


@dataclass(frozen=True, slots=True)
class Decided:
    """A piece of evidence after a decision, and the number by which the decision is undone."""

    evidence: Evidence
    change: int


@contextmanager
def decision(number: int, action: str, *, actor: User | None, reason: str = "") -> Iterator[Changeset]:
    """A changeset about one piece of evidence. A stale version is refused in words: who did what since."""
    try:
        with changeset(actor=actor, action=action, reason=reason) as running:
            yield running
    except StaleVersion as error:
        done = last_decision(number)
        told = f"{done.words}; look at it, and repeat your step if it still holds" if done else error.message
        details = {**error.details, "who": done.who, "did": done.words} if done else error.details
        raise StaleVersion(told, **details) from error


def evidence_to_decide(number: int) -> Evidence:
    """The piece of evidence; NotFound when there is none, InvalidValues when it is archived."""
    evidence = read_record("evidence", number)
    if not isinstance(evidence, Evidence):
        raise NotFound(f"there is no evidence number {number}")
    if evidence.archived_at is not None:
        raise InvalidValues({"evidence": f"evd-{number} is archived; restore it first"})
    return evidence


def set_triage(evidence: Evidence, triage: str, *, actor: User | None, action: str, expected_version: int) -> Evidence:
    """The evidence with this triage and the next version, if it still has the expected one; else StaleVersion."""
    written = apply_change(evidence, actor=actor, action=action, expected_version=expected_version, triage=triage)
    return written if isinstance(written, Evidence) else evidence


def linked_to(number: int) -> tuple[tuple[LinkTarget, int], ...]:
    """What the evidence is linked to now. One SQL query a kind of target."""
    return tuple(
        (target, linked)
        for target in link_targets()
        for linked in target.links._default_manager.filter(evidence_id=number).values_list(target.column, flat=True)
    )
