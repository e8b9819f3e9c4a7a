"""Decisions on records and selections of every kind: the one way in which pages, API and command line write.

Each asks the policy, compares the version and writes in one statement, and leaves a changeset with before and after.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, ProtectedError
from django.utils import timezone

from nervecenter.foundation.changes import changeset
from nervecenter.foundation.errors import InvalidValues, NotFound, StaleVersion, StillReferenced
from nervecenter.foundation.permissions import require
from nervecenter.foundation.resources import Resource, resource, resource_of
from nervecenter.foundation.tracked import TrackedModel
from nervecenter.foundation.users import User
from nervecenter.foundation.values import CheckedValues, check_values


def read_record(kind: str, number: int) -> TrackedModel:
    """The record, archived or not; NotFound when there is none."""
    found = resource(kind).model._default_manager.filter(pk=number).first()
    if found is None:
        declared = resource(kind)
        raise NotFound(f"there is no {declared.label.lower()} {declared.public_id(number)}; it may have been deleted")
    return found


def create_record(kind: str, values: Mapping[str, Any], *, actor: User | None, reason: str = "") -> TrackedModel:
    """A new record of that kind. InvalidValues names every field that is wrong; nothing is written then."""
    require(actor, "create")
    declared = resource(kind)
    checked = check_values(declared, values, None)
    now = timezone.now()
    record = declared.model(created_by=actor, changed_by=actor, created_at=now, changed_at=now, **checked.plain)
    try:
        with changeset(actor=actor, action=f"{kind}.created", reason=reason):
            record.save(force_insert=True)
            _set_links(record, checked)
    except IntegrityError as error:
        raise _duplicate(declared, error) from error
    return record


def change_record(
    kind: str, number: int, values: Mapping[str, Any], *, actor: User | None, expected_version: int, reason: str = ""
) -> TrackedModel:
    """The record with these values, if it still has the version that was read; else StaleVersion, nothing written."""
    require(actor, "change")
    declared = resource(kind)
    record = read_record(kind, number)
    checked = check_values(declared, values, record)
    return apply_change(
        record, actor=actor, action=f"{kind}.changed", expected_version=expected_version, checked=checked, reason=reason
    )


def apply_change(
    record: TrackedModel,
    *,
    actor: User | None,
    action: str,
    expected_version: int,
    checked: CheckedValues | None = None,
    reason: str = "",
    **values: Any,
) -> TrackedModel:
    """Compare the version and write in one statement; the core of every action on one record. Returns it re-read."""
    declared = resource_of(type(record))
    plain = {**(checked.plain if checked else {}), **values}
    try:
        with changeset(actor=actor, action=action, reason=reason):
            _write(declared, record, expected_version, actor, plain)
            if checked:
                _set_links(record, checked)
    except IntegrityError as error:
        raise _duplicate(declared, error) from error
    return read_record(declared.kind, record.pk)


def _write(
    declared: Resource, record: TrackedModel, expected_version: int, actor: User | None, plain: Mapping[str, Any]
) -> None:
    written = declared.model._default_manager.filter(pk=record.pk, version=expected_version).update(
        version=F("version") + 1, changed_at=timezone.now(), changed_by=actor, **plain
    )
    if not written:
        raise StaleVersion(
            f"{declared.public_id(record.pk)} was changed by somebody else since you opened it (you have version"
            f" {expected_version}); read it again and repeat your change",
            current_version=declared.model._default_manager.filter(pk=record.pk)
            .values_list("version", flat=True)
            .first(),
        )


def _set_links(record: TrackedModel, checked: CheckedValues) -> None:
    for name, numbers in checked.links.items():
        getattr(record, name).set(numbers)


def _duplicate(declared: Resource, error: IntegrityError) -> InvalidValues:
    text = str(error)
    named = next((key for key in declared.keys if f".{key}" in text or f"({key})" in text), declared.title)
    return InvalidValues({named: f"another {declared.label.lower()} has it already; choose another"})


def archive_record(kind: str, number: int, *, actor: User | None, expected_version: int) -> TrackedModel:
    """The record is put away: out of lists and checks, still there for links and history."""
    require(actor, "archive")
    record = read_record(kind, number)
    return apply_change(
        record,
        actor=actor,
        action=f"{kind}.archived",
        expected_version=expected_version,
        archived_at=timezone.now(),
    )


def restore_record(kind: str, number: int, *, actor: User | None, expected_version: int) -> TrackedModel:
    """An archived record is back."""
    require(actor, "archive")
    record = read_record(kind, number)
    return apply_change(
        record, actor=actor, action=f"{kind}.restored", expected_version=expected_version, archived_at=None
    )


def change_records(kind: str, numbers: Iterable[int], values: Mapping[str, Any], *, actor: User | None) -> int:
    """The same values for a selection, all or none, as one changeset that can be undone. Returns how many."""
    require(actor, "change-many")
    declared = resource(kind)
    checked = check_values(declared, values, None) if not values else _check_partial(declared, values)
    wanted = sorted(set(numbers))
    with changeset(actor=actor, action=f"{kind}.changed-together"):
        changed = declared.model._default_manager.filter(pk__in=wanted).update(
            version=F("version") + 1, changed_at=timezone.now(), changed_by=actor, **checked.plain
        )
        if changed != len(wanted):
            raise NotFound(f"{len(wanted) - changed} of the {len(wanted)} selected are no longer there; select again")
        for record in declared.model._default_manager.filter(pk__in=wanted) if checked.links else ():
            _set_links(record, checked)
    return changed


def _check_partial(declared: Resource, values: Mapping[str, Any]) -> CheckedValues:
    blank = declared.model()
    return check_values(declared, values, blank)


def archive_records(kind: str, numbers: Iterable[int], *, actor: User | None) -> int:
    """A selection is put away, as one changeset that can be undone. Returns how many were not archived before."""
    require(actor, "archive")
    with changeset(actor=actor, action=f"{kind}.archived-together"):
        return (
            resource(kind)
            .model._default_manager.filter(pk__in=list(numbers), archived_at=None)
            .update(version=F("version") + 1, changed_at=timezone.now(), changed_by=actor, archived_at=timezone.now())
        )


def delete_record(kind: str, number: int, *, actor: User | None) -> None:
    """The record is gone for good; its history stays. Refused while others point at it."""
    require(actor, "delete")
    record = read_record(kind, number)
    try:
        with transaction.atomic(), changeset(actor=actor, action=f"{kind}.deleted"):
            record.delete()
    except (ProtectedError, IntegrityError) as error:
        declared = resource(kind)
        raise StillReferenced(
            f"{declared.public_id(number)} cannot be deleted while other records point at it; archive it instead"
        ) from error
