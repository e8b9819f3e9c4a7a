"""Decisions about words that named nothing: what they mean, now and in every import to come."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from nervecenter.domain.exchange.drafting.values import empty_value
from nervecenter.foundation.changes import Changeset, changeset
from nervecenter.foundation.errors import DomainError, InvalidValues, NotFound
from nervecenter.foundation.fields import field_specs, parse_value
from nervecenter.foundation.importing.kinds import kind_spec
from nervecenter.foundation.importing.models import Alias, Import, UnmatchedValue
from nervecenter.foundation.importing.table_columns import TableColumns
from nervecenter.foundation.importing.writers import database_writer
from nervecenter.foundation.permissions import require
from nervecenter.foundation.resources import Resource, UnknownKind, parse_public_id, resource
from nervecenter.foundation.users import User

_BATCH = 5_000
_WAITING = (UnmatchedValue.Status.OPEN, UnmatchedValue.Status.MISSPELT)


class NoProposal(DomainError):
    """Nothing is proposed for the word."""

    code = "no-proposal"


class AlreadyDecided(DomainError):
    """Somebody has said what the word means."""

    code = "already-decided"


def resolve_unmatched(number: int, meaning: str, *, actor: User | None, remember: bool = True) -> UnmatchedValue:
    """The word means this: a record (by public id, such as mod-7), or one of the field's values.

    The records that waited for it are filled where nobody has filled them since, as a change that can be undone; where
    the word looks misspelt, all records that hold it take the other one. With `remember`, every later import takes the
    word so; a decision about a preview is always remembered, for its run. Refused when it has been decided
    (AlreadyDecided) or the meaning is no record or value of the right kind (InvalidValues).
    """
    require(actor, "import")
    entry = _open(number)
    declared = resource(entry.kind)
    target, value = _meant(entry, declared, meaning)
    with transaction.atomic():
        with changeset(actor=actor, action="import.word-resolved", reason=f"“{entry.value}” is {meaning}") as written:
            if entry.status == UnmatchedValue.Status.MISSPELT:
                _respell(declared, entry, value, actor)
            elif entry.target_kind and target is not None:
                _set_links(declared, entry, target, actor)
            else:
                _set_values(declared, entry, value, actor)
        _decide(entry, UnmatchedValue.Status.RESOLVED, meaning, actor, written)
        if remember or _is_preview(entry):
            _remember(entry, actor, target=target, value="" if entry.target_kind else str(value))
    return entry


def ignore_unmatched(number: int, *, actor: User | None, remember: bool = True) -> UnmatchedValue:
    """The word means nothing to us, or is right as it is written. With `remember`, later imports do not ask again."""
    require(actor, "import")
    entry = _open(number)
    kept = entry.value if entry.status == UnmatchedValue.Status.MISSPELT else ""
    with transaction.atomic():
        _decide(entry, UnmatchedValue.Status.IGNORED, "", actor, None)
        if remember or _is_preview(entry):
            _remember(entry, actor, target=None, value=kept[:300])
    return entry


def accept_proposal(number: int, *, actor: User | None, remember: bool = True) -> UnmatchedValue:
    """The word means what was proposed for it. Refused where nothing was (NoProposal), else as `resolve_unmatched`.

    A proposed record that only comes with the files of a preview is remembered by its name.
    """
    require(actor, "import")
    entry = _open(number)
    if not entry.proposal:
        raise NoProposal(f"nothing is proposed for “{entry.value}”; say what it means")
    if entry.proposal["meaning"]:
        return resolve_unmatched(number, entry.proposal["meaning"], actor=actor, remember=remember)
    word = str(entry.proposal["word"])
    with transaction.atomic():
        _decide(entry, UnmatchedValue.Status.RESOLVED, word, actor, None)
        _remember(entry, actor, target=None, value=word[:300])
    return entry


def accept_proposals(import_number: int, *, actor: User | None) -> list[UnmatchedValue]:
    """Every word of an import for which something is proposed means that, misspelt values included. Remembered."""
    require(actor, "import")
    waiting = UnmatchedValue.objects.filter(import_of=import_number, status__in=_WAITING).exclude(proposal={})
    with transaction.atomic():
        return [accept_proposal(number, actor=actor) for number in waiting.values_list("pk", flat=True)]


def _open(number: int) -> UnmatchedValue:
    entry = UnmatchedValue.objects.select_related("import_of").filter(pk=number).first()
    if entry is None:
        raise NotFound(f"there is no unmatched value {number}")
    if entry.status not in _WAITING:
        shown = entry.resolved_to or "nothing"
        raise AlreadyDecided(f"“{entry.value}” has been decided: it means {shown}")
    return entry


def _meant(entry: UnmatchedValue, declared: Resource, meaning: str) -> tuple[int | None, Any]:
    if not entry.target_kind:
        spec = field_specs(declared)[entry.field]
        try:
            return None, parse_value(spec, meaning)
        except ValueError as error:
            raise InvalidValues({entry.field: str(error)}) from error
    target = resource(entry.target_kind)
    try:
        kind, number = parse_public_id(meaning)
    except UnknownKind as error:
        raise InvalidValues({entry.field: str(error)}) from error
    if kind is not target:
        raise InvalidValues({entry.field: f"{meaning} is a {kind.label.lower()}, not a {target.label.lower()}"})
    if not target.model._default_manager.filter(pk=number).exists():
        raise InvalidValues({entry.field: f"there is no {target.label.lower()} {meaning}"})
    return number, None


def _set_links(declared: Resource, entry: UnmatchedValue, target: int, actor: User | None) -> None:
    spec = kind_spec(declared.kind).fields[entry.field]
    columns = TableColumns(declared, now=timezone.now(), actor=actor.pk if actor else None)
    for batch in _batches(entry.records):
        if spec.type == "link":
            _fill(declared, batch, Q(**{f"{entry.field}__isnull": True}), {f"{entry.field}_id": target}, actor)
            continue
        linked = Q(**{f"{entry.field}__pk": target})
        waiting = list(
            declared.model._default_manager.filter(pk__in=batch).exclude(linked).values_list("pk", flat=True)
        )
        if waiting:
            database_writer().link(*columns.through(entry.field), [(record, target) for record in waiting])
            _fill(declared, waiting, Q(), {}, actor)


def _set_values(declared: Resource, entry: UnmatchedValue, value: Any, actor: User | None) -> None:
    empty = empty_value(kind_spec(declared.kind).fields[entry.field])
    untouched = Q(**{f"{entry.field}__isnull": True}) if empty is None else Q(**{entry.field: empty})
    for batch in _batches(entry.records):
        _fill(declared, batch, untouched, {entry.field: value}, actor)


def _respell(declared: Resource, entry: UnmatchedValue, value: Any, actor: User | None) -> None:
    if _is_preview(entry):
        return
    holding = Q(**{entry.field: entry.value})
    numbers = list(declared.model._default_manager.filter(holding).values_list("pk", flat=True))
    for batch in _batches(numbers):
        _fill(declared, batch, holding, {entry.field: value}, actor)


def _is_preview(entry: UnmatchedValue) -> bool:
    return entry.import_of.status == Import.Status.PREVIEW


def _fill(declared: Resource, numbers: list[int], where: Q, values: dict[str, Any], actor: User | None) -> None:
    waiting = declared.model._default_manager.filter(where, pk__in=numbers)
    waiting.update(version=F("version") + 1, changed_at=timezone.now(), changed_by=actor, **values)


def _batches(numbers: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(numbers), _BATCH):
        yield numbers[start : start + _BATCH]


def _decide(entry: UnmatchedValue, status: str, meaning: str, actor: User | None, written: Changeset | None) -> None:
    entry.status, entry.resolved_to, entry.resolved_at = status, meaning[:300], timezone.now()
    entry.resolved_by, entry.changeset = actor, written
    entry.save()


def _remember(entry: UnmatchedValue, actor: User | None, *, target: int | None, value: str) -> None:
    scope = entry.target_kind or f"{entry.kind}.{entry.field}"
    decision = {"object_id": target, "value": value, "created_by": actor}
    Alias.objects.update_or_create(scope=scope, word=entry.value, defaults=decision)
