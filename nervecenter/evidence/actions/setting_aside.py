"""Setting aside what is no evidence, and taking it up again."""

from collections.abc import Iterable

from django.db.models import F
from django.utils import timezone

from nervecenter.evidence.actions.deciding import (
    Decided,
    StillLinked,
    decision,
    evidence_to_decide,
    linked_to,
    set_triage,
)
from nervecenter.evidence.actions.linking import refuse_too_many
from nervecenter.evidence.models import Evidence
from nervecenter.evidence.targets import is_linked
from nervecenter.foundation.changes import changeset
from nervecenter.foundation.permissions import require
from nervecenter.foundation.users import User


def set_aside(number: int, *, actor: User | None, expected_version: int) -> Decided:
    """The item is no evidence and no longer waits. StillLinked when it speaks to something."""
    return _decide(number, Evidence.Triage.SET_ASIDE, "evidence.set-aside", actor, expected_version)


def reopen(number: int, *, actor: User | None, expected_version: int) -> Decided:
    """The item waits again. StillLinked when it speaks to something: take the link away instead."""
    return _decide(number, Evidence.Triage.WAITING, "evidence.reopened", actor, expected_version)


def _decide(number: int, triage: str, action: str, actor: User | None, expected_version: int) -> Decided:
    require(actor, "change")
    evidence = evidence_to_decide(number)
    with decision(number, action, actor=actor) as running:
        written = set_triage(evidence, triage, actor=actor, action=action, expected_version=expected_version)
        linked = linked_to(number)
        if linked:
            named = ", ".join(target.resource.public_id(other) for target, other in linked[:5])
            raise StillLinked(f"evd-{number} speaks to {named}; take that link away first")
    return Decided(written, running.pk)


def set_aside_together(numbers: Iterable[int], *, actor: User | None) -> tuple[int, int]:
    """Those of the selection that wait are set aside, as one changeset: how many, and its number."""
    require(actor, "change-many")
    wanted = sorted(set(numbers))
    refuse_too_many(wanted)
    with changeset(actor=actor, action="evidence.set-aside-together") as running:
        waiting = Evidence.objects.filter(pk__in=wanted, archived_at=None, triage=Evidence.Triage.WAITING)
        changed = waiting.exclude(is_linked()).update(
            version=F("version") + 1,
            changed_at=timezone.now(),
            changed_by=actor,
            triage=Evidence.Triage.SET_ASIDE,
        )
    return changed, running.pk
