"""Jobs to be done and problems: how sure we are of each, what the market said, and what takes them up."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Value, When

from nervecenter.definition.models import Requirement
from nervecenter.evidence.models import Evidence
from nervecenter.market.models import Problem
from nervecenter.people.models import Team
from nervecenter.portfolio.models import Product

CONFIDENCES = tuple(Problem.Confidence.values)
MOST_TEAMS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class JobQuery:
    """Which jobs and problems are asked for; a scope means those of the teams of its products."""

    product_line: int | None = None
    product: int | None = None
    team: int | None = None
    confidence: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class JobTotals:
    """How many jobs and problems there are, how many rest on research, on no evidence, and on no requirement."""

    jobs: int
    problems: int
    researched: int
    unevidenced: int
    untaken: int

    @property
    def all(self) -> int:
        """Jobs and problems together."""
        return self.jobs + self.problems


@dataclass(frozen=True, slots=True)
class JobGroup:
    """The jobs and problems of one team (`number`, None for none) by how sure we are of them."""

    number: int | None
    name: str
    researched: int
    heuristic: int
    unknown: int

    @property
    def all(self) -> int:
        """Together."""
        return self.researched + self.heuristic + self.unknown


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job or problem with its evidence, from how many accounts, and the requirements that take it up."""

    number: int
    name: str
    kind: str
    confidence: str
    grade: str
    source_url: str
    team: tuple[int, str] | None
    evidence: int
    accounts: int
    requirements: int


def _jobs(query: JobQuery) -> QuerySet[Any]:
    spoken = Evidence.problems.through.objects.filter(problem=OuterRef("pk"), evidence__archived_at=None)
    taken = Requirement.problems.through.objects.filter(problem=OuterRef("pk"), requirement__archived_at=None)
    rows: QuerySet[Any] = Problem.objects.filter(archived_at=None).annotate(
        is_evidenced=Exists(spoken), is_taken=Exists(taken)
    )
    if query.product or query.product_line:
        products = Product.objects.filter(pk=query.product) if query.product else Product.objects.all()
        if query.product_line:
            products = products.filter(line=query.product_line)
        teams = Product.teams.through.objects.filter(product__in=products.values("pk"))
        rows = rows.filter(team__in=teams.values("team"))
    if query.team:
        rows = rows.filter(team=query.team)
    if query.confidence:
        rows = rows.filter(confidence=query.confidence)
    return rows.filter(is_evidenced=query.evidence == "some") if query.evidence else rows


def job_totals(query: JobQuery) -> JobTotals:
    """The counts behind the sentence. One SQL query."""
    found = _jobs(query).aggregate(
        jobs=Count("id", filter=Q(kind=Problem.Kind.JOB)),
        problems=Count("id", filter=Q(kind=Problem.Kind.PROBLEM)),
        researched=Count("id", filter=Q(confidence=Problem.Confidence.RESEARCHED)),
        unevidenced=Count("id", filter=Q(is_evidenced=False)),
        untaken=Count("id", filter=Q(is_taken=False)),
    )
    return JobTotals(**found)


def jobs_by_team(query: JobQuery) -> tuple[JobGroup, ...]:
    """The jobs and problems of each team, those with most unresearched ones first. One SQL query."""
    rows = (
        _jobs(query)
        .order_by()
        .values("team", "team__name")
        .annotate(**{word: Count("id", filter=Q(confidence=word)) for word in CONFIDENCES})
    )
    groups = [
        JobGroup(row["team"], row["team__name"] or "", row["researched"], row["heuristic"], row["unknown"])
        for row in rows
    ]
    return tuple(
        sorted(groups, key=lambda one: (one.number is None, -(one.heuristic + one.unknown), -one.all, one.name))
    )


def teams_with_jobs() -> tuple[tuple[int, str], ...]:
    """The teams that have a job or problem, by name, the first MOST_TEAMS of them. One SQL query."""
    used = Problem.objects.filter(archived_at=None, team__isnull=False).values("team")
    return tuple(Team.objects.filter(pk__in=used).order_by("name", "id").values_list("id", "name")[:MOST_TEAMS])


def job_rows(query: JobQuery, *, start: int = 0, limit: int = 50) -> tuple[JobRow, ...]:
    """Jobs and problems, the least sure first, then by name. Three SQL queries."""
    columns = ("id", "name", "kind", "confidence", "grade", "source_url", "team", "team__name")
    least_sure_first = Case(
        When(confidence=Problem.Confidence.UNKNOWN, then=Value(0)),
        When(confidence=Problem.Confidence.HEURISTIC, then=Value(1)),
        default=Value(2),
    )
    rows = _jobs(query).order_by(least_sure_first, "name", "id").values(*columns)
    found = list(rows[start : start + limit])
    numbers = [row["id"] for row in found]
    said, taken = _said(numbers), _taken(numbers)
    return tuple(
        JobRow(
            number=row["id"],
            name=row["name"],
            kind=row["kind"],
            confidence=row["confidence"],
            grade=row["grade"],
            source_url=row["source_url"],
            team=(row["team"], row["team__name"]) if row["team"] else None,
            evidence=said.get(row["id"], (0, 0))[0],
            accounts=said.get(row["id"], (0, 0))[1],
            requirements=taken.get(row["id"], 0),
        )
        for row in found
    )


def _said(problems: Iterable[int]) -> dict[int, tuple[int, int]]:
    rows = (
        Evidence.problems.through.objects.filter(problem__in=list(problems), evidence__archived_at=None)
        .values("problem")
        .annotate(evidence_count=Count("evidence"), accounts=Count("evidence__account", distinct=True))
    )
    return {row["problem"]: (row["evidence_count"], row["accounts"]) for row in rows}


def _taken(problems: Iterable[int]) -> dict[int, int]:
    rows = (
        Requirement.problems.through.objects.filter(problem__in=list(problems), requirement__archived_at=None)
        .values("problem")
        .annotate(number=Count("requirement"))
    )
    return {row["problem"]: row["number"] for row in rows}
