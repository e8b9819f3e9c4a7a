"""Taking changes back: one edit, a bulk edit or a whole import, from the before and after in the change log."""

import json
from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction

from nervecenter.foundation.changes import Change, Changeset, changeset
from nervecenter.foundation.errors import AlreadyUndone, ChangedSince, NotFound
from nervecenter.foundation.permissions import require
from nervecenter.foundation.triggers import logged_tables
from nervecenter.foundation.users import User

CHUNK = 500
KEPT = ("version", "changed_at", "changed_by_id")


def undo_changeset(number: int, *, actor: User | None) -> Changeset:
    """Everything the changeset wrote is as it was before; itself a changeset, so it can be undone too.

    Refused, with nothing changed, when it was undone before (AlreadyUndone) or when a record it wrote was changed again
    since (ChangedSince).
    """
    require(actor, "undo" if actor and Changeset.objects.filter(pk=number).exclude(actor=actor).exists() else "change")
    done = Changeset.objects.filter(pk=number).first()
    if done is None:
        raise NotFound(f"there is no change number {number}")
    if Changeset.objects.filter(undoes=done).exists():
        raise AlreadyUndone("this change has been undone before")
    with transaction.atomic(), changeset(actor=actor, action=f"{done.action}.undone", undoes=done) as undoing:
        _refuse_later_changes(done)
        known = {table.name: table.columns for table in logged_tables()}
        _delete_inserted(done, known)
        rest = Change.objects.filter(changeset=done).exclude(operation="I").order_by("-id")
        for change in rest.iterator(CHUNK):
            if change.table in known:
                _take_back(change, known[change.table])
    return undoing


def _refuse_later_changes(done: Changeset) -> None:
    sql = (
        'SELECT count(DISTINCT later."row") FROM foundation_change mine JOIN foundation_change later'
        ' ON later."table" = mine."table" AND later.subject = mine.subject AND later."row" = mine."row"'
        " AND later.id > mine.id AND later.changeset_id IS DISTINCT FROM mine.changeset_id WHERE mine.changeset_id = %s"
    )
    if connection.vendor == "sqlite":
        sql = sql.replace("IS DISTINCT FROM", "IS NOT")
    with connection.cursor() as cursor:
        cursor.execute(sql, [done.pk])
        later = cursor.fetchone()[0]
    if later:
        raise ChangedSince(
            f"{later} of the records were changed again afterwards; undo those changes first, newest first",
            records=later,
        )


def _delete_inserted(done: Changeset, known: dict[str, tuple[str, ...]]) -> None:
    inserted = Change.objects.filter(changeset=done, operation="I")
    tables = list(inserted.values_list("table", flat=True).distinct().order_by("table"))
    kept = [table for table in tables if table in known]
    with connection.cursor() as cursor:
        for table in sorted(kept, key=lambda name: "version" in known[name]):
            cursor.execute(
                f'DELETE FROM "{table}" WHERE id IN (SELECT "row" FROM foundation_change'  # noqa: S608
                " WHERE changeset_id = %s AND operation = 'I' AND \"table\" = %s)",
                [done.pk, table],
            )


def _take_back(change: Change, columns: tuple[str, ...]) -> None:
    before = json.loads(change.before or "{}")
    kept = [name for name in columns if name in before]
    if change.operation == Change.Operation.DELETE:
        _insert(change.table, kept, before)
        return
    after = json.loads(change.after or "{}")
    differing = [name for name in kept if name not in KEPT and before[name] != after.get(name)]
    assignments = ", ".join(f'"{name}" = {_value(change.table, name)}' for name in differing)
    bump = "version = version + 1" if "version" in columns else ""
    together = ", ".join(part for part in (assignments, bump) if part)
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{change.table}" SET {together} WHERE id = %s',  # noqa: S608
            [*_parameters(before, differing), change.row],
        )


def _insert(table: str, names: list[str], before: dict[str, Any]) -> None:
    listed = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(_value(table, name) for name in names)
    with connection.cursor() as cursor:
        cursor.execute(f'INSERT INTO "{table}" ({listed}) VALUES ({values})', _parameters(before, names))  # noqa: S608


def _value(table: str, name: str) -> str:
    if connection.vendor == "sqlite":
        return "%s"
    return f'(jsonb_populate_record(null::"{table}", %s::jsonb))."{name}"'


def _parameters(before: dict[str, Any], names: Iterable[str]) -> list[Any]:
    if connection.vendor == "sqlite":
        return [before[name] for name in names]
    return [json.dumps({name: before[name]}) for name in names]
