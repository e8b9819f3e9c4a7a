"""What market adds to its own pages: how a segment stands among the others."""

from django.http import HttpRequest

from nervecenter.foundation.pages.answers import may
from nervecenter.foundation.resources import resource
from nervecenter.foundation.slots import Panel, fill
from nervecenter.market.queries.segments import segment_standing
from nervecenter.market.wording import money, rule_in_words


def standing(request: HttpRequest, kind: str, number: int) -> Panel | None:
    """The accounts of a segment: how many, by rule or written on them, shared with which other, and who is left."""
    found = segment_standing(number)
    if found is None:
        return None
    declared = resource(kind)
    overlaps = [(each, declared.record_path(each.segment)) for each in found.overlaps]
    context = {
        "found": found,
        "in_words": rule_in_words(found.rule.tree) if found.rule.tree else "",
        "revenue": money(found.share.revenue),
        "overlaps": overlaps,
        "path": declared.record_path(number),
        "may": may(request),
    }
    return Panel("Accounts", "market/standing.html", context)


fill("record:segment", standing)
