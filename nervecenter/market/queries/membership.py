"""Which segment an account belongs to: the one written on it, else the first whose rule it meets."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import BigIntegerField, Case, F, Q, Value, When

from nervecenter.domain.expressions.errors import ExpressionError
from nervecenter.domain.expressions.tree import Node
from nervecenter.market.account_rules import account_rule, accounts_meeting
from nervecenter.market.models import Segment


@dataclass(frozen=True, slots=True)
class SegmentRule:
    """A segment that is not archived, and its rule as a tree; None without one. `fault` says why it cannot be read."""

    segment: int
    name: str
    is_target: bool
    text: str
    tree: Node | None
    fault: str = ""

    def claims(self, prefix: str = "") -> Q:
        """The accounts it has a claim on: it is written on them, or they meet its rule. Others may claim them too."""
        written = Q(**{f"{prefix}segment": self.segment})
        return written if self.tree is None else written | accounts_meeting(self.tree, prefix=prefix)


def segment_rules() -> tuple[SegmentRule, ...]:
    """All segments that are not archived with their rules, by number. One SQL query."""
    rows = Segment.objects.filter(archived_at=None).order_by("id")
    return tuple(segment_rule(*row) for row in rows.values_list("id", "name", "is_target", "rule"))


def segment_rule(segment: int, name: str, is_target: bool, text: str) -> SegmentRule:
    """A segment with its rule read. One that cannot be read (it was imported before this was checked) claims nobody."""
    if not text.strip():
        return SegmentRule(segment, name, is_target, text, None)
    try:
        return SegmentRule(segment, name, is_target, text, account_rule(text))
    except ExpressionError as error:
        return SegmentRule(segment, name, is_target, text, None, str(error))


def effective_segment(rules: Sequence[SegmentRule] | None = None, *, prefix: str = "") -> Case:
    """The number of the segment an account belongs to, NULL for none; to annotate a query over accounts with.

    In a query over something else, `prefix` leads to the account (`account__`). Reads the rules where none are given:
    one SQL query more.
    """
    known = segment_rules() if rules is None else rules
    written = When(**{f"{prefix}segment__isnull": False}, then=F(f"{prefix}segment_id"))
    by_rule = (
        When(accounts_meeting(rule.tree, prefix=prefix), then=Value(rule.segment))
        for rule in sorted(known, key=lambda rule: rule.segment)
        if rule.tree is not None
    )
    return Case(written, *by_rule, default=None, output_field=BigIntegerField())
