"""Mapping documents as text: read with every problem named by its path, written back, and described as a schema."""

import json
from collections.abc import Sequence

import yaml

from nervecenter.domain.exchange.faults import ReadError
from nervecenter.domain.exchange.limits import DEFAULT_LIMITS
from nervecenter.domain.exchange.mapping.checking import document_problems
from nervecenter.domain.exchange.mapping.document import (
    DOCUMENT,
    SOURCE,
    Condition,
    Each,
    MappingDocument,
    Recognise,
    Records,
    Target,
)
from nervecenter.domain.exchange.mapping.lookups import LOOK_UP
from nervecenter.domain.exchange.mapping.remarks import REMARK
from nervecenter.domain.exchange.reading.options import ReadOptions
from nervecenter.domain.exchange.reading.yaml_trees import plain_scalar, yaml_tree
from nervecenter.domain.exchange.shapes import Block, Problem


class MappingError(Exception):
    """A mapping document that cannot be used; `problems` names each place."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


def load_mapping(text: str, *, name: str = "the mapping") -> MappingDocument:
    """The mapping that a YAML text holds. Raises MappingError with all problems, ReadError for broken YAML."""
    if len(text) > DEFAULT_LIMITS.cell_characters:
        raise ReadError("file-too-large", f"is longer than {DEFAULT_LIMITS.cell_characters:,} characters.", file=name)
    value, _ = yaml_tree(text, name=name, limits=DEFAULT_LIMITS)
    return mapping_from(value)


def mapping_from(value: object) -> MappingDocument:
    """The mapping that plain values (from YAML or JSON) describe. Raises MappingError with all problems."""
    problems: list[Problem] = []
    document: MappingDocument = DOCUMENT.read(value, "", problems)
    if not problems:
        problems.extend(document_problems(document))
    if problems:
        raise MappingError(problems)
    return document


def mapping_as_values(document: MappingDocument) -> dict[str, object]:
    """The mapping as plain values, without what says the same as the default."""
    written = DOCUMENT.write(document)
    return written if isinstance(written, dict) else {}


def dump_mapping(document: MappingDocument) -> str:
    """The mapping as YAML text; `load_mapping` of it gives an equal mapping."""
    return yaml.dump(mapping_as_values(document), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


def mapping_schema() -> dict[str, object]:
    """The JSON schema of mapping documents, for editors that complete and check them."""
    blocks = (
        SOURCE,
        LOOK_UP,
        REMARK,
        Block(Condition, "condition"),
        Block(Each, "each"),
        Block(Target, "target"),
        Block(Records, "records"),
        Block(Recognise, "recognise"),
        Block(ReadOptions, "read"),
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "nervecenter mapping file",
        **DOCUMENT.definition(),
        "$defs": {block.name: block.definition() for block in blocks},
    }


def mapping_schema_text() -> str:
    """The schema as it lies in docs/reference."""
    return json.dumps(mapping_schema(), indent=2, ensure_ascii=False) + "\n"


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = None if plain_scalar(text) == text else "'"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


class _Dumper(yaml.SafeDumper):
    """Writes texts so that our own reader, which knows fewer bare words than YAML 1.1, reads the same texts."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        return super().increase_indent(flow, indentless=False)


_Dumper.add_representer(str, _represent_text)
