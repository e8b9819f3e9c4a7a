"""Pictures of what shipped: release by release and product by product, in the colours of the editions."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nervecenter.delivery.queries.shipped import MOST_RELEASES, DeliveryTotals, ReleaseRow, ShippedCount
from nervecenter.domain.charting import REST, Specification, amount, chart, colours, link, names
from nervecenter.domain.checks.wording import counted
from nervecenter.foundation.figures import Figure

NO_EDITION = "None named"
NO_PRODUCT = "None named"
SERIES = tuple(f"var(--chart-{number})" for number in range(1, 7))
MOST_PRODUCTS = 20
SHORT_NAME = 10
VERSION = re.compile(r"\d+(\.\d+)*")


@dataclass(frozen=True, slots=True)
class Editions:
    """The editions, lowest first, as the pictures name and colour them; those past the sixth share the last colour."""

    names: Mapping[int, str]

    def word(self, number: int | None) -> str:
        """What stands in the legend for an edition."""
        return self.names.get(number, NO_EDITION) if number else NO_EDITION

    def scale(self, counts: Sequence[ShippedCount]) -> dict[str, str]:
        """A colour for each edition that has something, and a grey one for changes that name none."""
        used = {self.word(one.edition) for one in counts}
        every = {name: SERIES[min(place, len(SERIES) - 1)] for place, name in enumerate(self.names.values())}
        return {name: colour for name, colour in (every | {NO_EDITION: REST}).items() if name in used}


def in_order(releases: Sequence[ReleaseRow]) -> tuple[ReleaseRow, ...]:
    """Releases from old to new: by date; by version where a date is missing and all names are versions."""
    if all(one.released_on for one in releases) or not all(VERSION.fullmatch(one.name) for one in releases):
        return tuple(sorted(releases, key=lambda one: (one.released_on or dt.date.max, one.number or 0)))
    return tuple(sorted(releases, key=lambda one: [int(part) for part in one.name.split(".")]))


def shipped_over_releases(
    releases: Sequence[ReleaseRow], counts: Sequence[ShippedCount], editions: Editions, paths: Mapping[int, str]
) -> Specification:
    """One column a release, old to new, stacked by the lowest edition; a click leads to the release's changes."""
    ordered = [one.name for one in in_order(releases) if one.shipped]
    scale = editions.scale(counts)
    place = {name: number for number, name in enumerate(scale)}
    rows = [
        {
            "release": one.name,
            "shipped": one.count,
            "edition": editions.word(one.edition),
            "order": place[editions.word(one.edition)],
            "path": paths.get(one.number or 0, ""),
        }
        for one in counts
    ]
    axis = {"title": None, "labelAngle": 0, "labelOverlap": "greedy", "labelSeparation": 6}
    encoding = {
        "x": {"field": "release", "type": "nominal", "sort": ordered, "axis": axis},
        "y": amount("shipped", stack="zero"),
        "color": _legend(scale),
        "order": {"field": "order", "type": "quantitative"},
        "href": link(),
    }
    return chart(rows, {"type": "bar", "cursor": "pointer"}, encoding, height=220)


def shipped_over_products(
    counts: Sequence[ShippedCount], editions: Editions, paths: Mapping[int | None, str]
) -> Specification:
    """One bar a product, the busiest first, stacked by the lowest edition; a click leads to the product's changes."""
    totals = product_totals(counts)
    shown = dict(list(totals.items())[:MOST_PRODUCTS])
    scale = editions.scale(counts)
    place = {name: number for number, name in enumerate(scale)}
    rows = [
        {
            "product": _product(one),
            "shipped": one.count,
            "edition": editions.word(one.edition),
            "order": place[editions.word(one.edition)],
            "path": paths[one.number],
        }
        for one in counts
        if one.number in shown
    ]
    encoding = {
        "y": names("product", [name for name, _ in shown.values()]),
        "x": amount("shipped", stack="zero"),
        "color": _legend(scale),
        "order": {"field": "order", "type": "quantitative"},
        "href": link(),
    }
    return chart(rows, {"type": "bar", "cursor": "pointer"}, encoding, height=20 * max(1, len(shown)))


def _legend(scale: Mapping[str, str]) -> dict[str, object]:
    """Colours whose legend stays within a narrow screen."""
    columns = 3 if max(map(len, scale), default=0) <= SHORT_NAME else 2
    return colours("edition", scale) | {"legend": {"title": None, "columns": columns, "labelLimit": 110}}


def _product(one: ShippedCount) -> str:
    return one.name or NO_PRODUCT


def product_totals(counts: Sequence[ShippedCount]) -> dict[int | None, tuple[str, int]]:
    """Name and number of shipped changes of each product, the busiest first, those without a product last."""
    found: dict[int | None, tuple[str, int]] = {}
    for one in counts:
        found[one.number] = (_product(one), found.get(one.number, ("", 0))[1] + one.count)
    return dict(sorted(found.items(), key=lambda item: (item[0] is None, -item[1][1], item[1][0])))


def release_figure(
    releases: Sequence[ReleaseRow],
    counts: Sequence[ShippedCount],
    editions: Editions,
    paths: Mapping[int, str],
    totals: DeliveryTotals,
) -> Figure:
    """What shipped with each release, with its table."""
    scale = editions.scale(counts)
    by_place = {(one.number, editions.word(one.edition)): one.count for one in counts}
    shown = [one for one in in_order(releases)[::-1] if one.shipped]
    capped = totals.releases > len(shown)
    return Figure(
        title="Shipped changes by release and lowest edition",
        specification=shipped_over_releases(releases, counts, editions, paths),
        columns=("Release", "Date", *scale, "Shipped"),
        rows=[
            (
                one.name,
                one.released_on.isoformat() if one.released_on else "",
                *(by_place.get((one.number, name), 0) for name in scale),
                one.shipped,
            )
            for one in shown
        ],
        counted=f"{counted(sum(one.shipped for one in shown), 'change')} in {counted(len(shown), 'release')}",
        as_of=totals.last_on,
        note=f"The newest of {totals.releases:,} releases; at most {MOST_RELEASES} are drawn" if capped else "",
    )


def product_figure(
    counts: Sequence[ShippedCount], editions: Editions, paths: Mapping[int | None, str], as_of: dt.date | None
) -> Figure:
    """What shipped of each product, with its table."""
    scale, totals = editions.scale(counts), product_totals(counts)
    by_place = {(one.number, editions.word(one.edition)): one.count for one in counts}
    capped = len(totals) > MOST_PRODUCTS
    return Figure(
        title="Shipped changes by product and lowest edition",
        specification=shipped_over_products(counts, editions, paths),
        columns=("Product", *scale, "Shipped"),
        rows=[
            (name, *(by_place.get((number, word), 0) for word in scale), total)
            for number, (name, total) in totals.items()
        ],
        counted=counted(sum(total for _, total in totals.values()), "change"),
        as_of=as_of,
        note=f"The {MOST_PRODUCTS} busiest of {len(totals):,} products are drawn; the table has all" if capped else "",
    )
