"""Facts about what the market is told, and with what."""

from dataclasses import dataclass
from datetime import date

from nervecenter.domain.checks.facts.row import FactRow


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofFacts:
    """A proof point under a claim. `is_internal`: nobody outside the company stands behind it."""

    has_source: bool = False
    dated_on: date | None = None
    expires_on: date | None = None
    is_internal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFacts(FactRow):
    """A claim with its proofs. `labelled`: fact, inference or assumption, as its author marked it."""

    kind: str = "claim"
    status: str = "draft"
    labelled: str = ""
    proofs: tuple[ProofFacts, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetFacts(FactRow):
    """A piece of collateral, and the newest shipped change to anything it names.

    `built_from_on` is the date of the release whose state it describes; `last_release_on` and `last_release` the newest
    release that changed a product, module or capability it names. Dates are empty where nobody knows them.
    """

    kind: str = "asset"
    is_published: bool = True
    published_on: date | None = None
    changed_on: date | None = None
    built_from_on: date | None = None
    last_release_on: date | None = None
    last_release: str = ""
