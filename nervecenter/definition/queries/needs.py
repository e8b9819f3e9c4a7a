"""Market requirements: who answers them, and how much of the market stands behind them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from nervecenter.definition.models import Answer, Requirement
from nervecenter.evidence.models import Evidence
from nervecenter.market.models import Segment
from nervecenter.portfolio.models import Product

ANSWERED, PARTLY, TBD, SILENT = "answered", "partly", "tbd", "none"
STATES = (ANSWERED, PARTLY, TBD, SILENT)
EVIDENCE = ("some", "none")
MOST_SEGMENTS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedQuery:
    """Which market requirements are asked for; nothing chosen means all that are not dropped.

    A requirement belongs to its own product, else to the first product that one of its answers names.
    """

    product_line: int | None = None
    product: int | None = None
    segment: int | None = None
    state: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class NeedCount:
    """The requirements of one segment and product (id and name of each, None for none).

    `answered`; `partly`: an answer is given and another to be said; `tbd`: all are to be said; `silent`: there is none.
    `in_words`: answered, partly too, but by no capability or module. `unevidenced`: the market said nothing for them.
    """

    segment: tuple[int, str] | None
    product: tuple[int, str] | None
    answered: int
    partly: int
    tbd: int
    silent: int
    in_words: int
    unevidenced: int


@dataclass(frozen=True, slots=True)
class NeedGroup:
    """Requirements together, of one segment or product (`number`, None for none) or of all, as in NeedCount."""

    number: int | None
    name: str
    answered: int
    partly: int
    tbd: int
    silent: int
    in_words: int
    unevidenced: int

    @property
    def requirements(self) -> int:
        """All of them."""
        return self.answered + self.partly + self.tbd + self.silent

    @property
    def unanswered(self) -> int:
        """Those that nobody has answered yet."""
        return self.tbd + self.silent


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """An answer: given or to be said, and by what (kind, id and name of a capability, module or product)."""

    number: int
    is_given: bool
    by: tuple[tuple[str, int, str], ...]


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A market requirement with its answers, and the evidence behind it from how many different accounts."""

    number: int
    name: str
    status: str
    state: str
    segment: tuple[int, str] | None
    product: tuple[int, str] | None
    answers: tuple[AnswerRow, ...]
    evidence: int
    accounts: int


def _needs(query: NeedQuery) -> QuerySet[Any]:
    answers = Answer.objects.filter(archived_at=None, requirement=OuterRef("pk"))
    given, awaited = (answers.filter(status=status) for status in (Answer.Status.ANSWERED, Answer.Status.TBD))
    named = answers.annotate(named=Coalesce("product", "module__product", "capability__product"))
    spoken = Evidence.problems.through.objects.filter(problem=OuterRef("problem"), evidence__archived_at=None)
    linked = Requirement.problems.through.objects.filter(Exists(spoken), requirement=OuterRef("pk"))
    direct = Requirement.evidence.through.objects.filter(requirement=OuterRef("pk"), evidence__archived_at=None)
    rows: QuerySet[Any] = (
        Requirement.objects.filter(archived_at=None, level=Requirement.Level.MARKET)
        .exclude(status=Requirement.Status.DROPPED)
        .annotate(
            state=Case(
                When(Exists(given) & Exists(awaited), then=Value(PARTLY)),
                When(Exists(given), then=Value(ANSWERED)),
                When(Exists(awaited), then=Value(TBD)),
                default=Value(SILENT),
            ),
            is_built=Exists(given.filter(Q(capability__isnull=False) | Q(module__isnull=False))),
            is_evidenced=Exists(direct) | Exists(linked),
            belongs_to=Coalesce(
                "product", Subquery(named.filter(named__isnull=False).order_by("id").values("named")[:1])
            ),
        )
    )
    return _chosen(rows, query)


def _chosen(rows: QuerySet[Any], query: NeedQuery) -> QuerySet[Any]:
    if query.segment:
        rows = rows.filter(segment=query.segment)
    if query.product:
        rows = rows.filter(belongs_to=query.product)
    if query.product_line:
        rows = rows.filter(belongs_to__in=Product.objects.filter(line=query.product_line).values("pk"))
    if query.state:
        rows = rows.filter(state=query.state)
    return rows.filter(is_evidenced=query.evidence == "some") if query.evidence else rows


_COUNTS = {
    "answered": Count("id", filter=Q(state=ANSWERED)),
    "partly": Count("id", filter=Q(state=PARTLY)),
    "tbd": Count("id", filter=Q(state=TBD)),
    "silent": Count("id", filter=Q(state=SILENT)),
    "in_words": Count("id", filter=Q(state__in=(ANSWERED, PARTLY), is_built=False)),
    "unevidenced": Count("id", filter=Q(is_evidenced=False)),
}


def need_counts(query: NeedQuery) -> tuple[NeedCount, ...]:
    """The requirements by segment and product. Two SQL queries."""
    rows = _needs(query).order_by().values("segment", "segment__name", "belongs_to").annotate(**_COUNTS)
    found = list(rows)
    names = _product_names(row["belongs_to"] for row in found)
    return tuple(
        NeedCount(
            segment=(row["segment"], row["segment__name"]) if row["segment"] else None,
            product=(row["belongs_to"], names[row["belongs_to"]]) if row["belongs_to"] in names else None,
            **{name: row[name] for name in _COUNTS},
        )
        for row in found
    )


