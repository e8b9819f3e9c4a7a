"""What changed lately: each decision in words, with who made it, when, and what it touched."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, Subquery

from nervecenter.domain.checks.wording import counted
from nervecenter.foundation.changes import Change, Changeset
from nervecenter.foundation.importing.models import Import
from nervecenter.foundation.resources import Resource, all_resources

COUNTED = 1_000


@dataclass(frozen=True, slots=True)
class NewsRow:
    """One decision: `said` is what happened ("changed"), `what` the record or how many, `path` where to look."""

    changeset: int
    at: dt.datetime
    who: str
    said: str
    what: str
    path: str
    reason: str


def news(limit: int = 8) -> tuple[NewsRow, ...]:
    """The last decisions that wrote something, newest first. Three SQL queries; writes are counted up to COUNTED."""
    wrote = Exists(Change.objects.filter(changeset=OuterRef("pk")))
    imports = Import.objects.filter(changeset=OuterRef("pk"))
    written = imports.annotate(written=F("created") + F("updated")).values("written")[:1]
    rows: Any = Changeset.objects.filter(wrote).select_related("actor").order_by("-id")
    found = list(rows.annotate(import_number=Subquery(imports.values("pk")[:1]), imported=Subquery(written))[:limit])
    counts = _counts([changeset.pk for changeset in found])
    first = {change.pk: change for change in Change.objects.filter(pk__in=[change for change, _ in counts.values()])}
    return tuple(_row(changeset, *counts[changeset.pk], first) for changeset in found)


def holds_records() -> bool:
    """Whether there is anything to look at, honesty's own settings left aside. At most one SQL query a kind."""
    kinds = (declared for declared in all_resources() if declared.context != "honesty")
    return any(declared.model._default_manager.filter(archived_at=None).exists() for declared in kinds)


def changes_after(number: int) -> int:
    """How many writes there were after that entry of the change log, counted up to COUNTED. One SQL query."""
    return Change.objects.filter(pk__gt=number)[:COUNTED].count()


def _counts(numbers: list[int]) -> dict[int, tuple[int, int]]:
    """The first change of each changeset and how many records of that table it wrote, up to COUNTED."""
    if not numbers:
        return {}
    places = ", ".join(["%s"] * len(numbers))
    sql = f"""
        SELECT done.id, (SELECT min(id) FROM foundation_change WHERE changeset_id = done.id), (
            SELECT count(DISTINCT subject) FROM (
                SELECT subject, "table" FROM foundation_change
                WHERE changeset_id = done.id ORDER BY id LIMIT {COUNTED}) written
            WHERE "table" = (SELECT "table" FROM foundation_change WHERE changeset_id = done.id ORDER BY id LIMIT 1))
        FROM foundation_changeset done WHERE done.id IN ({places})
    """  # noqa: S608 - made of constants of this module
    with connection.cursor() as cursor:
        cursor.execute(sql, numbers)
        return {number: (first, count) for number, first, count in cursor.fetchall()}


@cache
def _kinds_by_table() -> Mapping[str, Resource]:
    found: dict[str, Resource] = {}
    for declared in all_resources():
        meta = declared.model._meta
        found[meta.db_table] = declared
        for field in meta.local_many_to_many:
            found[field.m2m_db_table()] = declared
    return found


def _row(changeset: Any, change_number: int, count: int, first: Mapping[int, Change]) -> NewsRow:
    change = first[change_number]
    if changeset.import_number:
        what, path = counted(changeset.imported, "record"), f"/imports/{changeset.import_number}/"
    else:
        what, path = _what(change, _kinds_by_table().get(change.table), count)
    return NewsRow(
        changeset=changeset.pk,
        at=changeset.at,
        who=str(changeset.actor) if changeset.actor else "nervecenter",
        said=_said(changeset, change),
        what=what,
        path=path,
        reason=changeset.reason,
    )


def _said(changeset: Changeset, change: Change) -> str:
    if changeset.undoes_id:
        return "took back a change of"
    word = changeset.action.partition(".")[2].replace("-", " ").replace("_", " ")
    if changeset.action.startswith("import"):
        return "imported"
    return word.removesuffix(" together") or change.get_operation_display()


def _what(change: Change, declared: Resource | None, count: int) -> tuple[str, str]:
    more = "at least " if count >= COUNTED else ""
    if declared is None:
        return (f"{more}{counted(count, 'record')}", "")
    if count > 1:
        return (f"{more}{count:,} {declared.plural.lower()}", declared.path)
    row = json.loads(change.after or change.before or "{}")
    title = row.get(declared.title) or f"{declared.label.lower()} {declared.public_id(change.subject)}"
    return (str(title), declared.record_path(change.subject))
