"""Sentences about what we say and to whom."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from nervecenter.domain.checks.wording import counted
from nervecenter.gotomarket.queries.circle import Circle

NAMED = 3


def circle_answer(found: Circle) -> SafeString:
    """Whether the circle we profiled is the one that buys."""
    if not found.with_roles:
        told = "No won deal of this segment names who took part"
        return format_html("<b>{}</b>, so there is nothing to compare the profiles with.", told)
    missing = [each for each in found.roles if each.is_missing]
    if not missing:
        every = counted(sum(1 for each in found.roles if each.deals), "role")
        return format_html("<b>Nobody is missing</b>: {} seen in {} are profiled.", every, _deals(found))
    verb = "takes" if len(missing) == 1 else "take"
    names = ", ".join(f"{each.label.lower()} (in {each.deals:,})" for each in missing[:NAMED])
    rest = f" and {len(missing) - NAMED} more" if len(missing) > NAMED else ""
    return format_html(
        "<b>{} {} part in {} and {} not profiled</b>: {}{}.",
        counted(len(missing), "role"),
        verb,
        _deals(found),
        "is" if len(missing) == 1 else "are",
        names,
        rest,
    )


def _deals(found: Circle) -> str:
    return counted(found.with_roles, "won deal")
