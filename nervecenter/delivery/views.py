"""What shipped and what is to go: the sentence, the pictures, the removals that are due, the newest releases."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET

from nervecenter.delivery.charts import Editions, in_order, product_figure, release_figure
from nervecenter.delivery.queries.due import STATES, DueRow, DueTotals, due_rows, due_totals
from nervecenter.delivery.queries.items import DeliveryQuery
from nervecenter.delivery.queries.shipped import (
    DeliveryTotals,
    ReleaseRow,
    ShippedCount,
    delivery_totals,
    edition_names,
    products_of_line,
    release_rows,
    shipped_by_product,
    shipped_by_release,
)
from nervecenter.foundation.figures import Figure
from nervecenter.foundation.pages.answering import (
    Chooser,
    answer_page,
    chosen_record,
    chosen_start,
    chosen_word,
    path_having,
)
from nervecenter.foundation.pages.answers import may, page
from nervecenter.foundation.pages.showing import day
from nervecenter.foundation.resources import resource
from nervecenter.portfolio.scope import ProductScope, chosen_scope, scope_chooser, to_own_scope

DUE_A_PAGE = 20
RELEASES_SHOWN = 15
DUE_WORDS = {"overdue": "Past their date", "ahead": "Still ahead", "undated": "Without a date"}


@dataclass(frozen=True, slots=True)
class Link:
    """A name with the place it leads to."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class ShownDue:
    """An announced removal as the page shows it: `tone` and `words` say how it stands to today."""

    row: DueRow
    path: str
    product: Link | None
    release: Link | None
    due_release: Link | None
    tone: str
    words: str


@dataclass(frozen=True, slots=True)
class ShownRelease:
    """A release with its counts, each leading to its items."""

    row: ReleaseRow
    path: str
    counts: tuple[tuple[str, int, str], ...]


@page
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """What shipped by release, product and edition; what was announced to go, and by when."""
    redirected = to_own_scope(request)
    if redirected:
        return redirected
    scope, today = chosen_scope(request), timezone.localdate()
    query = DeliveryQuery(
        product_line=scope.product_line, product=scope.product, edition=chosen_record(request, "edition", "edition")
    )
    state, start = chosen_word(request, "due", STATES), chosen_start(request)
    totals, due = delivery_totals(query), due_totals(query, today)
    editions, releases = edition_names(), release_rows(query)
    rows = due_rows(query, today, state=state, start=start, limit=DUE_A_PAGE)
    matching = getattr(due, state) if state else due.announced
    narrowed = _narrowed(query)
    filtered = bool(query.edition or scope.words)
    newest = in_order(releases)[::-1][:RELEASES_SHOWN]
    return answer_page(
        request,
        "delivery/overview.html",
        answer=_answer(totals, due, scope, filtered=filtered),
        aside=_aside(due),
        figures=_figures(query, totals, releases, Editions(dict(editions)), narrowed) if totals.shipped else {},
        choosers=(*_choosers(query, editions, state), scope_chooser(request)),
        due=due,
        due_rows=[_shown_due(row, today) for row in rows],
        due_count=matching,
        due_state=DUE_WORDS.get(state, ""),
        releases=[_shown_release(row, narrowed) for row in newest],
        release_count=len(releases),
        nothing_yet=not totals.items and not filtered,
        may=may(request),
        today=today,
        shown_from=start + 1,
        shown_to=start + len(rows),
        older=path_having(request, start=str(start + DUE_A_PAGE)) if start + DUE_A_PAGE < matching else "",
        newer=path_having(request, start=str(max(0, start - DUE_A_PAGE) or "")) if start else "",
    )


type Pairs = list[tuple[str, str]]


def _narrowed(query: DeliveryQuery) -> Pairs:
    """The filters that hold, as a list of release items takes them."""
    pairs: Pairs = []
    products = products_of_line(query.product_line) if query.product_line else ()
    for number in (query.product, *products):
        pairs += [("product", resource("product").public_id(number))] if number else []
    return pairs + ([("editions", resource("edition").public_id(query.edition))] if query.edition else [])


def _items_path(*pairs: tuple[str, str]) -> str:
    return f"{resource('release_item').path}?{urlencode(pairs)}"


def _figures(
    query: DeliveryQuery,
    totals: DeliveryTotals,
    releases: Sequence[ReleaseRow],
    editions: Editions,
    narrowed: Pairs,
) -> dict[str, Figure]:
    by_release = shipped_by_release(query, [one.number for one in releases if one.number])
    by_product = shipped_by_product(query)
    release_paths = {
        one.number: _items_path(
            ("change", "shipped"), ("release", resource("release").public_id(one.number)), *narrowed
        )
        for one in releases
        if one.number
    }
    product_paths = {one.number: _product_path(one, query) for one in by_product}
    return {
        "releases": release_figure(releases, by_release, editions, release_paths, totals),
        "products": product_figure(by_product, editions, product_paths, totals.last_on),
    }


