"""Where the opportunities are: outcomes that matter to a segment and are badly served."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from nervecenter.domain.demand.opportunity import FEWEST_RATINGS
from nervecenter.evidence.charts.opportunities import opportunity_figures
from nervecenter.evidence.queries.opportunities import (
    MARKET,
    WORTH_A_LOOK,
    Opportunity,
    RatedSegment,
    rated_segments,
)
from nervecenter.evidence.queries.opportunities import (
    opportunities as outcomes_of,
)
from nervecenter.foundation.pages.answering import Chooser, answer_page, chosen_word
from nervecenter.foundation.pages.answers import may, page
from nervecenter.foundation.resources import resource

NONE = "none"


@page
@require_GET
def opportunities(request: HttpRequest) -> HttpResponse:
    """The outcomes of one segment by opportunity: the one with most ratings, or the one that is chosen."""
    rated = rated_segments()
    words = {_word(each): f"{each.name} ({each.ratings:,})" for each in rated} | {MARKET: "The whole market"}
    given = chosen_word(request, "segment", words)
    asked = given or next(iter(words))
    chosen = next((each for each in rated if _word(each) == asked), None)
    whole = asked == MARKET
    found = outcomes_of(chosen.segment if chosen else None, whole_market=whole) if rated else ()
    where = chosen.name if chosen else "the whole market"
    ratings = chosen.ratings if chosen else sum(each.ratings for each in rated)
    outcome, problem = resource("outcome"), resource("problem")
    return answer_page(
        request,
        "evidence/opportunities.html",
        answer=_answer(found, where),
        figures=opportunity_figures(found, where, ratings),
        choosers=(Chooser("segment", "Segment", tuple(words.items()), given, every="The one with most ratings"),)
        if rated
        else (),
        rows=[(each, outcome.record_path(each.outcome), problem.record_path(each.job)) for each in found],
        whole=whole and len(rated) > 1,
        minimum=FEWEST_RATINGS,
        may=may(request),
    )


def _word(segment: RatedSegment) -> str:
    return resource("segment").public_id(segment.segment) if segment.segment else NONE


def _answer(found: Sequence[Opportunity], where: str) -> SafeString:
    if not found:
        return format_html("<b>{}</b>, so nobody can say where people are under-served.", "No outcome was rated yet")
    told = [each for each in found if each.score.score is not None]
    if not told:
        most = max(min(each.score.importance_n, each.score.satisfaction_n) for each in found)
        return format_html(
            "<b>Too few to say</b> in {}: no outcome has more than {} ratings, and {} are the least.",
            where,
            f"{most:,}",
            FEWEST_RATINGS,
        )
    under = [each for each in told if (each.score.score or 0) > WORTH_A_LOOK]
    first = told[0]
    return format_html(
        "<b>{} of {} outcomes</b> {} under-served in {}; the greatest opportunity is “{}” with {} of 20.",
        len(under),
        len(told),
        "is" if len(under) == 1 else "are",
        where,
        first.name,
        f"{first.score.score:.1f}",
    )
