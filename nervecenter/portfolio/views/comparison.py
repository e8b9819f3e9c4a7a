"""How we compare: parity with the competitors one chooses, by product and by capability."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from nervecenter.foundation.errors import InvalidValues
from nervecenter.foundation.figures import Figure
from nervecenter.foundation.pages.answering import Chooser, answer_page, chosen_start, chosen_word, path_having
from nervecenter.foundation.pages.answers import may, page
from nervecenter.foundation.resources import UnknownKind, parse_public_id, resource
from nervecenter.portfolio.charts.comparison import parity_figure, score_figure
from nervecenter.portfolio.queries.compared import Cell, ComparedCapability, compared_capabilities, compared_with
from nervecenter.portfolio.queries.comparison import (
    VERDICTS,
    Basis,
    CompetitorRow,
    basis,
    closest,
    competitor_rows,
    live_comparisons,
    product_parities,
)
from nervecenter.portfolio.queries.coverage import live_capabilities
from nervecenter.portfolio.queries.criteria import criterion_rows
from nervecenter.portfolio.scope import chosen_scope, scope_chooser, to_own_scope

LIMIT, MOST, USUAL = 100, 12, 6
LEAST, LEAST_SHARE = 10, 4
SIGNS = {"yes": ("✓", "yes"), "partial": ("◐", "partly"), "no": ("✗", "no")}
SHOWN = (("yes", "What they can do too"), ("partial", "What they can do partly"), ("no", "What they cannot do"))


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell of the matrix: its sign and words, and where the comparison is or can be made."""

    sign: str
    tone: str
    words: str
    path: str


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """A capability as a row of cells, the head of a group where its product begins."""

    name: str
    path: str
    group: str
    cells: tuple[ShownCell, ...]


@page
@require_GET
def comparison(request: HttpRequest) -> HttpResponse:
    """The matrix of our capabilities against the chosen competitors; without a choice, the most compared."""
    redirected = to_own_scope(request)
    if redirected:
        return redirected
    scope, verdict = chosen_scope(request), chosen_word(request, "verdict", VERDICTS)
    told = live_comparisons(product_line=scope.product_line, product=scope.product)
    known = competitor_rows(told)
    chosen = _chosen(request, known)
    names = {each.number: each.name for each in chosen}
    capabilities = live_capabilities(product_line=scope.product_line, product=scope.product)
    parities = product_parities(told, capabilities, list(names))
    start = chosen_start(request)
    shown = compared_with(capabilities, list(names), verdict=verdict)
    rows = compared_capabilities(shown, list(names), start=start, limit=LIMIT + 1)
    scores = criterion_rows(product_line=scope.product_line, product=scope.product)
    products = resource("product")
    figures: dict[str, Figure] = {}
    if any(each.parity.known for each in parities):
        figures["parity"] = parity_figure(
            parities,
            names,
            lambda number: path_having(request, scope=products.public_id(number)) if number else path_having(request),
        )
    figures |= {"scores": score_figure(scores)} if scores else {}
    return answer_page(
        request,
        "portfolio/comparison.html",
        answer=_answer(known, basis(told), scope.words),
        figures=figures,
        choosers=(Chooser("verdict", "Show", SHOWN, verdict, every="All that was compared"), scope_chooser(request)),
        competitors=chosen,
        every=[(each, resource("competitor").public_id(each.number), each.number in names) for each in known],
        rows=_matrix(rows[:LIMIT], list(names)),
        may=may(request),
        older=path_having(request, start=start + LIMIT) if len(rows) > LIMIT else "",
        newer=path_having(request, start=max(0, start - LIMIT)) if start else "",
    )


def _chosen(request: HttpRequest, known: Sequence[CompetitorRow]) -> tuple[CompetitorRow, ...]:
    asked = [word for word in request.GET.getlist("competitor") if word]
    if not asked:
        return tuple(known[:USUAL])
    if len(asked) > MOST:
        raise InvalidValues({"competitor": f"at most {MOST} can stand beside each other; choose fewer"})
    numbers = set()
    for word in asked:
        try:
            declared, number = parse_public_id(word)
        except UnknownKind as error:
            raise InvalidValues({"competitor": str(error)}) from None
        if declared.kind != "competitor":
            raise InvalidValues({"competitor": f"{word} is no competitor"})
        numbers.add(number)
    return tuple(each for each in known if each.number in numbers)


def _matrix(rows: Sequence[ComparedCapability], competitors: Sequence[int]) -> list[ComparisonRow]:
    found: list[ComparisonRow] = []
    before, declared = "", resource("capability")
    for row in rows:
        cells = tuple(_cell(row, number) for number in competitors)
        group = row.product if row.product != before else ""
        found.append(ComparisonRow(row.name, declared.record_path(row.number), group, cells))
        before = row.product
    return found


def _cell(row: ComparedCapability, competitor: int) -> ShownCell:
    cell = row.cells.get(competitor)
    if cell is None:
        return ShownCell("?", "unknown", "unknown", "")
    sign, words = SIGNS[cell.verdict]
    return ShownCell(sign, cell.verdict, f"{words}, {_basis_of(cell)}", resource("comparison").record_path(cell.number))


def _basis_of(cell: Cell) -> str:
    dated = f"as of {cell.as_of.isoformat()}" if cell.as_of else "undated"
    return f"{dated}, {'with a source' if cell.source_url else 'without a source'}"


def _answer(known: Sequence[CompetitorRow], rests_on: Basis, where: str) -> SafeString:
    if not known:
        return format_html("<b>{}</b> was compared with a competitor{}.", "No capability", where)
    least = max(LEAST, round(known[0].parity.known / LEAST_SHARE))
    nearest = closest(known, least=least)
    age = _age(rests_on)
    if nearest is None:
        most = known[0]
        return format_html(
            "<b>Too little is known</b>{}: {} was compared on {} of our capabilities, and no other on more; {}.",
            where,
            most.name,
            most.parity.known,
            age,
        )
    parity = nearest.parity
    partly = f", {parity.partial:,} more partly" if parity.partial else ""
    among = sum(1 for each in known if each.parity.known >= least)
    return format_html(
        "<b>{} comes closest</b>{}{}: it can do {} of the {} capabilities of ours it was compared on{}; {}.",
        nearest.name,
        f" of the {among:,} competitors compared on {least:,} capabilities or more" if among > 1 else "",
        where,
        f"{parity.yes:,}",
        f"{parity.known:,}",
        partly,
        age,
    )


def _age(rests_on: Basis) -> str:
    """How good the ground is: how many of the cells say when they were true."""
    cells = f"{rests_on.cells:,} known {'cell' if rests_on.cells == 1 else 'cells'}"
    if not rests_on.dated:
        return (
            f"none of the {cells} says as of when"
            if rests_on.cells > 1
            else "the one known cell does not say as of when"
        )
    newest = f"the newest of {rests_on.newest.isoformat()}" if rests_on.newest else ""
    if rests_on.dated == rests_on.cells:
        return (
            f"all {cells} are dated, {newest}" if rests_on.cells > 1 else f"the one known cell is of {rests_on.newest}"
        )
    return f"{rests_on.dated:,} of {cells} are dated, {newest}"
