"""The maturity plan against today: which modules should be further than they are."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from nervecenter.foundation.pages.answering import Chooser, answer_page, chosen_start, chosen_word, path_having
from nervecenter.foundation.pages.answers import may, page
from nervecenter.foundation.resources import resource
from nervecenter.portfolio.charts.maturity import maturity_figures
from nervecenter.portfolio.queries.maturity import (
    DATED,
    STATES,
    MaturityCounts,
    PlannedStep,
    live_modules,
    maturity_counts,
    next_steps,
    planned_steps,
)
from nervecenter.portfolio.scope import chosen_scope, scope_chooser, to_own_scope

LIMIT = 100


@dataclass(frozen=True, slots=True)
class StepRow:
    """A planned step on the page; `days` is how long ago its day was, below 0 while it is ahead."""

    step: PlannedStep
    path: str
    product_path: str
    team_path: str
    days: int

    @property
    def is_late(self) -> bool:
        """Whether its day has passed."""
        return self.days > 0

    @property
    def ahead(self) -> int:
        """In how many days it is."""
        return -self.days


@page
@require_GET
def maturity(request: HttpRequest) -> HttpResponse:
    """Every planned step that is not reached, the longest overdue first."""
    redirected = to_own_scope(request)
    if redirected:
        return redirected
    scope, today = chosen_scope(request), timezone.localdate()
    modules = live_modules(product_line=scope.product_line, product=scope.product)
    counts, steps = maturity_counts(modules), planned_steps(modules, reached=False)
    state, step = chosen_word(request, "state", STATES), chosen_word(request, "step", DATED)
    start = chosen_start(request)
    shown = [each for each in steps if (not state or each.state(today) == state) and (not step or each.step == step)]
    products = resource("product")
    return answer_page(
        request,
        "portfolio/maturity.html",
        answer=_answer(counts, steps, today, scope.words),
        figures=maturity_figures(
            steps,
            next_steps(steps),
            today,
            lambda number: path_having(request, scope=products.public_id(number)) if number else path_having(request),
        ),
        choosers=(
            Chooser("state", "Day", (("passed", "Passed"), ("ahead", "Ahead")), state),
            Chooser("step", "Step", tuple((each, each.capitalize()) for each in DATED), step),
            scope_chooser(request),
        ),
        rows=[_row(each, today) for each in shown[start : start + LIMIT]],
        count=len(shown),
        has_modules=bool(counts.modules),
        may=may(request),
        older=path_having(request, start=start + LIMIT) if start + LIMIT < len(shown) else "",
        newer=path_having(request, start=max(0, start - LIMIT)) if start else "",
    )


def _row(step: PlannedStep, today: dt.date) -> StepRow:
    return StepRow(
        step=step,
        path=resource("module").record_path(step.module),
        product_path=resource("product").record_path(step.product) if step.product else "",
        team_path=resource("team").record_path(step.team) if step.team else "",
        days=step.days_late(today),
    )


def _answer(counts: MaturityCounts, steps: Sequence[PlannedStep], today: dt.date, where: str) -> SafeString:
    if not counts.modules:
        return format_html("<b>{}</b> on record{}.", "No module is", where)
    if not counts.rated:
        return format_html("<b>{}</b>{} is rated, so nobody can say what it reached.", _none_of(counts), where)
    passed = [each for each in steps if each.state(today) == "passed"]
    ahead = len(steps) - len(passed)
    coming = f"{ahead:,} {'is' if ahead == 1 else 'are'} still ahead" if ahead else "none is ahead"
    if not passed:
        return format_html("<b>No planned date has passed</b>{} without being reached; {}.", where, coming)
    late = len({each.module for each in passed})
    oldest = passed[0]
    days = f"{len(passed):,} {'date has' if len(passed) == 1 else 'dates have'}"
    return format_html(
        "<b>{}</b>{} {} not where the plan has {}: {} passed, the oldest for {} ({} since {}); {}.",
        f"{late:,} of {counts.rated:,} rated {'module' if counts.rated == 1 else 'modules'}",
        where,
        "is" if late == 1 else "are",
        "it" if late == 1 else "them",
        days,
        oldest.name,
        oldest.step,
        f"{oldest.planned_on.day} {oldest.planned_on:%b %Y}",
        coming,
    )


def _none_of(counts: MaturityCounts) -> str:
    return f"None of {counts.modules:,} {'module' if counts.modules == 1 else 'modules'}"
