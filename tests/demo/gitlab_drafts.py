"""What GitLab's mappings make of a folder of its files, without a database: records by kind and source id."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from nervecenter.demo.gitlab import MAPPINGS, gitlab_files
from nervecenter.domain.exchange.drafting.compiled import CompiledMapping
from nervecenter.domain.exchange.drafting.drafts import DraftChunk, Tally
from nervecenter.domain.exchange.faults import ErrorLog
from nervecenter.domain.exchange.mapping.document import MappingDocument
from nervecenter.domain.exchange.reading import read_parts
from nervecenter.domain.exchange.reading.files import InputFile
from nervecenter.domain.exchange.recognition.dialects import candidates, clear_choices
from nervecenter.foundation.importing.dialects import dialects_in
from nervecenter.foundation.importing.kinds import kind_specs

ROOT = Path(__file__).parents[2]
EXTRACT = ROOT / "samples" / "gitlab-2022"
FULL = ROOT.parent / "shared" / "data" / "gitlab"


@dataclass(slots=True)
class Drafts:
    """The records of a folder: by kind, then by source id, the fields of all targets together."""

    records: dict[str, dict[str, dict[str, Any]]] = field(default_factory=lambda: defaultdict(dict))
    links: dict[tuple[str, str], tuple[str, tuple[str, ...], str]] = field(default_factory=dict)
    contradictions: list[str] = field(default_factory=list)
    log: ErrorLog = field(default_factory=ErrorLog)
    mapping_of: dict[str, str] = field(default_factory=dict)

    def of(self, kind: str) -> Mapping[str, dict[str, Any]]:
        """The records of a kind by source id."""
        return self.records[kind]

    def unmatched(self) -> dict[str, Counter[str]]:
        """For each `kind.field` the words that name nothing, exactly as written."""
        found: dict[str, Counter[str]] = {}
        for (kind, name), (target, ways, missing) in self.links.items():
            if missing in ("create", "ignore"):
                continue
            known = set(self.records[target]) if "source_id" in ways else set()
            known |= {str(one.get(way)) for way in ways for one in self.records[target].values()}
            words = Counter(
                word
                for record in self.records[kind].values()
                for word in _listed(record.get(name))
                if word not in known
            )
            if words:
                found[f"{kind}.{name}"] = words
        return found

    def add(self, chunk: DraftChunk) -> None:
        """Put the rows of a chunk to what is known of their records."""
        columns: dict[str, Any] = {name: link.values for name, link in chunk.links.items()} | chunk.fields
        for link in chunk.links.values():
            self.links[chunk.kind, link.field] = (link.target_kind, link.by, link.missing)
        for place, source_id in enumerate(chunk.source_ids):
            record = self.records[chunk.kind].setdefault(source_id, {})
            for name, values in columns.items():
                self._say(chunk, source_id, record, name, values[place])

    def _say(self, chunk: DraftChunk, source_id: str, record: dict[str, Any], name: str, value: Any) -> None:
        before = record.get(name)
        if value in (None, "", ()):
            record.setdefault(name, value)
        elif before in (None, "", ()):
            record[name] = value
        elif chunk.repeats == "gather":
            record[name] = tuple(dict.fromkeys([*before, *value]))
        elif before != value and chunk.repeats == "refuse":
            self.contradictions.append(f"{chunk.kind} {source_id} {name}: {before!r}, {value!r}")


@cache
def documents() -> tuple[MappingDocument, ...]:
    """The mappings of GitLab's files."""
    return tuple(dialects_in(MAPPINGS))


@cache
def drafts(folder: Path) -> Drafts:
    """The drafts of all files of a folder."""
    made = Drafts()
    compiled = {document.name: CompiledMapping(document, kind_specs()) for document in documents()}
    for file in gitlab_files(folder):
        document = recognised(file)
        if document is None:
            continue
        made.mapping_of[file.name] = document.name
        for part in read_parts(file, document.read):
            for chunk in compiled[document.name].draft(part, made.log, Tally()):
                made.add(chunk)
    return made


def recognised(file: InputFile) -> MappingDocument | None:
    """The mapping that a file is taken for without asking."""
    chosen = clear_choices(candidates(file, documents()))
    return chosen[0].document if chosen else None


def _listed(value: Any) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,) if value else ()
