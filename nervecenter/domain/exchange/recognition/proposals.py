"""A mapping to begin with, for a file that no dialect knows: columns matched to fields by their names."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nervecenter.domain.exchange.drafting.views import records_of
from nervecenter.domain.exchange.headers import likeness, normalised
from nervecenter.domain.exchange.kinds import FieldSpec, KindSpec
from nervecenter.domain.exchange.mapping.document import MappingDocument, Recognise, Records, Source, Target
from nervecenter.domain.exchange.mapping.paths import Node, nodes_at
from nervecenter.domain.exchange.reading.chunks import Part
from nervecenter.domain.exchange.wording import slug

NEAR = 0.78
_SAMPLED = 200
_DEEPEST = 4
_SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "name": ("title", "summary", "subject", "feature", "label", "dealname", "opportunityname", "accountname"),
    "code": ("key", "slug", "ref", "reference", "issuekey", "identifier"),
    "text": ("description", "content", "body", "details", "comment", "feedback", "message"),
    "summary": ("description", "details"),
    "description": ("summary", "details", "body"),
    "statement": ("description", "problem"),
    "status": ("state", "stage"),
    "occurred_on": ("created", "createdat", "date", "createddate", "createdate", "closedate"),
    "url": ("link", "website", "href", "displayurl"),
    "website": ("url", "domain", "link"),
    "account": ("company", "customer", "organization", "organisation", "accountname", "companyname"),
    "employees": ("numberofemployees", "size", "headcount"),
    "annual_revenue": ("revenue", "annualrevenue", "arr"),
    "reports_to": ("manager",),
    "product": ("project", "productname"),
    "problems": ("labels", "tags", "themes"),
}
_OWN_ID = re.compile(r"[a-z]{2,4}-\d{1,18}$")
_IDS = ("sourceid", "externalid", "id", "recordid", "uuid", "issuekey", "issueid", "featurereference", "number", "key")


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """A column that may fill a field; a score of 1 means the same name. Sample values are for the reader."""

    field: str
    column: str
    score: float
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mapping into one kind, what it rests on, and the columns that nothing takes."""

    kind: str
    document: MappingDocument
    matches: tuple[ColumnMatch, ...]
    unused: tuple[str, ...]
    score: float


def proposals(part: Part, kinds: Mapping[str, KindSpec], *, name: str = "", least: float = NEAR) -> list[Proposal]:
    """Mappings for an unknown file, one for each kind that its columns could fill, the likeliest first.

    A column fills a field if their names are at least so alike. A column `id` with ids of ours identifies the records.
    """
    records = Records(path=record_path(part))
    first = next(iter(records_of(part, records)), None)
    if first is None:
        return []
    columns = {
        label: [value for value in column.values[:_SAMPLED] if value not in (None, "")]
        for label in first.labels()
        if (column := first.column(label)) is not None
    }
    made = [_proposal(kind, columns, records, name or part.file, least) for kind in kinds.values()]
    return sorted((each for each in made if each.matches), key=lambda each: (-each.score, each.kind))


def record_path(part: Part) -> str:
    """Where most records of a document lie, such as `features.*`; nothing for tables and JSON lines."""
    if part.tables is not None or part.stream is not None or part.format == "markdown":
        return ""
    best, most = "", 0
    for path in _paths(part.root, (), 0):
        found = sum(1 for node in nodes_at(Node(part.root, "", None, 0), path, {}) if isinstance(node.value, dict))
        if found > most:
            best, most = ".".join(step.replace(".", "\\.") for step in path), found
    return best


def _paths(value: Any, path: tuple[str, ...], depth: int) -> list[tuple[str, ...]]:
    if depth >= _DEEPEST or not isinstance(value, dict | list):
        return []
    items = list(value.values()) if isinstance(value, dict) else value
    below = [item for item in items[:50] if isinstance(item, dict | list)]
    if not below:
        return []
    if isinstance(value, list) or (len(below) > 2 and len(below) == len(items)):
        return [(*path, "*"), *_paths(below[0], (*path, "*"), depth + 1)]
    found: list[tuple[str, ...]] = []
    for key, item in value.items():
        found += _paths(item, (*path, str(key)), depth + 1)
    return found


def _proposal(
    kind: KindSpec, columns: Mapping[str, Sequence[Any]], records: Records, name: str, least: float
) -> Proposal:
    own = _own_id(columns)
    identity = "" if own else _identity(columns, kind)
    scored = sorted(
        (
            (score, -position, label, field)
            for position, label in enumerate(columns)
            for field in kind.fields.values()
            if (score := _score(label, field, kind)) >= (1.0 if label == identity else least)
        ),
        key=lambda each: (-each[0], -each[1]),
    )
    taken: dict[str, ColumnMatch] = {}
    used: set[str] = set()
    for score, _, label, field in scored:
        if field.name not in taken and label not in used:
            samples = tuple(str(value)[:60] for value in columns[label][:3])
            taken[field.name] = ColumnMatch(field.name, label, round(score, 2), samples)
            used.add(label)
    fields = {match.field: _source(kind.fields[match.field], match.column, columns, own) for match in taken.values()}
    target = Target(
        kind=kind.kind,
        source_id=Source(column=identity) if identity else None,
        public_id=Source(column=own) if own else None,
        fields=fields,
    )
    base = name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    short = slug(base) or "file"
    document = MappingDocument(
        name=short[:40].strip("-"),
        title=base,
        recognise=Recognise(headers=tuple((label,) for label in columns if label in used)),
        records=records,
        into=(target,),
    )
    needed = [field.name for field in kind.fields.values() if field.required]
    total = sum(match.score for match in taken.values()) - 0.5 * sum(field not in taken for field in needed)
    unused = tuple(label for label in columns if label not in used and label not in (identity, own))
    return Proposal(kind.kind, document, tuple(taken.values()), unused, round(total / (1 + 0.1 * len(unused)), 3))


def _score(label: str, field: FieldSpec, kind: KindSpec) -> float:
    plain = normalised(label)
    names = (field.name, field.label, f"{kind.kind} {field.name}", f"{kind.label} {field.label}")
    if plain and plain in {normalised(name) for name in names}:
        return 1.0
    if plain in _SYNONYMS.get(field.name, ()) or (field.name in kind.keys and plain == normalised(kind.kind)):
        return 0.85
    if field.target_kind and plain in (normalised(field.target_kind), normalised(field.target_kind) + "name"):
        return 0.9
    return max(likeness(label, name) for name in names[:2])


def _identity(columns: Mapping[str, Sequence[Any]], kind: KindSpec) -> str:
    wanted = (*_IDS, f"{normalised(kind.kind)}id")
    for word in wanted:
        for label, values in columns.items():
            unique = values and len({str(value) for value in values}) == len(values)
            if normalised(label) == word and unique:
                return label
    return ""


def _own_id(columns: Mapping[str, Sequence[Any]]) -> str:
    """The column that holds ids of ours, as an export has it."""
    for label, values in columns.items():
        if normalised(label) == "id" and values and all(_OWN_ID.match(str(value)) for value in values):
            return label
    return ""


def _source(field: FieldSpec, label: str, columns: Mapping[str, Sequence[Any]], own: str) -> Source:
    if field.type != "links":
        return Source(column=label)
    if own:
        return Source(column=label, split=(";",))
    texts = [value for value in columns[label] if isinstance(value, str)]
    mark = next((mark for mark in (";", "|", ",") if any(mark in text for text in texts)), "")
    return Source(column=label, split=(mark,) if mark else ())
