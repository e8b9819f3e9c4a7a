"""Facts about what is offered."""

from dataclasses import dataclass

from nervecenter.domain.checks.facts.row import FactRow


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferingFacts(FactRow):
    """A cell of the offering grid, or (kind "product") a product that has no cell at all.

    `is_targeted`: aimed at a target segment, though perhaps not sold yet.
    """

    kind: str = "offering"
    is_sold: bool = False
    is_targeted: bool = False
    has_segment: bool = False
    has_channel: bool = False
    has_price: bool = False
    has_delivery: bool = False