def all_needs(counts: Iterable[NeedCount]) -> NeedGroup:
    """All together."""
    return _together(None, counts)


def needs_by_segment(counts: Iterable[NeedCount]) -> tuple[NeedGroup, ...]:
    """The requirements of each segment, those with most unanswered first, those of none last."""
    return _grouped((one.segment, one) for one in counts)


def needs_by_product(counts: Iterable[NeedCount]) -> tuple[NeedGroup, ...]:
    """The requirements of each product, those with most unanswered first, those of none last."""
    return _grouped((one.product, one) for one in counts)


def _grouped(pairs: Iterable[tuple[tuple[int, str] | None, NeedCount]]) -> tuple[NeedGroup, ...]:
    found: dict[tuple[int, str] | None, list[NeedCount]] = {}
    for of, count in pairs:
        found.setdefault(of, []).append(count)
    groups = [_together(of, counts) for of, counts in found.items()]
    return tuple(sorted(groups, key=lambda one: (one.number is None, -one.unanswered, -one.requirements, one.name)))


def _together(of: tuple[int, str] | None, counts: Iterable[NeedCount]) -> NeedGroup:
    every = tuple(counts)
    number, name = of or (None, "")
    return NeedGroup(number, name, **{word: sum(getattr(one, word) for one in every) for word in _COUNTS})


def segments_with_needs() -> tuple[tuple[int, str], ...]:
    """The segments that some requirement is for, by name, the first MOST_SEGMENTS of them. One SQL query."""
    used = Requirement.objects.filter(archived_at=None, level=Requirement.Level.MARKET, segment__isnull=False)
    rows = Segment.objects.filter(pk__in=used.values("segment")).order_by("name", "id")
    return tuple(rows.values_list("id", "name")[:MOST_SEGMENTS])


def _product_names(numbers: Iterable[int | None]) -> dict[int | None, str]:
    rows = Product.objects.filter(pk__in={number for number in numbers if number}).values_list("id", "name")
    return dict(rows)


def need_rows(query: NeedQuery, *, start: int = 0, limit: int = 50) -> tuple[NeedRow, ...]:
    """The requirements without an answer first, by segment and name. Four SQL queries."""
    unanswered_first = Case(
        When(state=SILENT, then=Value(0)),
        When(state=TBD, then=Value(1)),
        When(state=PARTLY, then=Value(2)),
        default=Value(3),
    )
    columns = ("id", "name", "status", "state", "segment", "segment__name", "belongs_to")
    rows = (
        _needs(query)
        .order_by(unanswered_first, F("segment__name").asc(nulls_last=True), "segment", "name", "id")
        .values(*columns)
    )
    found = list(rows[start : start + limit])
    numbers = [row["id"] for row in found]
    names = _product_names(row["belongs_to"] for row in found)
    answers, evidence = _answers(numbers), _evidence(numbers)
    return tuple(
        NeedRow(
            number=row["id"],
            name=row["name"],
            status=row["status"],
            state=row["state"],
            segment=(row["segment"], row["segment__name"]) if row["segment"] else None,
            product=(row["belongs_to"], names[row["belongs_to"]]) if row["belongs_to"] in names else None,
            answers=tuple(answers.get(row["id"], ())),
            evidence=evidence.get(row["id"], (0, 0))[0],
            accounts=evidence.get(row["id"], (0, 0))[1],
        )
        for row in found
    )


def _answers(requirements: Iterable[int]) -> dict[int, list[AnswerRow]]:
    parts = ("capability", "module", "product")
    rows = Answer.objects.filter(archived_at=None, requirement__in=list(requirements)).order_by("id")
    columns = [path for part in parts for path in (part, f"{part}__name")]
    found: dict[int, list[AnswerRow]] = {}
    for row in rows.values("id", "requirement", "status", *columns):
        by = tuple((part, row[part], row[f"{part}__name"]) for part in parts if row[part])
        answer = AnswerRow(row["id"], row["status"] == Answer.Status.ANSWERED, by)
        found.setdefault(row["requirement"], []).append(answer)
    return found


def _evidence(requirements: list[int]) -> dict[int, tuple[int, int]]:
    """Evidence linked directly or through a problem, counted once, and the accounts it came from."""
    if not requirements:
        return {}
    links, said = Requirement.evidence.through._meta.db_table, Evidence._meta.db_table
    problems, spoken = Requirement.problems.through._meta.db_table, Evidence.problems.through._meta.db_table
    marks = ", ".join(["%s"] * len(requirements))
    sql = f"""
        SELECT behind.requirement_id, count(*), count(DISTINCT said.account_id) FROM (
            SELECT requirement_id, evidence_id FROM {links} WHERE requirement_id IN ({marks})
            UNION
            SELECT link.requirement_id, spoken.evidence_id FROM {problems} link
            JOIN {spoken} spoken ON spoken.problem_id = link.problem_id WHERE link.requirement_id IN ({marks})
        ) behind
        JOIN {said} said ON said.id = behind.evidence_id AND said.archived_at IS NULL
        GROUP BY behind.requirement_id
    """  # noqa: S608 - made of our own tables
    with connection.cursor() as cursor:
        cursor.execute(sql, [*requirements, *requirements])
        return {number: (evidence, accounts) for number, evidence, accounts in cursor.fetchall()}
