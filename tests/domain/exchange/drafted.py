"""What the tests of the exchange share: the kinds of a small company, and a mapping applied to a text."""

from dataclasses import dataclass, field
from typing import Any

from nervecenter.domain.exchange.drafting.compiled import CompiledMapping
from nervecenter.domain.exchange.drafting.drafts import DraftChunk, Tally
from nervecenter.domain.exchange.faults import CellError, ErrorLog
from nervecenter.domain.exchange.kinds import FieldSpec, KindSpec
from nervecenter.domain.exchange.mapping.loading import load_mapping
from nervecenter.domain.exchange.reading import read_parts
from nervecenter.domain.exchange.reading.files import file_from_bytes, unpacked

STATUSES = (("planned", "Planned"), ("shipped", "Shipped"), ("retired", "Retired"))
VERDICTS = (("yes", "Yes"), ("no", "No"), ("partial", "Partial"))


def kind(name: str, *fields: FieldSpec, keys: tuple[str, ...] = ("code", "name")) -> KindSpec:
    """A kind with these fields."""
    return KindSpec(name, {each.name: each for each in fields}, keys)


KINDS = {
    each.kind: each
    for each in (
        kind(
            "capability",
            FieldSpec("code", "text", max_length=60),
            FieldSpec("name", "text", required=True, max_length=200),
            FieldSpec("summary", "longtext"),
            FieldSpec("status", "choice", choices=STATUSES),
            FieldSpec("price", "decimal", decimal_places=2, max_digits=12, nullable=True),
            FieldSpec("paths", "integer"),
            FieldSpec("shipped_on", "date", nullable=True),
            FieldSpec("seen_at", "datetime", nullable=True),
            FieldSpec("is_marketed", "boolean"),
            FieldSpec("url", "url", max_length=200),
            FieldSpec("product", "link", target_kind="product"),
            FieldSpec("modules", "links", target_kind="module"),
            FieldSpec("editions", "links", target_kind="edition"),
            FieldSpec("deliveries", "links", target_kind="delivery_mode"),
        ),
        kind("product", FieldSpec("code", "text"), FieldSpec("name", "text", required=True)),
        kind("module", FieldSpec("name", "text", required=True), FieldSpec("team", "link", target_kind="team")),
        kind("edition", FieldSpec("code", "text"), FieldSpec("name", "text", required=True)),
        kind("delivery_mode", FieldSpec("code", "text"), FieldSpec("name", "text", required=True)),
        kind("competitor", FieldSpec("code", "text"), FieldSpec("name", "text", required=True)),
        kind(
            "team",
            FieldSpec("code", "text"),
            FieldSpec("name", "text", required=True),
            FieldSpec("function", "text"),
            FieldSpec("focus", "text"),
        ),
        kind(
            "comparison",
            FieldSpec("verdict", "choice", choices=VERDICTS, required=True),
            FieldSpec("capability", "link", target_kind="capability", required=True),
            FieldSpec("competitor", "link", target_kind="competitor", required=True),
            keys=("capability",),
        ),
        kind(
            "message",
            FieldSpec("name", "text", required=True),
            FieldSpec("level", "text"),
            FieldSpec("house", "text"),
            keys=("name",),
        ),
    )
}


@dataclass(slots=True)
class Outcome:
    """Everything that came of drafting a file."""

    chunks: list[DraftChunk] = field(default_factory=list)
    log: ErrorLog = field(default_factory=ErrorLog)
    tally: Tally = field(default_factory=Tally)

    def rows(self, kind: str) -> list[dict[str, Any]]:
        """The drafted rows of a kind, links and ids included."""
        found = []
        for chunk in self.chunks:
            if chunk.kind != kind:
                continue
            columns = {**chunk.fields, **{name: link.values for name, link in chunk.links.items()}}
            for place, source_id in enumerate(chunk.source_ids):
                found.append({"id": source_id, **{name: values[place] for name, values in columns.items()}})
        return found

    def column(self, name: str) -> list[Any]:
        """One field of all rows."""
        return [row[name] for chunk in self.chunks for row in self.rows(chunk.kind)]

    @property
    def places(self) -> list[tuple[int, str]]:
        """Row and column of each error."""
        return [(error.row, error.column) for error in self.log.errors]

    @property
    def messages(self) -> list[str]:
        """What the errors say."""
        return [error.message for error in self.log.errors]

    @property
    def notices(self) -> list[CellError]:
        """Remarks that reject nothing."""
        return self.log.notices


def drafted(mapping: str, name: str, data: str | bytes) -> Outcome:
    """The outcome of a mapping applied to one file, archives taken apart."""
    compiled = CompiledMapping(load_mapping(mapping), KINDS)
    outcome = Outcome()
    raw = data.encode() if isinstance(data, str) else data
    for file in unpacked([file_from_bytes(name, raw)]):
        for part in read_parts(file, compiled.document.read):
            outcome.chunks += compiled.draft(part, outcome.log, outcome.tally)
    return outcome


def capability_field(source: str, header: str, *cells: str, field_name: str = "summary") -> Outcome:
    """One field of a capability, drafted from one column with a source written as YAML."""
    mapping = f"name: sample\ninto: [{{kind: capability, source_id: $row, fields: {{{field_name}: {source}}}}}]"
    lines = [header, *cells]
    return drafted(
        mapping, "sample.tsv", "".join(f"{line}\tx\n" if line == header else f"{line}\t.\n" for line in lines)
    )
