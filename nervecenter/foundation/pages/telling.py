"""A record's history in words, ready for the page."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from nervecenter.foundation.fields import FieldSpec
from nervecenter.foundation.history import HistoryEntry
from nervecenter.foundation.pages.showing import fact

LONGEST = 160


@dataclass(frozen=True, slots=True)
class Delta:
    """One field that changed."""

    label: str
    before: SafeString
    after: SafeString


@dataclass(frozen=True, slots=True)
class Told:
    """What one decision did to the record: who, what, when, and whether it can be taken back."""

    number: int
    changeset: int | None
    who: str
    initials: str
    said: str
    at: dt.datetime
    reason: str
    undone: bool
    can_undo: bool
    by_import: bool
    undo_words: str
    deltas: tuple[Delta, ...]


def told(entries: Iterable[HistoryEntry]) -> tuple[Told, ...]:
    """The entries of a history in words, in their order."""
    return tuple(_told(entry) for entry in entries)


def _told(entry: HistoryEntry) -> Told:
    outside = entry.changeset is None
    who = entry.actor or ("somebody outside of nervecenter" if outside else "nervecenter")
    created = entry.operation == "created"
    by_import = entry.action == "import.run"
    deltas = tuple(
        Delta(change.field.label, _side(change.field, change.before), _side(change.field, change.after))
        for change in entry.fields
        if change.field.name not in ("source", "source_id") and not (created and _is_nothing(change.after))
    )
    return Told(
        number=entry.number,
        changeset=entry.changeset,
        who=who,
        initials="".join(word[:1] for word in who.split()[:2]).upper(),
        said=_said(entry),
        at=entry.at,
        reason=entry.reason,
        undone=entry.undone_by is not None,
        can_undo=entry.changeset is not None and entry.undone_by is None and not by_import,
        by_import=by_import,
        undo_words="Undo for all" if entry.action.endswith("-together") else "Undo",
        deltas=deltas,
    )


def _said(entry: HistoryEntry) -> str:
    if entry.undoes is not None:
        return "took a change back"
    if entry.action.startswith("import"):
        return "imported it"
    word = entry.action.partition(".")[2].partition(".")[0].replace("-", " ")
    return f"{word or entry.operation} this record" if word in ("", "created", "changed") else f"{word} it"


def _is_nothing(value: Any) -> bool:
    return value is None or value == "" or value == () or value is False


def _side(spec: FieldSpec, value: Any) -> SafeString:
    if spec.name == "archived_at":
        return mark_safe("archived" if value else "in the lists")  # noqa: S308
    if isinstance(value, str) and len(value) > LONGEST:
        return mark_safe(escape(value[: LONGEST - 1]) + "…")  # noqa: S308
    return fact(spec, value)
