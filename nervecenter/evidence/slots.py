"""What evidence adds to the pages of records: behind a problem or requirement its evidence, on evidence its links.

Higher contexts that register a target get the section on their records' pages by that alone.
"""

from django.http import HttpRequest
from django.middleware.csrf import get_token

from nervecenter.evidence.models import Evidence
from nervecenter.evidence.queries.items import heard_about, links_of
from nervecenter.evidence.targets import link_targets
from nervecenter.foundation.pages.answers import may
from nervecenter.foundation.slots import Panel, fill

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


fill("record:*", evidence_behind)
fill("record:evidence", linked_from)
