"""A page of records: filtered, searched, sorted and keyset-paged, in a fixed number of SQL queries."""

import base64
import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet, ValidationError
from django.db import connection
from django.db.models import F, Q, QuerySet

from nervecenter.foundation.errors import InvalidValues
from nervecenter.foundation.fields import FieldSpec, field_specs
from nervecenter.foundation.filtering import filter_of
from nervecenter.foundation.numerals import is_whole_number
from nervecenter.foundation.prepared import PreparedQuery
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


@dataclass(frozen=True, slots=True)
class PageValues:
    """A page as the database gives it: rows by path (see `title_path`), links by field and record as (id, title)."""

    columns: tuple[FieldSpec, ...]
    rows: Sequence[Mapping[str, Any]]
    links: Mapping[str, Mapping[int, Sequence[tuple[int, str]]]]
    count: int
    counted_all: bool
    next_cursor: str
    previous_cursor: str


def query_of(parameters: Mapping[str, Sequence[str]]) -> ListQuery:
    """The list query an address asks for; an unreadable limit is refused with InvalidValues."""

    def last(name: str, default: str = "") -> str:
        return (list(parameters.get(name, [])) or [default])[-1]

    limit = last("limit", str(LIMIT)) or str(LIMIT)
    if not is_whole_number(limit) or not 1 <= int(limit) <= LONGEST:
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
    found = page_values(declared, query)
    shown = _shown(found.columns)
    return ListPage(
        resource=declared,
        columns=found.columns,
        rows=tuple(_row(declared, shown, found.links, row, query.group) for row in found.rows),
        count=found.count,
        counted_all=found.counted_all,
        next_cursor=found.next_cursor,
        previous_cursor=found.previous_cursor,
    )


def page_values(declared: Resource, query: ListQuery) -> PageValues:
    """One page as plain values, in as many SQL queries as it shows fields with several links, and at most three more.

    The database sorts ids only; the rows of the page are read afterwards, by a query that is worked out once.
    """
    specs = field_specs(declared)
    columns = tuple(_known(specs, name, "columns") for name in query.columns or declared.columns)
    order = _order(declared, query)
    base = selected(declared, query)
    places, has_more = _slice(base, query, order)
    rows, links = _filled(declared, columns, [place["id"] for place in places])
    whole = not (has_more or query.after or query.before)
    count = len(places) if whole else _counted(base)
    forward = not query.before
    later = has_more if forward else True
    earlier = bool(query.after) if forward else has_more
    return PageValues(
        columns=columns,
        rows=[rows[place["id"]] | place for place in places if place["id"] in rows],
        links=links,
        count=min(count, COUNTED),
        counted_all=count <= COUNTED,
        next_cursor=_cursor(order, places[-1]) if places and later else "",
        previous_cursor=_cursor(order, places[0]) if places and earlier else "",
    )


def _counted(base: QuerySet[TrackedModel]) -> int:
    """How many there are, up to one more than COUNTED. Django's own count works the query out twice."""
    try:
        sql, parameters = base.order_by().values_list("pk")[: COUNTED + 1].query.sql_with_params()
    except EmptyResultSet:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({sql}) counted", parameters)  # noqa: S608 - made by Django
        return int(cursor.fetchone()[0])


def record_values(declared: Resource, number: int, columns: tuple[FieldSpec, ...]) -> PageValues | None:
    """One record, archived or not, as a page of one; None when it is not there."""
    rows, links = _filled(declared, columns, [number])
    if not rows:
        return None
    return PageValues(columns, [rows[number]], links, count=1, counted_all=True, next_cursor="", previous_cursor="")


type Shown = tuple[str, str, str, bool]
type Rows = dict[int, dict[str, Any]]
type Links = dict[str, dict[int, list[tuple[int, str]]]]


def _filled(declared: Resource, columns: tuple[FieldSpec, ...], numbers: list[int]) -> tuple[Rows, Links]:
    """The values of these records by id, and what they link to by several links."""
    paths, row_query, link_queries = _queries(declared, columns)
    rows = {row[0]: dict(zip(paths, row, strict=True)) for row in row_query.rows_of(numbers)}
    links: Links = {}
    for name, query in link_queries.items():
        found = links.setdefault(name, {})
        for number, other, title in query.rows_of(numbers):
            found.setdefault(number, []).append((other, title))
    return rows, links


