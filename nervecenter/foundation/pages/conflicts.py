"""Fields that a replay leaves alone because they were changed since: both values, who changed them and when."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nervecenter.foundation.changes import Changeset
from nervecenter.foundation.fields import FieldSpec, field_specs
from nervecenter.foundation.importing.models import Import
from nervecenter.foundation.resources import Resource, resource

LISTED = 100


@dataclass(frozen=True, slots=True)
class ShownConflict:
    """One field of one record. `key` is what the form sends when the file is to win."""

    key: str
    label: str
    path: str
    title: str
    here: str
    file: str
    who: str
    at: dt.datetime | None


def shown_conflicts(record: Import) -> tuple[ShownConflict, ...]:
    """The first conflicts of a replay, in words. A fixed number of queries for each kind that is named."""
    conflicts = record.conflicts[:LISTED]
    numbers = {each["changeset"] for each in conflicts} - {None}
    changesets = Changeset.objects.select_related("actor").in_bulk(numbers)
    titles = _titles(conflicts)
    return tuple(_shown(each, changesets.get(each["changeset"]), titles) for each in conflicts)


def _shown(
    conflict: Mapping[str, Any], changeset: Changeset | None, titles: Mapping[tuple[str, int], str]
) -> ShownConflict:
    declared = resource(conflict["kind"])
    spec = field_specs(declared)[conflict["field"]]
    public_id = declared.public_id(conflict["record"])
    who = "somebody outside of nervecenter"
    if changeset is not None:
        who = str(changeset.actor) if changeset.actor else "nervecenter"
        who = f"{who}, by another import" if changeset.action == "import.run" else who
    return ShownConflict(
        key=f"{public_id}.{conflict['field']}",
        label=spec.label,
        path=f"{declared.path}{public_id}/",
        title=titles.get((declared.kind, conflict["record"]), public_id),
        here=_text(spec, conflict["here"], titles),
        file=_text(spec, conflict["file"], titles),
        who=who,
        at=changeset.at if changeset else None,
    )


def _text(spec: FieldSpec, value: Any, titles: Mapping[tuple[str, int], str]) -> str:
    if value in (None, "", []):
        return "nothing"
    if spec.target_kind:
        numbers: Sequence[int] = value if isinstance(value, list) else [value]
        return ", ".join(titles.get((spec.target_kind, number), "a new record") for number in numbers)
    return dict(spec.choices).get(value, str(value)) if isinstance(value, str) else str(value)


def _titles(conflicts: Iterable[Mapping[str, Any]]) -> dict[tuple[str, int], str]:
    wanted: dict[str, set[int]] = {}
    for conflict in conflicts:
        wanted.setdefault(conflict["kind"], set()).add(conflict["record"])
        spec = field_specs(resource(conflict["kind"]))[conflict["field"]]
        if spec.target_kind:
            for value in (conflict["here"], conflict["file"]):
                numbers = value if isinstance(value, list) else [value]
                wanted.setdefault(spec.target_kind, set()).update(number for number in numbers if number)
    return {(kind, number): title for kind, ids in wanted.items() for number, title in _titled(resource(kind), ids)}


def _titled(declared: Resource, numbers: Iterable[int]) -> Iterable[tuple[int, str]]:
    rows = declared.model._default_manager.filter(pk__in=list(numbers))
    return ((number, str(title)) for number, title in rows.values_list("pk", declared.title))
