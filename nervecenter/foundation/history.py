"""What happened to one record, newest first: who wrote what, and every field before and after."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from typing import Any

import msgspec

from nervecenter.foundation.changes import Change
from nervecenter.foundation.errors import NotFound
from nervecenter.foundation.fields import FieldSpec, field_specs
from nervecenter.foundation.listing import Linked
from nervecenter.foundation.resources import Resource, resource

LIMIT = 50
LONGEST = 200
ROWS = 2_000
UNTOLD = frozenset({"id", "version", "created_at", "created_by", "changed_at", "changed_by"})


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after. Links are Linked, or tuples of those taken away and those added."""

    field: FieldSpec
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """What one decision did to one record. `changeset` is None where something wrote past the actions.

    `operation` is created, changed or deleted; `undoes` and `undone_by` are the numbers of other changesets.
    """

    number: int
    changeset: int | None
    at: dt.datetime
    operation: str
    action: str
    actor: str
    request: str
    reason: str
    undoes: int | None
    undone_by: int | None
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class History:
    """A page of entries; `older` is the number to ask for the next one with, 0 at the end."""

    entries: tuple[HistoryEntry, ...]
    older: int


def history(kind: str, number: int, *, before: int = 0, limit: int = LIMIT) -> History:
    """What happened to a record, also to one that is deleted. NotFound when there never was such a record.

    One SQL query, and one for each kind of record that the changed fields link to.
    """
    declared = resource(kind)
    tables = _tables(declared)
    changes = Change.objects.filter(table__in=tables, subject=number).order_by("-id")
    if before:
        changes = changes.filter(pk__lt=before)
    rows = list(changes.select_related("changeset__actor", "changeset__undone_by")[: ROWS + 1])
    groups = [list(group) for _, group in groupby(rows, key=lambda change: change.changeset_id or -change.pk)]
    if len(rows) > ROWS and len(groups) > 1:
        groups.pop()
    if not groups and not before and not declared.model._default_manager.filter(pk=number).exists():
        raise NotFound(f"there is no {declared.label.lower()} {declared.public_id(number)}")
    shown = groups[: min(limit, LONGEST)]
    more = len(groups) > len(shown) or len(rows) > ROWS
    entries = [_entry(declared, tables, group) for group in shown]
    return History(tuple(_titled(entries)), shown[-1][-1].pk if shown and more else 0)


def _tables(declared: Resource) -> dict[str, FieldSpec | None]:
    """The tables in which a record's writes are found, with the field that each link table belongs to."""
    specs = field_specs(declared)
    found: dict[str, FieldSpec | None] = {declared.model._meta.db_table: None}
    for field in declared.model._meta.local_many_to_many:
        found[field.m2m_db_table()] = specs[field.name]
    return found


def _entry(declared: Resource, tables: Mapping[str, FieldSpec | None], group: list[Change]) -> HistoryEntry:
    own = [change for change in group if tables[change.table] is None]
    newest, done = group[0], group[0].changeset
    undoing = getattr(done, "undone_by", None) if done else None
    operations = {change.operation for change in own}
    operation = next((one for one in ("I", "D") if one in operations), "U")
    return HistoryEntry(
        number=newest.pk,
        changeset=newest.changeset_id,
        at=newest.at,
        operation=Change.Operation(operation).label,
        action=done.action if done else "",
        actor=str(done.actor) if done and done.actor else "",
        request=done.request if done else "",
        reason=done.reason if done else "",
        undoes=done.undoes_id if done else None,
        undone_by=undoing.pk if undoing else None,
        fields=(*_plain_changes(declared, own), *_link_changes(declared, tables, group)),
    )


def _plain_changes(declared: Resource, own: list[Change]) -> Iterator[FieldChange]:
    """The fields that differ between the oldest and the newest state of the group, which comes newest first."""
    if not own:
        return
    before = msgspec.json.decode(own[-1].before or "{}")
    after = msgspec.json.decode(own[0].after or "{}")
    for spec in field_specs(declared).values():
        if spec.type == "links" or spec.name in UNTOLD:
            continue
        was, now = _told(spec, before.get(spec.column)), _told(spec, after.get(spec.column))
        if was != now and (was or now or (before and after)):
            yield FieldChange(spec, was, now)


def _link_changes(
    declared: Resource, tables: Mapping[str, FieldSpec | None], group: list[Change]
) -> Iterator[FieldChange]:
    for table, spec in tables.items():
        rows = [change for change in reversed(group) if change.table == table]
        if spec is None or not rows:
            continue
        field: Any = declared.model._meta.get_field(spec.name)
        column = field.m2m_reverse_name()
        balance: dict[int, int] = {}
        for change in rows:
            row = msgspec.json.decode(change.after or change.before or "{}")
            step = {"I": 1, "D": -1}.get(change.operation, 0)
            balance[row[column]] = balance.get(row[column], 0) + step
        gone = tuple(Linked(spec.target_kind, number, "") for number, step in balance.items() if step < 0)
        come = tuple(Linked(spec.target_kind, number, "") for number, step in balance.items() if step > 0)
        if gone or come:
            yield FieldChange(spec, gone, come)


def _told(spec: FieldSpec, raw: Any) -> Any:
    """A value of the change log's JSON, the same on SQLite and PostgreSQL."""
    if raw is None:
        return None
    if spec.type == "boolean":
        return bool(raw)
    if spec.type == "decimal":
        return Decimal(str(raw)).quantize(Decimal(1).scaleb(-(spec.decimal_places or 0)))
    if spec.type == "link" and spec.target_kind:
        return Linked(spec.target_kind, int(raw), "")
    if spec.type == "date":
        return dt.date.fromisoformat(raw)
    if spec.type == "datetime":
        moment = dt.datetime.fromisoformat(raw)
        return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return raw


def _titled(entries: Iterable[HistoryEntry]) -> Iterator[HistoryEntry]:
    """The entries with the names that the linked records have today; a deleted one keeps its id as its name."""
    entries = list(entries)
    wanted: dict[str, set[int]] = {}
    for entry in entries:
        for change in entry.fields:
            for linked in (*_linked(change.before), *_linked(change.after)):
                wanted.setdefault(linked.kind, set()).add(linked.number)
    titles = {}
    for kind, numbers in wanted.items():
        declared = resource(kind)
        found = declared.model._default_manager.filter(pk__in=numbers).values_list("pk", declared.title)
        titles.update({(kind, number): str(title) for number, title in found})
    for entry in entries:
        yield replace(entry, fields=tuple(_with_titles(change, titles) for change in entry.fields))


def _linked(value: Any) -> tuple[Linked, ...]:
    if isinstance(value, Linked):
        return (value,)
    return value if isinstance(value, tuple) else ()


def _with_titles(change: FieldChange, titles: Mapping[tuple[str, int], str]) -> FieldChange:
    def told(value: Any) -> Any:
        named = tuple(replace(one, title=titles.get((one.kind, one.number), one.public_id)) for one in _linked(value))
        return named if isinstance(value, tuple) else named[0] if named else value

    return FieldChange(change.field, told(change.before), told(change.after))
