"""The fixed shapes of general answers, for the document: they say what is answered, and are not run over it."""

from typing import Literal

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
