"""The trace as a small picture: columns of records from the start to the far end, with arrows between them."""

from collections import defaultdict
from collections.abc import Sequence
from html import escape

from django.utils.safestring import SafeString

from nervecenter.foundation.tracing import Key, Trace, TraceNode

WIDTH, HEIGHT, GAP_X, GAP_Y, EDGE = 176, 40, 44, 10, 4
MOST_A_COLUMN = 7
LETTERS = 22


def picture(trace: Trace) -> SafeString:
    """An SVG of the trace, for the eye: the list beside it names every record. A long column is cut and says so."""
    columns = _columns(trace)
    places: dict[Key, tuple[int, int]] = {}
    boxes = []
    tallest = max(len(column) for column in columns)
    height = tallest * (HEIGHT + GAP_Y) - GAP_Y + 2 * EDGE
    for across, column in enumerate(columns):
        for down, node in enumerate(column):
            x, y = EDGE + across * (WIDTH + GAP_X), EDGE + down * (HEIGHT + GAP_Y)
            if isinstance(node, int):
                boxes.append(_more_box(x, y, node))
            else:
                places[node.kind, node.number] = (x, y)
                boxes.append(_box(x, y, node, is_start=across == 0))
    lines = [_line(places[step.near], places[step.far]) for step in trace.steps if {step.near, step.far} <= set(places)]
    width = len(columns) * (WIDTH + GAP_X) - GAP_X + 2 * EDGE
    return SafeString(
        f'<svg width="{width}" height="{height}" viewBox="0 0 {width} {height}" aria-hidden="true">'
        f"{''.join(lines)}{''.join(boxes)}</svg>"
    )


def stages(trace: Trace) -> list[tuple[str, list[TraceNode]]]:
    """The records of a trace by kind, nearest first: the same chain as a list."""
    found: dict[tuple[int, str], list[TraceNode]] = defaultdict(list)
    for node in trace.nodes:
        found[node.depth, node.label].append(node)
    return [(label, nodes) for (_, label), nodes in sorted(found.items(), key=lambda item: item[0][0])]


def _columns(trace: Trace) -> list[Sequence[TraceNode | int]]:
    by_depth: dict[int, list[TraceNode]] = defaultdict(list)
    for node in trace.nodes:
        by_depth[node.depth].append(node)
    columns: list[Sequence[TraceNode | int]] = [[trace.start]]
    for depth in sorted(by_depth):
        nodes = by_depth[depth]
        if len(nodes) > MOST_A_COLUMN:
            columns.append([*nodes[: MOST_A_COLUMN - 1], len(nodes) - MOST_A_COLUMN + 1])
        else:
            columns.append(nodes)
    return columns


def _box(x: int, y: int, node: TraceNode, *, is_start: bool) -> str:
    title = node.title or node.public_id
    short = title if len(title) <= LETTERS else title[: LETTERS - 1].rstrip() + "…"
    kind = ' class="self"' if is_start else ""
    return (
        f'<a href="{node.path}" tabindex="-1"{kind}><title>{escape(title)}</title>'
        f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="6"/>'
        f'<text class="kind" x="{x + 10}" y="{y + 15}">{escape(node.label)}</text>'
        f'<text x="{x + 10}" y="{y + 30}">{escape(short)}</text></a>'
    )


def _more_box(x: int, y: int, count: int) -> str:
    return (
        f'<g class="end-gap"><rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="6"/>'
        f'<text x="{x + 10}" y="{y + 24}">and {count} more</text></g>'
    )


def _line(near: tuple[int, int], far: tuple[int, int]) -> str:
    left, right = sorted((near, far))
    x1, y1, x2, y2 = left[0] + WIDTH, left[1] + HEIGHT // 2, right[0], right[1] + HEIGHT // 2
    if left[0] == right[0]:
        return ""
    middle = (x1 + x2) // 2
    return f'<path d="M{x1} {y1}C{middle} {y1} {middle} {y2} {x2} {y2}"/>'
