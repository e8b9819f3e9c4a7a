"""What the market asks for most: problems and requirements with the accounts behind them, counted once each."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Q

from nervecenter.definition.models import Requirement, RequirementHighlight
from nervecenter.domain.demand.counting import Demand
from nervecenter.evidence.models import Evidence, Highlight
from nervecenter.evidence.queries.demand import PROBLEM_LINKS, Backing, NeedLinks, Voices, backing, demand_of, voices
from nervecenter.market.models import Problem

_OWN, _OF_PROBLEM = Requirement.evidence.through._meta.db_table, Requirement.problems.through._meta.db_table
_SPOKEN = Evidence.problems.through._meta.db_table
REQUIREMENT_LINKS = NeedLinks(
    kind="requirement",
    linked=f"""
        SELECT requirement_id AS need, evidence_id AS evidence FROM {_OWN} WHERE requirement_id {{of}}
        UNION
        SELECT link.requirement_id, spoken.evidence_id FROM {_OF_PROBLEM} link
        JOIN {_SPOKEN} spoken ON spoken.problem_id = link.problem_id WHERE link.requirement_id {{of}}
    """,  # noqa: S608 - made of our own tables
    stated=f"""
        SELECT said.requirement_id AS need, said.evidence_id AS evidence, said.importance, said.passage
        FROM {RequirementHighlight._meta.db_table} said
        JOIN {_OWN} own ON own.evidence_id = said.evidence_id AND own.requirement_id = said.requirement_id
        WHERE said.archived_at IS NULL AND said.requirement_id {{of}}
        UNION ALL
        SELECT link.requirement_id, said.evidence_id, said.importance, said.passage
        FROM {_OF_PROBLEM} link
        JOIN {Highlight._meta.db_table} said ON said.problem_id = link.problem_id AND said.archived_at IS NULL
        JOIN {_SPOKEN} spoken ON spoken.evidence_id = said.evidence_id AND spoken.problem_id = said.problem_id
        WHERE link.requirement_id {{of}}
    """,  # noqa: S608 - made of our own tables
)
LINKS = {"problem": PROBLEM_LINKS, "requirement": REQUIREMENT_LINKS}


@dataclass(frozen=True, slots=True)
class LiveNeed:
    """A problem or requirement that stands: not archived, not dropped. `status` is empty for a problem."""

    kind: str
    number: int
    name: str
    status: str


def all_demand(today: date, *, segment: int | None = None) -> dict[str, Demand]:
    """The demand of every problem and requirement that anything was said about, by public id. Eight SQL queries.

    A requirement has its own evidence and that of its problems, each piece once. With a segment, only the accounts of
    the segment count, and pieces without an account do not.
    """
    return demand_by_segment(every_voice(), backing(), today, segment)


def every_voice() -> Voices:
    """All that was said about problems and requirements. Four SQL queries."""
    found = [voices(links) for links in LINKS.values()]
    return Voices(tuple(row for one in found for row in one.heard), tuple(row for one in found for row in one.named))


def demand_by_segment(said: Voices, behind: Backing, today: date, segment: int | None) -> dict[str, Demand]:
    """The demand of every need; with a segment that of its accounts alone."""
    if segment is not None:
        said = said.of_accounts(behind.accounts_of(segment))
    return demand_of(said, behind, today)


def live_needs(*, product_line: int | None = None, product: int | None = None) -> tuple[LiveNeed, ...]:
    """All problems and requirements that stand; of a line or product those that belong to it. Two SQL queries.

    A requirement belongs to its product or that of its module, a problem to those of its requirements and to those
    that its evidence is about.
    """
    problems = Problem.objects.filter(archived_at=None)
    requirements = Requirement.objects.filter(archived_at=None).exclude(status=Requirement.Status.DROPPED)
    if product or product_line:
        field, value = ("", product) if product else ("__line", product_line)
        requirements = requirements.filter(Q(**{f"product{field}": value}) | Q(**{f"module__product{field}": value}))
        taken = Requirement.problems.through.objects.filter(requirement__in=requirements.values("pk"))
        about = Evidence.objects.filter(**{f"product{field}": value}, archived_at=None)
        spoken = Evidence.problems.through.objects.filter(evidence__in=about.values("pk"))
        problems = problems.filter(Q(pk__in=taken.values("problem")) | Q(pk__in=spoken.values("problem")))
    return (
        *(LiveNeed("problem", number, name, "") for number, name in problems.values_list("id", "name")),
        *(LiveNeed("requirement", *row) for row in requirements.values_list("id", "name", "status")),
    )


def links_to_count() -> int:
    """About how many links from needs to evidence there are. Three SQL queries that read one row each."""
    tables = (Evidence.problems, Requirement.evidence, Requirement.problems)
    return sum(each.through.objects.aggregate(last=Max("id"))["last"] or 0 for each in tables)
