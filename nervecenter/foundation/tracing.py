"""Why? and So what?: the chain from evidence to revenue, walked along the edges the resources declare."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from nervecenter.foundation.resources import Edge, Resource, all_resources, resource, resource_of

DEPTH = 6
NODES = 120
NEIGHBOURS = 12

type Direction = Literal["why", "so_what"]
type Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class TraceNode:
    """A record on the chain; `depth` counts steps from the start."""

    kind: str
    number: int
    title: str
    depth: int

    @property
    def path(self) -> str:
        """Where it is."""
        return resource(self.kind).record_path(self.number)

    @property
    def label(self) -> str:
        """The word for its kind."""
        return resource(self.kind).label

    @property
    def public_id(self) -> str:
        """Such as prb-3."""
        return resource(self.kind).public_id(self.number)


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One arrow of the picture, from the nearer record to the farther one."""

    near: Key
    far: Key
    label: str


@dataclass(frozen=True, slots=True)
class Trace:
    """Everything reached, nearest first; `cut` tells that there is more than is shown."""

    start: TraceNode
    nodes: tuple[TraceNode, ...]
    steps: tuple[TraceStep, ...]
    cut: bool


@dataclass(frozen=True, slots=True)
class Walk:
    """One edge read from one end: from records of `kind`, along `field`, forwards or backwards."""

    holder: Resource
    edge: Edge
    target: Resource
    forwards: bool


@cache
def _walks(kind: str, direction: Direction) -> tuple[Walk, ...]:
    towards = "reason" if direction == "why" else "consequence"
    found = []
    for holder in all_resources():
        for edge in holder.edges:
            target = resource_of(holder.model._meta.get_field(edge.field).related_model)  # type: ignore[arg-type]
            if holder.kind == kind and edge.meaning == towards:
                found.append(Walk(holder, edge, target, forwards=True))
            if target.kind == kind and edge.meaning != towards:
                found.append(Walk(holder, edge, target, forwards=False))
    return tuple(found)


def why(kind: str, number: int) -> Trace | None:
    """The reasons for a record, up to the evidence; None when there is no such record."""
    return _trace(kind, number, "why")


def so_what(kind: str, number: int) -> Trace | None:
    """What follows from a record, down to what is claimed and earned; None when there is no such record."""
    return _trace(kind, number, "so_what")


def _trace(kind: str, number: int, direction: Direction) -> Trace | None:
    declared = resource(kind)
    title = declared.model._default_manager.filter(pk=number).values_list(declared.title, flat=True).first()
    if title is None:
        return None
    start = TraceNode(kind, number, title, 0)
    found = _Found(start)
    frontier: dict[str, list[int]] = {kind: [number]}
    for depth in range(1, DEPTH + 1):
        reached: dict[str, list[int]] = defaultdict(list)
        for near_kind, numbers in frontier.items():
            for walk in _walks(near_kind, direction):
                found.take(walk, near_kind, numbers, depth, reached)
        frontier = reached
        if not frontier:
            break
    return Trace(start, tuple(found.nodes.values())[1:], tuple(found.steps), found.cut)


class _Found:
    """What a walk has reached so far."""

    def __init__(self, start: TraceNode) -> None:
        self.nodes: dict[Key, TraceNode] = {(start.kind, start.number): start}
        self.steps: list[TraceStep] = []
        self.cut = False

    def take(self, walk: Walk, near_kind: str, numbers: list[int], depth: int, reached: dict[str, list[int]]) -> None:
        """Add the neighbours along one edge, as many as may be shown."""
        rows = list(_neighbours(walk, numbers))
        most = NEIGHBOURS * len(numbers)
        self.cut = self.cut or len(rows) > most
        far_kind = walk.target.kind if walk.forwards else walk.holder.kind
        for near, number, title in rows[:most]:
            far = (far_kind, number)
            if far not in self.nodes:
                if len(self.nodes) > NODES:
                    self.cut = True
                    continue
                self.nodes[far] = TraceNode(far_kind, number, title, depth)
                reached[far_kind].append(number)
            if self.nodes[far].depth == depth:
                self.steps.append(TraceStep((near_kind, near), far, walk.edge.label))


def _neighbours(walk: Walk, numbers: list[int]) -> Any:
    """(near id, far id, far title) along one edge; one SQL query, archived records left out."""
    field: Any = walk.holder.model._meta.get_field(walk.edge.field)
    limit = NEIGHBOURS * len(numbers) + 1
    if field.many_to_many:
        through = field.remote_field.through
        own, other = field.m2m_field_name(), field.m2m_reverse_field_name()
        near, far, far_kind = (own, other, walk.target) if walk.forwards else (other, own, walk.holder)
        rows = through._default_manager.filter(**{f"{near}__in": numbers, f"{far}__archived_at": None})
        return rows.order_by("id").values_list(f"{near}_id", f"{far}_id", f"{far}__{far_kind.title}")[:limit]
    name = walk.edge.field
    manager = walk.holder.model._default_manager
    if walk.forwards:
        rows = manager.filter(pk__in=numbers, **{f"{name}__isnull": False, f"{name}__archived_at": None})
        return rows.order_by("pk").values_list("pk", f"{name}_id", f"{name}__{walk.target.title}")[:limit]
    rows = manager.filter(**{f"{name}__in": numbers, "archived_at": None})
    return rows.order_by("pk").values_list(f"{name}_id", "pk", walk.holder.title)[:limit]
