"""Checks what is about to be written to a record: types, links, and the resource's own rules."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from nervecenter.foundation.errors import InvalidValues
from nervecenter.foundation.fields import FieldSpec, field_specs, parse_value
from nervecenter.foundation.resources import Resource, UnknownKind, parse_public_id, resource
from nervecenter.foundation.tracked import BOOKKEEPING, TrackedModel


@dataclass(frozen=True, slots=True)
class CheckedValues:
    """Typed values: `plain` by column name (links as ids), `links` by field name as sets of ids."""

    plain: dict[str, Any]
    links: dict[str, frozenset[int]]


def check_values(kind: Resource, values: Mapping[str, Any], current: TrackedModel | None) -> CheckedValues:
    """Typed values ready to be written. InvalidValues names every field that is wrong, not just the first."""
    specs = field_specs(kind)
    plain: dict[str, Any] = {}
    links: dict[str, frozenset[int]] = {}
    wrong: dict[str, str] = {}
    for name, raw in values.items():
        spec = specs.get(name)
        if spec is None or name in BOOKKEEPING:
            writable = ", ".join(known for known in specs if known not in BOOKKEEPING)
            wrong[name] = f"is not a field of {kind.label.lower()}; the fields are {writable}"
            continue
        try:
            if spec.type == "links":
                links[name] = _link_ids(spec, raw)
            else:
                plain[spec.column] = _plain_value(spec, raw)
        except ValueError as error:
            wrong[name] = str(error)
    if current is None:
        wrong |= {
            name: "is needed"
            for name, spec in specs.items()
            if spec.required and name not in values and name not in BOOKKEEPING
        }
    if not wrong:
        for rule in kind.rules:
            wrong |= rule({**plain, **links}, current)
    if wrong:
        raise InvalidValues(wrong)
    return CheckedValues(plain, links)


def _plain_value(spec: FieldSpec, raw: Any) -> Any:
    if spec.type != "link":
        return parse_value(spec, raw)
    number = next(iter(_link_ids(spec, [raw] if raw not in (None, "") else [])), None)
    if spec.required and number is None:
        raise ValueError("is needed")
    return number


def _link_ids(spec: FieldSpec, raw: Any) -> frozenset[int]:
    target = resource(spec.target_kind)
    given: Iterable[Any] = raw.split(",") if isinstance(raw, str) else raw
    numbers = frozenset(_number(target, item) for item in given if item not in (None, ""))
    found = set(target.model._default_manager.filter(pk__in=numbers).values_list("pk", flat=True))
    missing = sorted(numbers - found)
    if missing:
        raise ValueError(f"there is no {target.label.lower()} {', '.join(map(target.public_id, missing))}")
    return numbers


def _number(target: Resource, item: Any) -> int:
    if isinstance(item, TrackedModel):
        return int(item.pk)
    if isinstance(item, int):
        return item
    try:
        kind, number = parse_public_id(str(item))
    except UnknownKind:
        raise ValueError(
            f"'{item}' is not the id of a {target.label.lower()}, such as {target.public_id(17)}"
        ) from None
    if kind is not target:
        raise ValueError(f"{item} is a {kind.label.lower()}, not a {target.label.lower()}")
    return number
