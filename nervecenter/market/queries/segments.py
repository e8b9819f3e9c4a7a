"""How the accounts are spread over the segments: who belongs where, who is claimed twice, who belongs nowhere."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.lookups import Exact, IsNull

from nervecenter.domain.expressions.tree import Node
from nervecenter.market.account_rules import ATTRIBUTES, accounts_meeting
from nervecenter.market.models import Account
from nervecenter.market.queries.membership import SegmentRule, effective_segment, segment_rules

CUSTOMER = Q(status=Account.Status.CUSTOMER)
OFFERED_VALUES = 30
_OFFERED = ("industry", "country", "region", "currency", "status")


@dataclass(frozen=True, slots=True)
class Share:
    """The accounts that belong to one segment, or to none: how many, how many customers, revenue by currency."""

    accounts: int = 0
    customers: int = 0
    revenue: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class Overlap:
    """Another segment with a claim on the same accounts: how many, and how many of them belong to it."""

    segment: int
    name: str
    accounts: int


@dataclass(frozen=True, slots=True)
class SegmentStanding:
    """A segment among the others: what belongs to it, what it claims and does not have, what belongs nowhere."""

    rule: SegmentRule
    share: Share
    written: int
    elsewhere: int
    overlaps: tuple[Overlap, ...]
    without: int
    accounts: int


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How many accounts meet a rule, how many of them are customers, and how many accounts there are."""

    met: int
    customers: int
    accounts: int


@dataclass(frozen=True, slots=True)
class MemberRow:
    """An account that belongs to a segment (or to none): by its own field, or else by the rule."""

    number: int
    name: str
    status: str
    industry: str
    country: str
    employees: int | None
    recurring_revenue: Decimal | None
    currency: str
    written: int | None

    @property
    def is_written(self) -> bool:
        """Whether the account names its segment itself."""
        return self.written is not None


def shares(rules: Sequence[SegmentRule]) -> dict[int | None, Share]:
    """What belongs to each segment; under None what belongs nowhere. One SQL query."""
    rows = Account.objects.filter(archived_at=None).annotate(of=effective_segment(rules)).values("of", "currency")
    counted: dict[int | None, list[int]] = defaultdict(lambda: [0, 0])
    revenue: dict[int | None, list[tuple[str, Decimal]]] = defaultdict(list)
    summed = rows.annotate(n=Count("id"), customers=Count("id", filter=CUSTOMER), revenue=Sum("recurring_revenue"))
    for row in summed.order_by("of", "currency"):
        counted[row["of"]][0] += row["n"]
        counted[row["of"]][1] += row["customers"]
        if row["revenue"]:
            revenue[row["of"]].append((row["currency"], row["revenue"]))
    return {of: Share(accounts, customers, tuple(revenue[of])) for of, (accounts, customers) in counted.items()}


def segment_standing(number: int) -> SegmentStanding | None:
    """A segment among the others; None when it is archived or not there. Three SQL queries."""
    rules = segment_rules()
    mine = next((rule for rule in rules if rule.segment == number), None)
    if mine is None:
        return None
    others = [rule for rule in rules if rule is not mine]
    spread = shares(rules)
    claimed = {f"with_{rule.segment}": Count("id", filter=rule.claims()) for rule in others}
    own = Account.objects.filter(mine.claims(), archived_at=None).annotate(of=effective_segment(rules))
    found = own.aggregate(
        all=Count("id"),
        mine=Count("id", filter=Q(of=number)),
        written=Count("id", filter=Q(segment=number)),
        **claimed,
    )
    overlaps = [Overlap(rule.segment, rule.name, found[f"with_{rule.segment}"]) for rule in others]
    return SegmentStanding(
        rule=mine,
        share=spread.get(number, Share()),
        written=found["written"],
        elsewhere=found["all"] - found["mine"],
        overlaps=tuple(sorted((each for each in overlaps if each.accounts), key=lambda each: -each.accounts)),
        without=spread.get(None, Share()).accounts,
        accounts=sum(share.accounts for share in spread.values()),
    )


def rule_count(tree: Node) -> RuleCount:
    """How many accounts meet a rule, whatever segment they belong to. One SQL query."""
    met = accounts_meeting(tree)
    found = Account.objects.filter(archived_at=None).aggregate(
        met=Count("id", filter=met), customers=Count("id", filter=met & CUSTOMER), accounts=Count("id")
    )
    return RuleCount(**found)


def members(number: int | None, *, start: int = 0, limit: int = 50) -> tuple[MemberRow, ...]:
    """Accounts that belong to a segment, or with None to no segment, by name. Two SQL queries."""
    belongs = effective_segment(segment_rules())
    where = Q(Exact(belongs, number)) if number is not None else Q(IsNull(belongs, True))  # noqa: FBT003 - its own form
    columns = ("id", "name", "status", "industry", "country", "employees", "recurring_revenue", "currency")
    rows = Account.objects.filter(where, archived_at=None).order_by("name", "id")[start : start + limit]
    found: Any = rows.values_list(*columns, "segment_id")
    return tuple(MemberRow(*row) for row in found)


def offered_values() -> dict[str, tuple[str, ...]]:
    """The most frequent values of the attributes that have few, for a form to offer. Five SQL queries."""
    found = {}
    for name in _OFFERED:
        rows = Account.objects.filter(archived_at=None).exclude(**{name: ""}).values_list(name)
        counted = rows.annotate(n=Count("id")).order_by("-n", name)[:OFFERED_VALUES]
        found[name] = tuple(str(row[0]) for row in counted)
    return {name: found.get(name, ()) for name in ATTRIBUTES}
