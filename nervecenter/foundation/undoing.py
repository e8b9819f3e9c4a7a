"""Taking changes back: one edit, a bulk edit or a whole import, from the before and after in the change log."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import ManyToOneRel

from nervecenter.foundation.changes import Change, Changeset, changeset
from nervecenter.foundation.errors import AlreadyUndone, ChangedSince, NotFound
from nervecenter.foundation.permissions import require
from nervecenter.foundation.resources import all_resources
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


def later_changesets(number: int) -> tuple[int, ...]:
    """The changesets that changed again what this one wrote and whose effect lasts, newest first: undo them in turn."""
    return tuple(sorted({later for _, _, later in _later_changes(number) if later is not None}, reverse=True))


def _refuse_later_changes(done: Changeset) -> None:
    """Later changes that were undone themselves do not count: the records are as this changeset left them."""
    changed = list(dict.fromkeys((table, subject) for table, subject, _ in _later_changes(done.pk)))
    if changed:
        shown = _named(changed)
        some = ", ".join(shown[:5]) + (f" and {len(shown) - 5} more" if len(shown) > 5 else "")
        raise ChangedSince(
            f"{len(changed)} of the records were changed again afterwards ({some}); undo those changes first,"
            " newest first",
            records=len(changed),
        )


def _later_changes(number: int) -> list[tuple[str, int, int | None]]:
    """(table, record, changeset) of later changes to the same rows whose effect lasts."""
    sql = (
        'SELECT later."table", later.subject, later.changeset_id FROM foundation_change mine'
        " JOIN foundation_change later"
        ' ON later."table" = mine."table" AND later.subject = mine.subject AND later."row" = mine."row"'
        " AND later.id > mine.id AND later.changeset_id IS DISTINCT FROM mine.changeset_id WHERE mine.changeset_id = %s"
        " GROUP BY 1, 2, 3 ORDER BY 1, 2"
    )
    if connection.vendor == "sqlite":
        sql = sql.replace("IS DISTINCT FROM", "IS NOT")
    with connection.cursor() as cursor:
        cursor.execute(sql, [number])
        later: list[tuple[str, int, int | None]] = cursor.fetchall()
    lasting = lasting_changesets({changeset for _, _, changeset in later if changeset is not None}, number)
    return [(table, subject, each) for table, subject, each in later if each is None or each in lasting]


def lasting_changesets(numbers: set[int], done: int) -> set[int]:
    """Those of the changesets whose effect lasts. One that was undone has none, nor has the undoing of it."""
    undone_by = dict(Changeset.objects.exclude(undoes=None).filter(pk__gt=done).values_list("undoes", "pk"))
    gone: set[int] = set()
    for first in numbers - set(undone_by.values()):
        chain = [first]
        while chain[-1] in undone_by:
            chain.append(undone_by[chain[-1]])
        if len(chain) % 2 == 0:
            gone.update(chain)
    return numbers - gone


def _named(changed: list[tuple[str, int]]) -> list[str]:
    """Public ids of the records, those behind link tables too."""
    kinds = {declared.model._meta.db_table: declared for declared in all_resources()}
    for declared in all_resources():
        for field in declared.model._meta.local_many_to_many:
            kinds[field.m2m_db_table()] = declared
    return list(dict.fromkeys(kinds[table].public_id(number) for table, number in changed if table in kinds))


def _delete_inserted(done: Changeset, known: dict[str, tuple[str, ...]]) -> None:
    inserted = Change.objects.filter(changeset=done, operation="I")
    tables = list(inserted.values_list("table", flat=True).distinct().order_by("table"))
    kept = [table for table in tables if table in known]
    rows = 'SELECT "row" FROM foundation_change WHERE changeset_id = %s AND operation = \'I\' AND "table" = %s'
    with connection.cursor() as cursor:
        for table in sorted(kept, key=lambda name: "version" in known[name]):
            for statement in _releases(table, known):
                cursor.execute(f"{statement} IN ({rows})", [done.pk, table])
            cursor.execute(f'DELETE FROM "{table}" WHERE id IN ({rows})', [done.pk, table])  # noqa: S608


def _releases(table: str, known: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """What lets go of a record that goes: notes about it that are no records themselves, such as kept findings."""
    for model in apps.get_models():
        if model._meta.db_table != table:
            continue
        for relation in model._meta.get_fields(include_hidden=True):
            if not isinstance(relation, ManyToOneRel):
                continue
            notes, column = relation.related_model._meta.db_table, relation.field.column
            if notes in known:
                continue
            if relation.field.null:
                yield f'UPDATE "{notes}" SET "{column}" = NULL WHERE "{column}"'  # noqa: S608 - our own names
            else:
                yield f'DELETE FROM "{notes}" WHERE "{column}"'  # noqa: S608


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
