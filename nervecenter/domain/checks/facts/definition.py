"""Facts about what is to be built."""

from dataclasses import dataclass
from datetime import date

from nervecenter.domain.checks.facts.row import FactRow


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementFacts(FactRow):
    """A market or product requirement with what stands behind it.

    `account_count`: distinct accounts that gave evidence for the best evidenced of the problems in `problem_ids`.
    `asking_accounts`: how many accounts ask for it, be it by its problems or directly; it stops at a few, and `account`
    names the one where there is but one.
    `is_scheduled`: it is promised to a release (`target_release`) that is not out yet.
    `bet_by` and `bet_until`: who accepts it without evidence, and the last day on which that holds.
    """

    kind: str = "requirement"
    status: str = "draft"
    level: str = ""
    problem_ids: tuple[str, ...] = ()
    account_count: int = 0
    asking_accounts: int = 0
    account: str = ""
    objective_count: int = 0
    is_scheduled: bool = False
    target_release: str = ""
    has_estimate: bool = False
    feasibility: str = "unknown"
    bet_by: str = ""
    bet_until: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is still ahead of us: neither shipped nor dropped."""
        return self.status not in {"shipped", "dropped"}
