"""A record as JSON: public id, fields by name, links as id and name. From database values to bytes without detours."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

import msgspec
from django.http import HttpRequest, HttpResponse

from nervecenter.foundation.api.reading import wanted_fields
from nervecenter.foundation.errors import InvalidValues, NotFound
from nervecenter.foundation.fields import FieldSpec, field_specs
from nervecenter.foundation.listing import ListQuery, PageValues, page_values, query_of, record_values, title_path
from nervecenter.foundation.resources import Resource, resource
from nervecenter.foundation.tracked import BOOKKEEPING

MEDIA_TYPE = "application/json"
OF_PAGES = ("columns", "group", "view", "format", "partial")
USERS = "usr"

type Row = Mapping[str, Any]
type Writer = Callable[[Row, PageValues], Any]


@lru_cache(maxsize=1024)
def shown_fields(declared: Resource, names: tuple[str, ...] = ()) -> tuple[FieldSpec, ...]:
    """The fields of an answer in its order: the version, what people write, then bookkeeping."""
    specs = field_specs(declared)
    order = ["version", *declared.form, *(name for name in specs if name not in BOOKKEEPING), *specs]
    return tuple(specs[name] for name in dict.fromkeys(order) if name != "id" and (not names or name in names))


@lru_cache(maxsize=1024)
def _writers(declared: Resource, names: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[tuple[str, Writer], ...]]:
    """The names of an answer in its order, and what writes those that are not answered as the database gives them."""
    shown = shown_fields(declared, names)
    prefix = f"{declared.prefix}-"
    written: list[tuple[str, Writer]] = [("id", lambda row, _: prefix + str(row["id"]))]
    written += [(spec.name, _writer(spec)) for spec in shown if spec.type in ("link", "links")]
    return ("id", *(spec.name for spec in shown)), tuple(written)


def _writer(spec: FieldSpec) -> Writer:
    name = spec.name
    prefix = f"{resource(spec.target_kind).prefix if spec.target_kind else USERS}-"
    if spec.type == "links":
        return lambda row, found: [
            {"id": prefix + str(number), "name": title} for number, title in found.links[name].get(row["id"], ())
        ]
    path = title_path(spec)
    return lambda row, _: {"id": prefix + str(row[name]), "name": row[path]} if row[name] else None


def json_rows(declared: Resource, found: PageValues, names: tuple[str, ...]) -> list[dict[str, Any]]:
    """The rows of a page as they are answered."""
    order, writers = _writers(declared, names)
    answered = []
    for row in found.rows:
        answer = dict(zip(order, map(row.get, order), strict=True))
        for name, write in writers:
            answer[name] = write(row, found)
        answered.append(answer)
    return answered


def record_answer(
    request: HttpRequest, declared: Resource, number: int, *, status: int = 200, **headers: str
) -> HttpResponse:
    """One record with its version as ETag; 304 when the asker has that version. NotFound when there is none."""
    names = wanted_fields(declared, dict(request.GET.lists()))
    found = record_values(declared, number, shown_fields(declared, names))
    if found is None:
        raise NotFound(f"there is no {declared.label.lower()} {declared.public_id(number)}; it may have been deleted")
    tag = f'"{found.rows[0]["version"]}"'
    if request.method == "GET" and _has(request.headers.get("If-None-Match", ""), tag):
        response = HttpResponse(status=304)
    else:
        response = json_answer(json_rows(declared, found, names)[0], status=status)
    response["ETag"] = tag
    for name, value in headers.items():
        response[name] = value
    return response


def _has(given: str, tag: str) -> bool:
    return bool(given) and (given == "*" or tag in (part.strip().removeprefix("W/") for part in given.split(",")))


def page_answer(request: HttpRequest, declared: Resource) -> HttpResponse:
    """A page of records, with the addresses of its neighbours. InvalidValues names every parameter that is wrong."""
    parameters = dict(request.GET.lists())
    for_pages = [name for name in OF_PAGES if name in parameters]
    if for_pages:
        raise InvalidValues(dict.fromkeys(for_pages, "is for the pages of the browser; the API has fields and sort"))
    names = wanted_fields(declared, parameters)
    found = page_values(declared, _query(declared, parameters, names))
    return json_answer(
        {
            "items": json_rows(declared, found, names),
            "next": _neighbour(request, parameters, "after", found.next_cursor),
            "previous": _neighbour(request, parameters, "before", found.previous_cursor),
            "count": found.count,
            "counted_all": found.counted_all,
        }
    )


def _query(declared: Resource, parameters: Mapping[str, Sequence[str]], names: tuple[str, ...]) -> ListQuery:
    asked = query_of(parameters)
    columns = tuple(spec.name for spec in shown_fields(declared, names))
    return ListQuery(
        parameters=asked.parameters,
        text=asked.text,
        sort=asked.sort,
        columns=columns or ("id",),
        after=asked.after,
        before=asked.before,
        limit=asked.limit,
        archived=asked.archived,
    )


def _neighbour(
    request: HttpRequest, parameters: Mapping[str, Sequence[str]], direction: str, cursor: str
) -> str | None:
    if not cursor:
        return None
    kept = [(name, value) for name, values in parameters.items() if name not in ("after", "before") for value in values]
    return f"{request.path}?{urlencode([*kept, (direction, cursor)])}"


def json_answer(content: Any, *, status: int = 200) -> HttpResponse:
    """Anything as JSON that no shared cache keeps."""
    response = HttpResponse(msgspec.json.encode(content), status=status, content_type=MEDIA_TYPE)
    response["Cache-Control"] = "private, no-cache"
    return response
