"""One record as its page needs it: every field as a fact, who touched it, and what points at it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Value
from django.utils.safestring import SafeString

from nervecenter.foundation.errors import NotFound
from nervecenter.foundation.fields import FieldSpec, field_specs
from nervecenter.foundation.listing import Linked
from nervecenter.foundation.pages.showing import fact, is_status
from nervecenter.foundation.resources import Resource, all_resources, resource
from nervecenter.foundation.tracked import BOOKKEEPING, TrackedModel


@dataclass(frozen=True, slots=True)
class Fact:
    """A field of a record, ready to be shown."""

    spec: FieldSpec
    html: SafeString

    @property
    def is_long(self) -> bool:
        """Whether it is a text of several lines."""
        return self.spec.type == "longtext"


@dataclass(frozen=True, slots=True)
class RecordView:
    """A record as its page and its drawer show it."""

    resource: Resource
    number: int
    public_id: str
    path: str
    title: str
    version: int
    archived: bool
    highlights: tuple[Fact, ...]
    facts: tuple[Fact, ...]
    created_at: dt.datetime
    created_by: str
    changed_at: dt.datetime
    changed_by: str
    source: str

    @property
    def missing(self) -> str:
        """The fields about which nothing is known, in words."""
        return ", ".join(fact.spec.label.lower() for fact in self.facts if not fact.html)


@dataclass(frozen=True, slots=True)
class Inbound:
    """Records of one kind that point at this one by one field: how many, and the list of them."""

    plural: str
    label: str
    count: int
    path: str


def record_view(declared: Resource, number: int) -> RecordView:
    """The record, archived or not. One SQL query and one for each field with several links."""
    specs = field_specs(declared)
    singles = [name for name, spec in specs.items() if spec.type == "link" and spec.target_kind]
    record = (
        declared.model._default_manager.select_related("created_by", "changed_by", *singles).filter(pk=number).first()
    )
    if record is None:
        raise NotFound(f"there is no {declared.label.lower()} {declared.public_id(number)}")
    shown = [spec for name, spec in specs.items() if name not in BOOKKEEPING and name != declared.title]
    order = {name: place for place, name in enumerate(declared.form)}
    shown.sort(key=lambda spec: order.get(spec.name, len(order)))
    facts = tuple(Fact(spec, fact(spec, value_of(record, spec))) for spec in shown)
    return RecordView(
        resource=declared,
        number=number,
        public_id=declared.public_id(number),
        path=declared.record_path(number),
        title=str(getattr(record, declared.title)).strip() or declared.public_id(number),
        version=record.version,
        archived=record.archived_at is not None,
        highlights=tuple(one for one in facts if one.spec.type == "choice" and is_status(one.spec) and one.html)[:3],
        facts=facts,
        created_at=record.created_at,
        created_by=_who(record.created_by, record.source),
        changed_at=record.changed_at,
        changed_by=_who(record.changed_by, record.source),
        source=record.source,
    )


def _who(user: Any, source: str) -> str:
    return str(user) if user else (f"import from {source}" if source else "nervecenter")


def value_of(record: TrackedModel, spec: FieldSpec) -> Any:
    """The value of a field as the generic pages show it: links with their titles."""
    if spec.type == "links":
        target = resource(spec.target_kind)
        rows = getattr(record, spec.name).order_by(target.title).values_list("pk", target.title)
        return tuple(Linked(target.kind, pk, title) for pk, title in rows)
    value = getattr(record, spec.name)
    if spec.type == "link" and spec.target_kind:
        target = resource(spec.target_kind)
        return Linked(target.kind, value.pk, getattr(value, target.title)) if value else None
    return value


def texts_of(record: TrackedModel, declared: Resource) -> dict[str, list[str]]:
    """The editable fields as texts for a form, links as public ids. One SQL query a field of several links."""
    found: dict[str, list[str]] = {}
    for name in declared.form:
        spec = field_specs(declared)[name]
        if spec.type == "links":
            target = resource(spec.target_kind)
            numbers = getattr(record, name).order_by("pk").values_list("pk", flat=True)
            found[name] = [target.public_id(number) for number in numbers]
        else:
            found[name] = [text_of(record, spec)]
    return found


def text_of(record: TrackedModel, spec: FieldSpec) -> str:
    """One value as the text that a form holds."""
    value = getattr(record, f"{spec.name}_id" if spec.type == "link" else spec.name)
    if value is None:
        return ""
    if spec.type == "link":
        return resource(spec.target_kind).public_id(value)
    if isinstance(value, bool):
        return "yes" if value else ("no" if spec.nullable else "")
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def inbound(declared: Resource, number: int) -> tuple[Inbound, ...]:
    """What points at a record, by kind and field, most first. One SQL query."""
    sides: dict[int, tuple[Resource, FieldSpec]] = {}
    queries = []
    for holder in all_resources():
        for name, spec in field_specs(holder).items():
            if spec.target_kind != declared.kind:
                continue
            place = len(sides)
            sides[place] = (holder, spec)
            rows = holder.model._default_manager.filter(**{name: number, "archived_at": None}).order_by()
            queries.append(rows.annotate(place=Value(place)).values("place").annotate(n=Count("pk")))
    if not queries:
        return ()
    every = queries[0].union(*queries[1:], all=True).order_by()
    counts: Mapping[int, int] = {row["place"]: row["n"] for row in every}
    public_id = declared.public_id(number)
    found = [
        Inbound(holder.plural, _by(holder, declared, spec), counts[place], f"{holder.path}?{spec.name}={public_id}")
        for place, (holder, spec) in sides.items()
        if counts.get(place)
    ]
    return tuple(sorted(found, key=lambda one: -one.count))


def _by(holder: Resource, declared: Resource, spec: FieldSpec) -> str:
    usual = {declared.label.lower(), declared.plural.lower()}
    return "" if spec.label.lower() in usual else f"as {spec.label.lower()}"
