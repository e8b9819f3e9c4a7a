"""NC204: open deals for what we do not offer."""

from collections.abc import Iterator

from nervecenter.domain.checks.check import Check
from nervecenter.domain.checks.facts import Facts
from nervecenter.domain.checks.findings import Finding, Severity
from nervecenter.domain.checks.thresholds import Threshold
from nervecenter.domain.checks.wording import counted


class PipelineOutOfScope(Check):
    """Sellers work on deals that nothing we offer covers.

    What it finds
        A segment, channel or product with at least `deals` open deals that no cell of the offering grid on sale covers.
        It is not asked about segments while the grid names none, and the same for channels and products.

    Why it matters
        Such a deal is won by promising what does not exist, and the promise becomes next year's road map.

    Example
        Four open deals worth 310,000 EUR are from the public sector, and no offering is for it.

    What to do
        Disqualify or refer the deals, or open a business case and add the offering.
    """

    code = "NC204"
    name = "out-of-scope-opportunity"
    severity = Severity.WARNING
    seed = "S0"
    seed_quote = "opportunities that drive the business out-of-scope"
    deals = Threshold(1, unit="deals", about="Open deals from which on it is told", lowest=1)

    def run(self, facts: Facts) -> Iterator[Finding]:
        """Each segment, channel or product with open deals that is not offered."""
        for pipeline in facts.pipelines:
            if pipeline.is_offered or pipeline.deals < self.deals:
                continue
            worth = f" worth {pipeline.amount:,.0f} {pipeline.currency}".rstrip() if pipeline.amount else ""
            are = "is" if pipeline.deals == 1 else "are"
            deals = f"{counted(pipeline.deals, 'open deal')}{worth} {are}"
            yield self.finding(
                pipeline,
                f"{deals} for {pipeline.title}, which no offering covers.",
                deals=pipeline.deals,
                amount=pipeline.amount,
            )
