"""Facts about the market: problems, segments and competitors."""

from dataclasses import dataclass
from datetime import date

from nervecenter.domain.checks.facts.row import FactRow


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemFacts(FactRow):
    """A problem or job of the market, how many personas and segments are said to have it, and its evidence.

    `account_count` stops at a few: it tells none, one and several apart. `aimed_count` counts the pieces of evidence
    whose aim is known, `outside_learning_count` those among them gathered while selling or supporting; of a problem
    with very many pieces some hundred are looked at.
    """

    kind: str = "problem"
    persona_count: int = 0
    segment_count: int = 0
    evidence_count: int = 0
    account_count: int = 0
    account: str = ""
    aimed_count: int = 0
    outside_learning_count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentFacts(FactRow):
    """A part of the market: whether we aim at it, how it is positioned to, who buys there and who is spoken to.

    `has_product_on_sale` is false only where it is known that nothing we sell is offered to it.
    `approved_positioning_on` is the newest approval; empty with a count above 0 means that its date is unknown.
    Roles are words such as economic_buyer, champion, user. `won_account_count`: accounts in it that are customers.
    """

    kind: str = "segment"
    is_target: bool = False
    has_product_on_sale: bool = True
    approved_positioning_count: int = 0
    approved_positioning_on: date | None = None
    draft_positioning_count: int = 0
    profiled_roles: frozenset[str] = frozenset()
    roles_with_message: frozenset[str] = frozenset()
    won_account_count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CompetitorFacts(FactRow):
    """A competitor: how often deals of the period name it, how broadly we compare with it, and its newest battle card.

    `compared_capabilities` counts the capabilities and criteria on which somebody compared us with it.
    `card_status` is empty where there is no card.
    """

    kind: str = "competitor"
    is_us: bool = False
    deal_mentions: int = 0
    compared_capabilities: int = 0
    card_status: str = ""
    card_as_of: date | None = None
    card_review_by: date | None = None
