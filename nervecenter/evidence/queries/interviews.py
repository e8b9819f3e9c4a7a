"""The interviews behind a persona, with an account, about a product: with what aim, when, who held them, who spoke."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from nervecenter.evidence.models import Evidence
from nervecenter.market.models import Persona

SUBJECTS = {"persona": "personas", "account": "account", "product": "product"}


@dataclass(frozen=True, slots=True)
class InterviewRow:
    """One interview: names of those who held it and of those who spoke."""

    number: int
    name: str
    aim: str
    occurred_on: date | None
    interviewers: tuple[str, ...]
    participants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Interviews:
    """The newest interviews and how many there are in all; `lacks` says what a persona still needs, or nothing."""

    rows: tuple[InterviewRow, ...]
    count: int
    lacks: str = ""


def interviews(kind: str, number: int, *, limit: int = 8) -> Interviews:
    """The interviews of a persona, an account or a product, the newest first. At most six SQL queries."""
    held = Evidence.objects.filter(archived_at=None, kind=Evidence.Kind.INTERVIEW, **{SUBJECTS[kind]: number}).order_by(
        "-occurred_on", "-id"
    )
    found = list(held.values_list("id", "name", "aim", "occurred_on")[:limit])
    numbers = [row[0] for row in found]
    by = _names(Evidence.interviewers.through, "person__name", numbers)
    spoke = _names(Evidence.participants.through, "contact__name", numbers)
    aims = dict(Evidence.Aim.choices)
    rows = tuple(
        InterviewRow(row[0], row[1], str(aims.get(row[2], "")), row[3], tuple(by[row[0]]), tuple(spoke[row[0]]))
        for row in found
    )
    count = held.count() if len(found) == limit else len(found)
    return Interviews(rows, count, _lack(number, held, count) if kind == "persona" else "")


def _names(through: Any, path: str, numbers: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    if numbers:
        rows = through.objects.filter(evidence__in=numbers).order_by(path)
        for evidence, name in rows.values_list("evidence_id", path):
            found[evidence].append(name)
    return found


def _lack(number: int, held: Any, count: int) -> str:
    """What a persona still needs before it is more than a guess: interviews to learn, and its owner in one of them."""
    owner = Persona.objects.filter(pk=number).values_list("owner_id", "owner__name").first() or (None, "")
    if not count:
        return "It rests on no interview: it is a guess until somebody like that was spoken to."
    learning = held.filter(Q(aim=Evidence.Aim.LEARNING) | Q(aim="")).count()
    if not learning:
        return "Every interview was held to sell or to support; none was held to learn."
    if owner[0] and not held.filter(interviewers=owner[0]).exists():
        return f"{owner[1]}, who looks after it, took part in none of them."
    return ""
