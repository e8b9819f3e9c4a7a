"""The kinds of record an import can fill, described to the domain without a database."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

FieldType = Literal[
    "text", "longtext", "integer", "decimal", "date", "datetime", "boolean", "choice", "link", "links", "url"
]


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field: what values it takes.

    An empty cell means the default, else nothing where the field is `nullable`, else the type's empty value.
    """

    name: str
    type: FieldType
    label: str = ""
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    target_kind: str = ""
    max_length: int | None = None
    max_digits: int | None = None
    decimal_places: int | None = None
    nullable: bool = False
    lowest: int | None = None
    highest: int | None = None
    default: object = None


@dataclass(frozen=True, slots=True)
class KindSpec:
    """One kind: its fields by name, and the fields by which a record of it can be found."""

    kind: str
    fields: Mapping[str, FieldSpec]
    keys: tuple[str, ...] = ("code", "name")
    label: str = ""
