"""Small parts of Vega-Lite specifications, so that a context's charts read as what they show.

Colours, fonts and background are left to the page. Nothing here draws; `rows` go into the specification as they are.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
GOOD, WAIT, BAD, NOTE, REST = "var(--good)", "var(--wait)", "var(--bad)", "var(--note)", "var(--chart-rest)"
STEP = 22
LETTER, SIGN = 7, 30

type Specification = dict[str, Any]
type Rows = Sequence[Mapping[str, Any]]


def chart(rows: Rows, mark: str | Mapping[str, Any], encoding: Mapping[str, Any], **more: Any) -> Specification:
    """One mark over rows, as wide as the page gives it room."""
    return {**_frame(rows, more), "mark": mark, "encoding": dict(encoding)}


def layers(
    rows: Rows, *marks: Mapping[str, Any], encoding: Mapping[str, Any] | None = None, **more: Any
) -> Specification:
    """Several marks over the same rows; `encoding` is what they share."""
    shared = {"encoding": dict(encoding)} if encoding else {}
    return {**_frame(rows, more), **shared, "layer": [dict(mark) for mark in marks]}


def _frame(rows: Rows, more: Mapping[str, Any]) -> Specification:
    fitting = {"width": "container", "autosize": {"type": "fit-x", "contains": "padding"}}
    room = {"left": 0, "top": 4, "right": 14, "bottom": 4}  # half of the last label of an axis stands outside of it
    return {"$schema": SCHEMA, **fitting, "padding": room, **more, "data": {"values": list(rows)}}


def amount(field: str, title: str | None = None, **more: Any) -> dict[str, Any]:
    """A number along an axis that starts at zero; whole numbers only on its ticks."""
    axis = {"title": title, "format": ",d", "tickMinStep": 1, "tickCount": 5}
    return {"field": field, "type": "quantitative", "axis": axis, **more}


def day(field: str, title: str | None = None, **more: Any) -> dict[str, Any]:
    """A date along an axis."""
    return {"field": field, "type": "temporal", "axis": {"title": title, "tickCount": 6, "labelOverlap": True}, **more}


def names(field: str, order: Sequence[str] | None = None, *, limit: int = 190, **more: Any) -> dict[str, Any]:
    """One place for each name, in this order (else in that of the rows); longer ones than `limit` pixels are cut."""
    sort = list(order) if order is not None else None
    return {
        "field": field,
        "type": "nominal",
        "sort": sort,
        "axis": {"title": None, "labelLimit": {"expr": limit_of(limit)}},
        **more,
    }


def limit_of(pixels: int) -> str:
    """The room for names on an axis: so many pixels, but never more than two fifths of the picture."""
    return f"min({pixels}, containerSize()[0] * 0.4)"


def colours(field: str, scale: Mapping[str, str], title: str | None = None) -> dict[str, Any]:
    """A colour for each word, with a legend that gives the words."""
    return {
        "field": field,
        "type": "nominal",
        "scale": {"domain": list(scale), "range": list(scale.values())},
        "legend": {"title": title, "columns": {"expr": _legend_columns(scale)}},
        "sort": list(scale),
    }


def _legend_columns(words: Iterable[str]) -> str:
    """All on one line where they fit into three fifths of the picture, else as many beside each other as fit."""
    widths = [len(word) * LETTER + SIGN for word in words] or [SIGN]
    room = "containerSize()[0] * 0.6"
    return f"{sum(widths)} > {room} ? max(1, floor({room} / {max(widths)})) : 0"


def link(field: str = "path") -> dict[str, Any]:
    """Where a click on the mark leads."""
    return {"field": field, "type": "nominal"}
