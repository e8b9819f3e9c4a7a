"""All the checks know of a company: tuples of frozen rows, one module for each part of the company."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from nervecenter.domain.checks.facts.definition import RequirementFacts
from nervecenter.domain.checks.facts.delivery import PlannedDateFacts, ReleaseFacts
from nervecenter.domain.checks.facts.evidence import (
    DealQuarterFacts,
    DealReasonFacts,
    DoubtfulDealFacts,
    MarketContactFacts,
    MarketWordsFacts,
    PersonaFacts,
    PipelineFacts,
)
from nervecenter.domain.checks.facts.gotomarket import AssetFacts, ClaimFacts, ProofFacts
from nervecenter.domain.checks.facts.market import CompetitorFacts, ProblemFacts, SegmentFacts
from nervecenter.domain.checks.facts.organisation import DutyFacts, PersonLoadFacts
from nervecenter.domain.checks.facts.portfolio import OfferingFacts
from nervecenter.domain.checks.facts.references import UnresolvedReferenceFacts
from nervecenter.domain.checks.facts.row import FactRow

__all__ = [
    "AssetFacts",
    "ClaimFacts",
    "CompetitorFacts",
    "DealQuarterFacts",
    "DealReasonFacts",
    "DoubtfulDealFacts",
    "DutyFacts",
    "FactRow",
    "Facts",
    "MarketContactFacts",
    "MarketWordsFacts",
    "OfferingFacts",
    "PersonLoadFacts",
    "PersonaFacts",
    "PipelineFacts",
    "PlannedDateFacts",
    "ProblemFacts",
    "ProofFacts",
    "ReleaseFacts",
    "RequirementFacts",
    "SegmentFacts",
    "UnresolvedReferenceFacts",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A company on one day. A list that is empty says that nothing of that sort is known."""

    today: date
    requirements: tuple[RequirementFacts, ...] = ()
    problems: tuple[ProblemFacts, ...] = ()
    segments: tuple[SegmentFacts, ...] = ()
    competitors: tuple[CompetitorFacts, ...] = ()
    offerings: tuple[OfferingFacts, ...] = ()
    releases: tuple[ReleaseFacts, ...] = ()
    planned_dates: tuple[PlannedDateFacts, ...] = ()
    claims: tuple[ClaimFacts, ...] = ()
    assets: tuple[AssetFacts, ...] = ()
    duties: tuple[DutyFacts, ...] = ()
    loads: tuple[PersonLoadFacts, ...] = ()
    unresolved_references: tuple[UnresolvedReferenceFacts, ...] = ()
    market_contacts: tuple[MarketContactFacts, ...] = ()
    personas: tuple[PersonaFacts, ...] = ()
    deal_quarters: tuple[DealQuarterFacts, ...] = ()
    deal_reasons: tuple[DealReasonFacts, ...] = ()
    doubtful_deals: tuple[DoubtfulDealFacts, ...] = ()
    pipelines: tuple[PipelineFacts, ...] = ()
    market_words: tuple[MarketWordsFacts, ...] = ()

    def lists(self) -> Iterator[tuple[str, tuple[FactRow, ...]]]:
        """Each list of rows with its name."""
        for field in fields(self):
            if field.name != "today":
                yield field.name, getattr(self, field.name)

    def row_count(self) -> int:
        """How many rows there are in all lists."""
        return sum(len(rows) for _, rows in self.lists())

    def without_archived(self) -> "Facts":
        """The same company without its archived rows."""
        live: dict[str, Any] = {
            name: tuple(row for row in rows if not row.is_archived)
            for name, rows in self.lists()
            if any(row.is_archived for row in rows)
        }
        return replace(self, **live) if live else self
