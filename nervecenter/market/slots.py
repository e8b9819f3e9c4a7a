"""What market adds to its own pages: how a segment stands, whether a problem is worth solving."""

from django.db.models import Count, Q
from django.http import HttpRequest

from nervecenter.foundation.pages.answers import may
from nervecenter.foundation.resources import resource
from nervecenter.foundation.slots import Panel, fill
from nervecenter.market.models import Problem
from nervecenter.market.queries.segments import segment_standing
from nervecenter.market.wording import JUDGED, judgement, money, problems_answer, rule_in_words


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


def worth_solving(_request: HttpRequest, _kind: str, number: int) -> Panel | None:
    """Whether a problem is urgent, widespread and worth money, as far as somebody judged it."""
    row = Problem.objects.filter(pk=number).values_list("urgent", "pervasive", "will_pay").first()
    if row is None:
        return None
    shown = {"answer": judgement(*row), "parts": tuple(zip(JUDGED, row, strict=True))}
    return Panel("Worth solving?", "market/worth_solving.html", shown)


def problems_judged(_request: HttpRequest, _kind: str, _number: int) -> Panel | None:
    """Above the list of problems: how many are worth solving, and how many nobody judged. One SQL query."""
    judged = Q(urgent=True, pervasive=True, will_pay=True)
    unknown = Q(urgent=None) | Q(pervasive=None) | Q(will_pay=None)
    counts = Problem.objects.filter(archived_at=None).aggregate(
        all=Count("id"), worth=Count("id", filter=judged), unknown=Count("id", filter=unknown)
    )
    if not counts["all"]:
        return None
    return Panel("Worth solving?", "market/problems_judged.html", {"answer": problems_answer(**counts)})


fill("record:segment", standing)
fill("record:problem", worth_solving)
fill("list:problem", problems_judged)
