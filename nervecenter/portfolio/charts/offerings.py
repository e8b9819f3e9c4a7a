"""The picture of the offering grid: which parts of the offers on sale are named."""

import datetime as dt
from collections.abc import Mapping

from nervecenter.domain.charting import BAD, GOOD, Specification, amount, chart, colours, link, names
from nervecenter.domain.checks.wording import counted
from nervecenter.foundation.figures import Figure
from nervecenter.portfolio.queries.offerings import OfferingTotals

NAMED, MISSING = "Named", "Missing"


def parts_named(totals: OfferingTotals, paths: Mapping[str, str]) -> Specification:
    """One bar a part, as long as there are offerings on sale, split into named and missing; a click leads to either."""
    rows = [
        {"part": part.capitalize(), "state": state, "offerings": number, "order": order, "path": paths[part]}
        for part, missing in totals.missing.items()
        for order, (state, number) in enumerate(((NAMED, totals.sold - missing), (MISSING, missing)))
        if number
    ]
    encoding = {
        "y": names("part", [part.capitalize() for part in totals.missing]),
        "x": amount("offerings", stack="zero"),
        "color": colours("state", {NAMED: GOOD, MISSING: BAD}),
        "order": {"field": "order", "type": "quantitative"},
        "href": link(),
    }
    return chart(
        rows, {"type": "bar", "cursor": "pointer", "height": {"band": 0.55}}, encoding, height=34 * len(totals.missing)
    )


def parts_figure(totals: OfferingTotals, paths: Mapping[str, str], as_of: dt.date) -> Figure:
    """What is named and what is missing, with its table."""
    return Figure(
        title="What the offers on sale name",
        specification=parts_named(totals, paths),
        columns=("Part", "Named", "Missing", "On sale"),
        rows=[
            (part.capitalize(), totals.sold - missing, missing, totals.sold) for part, missing in totals.missing.items()
        ],
        counted=f"{counted(totals.sold, 'offering')} on sale of {totals.offerings:,} on record",
        as_of=as_of,
    )
