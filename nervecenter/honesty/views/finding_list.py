"""The findings as one list, like a linter's: filtered, grouped by check, with their trend."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET, require_POST

from nervecenter.domain.checks.check import GROUPS, registered_checks
from nervecenter.domain.checks.wording import counted
from nervecenter.foundation.pages.answering import Chooser, answer_page, chosen_start, path_having
from nervecenter.foundation.pages.answers import actor, may, page, tell
from nervecenter.honesty.actions import run_checks
from nervecenter.honesty.charts import check_figure, trend_figure
from nervecenter.honesty.models import Severity
from nervecenter.honesty.queries.findings import (
    STANDING,
    STATUSES,
    FindingQuery,
    FindingRow,
    finding_counts,
    finding_groups,
    findings,
)
from nervecenter.honesty.queries.trend import TrendPoint, finding_trend
from nervecenter.portfolio.scope import ProductScope, chosen_scope, scope_chooser, to_own_scope

LIMIT = 100
STANDING_WORD = "new and open"


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """The findings of one check on the page, and where the rest of them and its documentation are."""

    code: str
    name: str
    severity: str
    count: int
    rows: tuple[FindingRow, ...]
    remedy: str
    all_path: str

    @property
    def hidden(self) -> int:
        """How many are not shown here."""
        return self.count - len(self.rows)


@page
@require_GET
def finding_list(request: HttpRequest) -> HttpResponse:
    """All findings that match, gravest check first. One check alone is paged through to its end."""
    redirected = to_own_scope(request)
    if redirected:
        return redirected
    scope, today = chosen_scope(request), timezone.localdate()
    query = _query(request, scope)
    groups = finding_groups(query, today)
    counts = finding_counts(query, today)
    trend = finding_trend()
    paths = {group.code: path_having(request, check=group.code) for group in groups}
    remedies = {check.code: check.remedy for check in registered_checks()}
    start = chosen_start(request)
    alone = findings(query, today, start=start, limit=LIMIT) if len(groups) == 1 else ()
    shown = [
        ShownGroup(
            code=group.code,
            name=group.name.replace("-", " "),
            severity=group.severity,
            count=group.count,
            rows=alone or group.rows,
            remedy=remedies.get(group.code, group.rows[0].remedy),
            all_path=paths[group.code],
        )
        for group in groups
    ]
    last = trend[-1] if trend else None
    figures = {"checks": check_figure(groups, paths, last.at.date())} if groups and last else {}
    figures |= {"trend": trend_figure(trend)} if last else {}
    return answer_page(
        request,
        "honesty/findings.html",
        answer=_answer(counts, len(groups), last, scope, query),
        figures=figures,
        choosers=(*_choosers(request), scope_chooser(request)),
        groups=shown,
        last=last,
        may=may(request),
        older=path_having(request, start=str(start + LIMIT)) if alone and start + LIMIT < groups[0].count else "",
        newer=path_having(request, start=str(max(0, start - LIMIT))) if alone and start else "",
    )


def _query(request: HttpRequest, scope: ProductScope) -> FindingQuery:
    status = request.GET.get("status", "")
    return FindingQuery(
        select=tuple(word for word in request.GET.getlist("check") if word),
        severities=tuple(word for word in request.GET.getlist("severity") if word),
        statuses=STATUSES if status == "all" else (status,) if status else STANDING,
        product=scope.product,
        product_line=scope.product_line,
    )


def _choosers(request: HttpRequest) -> tuple[Chooser, ...]:
    checks = registered_checks()
    used = {check.group for check in checks}
    groups = [(group, f"All of {group}") for group in GROUPS.values() if group in used]
    codes = [(check.code, f"{check.code} {check.name.replace('-', ' ')}") for check in checks]
    states = (*((word, word.capitalize()) for word in STATUSES), ("all", "All, fixed and waived too"))
    return (
        Chooser("check", "Check", (*groups, *codes), request.GET.get("check", "")),
        Chooser("severity", "Severity", tuple(Severity.choices), request.GET.get("severity", "")),
        Chooser("status", "Status", states, request.GET.get("status", ""), every="New and open"),
    )


def _answer(
    counts: dict[tuple[str, str], int], checks: int, last: TrendPoint | None, scope: ProductScope, query: FindingQuery
) -> SafeString:
    if last is None:
        return format_html("<b>{}</b> run the checks to see where the records disagree.", "Nobody has looked yet:")
    if not counts:
        words = "these filters" if query.select or query.severities or query.statuses != STANDING else "the checks"
        nothing = f"Nothing found by {words}{scope.words}: as far as they look, the records agree."
        return format_html("<b>{}</b>" if words == "the checks" else "{}", nothing)
    total = sum(counts.values())
    by_severity = {word: sum(n for (severity, _), n in counts.items() if severity == word) for word in Severity.values}
    told = [counted(number, word) for word, number in by_severity.items() if number]
    new = sum(number for (_, status), number in counts.items() if status == "new")
    since = f", {new:,} of them new since the run before" if new and new != total else ""
    return format_html(
        "<b>{}</b> where the records disagree{}: {}, found by {}{}.",
        f"{total:,} place{'' if total == 1 else 's'}",
        scope.words,
        ", ".join(told),
        counted(checks, "check"),
        since,
    )


@page
@require_POST
def run(request: HttpRequest) -> HttpResponse:
    """Run all checks now, and show what they found."""
    result = run_checks(actor=actor(request))
    words = f"{counted(len(result.findings), 'finding')}, {result.new} new, {result.fixed} fixed"
    tell(request, f"The checks ran in {result.run.seconds:.1f} s: {words}")
    return HttpResponseRedirect(_back(request))


def _back(request: HttpRequest) -> str:
    wanted = str(request.POST.get("next", ""))
    return wanted if wanted.startswith(("/honesty/", "/?")) or wanted == "/" else "/honesty/"
