"""NC301: a target segment to which we have no approved positioning, or one from before the last major release."""

from collections.abc import Iterator

from nervecenter.domain.checks.check import Check
from nervecenter.domain.checks.facts import Facts
from nervecenter.domain.checks.facts.delivery import ReleaseFacts
from nervecenter.domain.checks.facts.market import SegmentFacts
from nervecenter.domain.checks.findings import Finding, Severity
from nervecenter.domain.checks.thresholds import Threshold
from nervecenter.domain.checks.wording import counted, dated


class SegmentWithoutPositioning(Check):
    """We aim at a segment and have not agreed on what we are to it.

    What it finds
        A target segment, with a product on sale to it, that has no approved positioning, or whose newest approval lies
        more than `days_behind` days before the last major release. An approval without a date is reported as info,
        since nobody can tell whether it came before or after that release.

    Why it matters
        Where the company has not decided what it is to a segment, each seller decides it alone, and so do the
        competitors.

    Example
        The segment "Regulated banks" is a target. A positioning was drafted for it and never approved.

    What to do
        Write the positioning or bring it up to date, and have it approved; or take the target mark off the segment.
    """

    code = "NC301"
    name = "segment-without-positioning"
    severity = Severity.ERROR
    seed = "S1"
    seed_quote = "appropriate positioning and messaging for each targeted segment"
    days_behind = Threshold(
        0, unit="days", about="How long before the last major release the approval may lie", highest=3650
    )

    def run(self, facts: Facts) -> Iterator[Finding]:
        """Each target segment without a positioning that is approved and covers the last major release."""
        newest = max(
            (each for each in facts.releases if each.is_major and each.released_on and each.released_on <= facts.today),
            key=lambda each: each.released_on or facts.today,
            default=None,
        )
        for segment in facts.segments:
            if not (segment.is_target and segment.has_product_on_sale):
                continue
            if not segment.approved_positioning_count and not segment.approved_positioning_on:
                yield self._none_approved(segment)
            elif newest and newest.released_on:
                yield from self._behind(segment, newest)

    def _none_approved(self, segment: SegmentFacts) -> Finding:
        drafts = segment.draft_positioning_count
        written = f", only {counted(drafts, 'draft')}" if drafts else ""
        return self.finding(
            segment,
            f"{segment.title} is a target segment and has no approved positioning{written}.",
            drafts=drafts,
            approved_on=None,
        )

    def _behind(self, segment: SegmentFacts, release: ReleaseFacts) -> Iterator[Finding]:
        approved, released = segment.approved_positioning_on, release.released_on
        since = f"{release.title} of {dated(released)}"
        details = {
            "approved_on": approved.isoformat() if approved else None,
            "released_on": released.isoformat() if released else None,
        }
        if approved is None:
            text = f"The positioning to {segment.title} was approved on {dated(None)}: it may or may not cover {since}."
            yield self.unknown(segment, text, **details)
        elif released and (released - approved).days > self.days_behind:
            days = counted((released - approved).days, "day")
            text = f"The positioning to {segment.title} was approved on {dated(approved)}, {days} before {since}."
            yield self.finding(segment, text, **details)
