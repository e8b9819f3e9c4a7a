"""The accounts that belong to a segment, or to none, with what makes them belong."""

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.views.decorators.http import require_GET

from nervecenter.foundation.actions import read_record
from nervecenter.foundation.pages.answering import answer_page, chosen_start, path_having
from nervecenter.foundation.pages.answers import page, record_number
from nervecenter.foundation.resources import resource
from nervecenter.market.queries.membership import segment_rules
from nervecenter.market.queries.segments import Share, members, shares

AT_ONCE = 50


@page
@require_GET
def accounts(request: HttpRequest, public_id: str = "") -> HttpResponse:
    """The accounts of one segment by name; without a segment those that belong nowhere."""
    declared = resource("segment")
    number = record_number(declared, public_id) if public_id else None
    segment = read_record("segment", number) if number else None
    start = chosen_start(request)
    rows = members(number, start=start, limit=AT_ONCE + 1)
    spread = shares(segment_rules())
    count = spread.get(number, Share()).accounts
    every = sum(share.accounts for share in spread.values())
    told = format_html("<b>{} of {} accounts</b> {}.", f"{count:,}", f"{every:,}", _belongs(segment, count))
    account = resource("account")
    return answer_page(
        request,
        "market/segment_accounts.html",
        answer=told,
        segment=segment,
        segment_path=declared.record_path(number) if number else "",
        rows=[(row, account.record_path(row.number)) for row in rows[:AT_ONCE]],
        older=path_having(request, start=start + AT_ONCE) if len(rows) > AT_ONCE else "",
        newer=path_having(request, start=max(0, start - AT_ONCE) or "") if start else "",
    )


def _belongs(segment: object, count: int) -> str:
    word = "belongs" if count == 1 else "belong"
    return f"{word} to {segment}" if segment else f"{word} to no segment"
