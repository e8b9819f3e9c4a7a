"""The offering grid: its sentence, its picture, the grid itself, and what would fill its holes."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from nervecenter.domain.checks.wording import listed
from nervecenter.foundation.pages.answering import (
    Chooser,
    answer_page,
    chosen_record,
    chosen_start,
    chosen_word,
    path_having,
)
from nervecenter.foundation.pages.answers import may, page
from nervecenter.foundation.resources import resource
from nervecenter.portfolio.charts.offerings import parts_figure
from nervecenter.portfolio.queries.offerings import (
    PARTS,
    OfferingAxes,
    OfferingCell,
    OfferingGroup,
    OfferingQuery,
    OfferingTotals,
    offered_segments,
    offering_axes,
    offering_group_count,
    offering_groups,
    offering_totals,
    parts_on_record,
)
from nervecenter.portfolio.scope import ProductScope, chosen_scope, scope_chooser, to_own_scope

GROUPS_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A place of the grid: the offerings in it (none: not offered), where they are, and where one is made."""

    cell: OfferingCell | None
    path: str
    create_path: str

    @property
    def lacks(self) -> str:
        """The missing parts in words, such as "no channel, no price"."""
        return ", ".join(f"no {part}" for part in self.cell.missing) if self.cell else ""


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A block of the grid: its heading (empty where the offers are for everything and everybody) and its lines."""

    heading: str
    group: OfferingGroup
    lines: tuple[tuple[str, tuple[ShownCell, ...]], ...]


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part of an offer: in how many on sale it is missing, and the next step to name it."""

    name: str
    missing: int
    of: int
    path: str
    choices: str
    choices_path: str
    create: str
    create_path: str


@page
@require_GET
def offering_grid(request: HttpRequest) -> HttpResponse:
    """The grid, most incomplete group first, a page of groups at a time."""
    redirected = to_own_scope(request)
    if redirected:
        return redirected
    scope = chosen_scope(request)
    query = _query(request, scope)
    totals = offering_totals(query)
    axes, segments = offering_axes(), offered_segments()
    start = chosen_start(request)
    count = offering_group_count(query)
    groups = offering_groups(query, start=start, limit=GROUPS_A_PAGE)
    paths = {part: _part_path(part, query, request) for part in PARTS}
    filtered = bool(query.missing or query.segment or scope.words)
    columns: list[tuple[int | None, str]] = [
        *axes.deliveries,
        *(((None, "No delivery named"),) if _without_delivery(groups) else ()),
    ]
    today = timezone.localdate()
    return answer_page(
        request,
        "portfolio/offering_grid.html",
        answer=_answer(totals, scope, filtered=filtered),
        figures={"parts": parts_figure(totals, paths, today)} if totals.sold else {},
        choosers=(*_choosers(query, segments), scope_chooser(request)),
        groups=[_shown(group, axes, columns) for group in groups],
        columns=[name for _, name in columns],
        parts=_parts(totals, paths),
        nothing_yet=not totals.offerings and not filtered,
        filtered=filtered,
        may=may(request),
        shown_from=start + 1,
        shown_to=start + len(groups),
        group_count=count,
        older=path_having(request, start=str(start + GROUPS_A_PAGE)) if start + GROUPS_A_PAGE < count else "",
        newer=path_having(request, start=str(max(0, start - GROUPS_A_PAGE) or "")) if start else "",
    )


def _query(request: HttpRequest, scope: ProductScope) -> OfferingQuery:
    return OfferingQuery(
        product_line=scope.product_line,
        product=scope.product,
        segment=chosen_record(request, "segment", "segment"),
        missing=chosen_word(request, "missing", PARTS),
    )


def _choosers(query: OfferingQuery, segments: Iterable[tuple[int, str]]) -> tuple[Chooser, ...]:
    parts = tuple((part, f"Without {part}") for part in PARTS)
    declared = resource("segment")
    offered = tuple((declared.public_id(number), name) for number, name in segments)
    chosen = declared.public_id(query.segment) if query.segment else ""
    found = (Chooser("missing", "Holes", parts, query.missing, every="All offerings"),)
    return (*found, Chooser("segment", "Segment", offered, chosen)) if offered else found


def _part_path(part: str, query: OfferingQuery, request: HttpRequest) -> str:
    """The offerings on sale without the part: as a list, or here where a list cannot be narrowed to a line."""
    if query.product_line:
        return path_having(request, missing=part)
    pairs = [("is_sold", "yes"), (f"{PARTS[part]}__empty", "1")]
    pairs += [("product", resource("product").public_id(query.product))] if query.product else []
    pairs += [("segment", resource("segment").public_id(query.segment))] if query.segment else []
    return f"{resource('offering').path}?{urlencode(pairs)}"


