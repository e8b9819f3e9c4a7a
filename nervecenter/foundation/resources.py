"""One declaration an entity: from it come list, form, history, search, import, export, API and documentation."""

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from nervecenter.foundation.numerals import is_whole_number
from nervecenter.foundation.tracked import TrackedModel

type Rule = Callable[[Mapping[str, Any], TrackedModel | None], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Edge:
    """A link as a step of the trace.

    `reason`: the record at the other end of the field is why this one exists; `consequence`: what follows from it.
    """

    field: str
    meaning: Literal["reason", "consequence"]
    label: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Resource:
    """What the generic pages, the API, import, export and search need to know about one kind of record.

    `rules` look at the values about to be written (and the record as it is, or None) and name what is wrong by field.
    """

    kind: str
    prefix: str
    model: type[TrackedModel]
    label: str
    plural: str
    slug: str
    group: str
    about: str
    title: str = "name"
    columns: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    form: tuple[str, ...] = ()
    keys: tuple[str, ...] = ("code", "name")
    sort: str = "name"
    edges: tuple[Edge, ...] = ()
    units: Mapping[str, str] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    example: str = ""

    @property
    def context(self) -> str:
        """The folder it lives in, the first part of its address."""
        return str(self.model._meta.app_label)

    @property
    def number(self) -> int:
        """A stable number of the kind below 2**22, made from its name."""
        return (zlib.crc32(self.kind.encode()) & 0x3FFFFE) + 1

    @property
    def path(self) -> str:
        """Where its list is."""
        return f"/{self.context}/{self.slug}/"

    def public_id(self, number: int) -> str:
        """The id people see and say, such as cap-17."""
        return f"{self.prefix}-{number}"

    def record_path(self, number: int) -> str:
        """Where one record is."""
        return f"{self.path}{self.public_id(number)}/"


class UnknownKind(LookupError):
    """No resource of that kind is declared."""


_by_kind: dict[str, Resource] = {}
_by_prefix: dict[str, Resource] = {}
_by_model: dict[type[TrackedModel], Resource] = {}


def register(*resources: Resource) -> None:
    """Declare resources. Two of one kind, prefix, model or number are refused."""
    for resource in resources:
        numbers = {known.number for known in _by_kind.values()}
        if resource.kind in _by_kind or resource.prefix in _by_prefix or resource.model in _by_model:
            raise ValueError(f"{resource.kind} ({resource.prefix}) is declared twice")
        if resource.number in numbers:
            raise ValueError(f"the number of {resource.kind} is taken; give the kind another name")
        _by_kind[resource.kind] = resource
        _by_prefix[resource.prefix] = resource
        _by_model[resource.model] = resource


def resource(kind: str) -> Resource:
    """The declaration of one kind; UnknownKind names the kinds there are."""
    try:
        return _by_kind[kind]
    except KeyError:
        raise UnknownKind(f"there is no kind '{kind}'; the kinds are {', '.join(sorted(_by_kind))}") from None


def resource_of(model: type[TrackedModel]) -> Resource:
    """The declaration of a model."""
    return _by_model[model]


def all_resources() -> tuple[Resource, ...]:
    """All declarations, in the order of the contexts."""
    return tuple(_by_kind.values())


def parse_public_id(text: str) -> tuple[Resource, int]:
    """The kind and number behind a public id such as cap-17; UnknownKind when it is not one."""
    prefix, _, digits = text.strip().lower().rpartition("-")
    if prefix not in _by_prefix or not is_whole_number(digits):
        raise UnknownKind(f"'{text}' is not an id of ours; ids look like cap-17")
    return _by_prefix[prefix], int(digits)
