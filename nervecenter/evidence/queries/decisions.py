"""What was decided last about a piece of evidence, in words for whoever comes second."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
from django.utils import timezone

from nervecenter.evidence.models import Evidence
from nervecenter.evidence.targets import LinkTarget, link_targets
from nervecenter.foundation.changes import Change

VERBS = {
    "evidence.linked": "linked it",
    "evidence.linked-together": "linked it",
    "evidence.unlinked": "took a link away",
    "evidence.set-aside": "set it aside as no evidence",
    "evidence.set-aside-together": "set it aside as no evidence",
    "evidence.reopened": "let it wait again",
    "evidence.changed": "changed it",
    "evidence.archived": "archived it",
}


@dataclass(frozen=True, slots=True)
class LastDecision:
    """Who decided last, and what, as a sentence without its end."""

    who: str
    words: str
    at: dt.datetime


def last_decision(number: int) -> LastDecision | None:
    """What was decided last about the evidence. At most three SQL queries."""
    rows = Change.objects.filter(table=Evidence._meta.db_table, subject=number).order_by("-id")
    change = rows.select_related("changeset__actor").first()
    if change is None or change.changeset is None:
        return None
    done = change.changeset
    who = str(done.actor) if done.actor else "nervecenter"
    named = _linked_in(done.pk, number) if done.action.startswith("evidence.linked") else ""
    verb = "took a step back" if done.undoes_id else VERBS.get(done.action, "changed it")
    return LastDecision(who, f"{who} {verb}{f' to “{named}”' if named else ''} {_ago(done.at)}", done.at)


def _linked_in(changeset: int, number: int) -> str:
    """The name of what the evidence was linked to in a changeset."""
    tables: Mapping[str, LinkTarget] = {target.links._meta.db_table: target for target in link_targets()}
    added = Change.objects.filter(changeset=changeset, operation="I", table__in=tables).order_by("id")
    for table, after in added.values_list("table", "after")[:500]:
        row, target = msgspec.json.decode(after or "{}"), tables[table]
        if row.get("evidence_id") == number:
            names = target.resource.model._default_manager.filter(pk=row.get(target.column))
            return str(names.values_list(target.resource.title, flat=True).first() or "")
    return ""


def _ago(at: dt.datetime) -> str:
    minutes = int((timezone.now() - at).total_seconds() // 60)
    if minutes < 1:
        return "just now"
    for size, word in ((60 * 24, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            return f"{minutes // size} {word}{'' if minutes // size == 1 else 's'} ago"
    return "just now"
