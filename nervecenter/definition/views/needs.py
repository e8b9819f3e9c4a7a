"""What the market needs: requirements with their answers, jobs with how sure we are of them, evidence behind both."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from nervecenter.definition import wording
from nervecenter.definition.charts import answer_figure, confidence_figure
from nervecenter.definition.queries import jobs, needs
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
from nervecenter.market.models import Problem
from nervecenter.portfolio.scope import ProductScope, chosen_scope, scope_chooser, to_own_scope

ROWS_A_PAGE = 50
REQUIREMENTS, JOBS = "requirements", "jobs"
STATES = {"answered": "Answered", "partly": "In part", "tbd": "To be said", "none": "No answer"}
EVIDENCE = {"some": "With evidence", "none": "Without evidence"}


@dataclass(frozen=True, slots=True)
class Tag:
    """A record by name, with the place it leads to."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class ShownNeed:
    """A market requirement as a row: how it is answered (`tone` and `words`), by what, and on what it rests."""

    row: needs.NeedRow
    path: str
    segment: Tag | None
    product: Tag | None
    tone: str
    words: str
    by: tuple[Tag, ...]
    open_answers: int
    evidence: str


@dataclass(frozen=True, slots=True)
class ShownJob:
    """A job or problem as a row: how sure we are, on what it rests, and how many requirements take it up."""

    row: jobs.JobRow
    path: str
    team: Tag | None
    confidence: str
    evidence: str
    evidence_path: str
    requirements_path: str


@page
@require_GET
def needs_page(request: HttpRequest) -> HttpResponse:
    """The answer over requirements and jobs, then the rows of either, a page at a time."""
    redirected = to_own_scope(request)
    if redirected:
        return redirected
    of = chosen_word(request, "of", (REQUIREMENTS, JOBS)) or REQUIREMENTS
    scope, start = chosen_scope(request), chosen_start(request)
    need_query, job_query = _need_query(request, scope, of), _job_query(request, scope, of)
    counts, job_totals = needs.need_counts(need_query), jobs.job_totals(job_query)
    need_totals = needs.all_needs(counts)
    tab = _need_tab(request, need_query, counts, start) if of == REQUIREMENTS else _job_tab(request, job_query, start)
    count = need_totals.requirements if of == REQUIREMENTS else job_totals.all
    filtered = any(request.GET.get(name) for name in ("segment", "state", "evidence", "confidence", "team", "scope"))
    return answer_page(
        request,
        "definition/needs.html",
        answer=wording.answer(need_totals, job_totals, scope.words),
        aside=wording.aside(need_totals, job_totals),
        **tab,
        of=of,
        needs_path=f"{request.path}?{urlencode(_kept(request))}".rstrip("?"),
        jobs_path=f"{request.path}?{urlencode([*_kept(request), ('of', JOBS)])}",
        needs_count=need_totals.requirements,
        jobs_count=job_totals.all,
        jobs_words=wording.jobs_words(job_totals).capitalize(),
        count=count,
        filtered=filtered,
        nothing_yet=not (need_totals.requirements or job_totals.all or filtered),
        may=may(request),
        shown_from=start + 1,
        shown_to=start + len(tab["rows"]),
        older=path_having(request, start=str(start + ROWS_A_PAGE)) if start + ROWS_A_PAGE < count else "",
        newer=path_having(request, start=str(max(0, start - ROWS_A_PAGE) or "")) if start else "",
    )


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    """The scope goes along from one tab to the other, the filters of a tab do not."""
    return [("scope", request.GET["scope"])] if request.GET.get("scope") else []


def _need_query(request: HttpRequest, scope: ProductScope, of: str) -> needs.NeedQuery:
    if of != REQUIREMENTS:
        return needs.NeedQuery(product_line=scope.product_line, product=scope.product)
    return needs.NeedQuery(
        product_line=scope.product_line,
        product=scope.product,
        segment=chosen_record(request, "segment", "segment"),
        state=chosen_word(request, "state", needs.STATES),
        evidence=chosen_word(request, "evidence", needs.EVIDENCE),
    )


def _job_query(request: HttpRequest, scope: ProductScope, of: str) -> jobs.JobQuery:
    if of != JOBS:
        return jobs.JobQuery(product_line=scope.product_line, product=scope.product)
    return jobs.JobQuery(
        product_line=scope.product_line,
        product=scope.product,
        team=chosen_record(request, "team", "team"),
        confidence=chosen_word(request, "confidence", jobs.CONFIDENCES),
        evidence=chosen_word(request, "evidence", needs.EVIDENCE),
    )


