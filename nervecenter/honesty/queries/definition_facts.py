"""What the checks read about requirements."""

import datetime as dt

from django.db.models import Count

from nervecenter.definition.models import Requirement
from nervecenter.domain.checks.facts.definition import RequirementFacts
from nervecenter.evidence.models import Evidence
from nervecenter.foundation.resources import resource
from nervecenter.honesty.queries.links import link_counts, link_numbers
from nervecenter.portfolio.models import Release


def requirement_facts(today: dt.date) -> tuple[RequirementFacts, ...]:
    """Each requirement with its problems and how many accounts stand behind the best evidenced. Four SQL queries."""
    problems = link_numbers(Requirement.problems, "requirement", "problem")
    accounts = accounts_by_problem()
    objectives = link_counts(Requirement.objectives, "requirement", "objective")
    declared, problem = resource("requirement"), resource("problem")
    rows = Requirement.objects.filter(archived_at=None).order_by("id")
    columns = rows.values_list(
        "id",
        "name",
        "status",
        "level",
        "size",
        "estimate_days",
        "feasibility",
        "bet_by",
        "bet_until",
        "target_release__name",
        "target_release__status",
        "target_release__released_on",
    )
    found = []
    for number, name, status, level, size, days, verdict, bet_by, bet_until, release, stage, released in columns:
        linked = problems.get(number, ())
        found.append(
            RequirementFacts(
                id=declared.public_id(number),
                label=name,
                status=status,
                level=level,
                problem_ids=tuple(problem.public_id(each) for each in linked),
                account_count=max((accounts.get(each, 0) for each in linked), default=0),
                objective_count=objectives.get(number, 0),
                is_scheduled=bool(release) and is_ahead(stage, released, today),
                target_release=release or "",
                has_estimate=bool(size.strip()) or days is not None,
                feasibility=verdict,
                bet_by=bet_by,
                bet_until=bet_until,
            )
        )
    return tuple(found)


def is_ahead(status: str, released_on: dt.date | None, today: dt.date) -> bool:
    """Whether a release is still to come."""
    return status == Release.Status.PLANNED or (released_on is not None and released_on > today)


def accounts_by_problem() -> dict[int, int]:
    """How many different accounts gave evidence for each problem that a live requirement links. One SQL query."""
    asked = Requirement.problems.through.objects.filter(
        requirement__archived_at=None, requirement__status__in=PAST_DRAFT
    ).values("problem_id")
    links = Evidence.problems.through.objects.filter(problem_id__in=asked, evidence__archived_at=None)
    counted = links.values_list("problem_id").annotate(count=Count("evidence__account_id", distinct=True))
    return dict(counted.order_by())


PAST_DRAFT = (
    Requirement.Status.PROPOSED,
    Requirement.Status.ACCEPTED,
    Requirement.Status.SCHEDULED,
    Requirement.Status.SHIPPED,
)
