"""Pictures of how we compare: parity by product and competitor, scores by product and vendor."""

from collections.abc import Callable, Mapping, Sequence

from nervecenter.domain.charting import Specification, layers, limit_of, link
from nervecenter.foundation.figures import Figure
from nervecenter.portfolio.queries.comparison import ProductParity
from nervecenter.portfolio.queries.criteria import CriterionRow

CELL = 28
FAINT, STRONG = 0.06, 0.62


def parity_by_product(
    parities: Sequence[ProductParity], competitors: Mapping[int, str], path: Callable[[int | None], str]
) -> Specification:
    """A cell for each product and competitor: the darker, the more of what was compared it can do too."""
    rows = [
        {
            "product": each.product_name,
            "competitor": competitors[each.competitor],
            "share": round(each.parity.share, 3),
            "told": f"{each.parity.yes + each.parity.partial}/{each.parity.known}",
            "path": path(each.product),
        }
        for each in parities
        if each.parity.known
    ]
    products = list(dict.fromkeys(str(row["product"]) for row in rows))
    return _heat(rows, ("competitor", list(competitors.values())), products, "share", 1.0)


def scores_by_product(scores: Sequence[CriterionRow]) -> Specification:
    """A cell for each product and vendor: the darker, the more it reaches on the criteria; we stand first."""
    vendors = list(dict.fromkeys(each.vendor for each in sorted(scores, key=lambda row: (not row.is_us, row.vendor))))
    rows = [
        {
            "product": each.product_name,
            "vendor": each.vendor,
            "mean": round(each.mean, 2),
            "told": f"{each.mean:.1f}",
            "path": "/portfolio/criterion-scores/",
        }
        for each in scores
    ]
    products = list(dict.fromkeys(each.product_name for each in scores))
    return _heat(rows, ("vendor", vendors), products, "mean", 2.0)


def _heat(
    rows: Sequence[Mapping[str, object]], column: tuple[str, list[str]], products: list[str], field: str, highest: float
) -> Specification:
    name, order = column
    across = {"field": name, "type": "nominal", "sort": order}
    axis = {"title": None, "orient": "top", "labelAngle": -35, "labelLimit": 110, "labelOverlap": False}
    down = {
        "field": "product",
        "type": "nominal",
        "sort": products,
        "axis": {"title": None, "labelLimit": {"expr": limit_of(150)}},
    }
    strength = {
        "field": field,
        "type": "quantitative",
        "scale": {"domain": [0, highest], "range": [FAINT, STRONG]},
        "legend": None,
    }
    shared = {"x": {**across, "axis": axis}, "y": down}
    cell = {
        "mark": {"type": "rect", "color": "var(--chart-1)", "cornerRadius": 2, "cursor": "pointer"},
        "encoding": shared | {"fillOpacity": strength, "href": link()},
    }
    told = {
        "mark": {"type": "text", "fontSize": 11, "color": "var(--ink)"},
        "encoding": shared | {"text": {"field": "told", "type": "nominal"}},
    }
    return layers(rows, cell, told, height=CELL * max(1, len(products)))


def parity_figure(
    parities: Sequence[ProductParity], competitors: Mapping[int, str], path: Callable[[int | None], str]
) -> Figure:
    """Parity by product and competitor, with the counts behind every cell."""
    known = [each for each in parities if each.parity.known]
    cells = sum(each.parity.known for each in known)
    return Figure(
        title="What they can do too, by product",
        specification=parity_by_product(parities, competitors, path),
        columns=("Product", "Competitor", "Yes", "Partly", "No", "Unknown", "Share"),
        rows=[
            (
                each.product_name,
                competitors[each.competitor],
                each.parity.yes,
                each.parity.partial,
                each.parity.no,
                each.unknown,
                f"{each.parity.share:.0%}",
            )
            for each in known
        ],
        counted=f"{cells:,} known {'cell' if cells == 1 else 'cells'}",
        note="Numbers are fully or partly of compared; partly counts half for the shade",
    )


def score_figure(scores: Sequence[CriterionRow]) -> Figure:
    """Mean scores by product and vendor, with the number of criteria."""
    count = sum(each.criteria for each in scores)
    return Figure(
        title="Mean score on the criteria, 0 to 2",
        specification=scores_by_product(scores),
        columns=("Product", "Vendor", "Mean", "Criteria"),
        rows=[(each.product_name, each.vendor, round(each.mean, 2), each.criteria) for each in scores],
        counted=f"{count:,} {'score' if count == 1 else 'scores'}",
        link="/portfolio/criterion-scores/",
    )