def _need_tab(
    request: HttpRequest, query: needs.NeedQuery, counts: Sequence[needs.NeedCount], start: int
) -> dict[str, Any]:
    by_segment, by_product = needs.needs_by_segment(counts), needs.needs_by_product(counts)
    today = timezone.localdate()
    segments = {one.number: _place(request, "segment", "segment", one.number) for one in by_segment}
    products = {one.number: _place(request, "scope", "product", one.number) for one in by_product}
    figures = {
        "segments": answer_figure(by_segment, segments, "use case", "None named", today),
        "products": answer_figure(by_product, products, "product", "None named", today),
    }
    offered = tuple((resource("segment").public_id(number), name) for number, name in needs.segments_with_needs())
    choosers = (
        Chooser("segment", "Use case", offered, request.GET.get("segment", "")),
        Chooser("state", "Answer", tuple(STATES.items()), query.state),
        Chooser("evidence", "Evidence", tuple(EVIDENCE.items()), query.evidence),
        scope_chooser(request),
    )
    rows = [_shown_need(row) for row in needs.need_rows(query, start=start, limit=ROWS_A_PAGE)]
    return {"figures": figures if by_segment else {}, "choosers": choosers, "rows": rows}


def _place(request: HttpRequest, parameter: str, kind: str, number: int | None) -> str:
    """This page for one segment, product or team; for none of them the list, and where there is no such list, all."""
    if number:
        return path_having(request, **{parameter: resource(kind).public_id(number)})
    if kind == "team":
        return f"{resource('problem').path}?team__empty=1"
    if kind == "segment":
        return f"{resource('requirement').path}?level=market&status__not=dropped&segment__empty=1"
    return path_having(request)


def _job_tab(request: HttpRequest, query: jobs.JobQuery, start: int) -> dict[str, Any]:
    by_team = jobs.jobs_by_team(query)
    today: dt.date = timezone.localdate()
    paths = {one.number: _place(request, "team", "team", one.number) for one in by_team}
    teams = tuple((resource("team").public_id(number), name) for number, name in jobs.teams_with_jobs())
    choosers = (
        Chooser("confidence", "Confidence", tuple(Problem.Confidence.choices), query.confidence),
        Chooser("evidence", "Evidence", tuple(EVIDENCE.items()), query.evidence),
        Chooser("team", "Team", teams, request.GET.get("team", "")),
        scope_chooser(request),
    )
    rows = [_shown_job(row) for row in jobs.job_rows(query, start=start, limit=ROWS_A_PAGE)]
    figures = {"teams": confidence_figure(by_team, paths, today)} if by_team else {}
    return {"figures": figures, "choosers": choosers, "rows": rows}


def _tag(kind: str, pair: tuple[int, str] | None) -> Tag | None:
    return Tag(pair[1] or resource(kind).public_id(pair[0]), resource(kind).record_path(pair[0])) if pair else None


def _shown_need(row: needs.NeedRow) -> ShownNeed:
    tones = {"answered": "good", "partly": "wait", "tbd": "note", "none": "bad"}
    by = {(kind, number): name for one in row.answers if one.is_given for kind, number, name in one.by}
    built = {place: name for place, name in by.items() if place[0] != "product"} or by
    return ShownNeed(
        row=row,
        path=resource("requirement").record_path(row.number),
        segment=_tag("segment", row.segment),
        product=_tag("product", row.product),
        tone=tones[row.state],
        words=STATES[row.state].lower(),
        by=tuple(Tag(name, resource(kind).record_path(number)) for (kind, number), name in built.items()),
        open_answers=sum(not one.is_given for one in row.answers),
        evidence=wording.evidence(row.evidence, row.accounts),
    )


def _shown_job(row: jobs.JobRow) -> ShownJob:
    problem = resource("problem").public_id(row.number)
    return ShownJob(
        row=row,
        path=resource("problem").record_path(row.number),
        team=_tag("team", row.team),
        confidence=Problem.Confidence(row.confidence).label.lower(),
        evidence=wording.evidence(row.evidence, row.accounts),
        evidence_path=f"{resource('evidence').path}?{urlencode({'problems': problem})}" if row.evidence else "",
        requirements_path=f"{resource('requirement').path}?{urlencode({'problems': problem})}",
    )
