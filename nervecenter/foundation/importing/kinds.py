"""The kinds of record as the import engine sees them, read off the resource declarations."""

from functools import cache
from typing import Any

from nervecenter.domain.exchange.kinds import FieldSpec, KindSpec
from nervecenter.foundation.fields import field_specs
from nervecenter.foundation.resources import Resource, all_resources, resource
from nervecenter.foundation.tracked import BOOKKEEPING


def kind_specs() -> dict[str, KindSpec]:
    """Every kind that has a declaration, by name."""
    return {declared.kind: kind_spec(declared.kind) for declared in all_resources()}


@cache
def kind_spec(kind: str) -> KindSpec:
    """One kind: its fields without bookkeeping, and the keys by which a record of it is found."""
    declared = resource(kind)
    fields = {
        name: FieldSpec(
            name=name,
            type=spec.type,
            label=spec.label,
            required=spec.required,
            choices=spec.choices,
            target_kind=spec.target_kind,
            max_length=spec.max_length,
            max_digits=spec.max_digits,
            decimal_places=spec.decimal_places,
            nullable=spec.nullable,
            lowest=spec.lowest,
            highest=spec.highest,
            default=_default(declared, name),
        )
        for name, spec in field_specs(declared).items()
        if name not in BOOKKEEPING and (spec.type not in ("link", "links") or spec.target_kind)
    }
    keys = tuple(key for key in declared.keys if key in fields)
    return KindSpec(kind, fields, keys, declared.label)


def _default(declared: Resource, name: str) -> Any:
    field = declared.model._meta.get_field(name)
    given = getattr(field, "default", None)
    if not getattr(field, "has_default", bool)() or callable(given) or getattr(field, "null", False):
        return None
    return given
