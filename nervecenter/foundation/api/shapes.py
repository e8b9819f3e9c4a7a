"""The fixed shapes of answers, for the document: they say what the operations answer, and are not run over it."""

import datetime as dt
from typing import Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field


class Link(Schema):
    """A record (or a user, `usr-3`) that a field points at."""

    id: str
    name: str


class ProblemDetails(Schema):
    """What went wrong (RFC 9457). `code` is stable; `fields` says for each field or parameter what is wrong with it."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    code: str
    instance: str
    request: str = Field(description="The request's identifier, as in X-Request-ID and in the server's log.")
    fields: dict[str, str] | None = None


class Me(Schema):
    """Who asks."""

    username: str
    name: str
    role: Literal["viewer", "contributor", "editor", "admin"]


class Choice(Schema):
    """One value of a field that has a fixed set of them."""

    value: str
    label: str


class KindField(Schema):
    """A field of a kind. `kind` is the kind that a link points at."""

    name: str
    label: str
    type: Literal[
        "text", "longtext", "integer", "decimal", "date", "datetime", "boolean", "choice", "link", "links", "url"
    ]
    required: bool
    read_only: bool
    choices: list[Choice]
    kind: str | None
    max_length: int | None
    unit: str
    help: str


class Kind(Schema):
    """A kind of record: what it is, where its records are in the API and in the browser, and its fields."""

    kind: str
    prefix: str
    label: str
    plural: str
    path: str
    page: str
    about: str
    title: str
    sort: str
    filters: list[str]
    fields: list[KindField]


class Kinds(Schema):
    """All kinds."""

    items: list[Kind]


class Hit(Schema):
    """A record found."""

    id: str
    kind: str
    name: str
    archived: bool


class Hits(Schema):
    """What a search found, best first; the newest first where very many hold the words."""

    items: list[Hit]


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
