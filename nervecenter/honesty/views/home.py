"""Home: what changed, what disagrees, what needs me."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from nervecenter.domain.checks.wording import counted
from nervecenter.foundation.pages.answering import answer_page
from nervecenter.foundation.pages.answers import actor, may, page
from nervecenter.foundation.slots import panels
from nervecenter.honesty.models import Severity
from nervecenter.honesty.queries.news import changes_after, holds_records, news
from nervecenter.honesty.queries.standing import standing_findings
from nervecenter.honesty.queries.trend import finding_trend
from nervecenter.honesty.queries.waiting import OwnFindings, ending_waivers, imports_waiting, own_findings


@page
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The first page of the day; before there is anything, the offer to see a sample company."""
    today, user = timezone.localdate(), actor(request)
    latest = news()
    points = finding_trend(limit=1)
    last = points[0] if points else None
    standing = standing_findings(today)
    if not standing.groups and not holds_records():
        start = panels("home:start", request, "", 0)
        return answer_page(
            request,
            "honesty/start.html",
            answer=format_html(
                "<b>{}</b> Look at a sample company, or bring your own files.", "Nothing is in here yet."
            ),
            start=start,
            may=may(request),
        )
    groups = standing.groups
    counts = {word: sum(group.count for group in groups if group.severity == word) for word in Severity.values}
    mine = own_findings(user, today)
    unseen = changes_after(last.last_change) if last else 0
    return answer_page(
        request,
        "honesty/home.html",
        answer=_answer(counts, mine, unseen, has_run=last is not None),
        latest=latest,
        last=last,
        waived=standing.waived,
        unseen=unseen,
        severities=[(word, label, counts[word]) for word, label in Severity.choices],
        groups=[group for group in groups if group.rows],
        mine=mine,
        waivers=ending_waivers(today),
        imports=imports_waiting(today),
        waiting=panels("home:waiting", request, "", 0),
        may=may(request),
    )


def _answer(counts: dict[str, int], mine: OwnFindings, unseen: int, *, has_run: bool) -> SafeString:
    if not has_run:
        return format_html("Records are here, and <b>{}</b> has held them against each other yet.", "no check")
    total = sum(counts.values())
    errors = counts[Severity.ERROR]
    if not total:
        said = format_html("<b>{}</b> as far as the checks look", "The records agree")
    else:
        places = counted(total, "place").replace(str(total), f"{total:,}", 1)
        grave = f", {errors:,} of them {'an error' if errors == 1 else 'errors'}" if errors else ""
        said = format_html("The records disagree in <b>{}</b>{}", places, grave)
    parts = []
    if mine.count:
        parts.append(f"{counted(mine.count, 'finding')} {'is' if mine.count == 1 else 'are'} about what you own")
    if unseen:
        more = "1,000 or more" if unseen >= 1_000 else f"{unseen:,}"
        parts.append(f"{more} {'change' if unseen == 1 else 'changes'} came in since the checks last ran")
    return format_html("{}{}.", said, format_html_join("", "; {}", ((part,) for part in parts)))
