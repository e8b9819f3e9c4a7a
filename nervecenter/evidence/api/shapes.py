"""The shapes of the inbox's answers, for the document."""

from django.http import HttpResponse
from ninja import Schema

from nervecenter.evidence.actions.deciding import Decided
from nervecenter.foundation.api.representation import json_answer


class Passage(Schema):
    """A passage of the text, or all of it where the passage is empty, and how important it is: 0 to 3."""

    passage: str
    starts: int | None
    importance: int


class EvidenceLink(Schema):
    """What a piece of evidence speaks to."""

    target: str
    kind: str
    name: str
    highlights: list[Passage]


class EvidenceLinks(Schema):
    """All that a piece of evidence speaks to."""

    items: list[EvidenceLink]


class TriageStep(Schema):
    """A decision about a piece of evidence. `change` undoes it: POST /changes/{change}/undo."""

    evidence: str
    triage: str
    version: int
    change: int
    target: str | None


class TriageTogether(Schema):
    """A decision about several: how many changed, and the change by which all of it is undone."""

    changed: int
    change: int


def step_answer(done: Decided, target: str | None = None) -> HttpResponse:
    """A decision about one item, answered."""
    evidence = done.evidence
    told = {"evidence": f"evd-{evidence.pk}", "triage": evidence.triage, "version": evidence.version}
    return json_answer(told | {"change": done.change, "target": target})


def together_answer(done: tuple[int, int]) -> HttpResponse:
    """A decision about several, answered."""
    return json_answer({"changed": done[0], "change": done[1]})
