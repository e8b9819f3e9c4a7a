"""What the checks read about requirements."""

import datetime as dt

from django.db import connection

from nervecenter.definition.models import Requirement
from nervecenter.domain.checks.facts.definition import RequirementFacts
from nervecenter.foundation.resources import resource
from nervecenter.honesty.queries.links import link_counts, link_numbers
from nervecenter.honesty.queries.voices import accounts_by_requirement
from nervecenter.portfolio.models import Release


def requirement_facts(today: dt.date) -> tuple[RequirementFacts, ...]:
    """Each requirement with its problems and how many accounts stand behind the best evidenced. Six SQL queries."""
    asking = accounts_by_requirement()
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
                asking_accounts=asking.get(number, (0, ""))[0],
                account=asking.get(number, (0, ""))[1],
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
    """How many different accounts gave evidence for each problem that a requirement past draft links. One SQL query.

    It stops counting at ENOUGH_ACCOUNTS for each problem, so that a million rows of evidence cost no more than a few
    thousand.
    """
    statuses = ", ".join(["%s"] * len(PAST_DRAFT))
    sql = f"""
        SELECT asked.problem_id, (
            SELECT count(*) FROM (
                SELECT DISTINCT said.account_id FROM evidence_evidence_problems link
                JOIN evidence_evidence said ON said.id = link.evidence_id
                WHERE link.problem_id = asked.problem_id AND said.archived_at IS NULL AND said.account_id IS NOT NULL
                LIMIT {ENOUGH_ACCOUNTS}) accounts)
        FROM (SELECT DISTINCT link.problem_id FROM definition_requirement_problems link
            JOIN definition_requirement wanted ON wanted.id = link.requirement_id
            WHERE wanted.archived_at IS NULL AND wanted.status IN ({statuses})) asked
    """  # noqa: S608 - made of constants of this module
    with connection.cursor() as cursor:
        cursor.execute(sql, [str(status) for status in PAST_DRAFT])
        return dict(cursor.fetchall())


ENOUGH_ACCOUNTS = 200
PAST_DRAFT = (
    Requirement.Status.PROPOSED,
    Requirement.Status.ACCEPTED,
    Requirement.Status.SCHEDULED,
    Requirement.Status.SHIPPED,
)
