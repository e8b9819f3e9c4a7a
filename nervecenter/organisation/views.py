"""Who owns how much: the load by person, how evenly it is spread, and what nobody owns."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from nervecenter.foundation.pages.answering import Chooser, answer_page, chosen_word
from nervecenter.foundation.pages.answers import may, page
from nervecenter.foundation.resources import resource
from nervecenter.organisation.charts import holding_path, load_figures, subjects_word
from nervecenter.organisation.queries.ownership import (
    Holder,
    RoleCoverage,
    Subject,
    Within,
    role_coverages,
    roles_in_use,
)
from nervecenter.portfolio.scope import chosen_scope, scope_chooser, to_own_scope

HOLDERS, TAGS = 60, 12


@dataclass(frozen=True, slots=True)
class HolderRow:
    """Somebody with what she holds in a role: `load` is the share of her week in percent, where hours are known."""

    holder: Holder
    path: str
    list_path: str
    count: int
    hours: float | None
    load: int | None
    subjects: tuple[tuple[str, str], ...]

    @property
    def hidden(self) -> int:
        """How many of them are not named here."""
        return self.count - len(self.subjects)

    @property
    def is_over(self) -> bool:
        """Whether it takes more hours than there are."""
        return self.load is not None and self.load > 100


@dataclass(frozen=True, slots=True)
class RoleSection:
    """A role on the page: who holds it, most loaded first, and what nobody holds it for."""

    name: str
    duty: str
    hours: float | None
    holders: tuple[HolderRow, ...]
    hidden: int
    without: tuple[tuple[str, str], ...]
    without_count: int
    covered: str
    subjects: str


@page
@require_GET
def load(request: HttpRequest) -> HttpResponse:
    """The load of the roles that every team needs, or of the one that is chosen."""
    redirected = to_own_scope(request)
    if redirected:
        return redirected
    scope, known = chosen_scope(request), roles_in_use()
    role = chosen_word(request, "role", [code for code, _ in known])
    within = Within(scope.product_line, scope.product)
    coverages = sorted(role_coverages([role] if role else None, within=within), key=lambda each: -each.most)
    return answer_page(
        request,
        "organisation/load.html",
        answer=_answer(coverages, scope.words),
        figures=load_figures(coverages),
        choosers=(Chooser("role", "Role", known, role, every="What every team needs"), scope_chooser(request)),
        sections=[_section(coverage) for coverage in coverages],
        may=may(request),
    )


def _answer(coverages: Sequence[RoleCoverage], where: str) -> SafeString:
    if not coverages or not any(coverage.holders for coverage in coverages):
        return format_html("<b>{}</b> is written down{}: nobody can say who answers for what.", "No ownership", where)
    told = [_told(coverage) for coverage in coverages if coverage.holders]
    rest = "".join(f"; {held[0].lower()}{held[1:]}{nobody}" for held, nobody in told[1:])
    return format_html("<b>{}</b>{}{}{}.", *told[0], where, rest)


def _told(coverage: RoleCoverage) -> tuple[str, str]:
    """What stands out in a role: the most one person holds, and what nobody does."""
    role, total, most = coverage.role.name.lower(), len(coverage.holders), coverage.most
    without = len(coverage.without)
    if total == 1:
        return f"The one {subjects_word(coverage, 1).removeprefix('1 ')} has {'a' if most else 'no'} {role}", ""
    if not most:
        return f"No {role}", f" holds any of {subjects_word(coverage, total)}"
    nobody = f" and {subjects_word(coverage, without)} {'has' if without == 1 else 'have'} none" if without else ""
    if most == 1:
        each = f"Each of {subjects_word(coverage, total)} has a {role} of its own"
        return (f"No {role} holds more than one of {subjects_word(coverage, total)}" if without else each), nobody
    alone = sum(1 for held in coverage.by_holder().values() if len(held) == most) == 1
    who = f"One {role} holds" if alone else f"No {role} holds more than"
    return f"{who} {most:,} of {subjects_word(coverage, total)}", nobody


def _section(coverage: RoleCoverage) -> RoleSection:
    role, held = coverage.role, coverage.by_holder()
    rows = tuple(_row(coverage, holder, subjects) for holder, subjects in list(held.items())[:HOLDERS])
    without = coverage.without
    return RoleSection(
        name=role.name,
        duty=role.duty,
        hours=role.hours,
        holders=rows,
        hidden=len(held) - len(rows),
        without=_linked(without[:HOLDERS]),
        without_count=len(without),
        covered=subjects_word(coverage, len(coverage.holders)),
        subjects=subjects_word(coverage, 2).partition(" ")[2].capitalize(),
    )


def _row(coverage: RoleCoverage, holder: Holder, subjects: tuple[Subject, ...]) -> HolderRow:
    needed = coverage.role.hours * len(subjects) if coverage.role.hours is not None else None
    return HolderRow(
        holder=holder,
        path=resource("person").record_path(holder.person) if holder.person else "",
        list_path=holding_path(coverage.role.code, holder),
        count=len(subjects),
        hours=needed,
        load=round(needed / holder.hours_a_week * 100) if needed is not None and holder.hours_a_week else None,
        subjects=_linked(subjects[:TAGS]),
    )


def _linked(subjects: Sequence[Subject]) -> tuple[tuple[str, str], ...]:
    return tuple((subject.name, resource(subject.kind).record_path(subject.number)) for subject in subjects)
