"""Capability by edition and way of delivery, with what each edition adds and where containment breaks."""

from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from nervecenter.domain.checks.wording import counted, listed
from nervecenter.foundation.errors import InvalidValues
from nervecenter.foundation.pages.answering import Chooser, answer_page, chosen_record, chosen_start, path_having
from nervecenter.foundation.pages.answers import page
from nervecenter.foundation.resources import resource
from nervecenter.portfolio.charts.coverage import coverage_figure
from nervecenter.portfolio.models import Module
from nervecenter.portfolio.queries.coverage import (
    CapabilityRow,
    Coverage,
    EditionDifference,
    capability_rows,
    coverage,
    has_edition,
    live_capabilities,
    that_break_containment,
)
from nervecenter.portfolio.scope import chosen_scope, scope_chooser, to_own_scope

LIMIT = 100
MODULES = 500


@dataclass(frozen=True, slots=True)
class Mark:
    """A cell of the matrix: there, not there, or missing although a lower edition has it."""

    sign: str
    words: str
    tone: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A capability as a row of marks, the head of a group where its product begins."""

    name: str
    path: str
    group: str
    marks: tuple[Mark, ...]


THERE, ABSENT = Mark("●", "yes", "yes"), Mark("–", "no", "unknown")
MISSING = Mark("▲", "missing, though a lower edition has it", "odd")


@page
@require_GET
def portfolio(request: HttpRequest) -> HttpResponse:
    """The matrix, filtered by line, product or module, and by what one wants to see of it."""
    redirected = to_own_scope(request)
    if redirected:
        return redirected
    scope, module = chosen_scope(request), chosen_record(request, "module", "module")
    everything = live_capabilities(product_line=scope.product_line, product=scope.product, module=module)
    picture = coverage(everything)
    show = request.GET.get("show", "")
    start = chosen_start(request)
    rows = capability_rows(everything.filter(_shown(show, picture)), start=start, limit=LIMIT + 1)
    return answer_page(
        request,
        "portfolio/coverage.html",
        answer=_answer(picture, scope.words),
        figures={"editions": coverage_figure(picture, lambda number: _product_path(request, number))},
        choosers=(scope_chooser(request), _module_chooser(request), _show_chooser(show, picture)),
        coverage=picture,
        differences=picture.differences(),
        added_path={each.number: path_having(request, show=f"added-{each.number}") for each in picture.editions},
        missing_path={each.number: path_having(request, show=f"missing-{each.number}") for each in picture.editions},
        rows=_matrix(rows[:LIMIT], picture),
        older=path_having(request, start=str(start + LIMIT)) if len(rows) > LIMIT else "",
        newer=path_having(request, start=str(max(0, start - LIMIT))) if start else "",
    )


def _module_chooser(request: HttpRequest) -> Chooser:
    rows = Module.objects.filter(archived_at=None).order_by("name", "id").values_list("id", "name")[:MODULES]
    options = tuple((f"mod-{number}", name) for number, name in rows)
    return Chooser("module", "Module", options, request.GET.get("module", ""))


def _show_chooser(show: str, picture: Coverage) -> Chooser:
    added = [(f"added-{high.number}", f"What {high.name} adds to {low.name}") for low, high in picture.pairs]
    missing = [(f"missing-{high.number}", f"What {high.name} misses of {low.name}") for low, high in picture.pairs]
    rest = [("broken", "Whatever breaks containment"), ("unsold", "What is in no edition")]
    return Chooser("show", "Show", (*added, *missing, *rest), show, every="All capabilities")


def _shown(show: str, picture: Coverage) -> Q:
    if not show:
        return Q()
    if show == "broken":
        return that_break_containment(picture.pairs)
    editions = {each.number: has_edition(each.number) for each in picture.editions}
    if show == "unsold":
        condition = Q()
        for there in editions.values():
            condition &= ~Q(there)
        return condition
    what, _, digits = show.partition("-")
    pair = next(((low, high) for low, high in picture.pairs if str(high.number) == digits), None)
    if pair is None or what not in ("added", "missing"):
        raise InvalidValues({"show": f"'{show}' is nothing this page can show; choose from the list"})
    low, high = (editions[each.number] for each in pair)
    return Q(high) & ~Q(low) if what == "added" else Q(low) & ~Q(high)


def _matrix(rows: tuple[CapabilityRow, ...], picture: Coverage) -> list[MatrixRow]:
    found: list[MatrixRow] = []
    before, declared = "", resource("capability")
    for row in rows:
        odd = {high.number for low, high in picture.pairs if low.number in row.editions}
        marks = [
            THERE if each.number in row.editions else MISSING if each.number in odd else ABSENT
            for each in picture.editions
        ]
        marks += [THERE if each.number in row.deliveries else ABSENT for each in picture.deliveries]
        group = row.product if row.product != before else ""
        found.append(MatrixRow(row.name, declared.record_path(row.number), group, tuple(marks)))
        before = row.product
    return found


def _product_path(request: HttpRequest, number: int | None) -> str:
    return path_having(request, scope=f"prd-{number}") if number else path_having(request)


def _answer(picture: Coverage, where: str) -> SafeString:
    total = picture.total
    if not total:
        return format_html(
            "<b>{}</b> are recorded{}: nobody can say yet what is in which edition.", "No capabilities", where
        )
    steps = [_step(each) for each in reversed(picture.differences()) if each.included]
    differences = sum(each.added + each.missing for each in picture.differences() if each.included)
    broken = picture.broken
    contained = (
        f"{counted(broken, 'capability', 'capabilities')} {'is' if broken == 1 else 'are'} in an edition and missing"
        " from one that includes it"
        if broken
        else "each edition holds all of the one it includes"
    )
    if not steps:
        return format_html("<b>{}</b>{}, and no edition includes another.", _many(total), where)
    return format_html(
        "<b>{}</b>{}, with <b>{}</b> between editions: {}; {}.",
        _many(total),
        where,
        counted(differences, "difference"),
        listed(steps),
        contained,
    )


def _step(difference: EditionDifference) -> str:
    below = difference.included.name if difference.included else ""
    return f"{difference.edition.name} adds {difference.added:,} to {below}"


def _many(number: int) -> str:
    return f"{number:,} {'capability' if number == 1 else 'capabilities'}"