@lru_cache(maxsize=512)
def _queries(
    declared: Resource, columns: tuple[FieldSpec, ...]
) -> tuple[list[str], PreparedQuery, dict[str, PreparedQuery]]:
    paths = ["id", *sorted(_paths(declared, columns) - {"id"})]
    rows = declared.model._default_manager.order_by()
    row_query = PreparedQuery(lambda number: rows.filter(pk__in=[number]).values_list(*paths))
    return paths, row_query, {spec.name: _link_query(declared, spec) for spec in columns if spec.type == "links"}


def _link_query(declared: Resource, spec: FieldSpec) -> PreparedQuery:
    """What records link to by one many-to-many field: holder's id, linked id and title, in the order of their list."""
    field: Any = declared.model._meta.get_field(spec.name)
    target = resource(spec.target_kind)
    own, other = f"{field.m2m_field_name()}_id", field.m2m_reverse_field_name()
    number, title = f"{other}_id", f"{other}__{target.title}"
    first = F(f"{other}__{target.sort.removeprefix('-')}")
    rows = field.remote_field.through._default_manager.order_by(
        first.desc() if target.sort.startswith("-") else first.asc(), title, number
    )
    return PreparedQuery(lambda holder: rows.filter(**{f"{own}__in": [holder]}).values_list(own, number, title))


def title_path(spec: FieldSpec) -> str:
    """Where a row has the name of what a link points at: the title of a kind, the name of a user."""
    return f"{spec.name}__{resource(spec.target_kind).title if spec.target_kind else 'username'}"


def _paths(declared: Resource, columns: Iterable[FieldSpec]) -> set[str]:
    paths = {"id", "version", "archived_at", declared.title}
    for spec in columns:
        if spec.type != "links":
            paths.add(spec.name)
        if spec.type == "link":
            paths.add(title_path(spec))
    return paths


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
    base: QuerySet[TrackedModel], query: ListQuery, order: tuple[Term, ...]
) -> tuple[list[dict[str, Any]], bool]:
    """The ids of a page with the values they are sorted by, and whether there are more."""
    backwards = bool(query.before)
    if query.after or query.before:
        base = _continued(base, query.before or query.after, order, backwards=backwards)
    ordering = [F(term.path).desc() if term.descending != backwards else F(term.path).asc() for term in order]
    paths = dict.fromkeys(term.path for term in order)
    places = list(base.order_by(*ordering).values(*paths)[: query.limit + 1])
    has_more = len(places) > query.limit
    places = places[: query.limit]
    return (places[::-1] if backwards else places), has_more


def _continued(
    base: QuerySet[TrackedModel], cursor: str, order: tuple[Term, ...], *, backwards: bool
) -> QuerySet[TrackedModel]:
    try:
        return base.filter(_beyond(order, _read_cursor(cursor, order), backwards=backwards))
    except (ValueError, TypeError, ValidationError):
        raise InvalidValues({"after": "this cursor does not belong to this list; start again without it"}) from None


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
    values = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    if not isinstance(values, list) or len(values) != len(order) or any(isinstance(v, list | dict) for v in values):
        raise ValueError("not a cursor of this order")
    return values


def _row(
    declared: Resource, shown: tuple[Shown, ...], links: Mapping[str, Any], row: Mapping[str, Any], group: str
) -> ListRow:
    number = row["id"]
    values: dict[str, Any] = {}
    for name, path, kind, several in shown:
        if several:
            linked = links[name].get(number)
            values[name] = tuple([Linked(kind, other, title) for other, title in linked]) if linked else ()
        elif kind:
            values[name] = Linked(kind, row[name], row[path]) if row[name] else None
        else:
            values[name] = row[path]
    grouped = None
    if group:
        grouped = next((value for path, value in row.items() if path.startswith(f"{group}__")), row.get(group))
    return ListRow(
        number=number,
        public_id=declared.public_id(number),
        path=declared.record_path(number),
        title=row[declared.title],
        version=row["version"],
        archived=row["archived_at"] is not None,
        values=values,
        group=grouped,
    )


@lru_cache(maxsize=512)
def _shown(columns: tuple[FieldSpec, ...]) -> tuple[Shown, ...]:
    """For each column its name, where a row has its text or value, the kind it links to, whether there are several."""
    return tuple(
        (spec.name, title_path(spec) if spec.type == "link" else spec.name, spec.target_kind, spec.type == "links")
        for spec in columns
    )
