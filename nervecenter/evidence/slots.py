"""What evidence adds to pages of records: behind a need its evidence, on evidence its links, deals, interviews.

Higher contexts that register a target get the section on their records' pages by that alone.
"""

from django.http import HttpRequest
from django.middleware.csrf import get_token

from nervecenter.evidence.models import Evidence
from nervecenter.evidence.queries.askers import TELLABLE, is_shipped
from nervecenter.evidence.queries.interviews import SUBJECTS, interviews
from nervecenter.evidence.queries.items import heard_about, links_of
from nervecenter.evidence.queries.segment_deals import segment_deals
from nervecenter.evidence.targets import link_targets
from nervecenter.foundation.pages.answers import may
from nervecenter.foundation.resources import resource
from nervecenter.foundation.slots import Panel, fill
from nervecenter.market.wording import money

SHOWN = 8


def evidence_behind(request: HttpRequest, kind: str, number: int) -> Panel | None:
    """What the market said about a problem or requirement: passages and importance, the newest first."""
    target = next((one for one in link_targets() if one.kind == kind), None)
    if target is None:
        return None
    heard, count = heard_about(target, number, limit=SHOWN)
    if not heard:
        return None
    public_id = target.resource.public_id(number)
    every = f"/evidence/evidence/?problems={public_id}" if kind == "problem" else ""
    shown = {"heard": heard, "count": count, "rest": count - len(heard), "every": every}
    return Panel("What the market said", "evidence/behind.html", shown)


def linked_from(request: HttpRequest, kind: str, number: int) -> Panel | None:
    """What a piece of evidence speaks to, each with a way to take the link away; or that it waits."""
    row = Evidence.objects.filter(pk=number).values_list("version", "triage", "archived_at").first()
    if row is None or row[2] is not None:
        return None
    shown = {
        "links": links_of(number),
        "public_id": f"evd-{number}",
        "version": row[0],
        "triage": row[1],
        "next": request.get_full_path() if request.headers.get("HX-Request") != "true" else "",
        "may": may(request),
        "csrf_token": get_token(request),
    }
    return Panel("Speaks to", "evidence/linked.html", shown)


def segment_pipeline(_request: HttpRequest, _kind: str, number: int) -> Panel | None:
    """The deals of a segment: what is open, won and lost. Nothing where there is none."""
    found = segment_deals(number)
    if not found.open + found.won + found.lost:
        return None
    shown = {"found": found, "pipeline": money(found.pipeline), "ended": found.won + found.lost}
    return Panel("Deals", "evidence/segment_deals.html", shown)


def interviews_of(request: HttpRequest, kind: str, number: int) -> Panel | None:
    """The interviews of a persona, an account or a product, and a way to add one."""
    allowed, found = may(request), interviews(kind, number, limit=SHOWN)
    if not found.count and kind != "persona" and not allowed["create"]:
        return None
    public_id, declared = resource(kind).public_id(number), resource("evidence")
    shown = {
        "found": found,
        "rows": [(row, declared.record_path(row.number)) for row in found.rows],
        "rest": found.count - len(found.rows),
        "every": f"{declared.path}?kind=interview&{SUBJECTS[kind]}={public_id}",
        "add": f"/evidence/interviews/new/?{kind}={public_id}",
        "may": allowed,
    }
    return Panel("Interviews", "evidence/interviews.html", shown)


def who_asked(request: HttpRequest, kind: str, number: int) -> Panel | None:
    """Where something has shipped, the way to those who asked for it."""
    declared = resource(kind)
    if kind not in TELLABLE or not is_shipped(declared, number):
        return None
    return Panel("Who asked", "evidence/who_asked.html", {"path": f"/evidence/tell/{declared.public_id(number)}/"})


def moderation_of(request: HttpRequest, kind: str, number: int) -> Panel | None:
    """The way from a feedback request to where it and its votes are decided about."""
    return Panel("Votes", "evidence/votes.html", {"path": f"/evidence/moderation/{resource(kind).public_id(number)}/"})


fill("record:*", evidence_behind)
fill("record:feedback_request", moderation_of)
fill("record:*", who_asked)
fill("record:segment", segment_pipeline)
for subject in SUBJECTS:
    fill(f"record:{subject}", interviews_of)
fill("record:evidence", linked_from)
