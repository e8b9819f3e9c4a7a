"""The sentences of the inbox: what waits, what weightiest means, what a step did."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from nervecenter.evidence.queries.waiting import RANKED, WaitingCount
from nervecenter.foundation.pages.showing import day

WEIGHTIEST = (
    "What an account pays in a year plus its open deals, times the weight of its segment; amounts are added as they"
    " stand, whatever their currency. Without an account: how often it was seen. Among the newest"
    f" {RANKED:,} that wait."
)


def answer(found: WaitingCount, *, is_filtered: bool, has_evidence: bool) -> SafeString:
    """How many items wait, how many of them came this week, and since when the oldest does."""
    if not found.count:
        if is_filtered:
            return mark_safe("Nothing that waits fits these filters.")
        told = (
            "Nothing waits: every piece of evidence is linked or set aside." if has_evidence else "Nothing came in yet."
        )
        return mark_safe(told)  # noqa: S308
    number = format_html("{}<b data-waiting>{}</b>", "" if found.counted_all else "More than ", f"{found.count:,}")
    verb = "item waits" if found.count == 1 and found.counted_all else "items wait"
    fitting = " and fit these filters" if is_filtered else ""
    if is_filtered and found.count == 1 and found.counted_all:
        fitting = " and fits these filters"
    came = f"{found.this_week:,}" if found.this_week else "none"
    week = format_html(", <span data-week>{}</span> from this week", came)
    oldest = format_html("; the oldest since {}", day(found.oldest)) if found.oldest else ""
    return format_html("{} {}{}{}{}.", number, verb, fitting, week, oldest)


def linked(name: str, target: str) -> str:
    """A step told: what was linked to what."""
    return f"“{short(name)}” is linked to “{short(target)}”"


def aside(name: str) -> str:
    """A step told: what was set aside."""
    return f"“{short(name)}” was set aside as no evidence"


def short(text: str, most: int = 60) -> str:
    """A name that fits into a sentence."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
