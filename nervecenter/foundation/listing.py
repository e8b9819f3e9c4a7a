"""A page of records: filtered, searched, sorted and keyset-paged, in a fixed number of SQL queries."""

import base64
import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import F, Q, QuerySet

from nervecenter.foundation.errors import InvalidValues
from nervecenter.foundation.fields import FieldSpec, field_specs
from nervecenter.foundation.filtering import filter_of
from nervecenter.foundation.resources import Resource, resource
from nervecenter.foundation.searching import matching_numbers
from nervecenter.foundation.tracked import TrackedModel

COUNTED = 10_000
LIMIT = 50
LONGEST = 500


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What is asked of a list; `parameters` are the filters as they stand in the address."""

    parameters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    text: str = ""
    sort: str = ""
    group: str = ""
    columns: tuple[str, ...] = ()
    after: str = ""
    before: str = ""
    limit: int = LIMIT
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Linked:
    """A record another one points at, ready to be shown."""

    kind: str
    number: int
    title: str

    @property
    def public_id(self) -> str:
        """Such as seg-3."""
        return resource(self.kind).public_id(self.number)

    @property
    def path(self) -> str:
        """Where it is."""
        return resource(self.kind).record_path(self.number)


@dataclass(frozen=True, slots=True)
class ListRow:
    """One record of a page: values by column, links as Linked or tuples of Linked."""

    number: int
    public_id: str
    path: str
    title: str
    version: int
    archived: bool
    values: Mapping[str, Any]
    group: Any = None


@dataclass(frozen=True, slots=True)
class ListPage:
    """Rows with the cursors of their neighbours. `count` is exact up to COUNTED; above, `counted_all` is false."""

    resource: Resource
    columns: tuple[FieldSpec, ...]
    rows: tuple[ListRow, ...]
    count: int
    counted_all: bool
    next_cursor: str
    previous_cursor: str


def query_of(parameters: Mapping[str, Sequence[str]]) -> ListQuery:
    """The list query an address asks for; an unreadable limit is refused with InvalidValues."""

    def last(name: str, default: str = "") -> str:
        return (list(parameters.get(name, [])) or [default])[-1]

    limit = last("limit", str(LIMIT)) or str(LIMIT)
    if not limit.isdigit() or not 1 <= int(limit) <= LONGEST:
        raise InvalidValues({"limit": f"must be a whole number from 1 to {LONGEST}"})
    return ListQuery(
        parameters=parameters,
        text=last("q"),
        sort=last("sort"),
        group=last("group"),
        columns=tuple(name for part in parameters.get("columns", []) for name in part.split(",") if name),
        after=last("after"),
        before=last("before"),
        limit=int(limit),
        archived=last("archived") in ("1", "true", "yes"),
    )


def selected(declared: Resource, query: ListQuery) -> QuerySet[TrackedModel]:
    """The records a query selects, unsorted and unpaged."""
    rows = declared.model._default_manager.filter(archived_at__isnull=not query.archived)
    rows = rows.filter(filter_of(declared, query.parameters))
    if any(spec.type == "links" and spec.name in _named(query) for spec in field_specs(declared).values()):
        rows = rows.distinct()
    if query.text:
        rows = rows.filter(pk__in=matching_numbers(declared, query.text))
    return rows


def _named(query: ListQuery) -> set[str]:
    return {parameter.partition("__")[0] for parameter, values in query.parameters.items() if any(values)}


def page(declared: Resource, query: ListQuery) -> ListPage:
    """One page. InvalidValues when sort, columns, filters or cursor are not right."""
    specs = field_specs(declared)
    columns = tuple(_known(specs, name, "columns") for name in query.columns or declared.columns)
    order = _order(declared, query)
    base = selected(declared, query)
    rows, has_more = _slice(base, declared, query, order, [spec for spec in columns if spec.type != "links"])
    numbers = [row["id"] for row in rows]
    links = {spec.name: _links(declared, spec, numbers) for spec in columns if spec.type == "links"}
    shown = tuple(_row(declared, columns, row, links, query.group) for row in rows)
    forward = not query.before
    later = (has_more or bool(query.before)) if forward else bool(query.before)
    earlier = bool(query.after) if forward else has_more
    count = base.order_by()[: COUNTED + 1].count()
    return ListPage(
        resource=declared,
        columns=columns,
        rows=shown,
        count=min(count, COUNTED),
        counted_all=count <= COUNTED,
        next_cursor=_cursor(order, rows[-1]) if rows and later else "",
        previous_cursor=_cursor(order, rows[0]) if rows and earlier else "",
    )


def _known(specs: Mapping[str, FieldSpec], name: str, parameter: str) -> FieldSpec:
    if name not in specs:
        raise InvalidValues({parameter: f"'{name}' is not a column; the columns are {', '.join(specs)}"})
    return specs[name]


@dataclass(frozen=True, slots=True)
class Term:
    """One part of the order: a path of the model, its direction, and whether it can be null."""

    path: str
    descending: bool
    nullable: bool


def _order(declared: Resource, query: ListQuery) -> tuple[Term, ...]:
    specs = field_specs(declared)
    terms: list[Term] = []
    for name in (query.group, query.sort or declared.sort):
        bare = name.removeprefix("-")
        if not bare or any(term.path.split("__")[0] == bare for term in terms):
            continue
        spec = _known(specs, bare, "sort")
        if spec.type == "links":
            raise InvalidValues({"sort": f"{spec.label} holds several values and cannot be sorted by"})
        path = f"{bare}__{resource(spec.target_kind).title}" if spec.type == "link" and spec.target_kind else bare
        terms.append(Term(path, name.startswith("-"), spec.nullable))
    if "id" not in {term.path for term in terms}:
        terms.append(Term("id", terms[-1].descending if terms else False, nullable=False))
    return tuple(terms)


def _slice(
    base: QuerySet[TrackedModel], declared: Resource, query: ListQuery, order: tuple[Term, ...], plain: list[FieldSpec]
) -> tuple[list[dict[str, Any]], bool]:
    backwards = bool(query.before)
    if query.after or query.before:
        base = base.filter(_beyond(order, _read_cursor(query.before or query.after, order), backwards=backwards))
    ordering = [F(term.path).desc() if term.descending != backwards else F(term.path).asc() for term in order]
    paths = {"id", "version", "archived_at", declared.title, *(term.path for term in order)}
    for spec in plain:
        paths.add(spec.name)
        if spec.type == "link" and spec.target_kind:
            paths.add(f"{spec.name}__{resource(spec.target_kind).title}")
    rows = list(base.order_by(*ordering).values(*sorted(paths))[: query.limit + 1])
    has_more = len(rows) > query.limit
    rows = rows[: query.limit]
    return (rows[::-1] if backwards else rows), has_more


def _beyond(order: tuple[Term, ...], values: list[Any], *, backwards: bool) -> Q:
    """The rows after (or before) the cursor's row in this order, in the database's own placing of nulls."""
    low_nulls = connection.vendor == "sqlite"
    condition = Q()
    for term, value in reversed(list(zip(order, values, strict=True))):
        up = term.descending == backwards
        strictly = _strictly(term, value, up=up, low_nulls=low_nulls)
        if not condition:
            condition = strictly
        elif value is None or term.nullable:
            same = Q(**{f"{term.path}__isnull": True}) if value is None else Q(**{term.path: value})
            condition = strictly | (same & condition)
        else:
            operator = "gte" if up else "lte"
            condition = Q(**{f"{term.path}__{operator}": value}) & (strictly | condition)
    return condition


def _strictly(term: Term, value: Any, *, up: bool, low_nulls: bool) -> Q:
    nulls_follow = up != low_nulls
    if value is None:
        return Q(pk__in=[]) if nulls_follow else Q(**{f"{term.path}__isnull": False})
    condition = Q(**{f"{term.path}__{'gt' if up else 'lt'}": value})
    if term.nullable and nulls_follow:
        condition |= Q(**{f"{term.path}__isnull": True})
    return condition


def _cursor(order: tuple[Term, ...], row: Mapping[str, Any]) -> str:
    values = [_plain(row[term.path]) for term in order]
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, dt.date | Decimal) else value


def _read_cursor(text: str, order: tuple[Term, ...]) -> list[Any]:
    try:
        values = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if not isinstance(values, list) or len(values) != len(order) or any(isinstance(v, list | dict) for v in values):
            raise ValueError
    except ValueError:
        raise InvalidValues({"after": "this cursor does not belong to this list; start again without it"}) from None
    return values


def _links(declared: Resource, spec: FieldSpec, numbers: Iterable[int]) -> dict[int, tuple[Linked, ...]]:
    """What the records of a page link to by one many-to-many field. One SQL query."""
    target = resource(spec.target_kind)
    field = declared.model._meta.get_field(spec.name)
    through = field.remote_field.through  # type: ignore[union-attr]
    own, other = field.m2m_field_name(), field.m2m_reverse_field_name()  # type: ignore[union-attr]
    found: dict[int, list[Linked]] = {}
    rows = through._default_manager.filter(**{f"{own}__in": list(numbers)}).order_by("id")
    for number, linked, title in rows.values_list(f"{own}_id", f"{other}_id", f"{other}__{target.title}"):
        found.setdefault(number, []).append(Linked(target.kind, linked, title))
    return {number: tuple(linked) for number, linked in found.items()}


def _row(
    declared: Resource,
    columns: Sequence[FieldSpec],
    row: Mapping[str, Any],
    links: Mapping[str, Mapping[int, tuple[Linked, ...]]],
    group: str,
) -> ListRow:
    values: dict[str, Any] = {}
    for spec in columns:
        if spec.type == "links":
            values[spec.name] = links[spec.name].get(row["id"], ())
        elif spec.type == "link" and spec.target_kind:
            number = row[spec.name]
            title = row[f"{spec.name}__{resource(spec.target_kind).title}"]
            values[spec.name] = Linked(spec.target_kind, number, title) if number else None
        else:
            values[spec.name] = row[spec.name]
    grouped = None
    if group:
        grouped = next((value for path, value in row.items() if path.startswith(f"{group}__")), row.get(group))
    return ListRow(
        number=row["id"],
        public_id=declared.public_id(row["id"]),
        path=declared.record_path(row["id"]),
        title=row[declared.title],
        version=row["version"],
        archived=row["archived_at"] is not None,
        values=values,
        group=grouped,
    )
