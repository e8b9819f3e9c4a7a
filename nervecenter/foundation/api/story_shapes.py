"""The shapes of history, trace and undo, for the document."""

import datetime as dt
from typing import Any, Literal

from ninja import Schema


class UndoneChange(Schema):
    """The change that undid another; it can be undone, too."""

    change: int
    undoes: int
    action: str
    at: dt.datetime


class FieldChange(Schema):
    """One field before and after. Of a field with several links: those taken away, and those added."""

    field: str
    before: Any
    after: Any


class HistoryEntry(Schema):
    """What one decision did to the record. `change` is null where something wrote past nervecenter's actions."""

    change: int | None
    at: dt.datetime
    operation: Literal["created", "changed", "deleted"]
    action: str
    actor: str
    request: str
    reason: str
    undoes: int | None
    undone_by: int | None
    fields: list[FieldChange]


class HistoryPage(Schema):
    """A page of a record's history, newest first."""

    items: list[HistoryEntry]
    next: str | None


class TraceNode(Schema):
    """A record on the chain, `depth` steps from the start."""

    id: str
    kind: str
    name: str
    depth: int


class TraceStep(Schema):
    """One step, from the nearer record to the farther one."""

    near: str
    far: str
    label: str


class Trace(Schema):
    """What is reached from a record, nearest first. `cut` tells that there is more than is told."""

    start: TraceNode
    items: list[TraceNode]
    steps: list[TraceStep]
    cut: bool
