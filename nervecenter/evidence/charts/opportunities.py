"""Importance against satisfaction, with the regions of people who are under-served and over-served."""

from collections.abc import Sequence
from typing import Any

from nervecenter.domain.charting import BAD, GOOD, NOTE, REST, WAIT, Specification, colours, layers, link
from nervecenter.evidence.queries.opportunities import EXTREME, WORTH_A_LOOK, Opportunity
from nervecenter.foundation.figures import Figure
from nervecenter.foundation.resources import resource

LOOKS = {
    "far under-served": (BAD, "triangle-up"),
    "under-served": (WAIT, "triangle-up"),
    "served about right": (GOOD, "circle"),
    "over-served": (NOTE, "square"),
    "too few to say": (REST, "cross"),
}
_TOP = 10


def served(found: Sequence[Opportunity]) -> Specification:
    """One point for each outcome; the lines part what is under-served, over-served and extreme."""
    rows = [
        {
            "outcome": each.name,
            "importance": each.score.importance,
            "satisfaction": each.score.satisfaction,
            "judgement": each.judgement,
            "path": resource("outcome").record_path(each.outcome),
        }
        for each in found
        if each.score.importance is not None and each.score.satisfaction is not None
    ]
    points = {
        "mark": {"type": "point", "filled": True, "size": 90, "opacity": 0.9, "cursor": "pointer"},
        "encoding": {
            "x": _axis("importance"),
            "y": _axis("satisfaction"),
            **_looks(rows),
            "href": link(),
            "tooltip": [{"field": name} for name in ("outcome", "importance", "satisfaction", "judgement")],
        },
    }
    lines = [
        _line([(0, 0), (_TOP, _TOP)]),
        _line([(WORTH_A_LOOK / 2, 0), (_TOP, _TOP)]),
        _line([(EXTREME / 2, 0), (_TOP, 2 * _TOP - EXTREME)]),
    ]
    words = {
        "data": {
            "values": [
                {"x": 2.2, "y": 9.3, "text": "over-served"},
                {"x": 7.2, "y": 2.8, "text": "under-served"},
                {"x": 9.2, "y": 0.7, "text": "far under-served"},
            ]
        },
        "mark": {"type": "text", "fontStyle": "italic", "color": "var(--ink-3)"},
        "encoding": {
            "x": {"field": "x", "type": "quantitative"},
            "y": {"field": "y", "type": "quantitative"},
            "text": {"field": "text", "type": "nominal"},
        },
    }
    return layers(rows, *lines, words, points, height=380)


def opportunity_figures(found: Sequence[Opportunity], where: str, ratings: int) -> dict[str, Figure]:
    """The picture with its table; none where nothing was rated."""
    if not found:
        return {}
    return {
        "opportunities": Figure(
            title=f"Importance and satisfaction in {where}",
            specification=served(found),
            columns=("Outcome", "Part of", "Importance", "Satisfaction", "Opportunity", "Ratings", "Judgement"),
            rows=[
                (
                    each.name,
                    each.job_name,
                    _shown(each.score.importance),
                    _shown(each.score.satisfaction),
                    _shown(each.score.score),
                    min(each.score.importance_n, each.score.satisfaction_n),
                    each.judgement,
                )
                for each in found
            ],
            counted=f"{len(found):,} outcomes, {ratings:,} ratings",
            note="Shares of ratings 4 and 5, from 0 to 10. Above the diagonal people are over-served",
        )
    }


def _shown(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _axis(name: str) -> dict[str, Any]:
    return {
        "field": name,
        "type": "quantitative",
        "scale": {"domain": [0, _TOP]},
        "axis": {"title": name, "tickCount": 5},
    }


def _looks(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """A colour and a shape for each judgement there is, with one legend for both."""
    used = {word: look for word, look in LOOKS.items() if any(row["judgement"] == word for row in rows)}
    colour = colours("judgement", {word: look[0] for word, look in used.items()})
    return {
        "color": colour,
        "shape": colour | {"scale": {"domain": list(used), "range": [look[1] for look in used.values()]}},
    }


def _line(points: Sequence[tuple[float, float]]) -> dict[str, Any]:
    return {
        "data": {"values": [{"x": x, "y": y} for x, y in points]},
        "mark": {"type": "line", "strokeDash": [4, 4], "strokeWidth": 1, "color": "var(--ink-3)"},
        "encoding": {"x": {"field": "x", "type": "quantitative"}, "y": {"field": "y", "type": "quantitative"}},
    }
