"""Pictures of the maturity plan: what has passed by product, and how long ago."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence

from nervecenter.domain.charting import (
    BAD,
    NOTE,
    REST,
    STEP,
    Specification,
    amount,
    chart,
    colours,
    layers,
    link,
    names,
)
from nervecenter.foundation.figures import Figure
from nervecenter.foundation.resources import resource
from nervecenter.portfolio.queries.maturity import PlannedStep

SHOWN = 20
PASSED, AHEAD = "Passed", "Ahead"
STATE_COLOURS = {PASSED: BAD, AHEAD: NOTE}
STEP_COLOURS = {
    "Minimal": "var(--chart-6)",
    "Viable": "var(--chart-3)",
    "Complete": "var(--chart-2)",
    "Lovable": "var(--chart-4)",
}


def plans_by_product(steps: Sequence[PlannedStep], today: dt.date, path: Callable[[int | None], str]) -> Specification:
    """Planned dates not reached, one bar a product, split into passed and ahead; a click leads to the product."""
    counts = Counter((each.product, each.product_name, each.state(today)) for each in steps)
    passed = Counter(each.product_name for each in steps if each.state(today) == "passed")
    rows = [
        {
            "product": name,
            "state": state.capitalize(),
            "dates": count,
            "order": int(state == "ahead"),
            "path": path(number),
        }
        for (number, name, state), count in counts.items()
    ]
    order = sorted({str(row["product"]) for row in rows}, key=lambda name: (-passed[name], name))
    encoding = {
        "y": names("product", order),
        "x": amount("dates", stack="zero"),
        "color": colours("state", STATE_COLOURS),
        "order": {"field": "order", "type": "quantitative"},
        "href": link(),
    }
    return chart(rows, {"type": "bar", "cursor": "pointer"}, encoding, height=STEP * max(1, len(order)))


def overdue_modules(steps: Sequence[PlannedStep], today: dt.date) -> Specification:
    """The modules furthest behind: a dot on the planned day of the next step, a line from there to today."""
    rows = [
        {
            "module": each.name,
            "planned": each.planned_on.isoformat(),
            "today": today.isoformat(),
            "step": each.step.capitalize(),
            "path": resource("module").record_path(each.module),
        }
        for each in steps
        if each.state(today) == "passed"
    ][:SHOWN]
    order = [str(row["module"]) for row in rows]
    when = {"field": "planned", "type": "temporal", "axis": {"title": None, "tickCount": 5, "labelOverlap": True}}
    stem = {
        "mark": {"type": "rule", "strokeWidth": 1.5, "color": REST},
        "encoding": {"x": when, "x2": {"field": "today"}},
    }
    dot = {
        "mark": {"type": "point", "filled": True, "size": 90, "opacity": 1, "cursor": "pointer"},
        "encoding": {"x": when, "color": colours("step", STEP_COLOURS), "href": link()},
    }
    end = {
        "data": {"values": [{"today": today.isoformat()}]},
        "mark": {"type": "rule", "strokeDash": [3, 3], "color": "var(--ink-3)"},
        "encoding": {"x": {"field": "today", "type": "temporal"}},
    }
    shared = {"y": names("module", order)}
    stem["encoding"] = shared | stem["encoding"]
    dot["encoding"] = shared | dot["encoding"]  # type: ignore[operator]
    return layers(rows, stem, dot, end, height=STEP * max(1, len(rows)))


def maturity_figures(
    steps: Sequence[PlannedStep], following: Sequence[PlannedStep], today: dt.date, path: Callable[[int | None], str]
) -> dict[str, Figure]:
    """Both pictures with their tables; none where no step is dated."""
    if not steps:
        return {}
    by_product = Counter((each.product_name, each.state(today)) for each in steps)
    late = [each for each in following if each.state(today) == "passed"]
    found = {
        "products": Figure(
            title="Planned dates by product",
            specification=plans_by_product(steps, today, path),
            columns=("Product", PASSED, AHEAD),
            rows=[
                (name, by_product[name, "passed"], by_product[name, "ahead"])
                for name in sorted({name for name, _ in by_product})
            ],
            counted=f"{len(steps):,} planned {'date' if len(steps) == 1 else 'dates'} not reached",
            as_of=today,
        )
    }
    if late:
        shown = f"the {SHOWN} furthest behind of {len(late):,}" if len(late) > SHOWN else f"{len(late):,} behind"
        found["overdue"] = Figure(
            title="Furthest behind their next step",
            specification=overdue_modules(following, today),
            columns=("Module", "Product", "Next step", "Planned on", "Days ago"),
            rows=[
                (each.name, each.product_name, each.step, each.planned_on.isoformat(), each.days_late(today))
                for each in late
            ],
            counted=shown,
            as_of=today,
            note="The broken line is today",
        )
    return found
