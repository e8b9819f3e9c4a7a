"""How well each number of segments fits, and how stable it is."""

from collections.abc import Mapping, Sequence
from typing import Any

from nervecenter.domain.charting import Specification, layers
from nervecenter.foundation.figures import Figure

STABLE_FROM = 0.6


def by_classes(solutions: Sequence[Mapping[str, Any]], field: str, best: int) -> Specification:
    """One value for each number of segments, the recommended one filled."""
    rows = [
        {
            "segments": one["classes"],
            "value": one[field],
            "chosen": "recommended" if one["classes"] == best else "tried",
        }
        for one in solutions
    ]
    domain = {"domain": [0, 1]} if field == "stability" else {"zero": False}
    encoding = {
        "x": {"field": "segments", "type": "ordinal", "axis": {"title": "number of segments", "labelAngle": 0}},
        "y": {"field": "value", "type": "quantitative", "scale": domain, "axis": {"title": None, "tickCount": 5}},
    }
    line = {"mark": {"type": "line", "color": "var(--chart-1)"}}
    shape = {"field": "chosen", "type": "nominal", "legend": {"title": None}}
    shape |= {"scale": {"domain": ["recommended", "tried"], "range": ["diamond", "circle"]}}
    size = {"condition": {"test": "datum.chosen === 'recommended'", "value": 240}, "value": 70}
    point = {
        "mark": {"type": "point", "filled": True, "opacity": 1, "color": "var(--chart-1)"},
        "encoding": {"shape": shape, "size": size},
    }
    return layers(rows, line, point, encoding=encoding, height=220)


def discovery_figures(found: Mapping[str, Any]) -> dict[str, Figure]:
    """The two questions that choose the number of segments, each as a picture with its table."""
    solutions, best = found["solutions"], found["best"]
    counted = f"{found['rows']:,} accounts"
    return {
        "fit": Figure(
            title="Does another segment explain enough? (BIC, lower is better)",
            specification=by_classes(solutions, "bic", best),
            columns=("Segments", "BIC", "AIC"),
            rows=[(one["classes"], one["bic"], one["aic"]) for one in solutions],
            counted=counted,
        ),
        "stability": Figure(
            title="Would other accounts give the same? (stability)",
            specification=by_classes(solutions, "stability", best),
            columns=("Segments", "Stability", "Unclear accounts", "Shares"),
            rows=[
                (one["classes"], one["stability"], one["unclear"], ", ".join(f"{share:.0%}" for share in one["shares"]))
                for one in solutions
            ],
            counted=counted,
            note=f"Adjusted Rand index over redrawn accounts; {STABLE_FROM} and more counts as stable",
        ),
    }
