"""Pictures of the portfolio."""

from collections.abc import Callable

from nervecenter.domain.charting import REST, STEP, Specification, amount, chart, colours, link, names
from nervecenter.domain.checks.wording import counted
from nervecenter.foundation.figures import Figure
from nervecenter.portfolio.queries.coverage import Coverage

TIERS = ("var(--chart-1)", "var(--chart-2)", "var(--chart-3)", "var(--chart-4)", "var(--chart-5)", "var(--chart-6)")
NOWHERE = "No edition"


def capabilities_by_edition(coverage: Coverage, path: Callable[[int | None], str]) -> Specification:
    """One bar a product, the longest first, split by the lowest edition a capability is in; a click leads to it."""
    words = {edition.number: edition.name for edition in coverage.editions}
    products = sorted(coverage.by_product().items(), key=lambda item: (-sum(item[1].values()), item[0][1]))
    rows = [
        {
            "product": name,
            "edition": words.get(edition, NOWHERE) if edition else NOWHERE,
            "capabilities": count,
            "order": list(words).index(edition) if edition in words else len(words),
            "path": path(number),
        }
        for (number, name), counts in products
        for edition, count in counts.items()
    ]
    scale = {name: TIERS[place % len(TIERS)] for place, name in enumerate(words.values())} | {NOWHERE: REST}
    if not any(row["edition"] == NOWHERE for row in rows):
        scale.pop(NOWHERE)
    encoding = {
        "y": names("product", [name for (_, name), _ in products]),
        "x": amount("capabilities", stack="zero"),
        "color": colours("edition", scale),
        "order": {"field": "order", "type": "quantitative"},
        "href": link(),
    }
    return chart(rows, {"type": "bar", "cursor": "pointer"}, encoding, height=STEP * max(1, len(products)))


def coverage_figure(coverage: Coverage, path: Callable[[int | None], str]) -> Figure:
    """Capabilities by product and by the lowest edition they are in, with their table."""
    products = sorted(coverage.by_product().items(), key=lambda item: item[0][1])
    return Figure(
        title="Capabilities by product and the edition in which they begin",
        specification=capabilities_by_edition(coverage, path),
        columns=("Product", *(edition.name for edition in coverage.editions), NOWHERE),
        rows=[
            (name, *(counts.get(edition.number, 0) for edition in coverage.editions), counts.get(None, 0))
            for (_, name), counts in products
        ],
        counted=counted(coverage.total, "capability", "capabilities").replace(
            str(coverage.total), f"{coverage.total:,}", 1
        ),
    )