def _product_path(one: ShippedCount, query: DeliveryQuery) -> str:
    product = ("product", resource("product").public_id(one.number)) if one.number else ("product__empty", "1")
    edition = [("editions", resource("edition").public_id(query.edition))] if query.edition else []
    return _items_path(("change", "shipped"), product, *edition)


def _choosers(query: DeliveryQuery, editions: Sequence[tuple[int, str]], state: str) -> tuple[Chooser, ...]:
    declared = resource("edition")
    offered = tuple((declared.public_id(number), name) for number, name in editions)
    chosen = declared.public_id(query.edition) if query.edition else ""
    return (
        Chooser("edition", "Edition", offered, chosen, every="All editions"),
        Chooser("due", "Removals", tuple(DUE_WORDS.items()), state, every="All announced"),
    )


def _linked(kind: str, pair: tuple[int, str] | None) -> Link | None:
    return Link(pair[1] or resource(kind).public_id(pair[0]), resource(kind).record_path(pair[0])) if pair else None


def _shown_due(row: DueRow, today: dt.date) -> ShownDue:
    over = row.days_over(today)
    if over is None:
        tone, words = "none", "no date"
    elif over > 0:
        tone, words = "bad", f"{_span(over)} over"
    elif over == 0:
        tone, words = "wait", "today"
    else:
        tone, words = "note" if -over > 30 else "wait", f"in {_span(-over)}"
    return ShownDue(
        row=row,
        path=resource("release_item").record_path(row.number),
        product=_linked("product", row.product),
        release=_linked("release", row.release),
        due_release=_linked("release", row.due_release),
        tone=tone,
        words=words,
    )


def _span(days: int) -> str:
    """A number of days as people say it: days up to two months, months up to two years, then years."""
    if days < 60:
        return f"{days} day{'' if days == 1 else 's'}"
    return f"{days // 30} months" if days < 730 else f"{days // 365} years"


def _shown_release(row: ReleaseRow, narrowed: Pairs) -> ShownRelease:
    declared = resource("release")
    release = ("release", declared.public_id(row.number)) if row.number else ("release__empty", "1")
    changes = (("shipped", row.shipped), ("deprecated", row.deprecated), ("removed", row.removed))
    counts = [(word, count, _items_path(release, ("change", word), *narrowed)) for word, count in changes]
    others = [("change", word) for word in ("upgrade", "performance", "other")]
    counts.append(("other", row.other, _items_path(release, *others, *narrowed)))
    return ShownRelease(row, declared.record_path(row.number) if row.number else "", tuple(counts))


def _answer(totals: DeliveryTotals, due: DueTotals, scope: ProductScope, *, filtered: bool) -> SafeString:
    if not totals.items:
        told = f"No release item{scope.words} fits these filters." if filtered else "Nothing has shipped yet."
        return format_html("<b>{}</b>", told)
    shipped = _shipped_words(totals, scope)
    if not due.announced:
        return format_html("{}.", shipped)
    return format_html("{}; {}.", shipped, _due_words(due))


def _shipped_words(totals: DeliveryTotals, scope: ProductScope) -> SafeString:
    if not totals.shipped:
        return format_html("<b>No change{}</b> is recorded as shipped", scope.words)
    when = format_html(", the newest of {}", day(totals.last_on)) if totals.last_on else mark_safe("")
    return format_html(
        "<b>{} change{}{}</b> shipped in {} release{}{}",
        f"{totals.shipped:,}",
        "" if totals.shipped == 1 else "s",
        scope.words,
        f"{totals.releases:,}",
        "" if totals.releases == 1 else "s",
        when,
    )


def _due_words(due: DueTotals) -> SafeString:
    """How many announced removals are past their date."""
    if due.announced == 1:
        told = "is past its date with no removal on record" if due.overdue else "is not past its date"
        return format_html("<b>the one announced removal</b> {}", told)
    if not due.overdue:
        return format_html("none of {} announced removals is past its date", f"{due.announced:,}")
    verb, whose = ("is", "its") if due.overdue == 1 else ("are", "their")
    return format_html(
        "<b>{} of {} announced removals</b> {} past {} date with no removal on record",
        f"{due.overdue:,}",
        f"{due.announced:,}",
        verb,
        whose,
    )


def _aside(due: DueTotals) -> SafeString | None:
    """What the sentence leaves out: the next date, and how many have none."""
    told = [format_html("The next removal is due on {}.", day(due.next_on))] if due.next_on else []
    if due.undated:
        verb = "is" if due.undated == 1 else "are"
        told.append(format_html("{} {} announced without a date.", f"{due.undated:,}", verb))
    return mark_safe(" ".join(told)) if told else None  # noqa: S308 - made by format_html above
