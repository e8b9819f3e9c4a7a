"""Records of a Markdown document: its headings, the rows of its tables, or its list items."""

from collections.abc import Iterator
from typing import Any

from nervecenter.domain.exchange.headers import normalised
from nervecenter.domain.exchange.mapping.document import Records
from nervecenter.domain.exchange.mapping.paths import Node, nodes_at, parsed_path
from nervecenter.domain.exchange.reading.markdown import child_sections
from nervecenter.domain.exchange.wording import plain_text


def markdown_nodes(root: Any, records: Records) -> Iterator[Node]:
    """The records that the mapping names. `^` leads to the section around each, `/front` to the front matter.

    A heading's record is its section with `sections` by slug. A table row's record has the table's headers as keys.
    A list item's record has `text`.
    """
    top = Node(root, "", None, 1)
    if records.path:
        yield from nodes_at(top, parsed_path(records.path).steps, {})
        return
    sections = list(_below(top, normalised(records.under)))
    if records.heading:
        yield from (node for node in sections if node.value["level"] == records.heading)
    elif records.items:
        for node in sections:
            for number, item in enumerate(node.value["items"]):
                yield Node({"text": item}, str(number), node, node.row)
    elif records.table:
        yield from _table_rows(sections, records)
    elif not records.under:
        yield top


def _below(node: Node, under: str, *, inside: bool = False) -> Iterator[Node]:
    inside = inside or not under or normalised(node.value["title"]) == under
    if inside:
        yield node
    for section in child_sections(node.value):
        line = section["line"]
        child = Node(section, str(section["slug"]), node, line if isinstance(line, int) else 0)
        yield from _below(child, under, inside=inside)


def _table_rows(sections: list[Node], records: Records) -> Iterator[Node]:
    wanted = {normalised(name) for name in records.having}
    number = 0
    for section in sections:
        for table in section.value["tables"]:
            names = {normalised(header) for header in table["headers"]}
            if records.transpose:
                names |= {normalised(plain_text(row[0])) for row in table["rows"] if row}
            if not wanted <= names:
                continue
            number += 1
            if records.table in ("all", str(number)):
                yield from _rows(table, section, records)


def _rows(table: Any, section: Node, records: Records) -> Iterator[Node]:
    lines: list[int] = list(table["lines"])
    rows: list[list[str]] = [list(row) for row in table["rows"]]
    headers: list[str] = list(table["headers"])
    if not records.header and table["first_row"] is not None:
        rows.insert(0, list(table["first_row"]))
        lines.insert(0, table["line"])
        headers = [str(position) for position in range(1, len(headers) + 1)]
    if not records.transpose:
        for position, (row, line) in enumerate(zip(rows, lines, strict=True)):
            yield Node(dict(zip(headers, row, strict=False)), str(position), section, line)
        return
    names = [plain_text(row[0]) for row in rows]
    for column in range(1, len(headers)):
        record = {} if not records.header else {headers[0]: headers[column]}
        record |= {name: row[column] if column < len(row) else "" for name, row in zip(names, rows, strict=True)}
        yield Node(record, headers[column], section, table["line"])
