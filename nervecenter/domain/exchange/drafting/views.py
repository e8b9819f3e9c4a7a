"""Records seen column by column: records of a document, some of the records, and one record seen several times."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from nervecenter.domain.exchange.drafting.values import is_empty
from nervecenter.domain.exchange.headers import fits
from nervecenter.domain.exchange.mapping.document import Each, Records
from nervecenter.domain.exchange.mapping.paths import Node, descend, nodes_at, parsed_path, value_at
from nervecenter.domain.exchange.reading import chunks
from nervecenter.domain.exchange.reading.chunks import CHUNK_ROWS, Column, Part, place_column
from nervecenter.domain.exchange.wording import named_links, split_text


@dataclass(slots=True)
class TreeChunk:
    """Records of a document."""

    file: str
    sheet: str
    rows: Sequence[int]
    nodes: list[Node]

    def column(self, name: str) -> Column | None:
        """What a path leads to from each record; a key that holds dots is found under its whole name."""
        if name.startswith("$") and name not in ("$key", "$number"):
            return place_column(self, name)
        path = parsed_path(name)
        if path.up == 0 and len(path.steps) == 1 and path.steps[0] not in ("$key", "$number", "*"):
            key = path.steps[0]
            if "*" in key and key not in self.labels():
                return self._fitting(key)
            values = [node.value.get(key) if isinstance(node.value, dict) else None for node in self.nodes]
        elif path.up == 0 and len(path.steps) > 1:
            values = [
                node.value[name] if isinstance(node.value, dict) and name in node.value else value_at(node, path)
                for node in self.nodes
            ]
        else:
            values = [value_at(node, path) for node in self.nodes]
        return Column(name, values)

    def _fitting(self, pattern: str) -> Column | None:
        """The first key of the records that a pattern such as `*loss*reason*` fits."""
        name = next((label for label in self.labels() if fits(pattern, label)), None)
        return self.column(name.replace(".", "\\.")) if name is not None else None

    def labels(self) -> Sequence[str]:
        """The keys of the records, in the order in which they first appear."""
        seen: dict[str, None] = {}
        for node in self.nodes:
            if isinstance(node.value, dict):
                seen.update(dict.fromkeys(node.value))
        return tuple(seen)


@dataclass(slots=True)
class Some:
    """Those of the records that stand at `places`."""

    base: chunks.Records
    places: Sequence[int]
    file: str = ""
    sheet: str = ""
    rows: Sequence[int] = ()

    def __post_init__(self) -> None:
        self.file, self.sheet = self.base.file, self.base.sheet
        self.rows = [self.base.rows[place] for place in self.places]

    def column(self, name: str) -> Column | None:
        """The column of the records below, these places only."""
        column = self.base.column(name)
        if column is None:
            return None
        return Column(column.name, [column.values[place] for place in self.places], column.textual)

    def labels(self) -> Sequence[str]:
        """The columns of the records below."""
        return self.base.labels()


class Spread(Some):
    """Each record once for every column or item of it, which `$column` and `$value` name and hold."""

    __slots__ = ("_keys", "_textual", "_values")

    def __init__(
        self, base: chunks.Records, places: Sequence[int], keys: list[str], values: list[Any], *, textual: bool
    ) -> None:
        super().__init__(base, places)
        self._keys = keys
        self._values = values
        self._textual = textual

    def column(self, name: str) -> Column | None:
        """`$column`, `$value`, a path into the value such as `$value.name`, or a column of the record."""
        if name == "$column":
            return Column(name, self._keys, textual=True)
        if name == "$value":
            return Column(name, self._values, self._textual)
        if name.startswith("$value."):
            steps = parsed_path(name.removeprefix("$value.")).steps
            return Column(name, [descend(value, steps) for value in self._values])
        return super().column(name)


def spread(records: chunks.Records, each: Each) -> Spread:
    """The records once for every column, item or link that a target's `for_each` names; empty ones if it keeps them."""
    found = _links(records, each.links) if each.links else _items(records, each.path) if each.path else None
    if found is None:
        names = each.columns or [label for label in records.labels() if label not in set(each.all_except)]
        found = _columns(records, names, items=each.items)
        if each.split:
            found = _split(found, each.split)
    filled = [one for one in found if each.keep_empty or not is_empty(one[2])]
    textual = bool(each.links) or all(isinstance(value, str) for _, _, value in filled)
    keys, values = [key for _, key, _ in filled], [value for _, _, value in filled]
    return Spread(records, [place for place, _, _ in filled], keys, values, textual=textual)


def _items(records: chunks.Records, path: str) -> Iterator[tuple[int, str, Any]]:
    column = records.column(path)
    for place, held in enumerate(column.values if column else ()):
        items = held.items() if isinstance(held, dict) else enumerate(held) if isinstance(held, list) else ()
        yield from ((place, str(key), value) for key, value in items)


def _links(records: chunks.Records, name: str) -> Iterator[tuple[int, str, Any]]:
    column = records.column(name)
    for place, text in enumerate(column.values if column else ()):
        if isinstance(text, str):
            yield from ((place, words, address) for words, address in named_links(text))


def _columns(records: chunks.Records, names: Sequence[str], *, items: bool) -> Iterator[tuple[int, str, Any]]:
    for name in names:
        column = records.column(name)
        for place, value in enumerate(column.values if column else ()):
            if items and isinstance(value, list):
                yield from ((place, name, item) for item in value)
            else:
                yield place, name, value


def _split(found: Iterator[tuple[int, str, Any]], marks: Sequence[str]) -> Iterator[tuple[int, str, Any]]:
    for place, name, value in found:
        for item in split_text(value, marks) if isinstance(value, str) else [value]:
            yield place, name, item


def records_of(part: Part, records: Records) -> Iterator[chunks.Records]:
    """The records of a part as the mapping names them, in chunks of bounded size. Raises PathError for a bad path."""
    if part.tables is not None:
        yield from part.tables()
        return
    nodes = _nodes(part, records)
    while batch := list(islice(nodes, CHUNK_ROWS)):
        yield TreeChunk(part.file, part.sheet, [node.row for node in batch], batch)


def _nodes(part: Part, records: Records) -> Iterator[Node]:
    if part.format == "markdown":
        from nervecenter.domain.exchange.drafting.markdown_records import markdown_nodes

        yield from markdown_nodes(part.root, records)
        return
    if part.stream is not None:
        steps = parsed_path(records.path or "*").steps
        top = Node(None, "", None, 0)
        for number, (line, value) in enumerate(part.stream()):
            record = Node(value, str(number), top, line)
            if steps in (("*",), ()):
                yield record
            elif steps[0] == "*":
                yield from _with_line(nodes_at(record, steps[1:], {}), line)
        return
    root = Node(part.root, "", None, 0)
    path = records.path or ("*" if isinstance(part.root, list) else ".")
    steps = parsed_path(path).steps
    if steps:
        yield from nodes_at(root, steps, part.line_of)
    else:
        yield Node(part.root, "", None, 1)


def _with_line(nodes: Iterator[Node], line: int) -> Iterator[Node]:
    for node in nodes:
        node.row = line
        yield node
