"""NC309: collateral that describes the product as it was before."""

from collections.abc import Iterator

from nervecenter.domain.checks.check import Check
from nervecenter.domain.checks.facts import Facts
from nervecenter.domain.checks.findings import Finding, Severity
from nervecenter.domain.checks.thresholds import Threshold
from nervecenter.domain.checks.wording import counted


class CollateralBehindRelease(Check):
    """A published asset speaks of something that has changed since.

    What it finds
        A published asset whose newest known date lies more than `days_behind` days before the newest shipped change to
        a product, module or capability it names. Its dates are the last change, the publication and the release it was
        built from. Where none of them is known, an info says so.

    Why it matters
        Buyers hold us to what they read. Old collateral promises what is gone and hides what is there.

    Example
        A data sheet was last changed on 2020-05-11. The module it describes got its newest capability on 2022-07-22.

    What to do
        Bring the asset up to date or withdraw it, and tell those who use it.
    """

    code = "NC309"
    name = "collateral-behind-release"
    severity = Severity.WARNING
    seed = "S2"
    seed_quote = "More and better collateral"
    days_behind = Threshold(30, unit="days", about="How far an asset may lie behind what it names", highest=3650)

    def run(self, facts: Facts) -> Iterator[Finding]:
        """Each published asset that is behind what it names, or of unknown age beside it."""
        for asset in facts.assets:
            if not asset.is_published or (asset.published_on and asset.published_on > facts.today):
                continue
            shipped = asset.last_release_on
            if shipped is None or shipped > facts.today:
                continue
            known = max(
                (day for day in (asset.changed_on, asset.published_on, asset.built_from_on) if day), default=None
            )
            what = f"{asset.last_release} of {shipped}" if asset.last_release else f"a change shipped on {shipped}"
            details = {"asset_on": known.isoformat() if known else None, "shipped_on": shipped.isoformat()}
            if known is None:
                text = f"Nobody knows when {asset.title} was last changed; what it names was last changed by {what}."
                yield self.unknown(asset, text, **details, days=None)
            elif (shipped - known).days > self.days_behind:
                days = (shipped - known).days
                text = f"{asset.title} is of {known}, {counted(days, 'day')} before {what} changed what it names."
                yield self.finding(asset, text, **details, days=days)
