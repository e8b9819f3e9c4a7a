"""What a field of a record is, read off its model, and how text becomes a value of it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Literal

from django.core.validators import BaseValidator, MaxValueValidator, MinValueValidator
from django.db import models

from nervecenter.foundation.resources import Resource, resource_of

type FieldType = Literal[
    "text", "longtext", "integer", "decimal", "date", "datetime", "boolean", "choice", "link", "links", "url"
]


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field: its type decides the input, the filter, the column and the import.

    `default` is what a choice becomes when it is emptied: its default, or "" where it may be empty.
    """

    name: str
    label: str
    type: FieldType
    required: bool
    choices: tuple[tuple[str, str], ...] = ()
    target_kind: str = ""
    max_length: int | None = None
    max_digits: int | None = None
    decimal_places: int | None = None
    nullable: bool = False
    help: str = ""
    unit: str = ""
    column: str = ""
    lowest: int | None = None
    highest: int | None = None
    default: str = ""

    @property
    def can_be_empty(self) -> bool:
        """Whether a record can have nothing in this field."""
        return self.nullable or self.type in ("text", "longtext", "url", "choice", "links")


@cache
def field_specs(resource: Resource) -> Mapping[str, FieldSpec]:
    """All fields of a kind by name, in the model's order, bookkeeping included."""
    meta = resource.model._meta
    found = [*meta.local_concrete_fields, *meta.local_many_to_many]
    return {field.name: _spec(field, resource) for field in found}


def _spec(field: Any, resource: Resource) -> FieldSpec:
    blank = field.blank or field.null or field.has_default()
    return FieldSpec(
        name=field.name,
        label=str(field.verbose_name)[:1].upper() + str(field.verbose_name)[1:],
        type=_type(field),
        required=not blank,
        choices=tuple((str(value), str(label)) for value, label in (field.choices or ())),
        target_kind=_target(field),
        max_length=getattr(field, "max_length", None),
        max_digits=getattr(field, "max_digits", None),
        decimal_places=getattr(field, "decimal_places", None),
        nullable=field.null,
        help=str(field.help_text),
        unit=resource.units.get(field.name, ""),
        column=getattr(field, "column", "") or "",
        lowest=_limit(field, MinValueValidator),
        highest=_limit(field, MaxValueValidator),
        default=str(field.get_default()) if field.choices and not field.blank and field.has_default() else "",
    )


def _limit(field: Any, kind: type[BaseValidator]) -> int | None:
    """The end of the scale that the model declares; the limits a database sets by itself are left out."""
    return next((int(one.limit_value) for one in field._validators if type(one) is kind), None)


def _type(field: Any) -> FieldType:
    if isinstance(field, models.ManyToManyField):
        return "links"
    if isinstance(field, models.ForeignKey):
        return "link"
    if field.choices:
        return "choice"
    kinds: tuple[tuple[type[Any], FieldType], ...] = (
        (models.BooleanField, "boolean"),
        (models.DateTimeField, "datetime"),
        (models.DateField, "date"),
        (models.DecimalField, "decimal"),
        (models.FloatField, "decimal"),
        (models.IntegerField, "integer"),
        (models.URLField, "url"),
        (models.TextField, "longtext"),
    )
    return next((name for kind, name in kinds if isinstance(field, kind)), "text")


def _target(field: Any) -> str:
    if not field.is_relation:
        return ""
    try:
        return resource_of(field.related_model).kind
    except KeyError:
        return ""


TRUE_WORDS = frozenset({"true", "yes", "y", "1", "on", "x"})
FALSE_WORDS = frozenset({"false", "no", "n", "0", "off"})


def parse_value(spec: FieldSpec, raw: Any) -> Any:
    """The typed value of what a form, the API or a file gave; ValueError says what would be right.

    Links are left to the caller, who knows the records. Empty means None, or "" for texts.
    """
    if isinstance(raw, str):
        raw = raw.strip()
    if raw is None or raw == "":
        return _empty(spec)
    parser = _PARSERS.get(spec.type)
    return parser(spec, raw) if parser else raw


def _empty(spec: FieldSpec) -> Any:
    if spec.required:
        raise ValueError("is needed")
    if spec.type in ("text", "longtext", "url", "choice"):
        return None if spec.nullable else spec.default
    if spec.type == "boolean" and not spec.nullable:
        return False
    if not spec.nullable and spec.type in ("integer", "decimal"):
        return max(0, spec.lowest or 0)
    return None


def _text(spec: FieldSpec, raw: Any) -> str:
    text = str(raw)
    if "\x00" in text:
        raise ValueError("holds a NUL character; remove it")
    if spec.max_length and len(text) > spec.max_length:
        raise ValueError(f"has {len(text)} characters; at most {spec.max_length} fit")
    if spec.type == "url" and not text.lower().startswith(("http://", "https://", "/")):
        raise ValueError("must begin with http:// or https://")
    return text


def _integer(spec: FieldSpec, raw: Any) -> int:
    try:
        number = int(str(raw).replace(",", "").replace(" ", ""))
    except ValueError:
        raise ValueError(f"'{raw}' is not a whole number") from None
    if abs(number) > 2**31 - 1:
        raise ValueError(f"{raw} is out of range")
    if spec.lowest is not None and number < spec.lowest:
        raise ValueError(f"{number} is below {spec.lowest}, the lowest there is")
    if spec.highest is not None and number > spec.highest:
        raise ValueError(f"{number} is above {spec.highest}, the highest there is")
    return number


def _decimal(spec: FieldSpec, raw: Any) -> Decimal:
    try:
        number = Decimal(str(raw).replace(",", "").replace(" ", ""))
    except InvalidOperation:
        raise ValueError(f"'{raw}' is not a number") from None
    if not number.is_finite():
        raise ValueError(f"'{raw}' is not a number")
    places = spec.decimal_places or 0
    number = number.quantize(Decimal(1).scaleb(-places)) if abs(number) < Decimal(10) ** 20 else number
    if abs(number) >= Decimal(10) ** ((spec.max_digits or 20) - places):
        raise ValueError(f"{raw} is out of range")
    return number


def _date(spec: FieldSpec, raw: Any) -> dt.date:
    if isinstance(raw, dt.datetime):
        return raw.date()
    if isinstance(raw, dt.date):
        return raw
    try:
        return dt.date.fromisoformat(str(raw)[:10])
    except ValueError:
        raise ValueError(f"'{raw}' is not a date; write it as 2022-11-30") from None


def _boolean(spec: FieldSpec, raw: Any) -> bool:
    word = str(raw).lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise ValueError(f"'{raw}' is neither yes nor no")


def _choice(spec: FieldSpec, raw: Any) -> str:
    word = str(raw)
    for value, label in spec.choices:
        if word == value or word.lower() == label.lower():
            return value
    raise ValueError(f"'{raw}' is not one of {', '.join(value for value, _ in spec.choices)}")


_PARSERS: dict[FieldType, Any] = {
    "text": _text,
    "longtext": _text,
    "url": _text,
    "integer": _integer,
    "decimal": _decimal,
    "date": _date,
    "boolean": _boolean,
    "choice": _choice,
}