def _without_delivery(groups: Iterable[OfferingGroup]) -> bool:
    return any(delivery is None for group in groups for _, delivery in group.cells)


def _shown(group: OfferingGroup, axes: OfferingAxes, columns: list[tuple[int | None, str]]) -> ShownGroup:
    lines: list[tuple[int | None, str]] = [*axes.editions]
    if any(edition is None for edition, _ in group.cells):
        lines.append((None, "No edition named"))
    place = " · ".join(name for _, name in group.of.values())
    return ShownGroup(
        heading=place,
        group=group,
        lines=tuple(
            (name, tuple(_shown_cell(group, edition, name, delivery, told) for delivery, told in columns))
            for edition, name in lines
        ),
    )


def _shown_cell(
    group: OfferingGroup, edition: int | None, edition_name: str, delivery: int | None, delivery_name: str
) -> ShownCell:
    declared = resource("offering")
    cell = group.cells.get((edition, delivery))
    pairs = [(name, resource(name).public_id(number)) for name, (number, _) in group.of.items()]
    places = (("edition", "edition", edition), ("delivery", "delivery_mode", delivery))
    pairs += [(name, resource(kind).public_id(number)) for name, kind, number in places if number]
    if cell and cell.number:
        return ShownCell(cell, declared.record_path(cell.number), "")
    if cell:
        known = {name for name, _ in pairs}
        absent = [(f"{name}__empty", "1") for name in ("product_line", "product", "segment") if name not in known]
        absent += [(f"{name}__empty", "1") for name, _, number in places if not number]
        return ShownCell(cell, f"{declared.path}?{urlencode([*pairs, *absent])}", "")
    if edition is None or delivery is None:
        return ShownCell(None, "", "")
    words = ", ".join([*(name for _, name in group.of.values()), edition_name, delivery_name])
    return ShownCell(None, "", f"{declared.path}new/?{urlencode([('name', words), *pairs])}")


def _parts(totals: OfferingTotals, paths: dict[str, str]) -> tuple[PartRow, ...]:
    record = parts_on_record()
    found = []
    for part, missing in totals.missing.items():
        declared = resource(part) if part in record else None
        number = record.get(part, 0)
        found.append(
            PartRow(
                name=part.capitalize(),
                missing=missing,
                of=totals.sold,
                path=paths[part],
                choices=f"{number:,} on record" if declared else "",
                choices_path=declared.path if declared and number else "",
                create=f"Create a {part}" if declared and missing and not number else "",
                create_path=f"{declared.path}new/" if declared else "",
            )
        )
    return tuple(found)


def _answer(totals: OfferingTotals, scope: ProductScope, *, filtered: bool) -> SafeString:
    if not totals.offerings:
        told = f"No offering{scope.words} fits these filters." if filtered else "Nothing is offered yet."
        return format_html("<b>{}</b>", told)
    if not totals.sold:
        every = "The one offering" if totals.offerings == 1 else f"None of the {totals.offerings:,} offerings"
        return format_html("<b>{}{} is {}on sale.</b>", every, scope.words, "not " if totals.offerings == 1 else "")
    if not totals.incomplete:
        if totals.sold == 1:
            return format_html("<b>The one offering on sale{}</b> names {}.", scope.words, listed(PARTS))
        return format_html("<b>All {} offerings on sale{}</b> name {}.", f"{totals.sold:,}", scope.words, listed(PARTS))
    holes = _holes(totals)
    if totals.sold == 1:
        return format_html("<b>The one offering on sale{} has holes</b>: {}.", scope.words, holes)
    if totals.incomplete == totals.sold:
        return format_html(
            "<b>None of the {} offerings on sale{} is complete</b>: {}.", f"{totals.sold:,}", scope.words, holes
        )
    verb = "has" if totals.incomplete == 1 else "have"
    return format_html(
        "<b>{} of {} offerings on sale{} {} holes</b>: {}.",
        f"{totals.incomplete:,}",
        f"{totals.sold:,}",
        scope.words,
        verb,
        holes,
    )


def _holes(totals: OfferingTotals) -> str:
    """The parts by how often they are missing: "channel and price are missing in all, delivery in 2"."""
    by_count: dict[int, list[str]] = {}
    for part, missing in sorted(totals.missing.items(), key=lambda item: -item[1]):
        if missing:
            by_count.setdefault(missing, []).append(part)
    told: list[str] = []
    for missing, parts in by_count.items():
        verb = "" if told else " is missing" if len(parts) == 1 else " are missing"
        where = f"in {missing:,}" if missing < totals.sold else "in all" if totals.sold > 1 else ""
        told.append(f"{listed(parts)}{verb} {where}".strip())
    return ", ".join(told)
