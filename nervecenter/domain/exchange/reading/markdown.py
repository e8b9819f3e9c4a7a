"""Markdown as a tree: front matter, headings with what stands below each, tables and list items.

A section is `{title, slug, level, line, text, items, tables, sections}`; `sections` are by slug, `text` is the
section's own text without its tables. A table is `{line, headers, rows, lines}` with rows as lists of cells. The
document itself is a section of level 0 with `front` beside. Markup inside text is kept; titles and table heads are
plain.
"""

import re
from dataclasses import dataclass, field

from nervecenter.domain.exchange.faults import ReadError
from nervecenter.domain.exchange.headers import numbered
from nervecenter.domain.exchange.limits import ReadLimits
from nervecenter.domain.exchange.reading.chunks import Part
from nervecenter.domain.exchange.reading.encoding import text_profile, whole_text
from nervecenter.domain.exchange.reading.files import InputFile
from nervecenter.domain.exchange.reading.options import ReadOptions
from nervecenter.domain.exchange.reading.yaml_trees import yaml_tree
from nervecenter.domain.exchange.wording import plain_text, slug

Section = dict[str, object]
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*$")
_FENCE = re.compile(r"\s*(```|~~~)")
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,4}[.)])\s+(.*)$")
_RULE = re.compile(r"\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$")
_CELL_END = re.compile(r"(?<!\\)\|")


def markdown_part(file: InputFile, options: ReadOptions, limits: ReadLimits) -> Part:
    """A Markdown file as one tree. Refuses an empty file, wrong bytes and broken front matter."""
    profile = text_profile(file, declared=options.encoding, limit=limits.markdown_bytes, what="Markdown")
    if profile.blank:
        raise ReadError("empty-file", "is empty.", file=file.name)
    root = markdown_tree(whole_text(file, profile), name=file.name, limits=limits)
    return Part(file.name, "", "markdown", root=root)


def markdown_tree(text: str, *, name: str, limits: ReadLimits) -> Section:
    """The tree of a Markdown text. Headings nest by their level; a repeated slug gets a number."""
    lines = text.splitlines()
    front, start = _front_matter(lines, name, limits)
    root = _section("", 0, 1)
    root["front"] = front
    open_sections = [root]
    block = _Block()
    fenced = ""
    for number, line in enumerate(lines[start:], start=start + 1):
        fence = _FENCE.match(line)
        if fence and (not fenced or fence.group(1) == fenced):
            fenced = "" if fenced else fence.group(1)
        heading = None if fenced or fence else _HEADING.match(line)
        if heading is None:
            block.lines.append((number, line, bool(fenced or fence)))
            continue
        block.close(open_sections[-1])
        level = len(heading.group(1))
        while open_sections[-1] is not root and _level(open_sections[-1]) >= level:
            open_sections.pop()
        section = _section(heading.group(2), level, number)
        _hang(open_sections[-1], section)
        open_sections.append(section)
    block.close(open_sections[-1])
    root["title"] = str(front.get("title") or next((s["title"] for s in child_sections(root)), ""))
    return root


def child_sections(section: Section) -> list[Section]:
    """The sections directly below one, in the order of the text."""
    children = section["sections"]
    return list(children.values()) if isinstance(children, dict) else []


def _section(title: str, level: int, line: int) -> Section:
    plain = plain_text(re.sub(r"\{[:#][^}]*\}", "", title))
    return {
        "title": plain,
        "slug": slug(plain),
        "level": level,
        "line": line,
        "text": "",
        "items": [],
        "tables": [],
        "sections": {},
    }


def _level(section: Section) -> int:
    level = section["level"]
    return level if isinstance(level, int) else 0


def _hang(above: Section, section: Section) -> None:
    children = above["sections"]
    if isinstance(children, dict):
        base = key = str(section["slug"])
        count = 1
        while key in children:
            count += 1
            key = f"{base}-{count}"
        children[key] = section


def _front_matter(lines: list[str], name: str, limits: ReadLimits) -> tuple[dict[str, object], int]:
    if not lines or lines[0].strip() != "---":
        return {}, 0
    for end in range(1, len(lines)):
        if lines[end].strip() == "---":
            text = "\n" + "\n".join(lines[1:end])
            value, _ = yaml_tree(text, name=name, limits=limits) if text.strip() else ({}, None)
            return (value if isinstance(value, dict) else {}), end + 1
    return {}, 0


@dataclass(slots=True)
class _Block:
    """The lines since the last heading, taken apart when the next one comes."""

    lines: list[tuple[int, str, bool]] = field(default_factory=list)

    def close(self, section: Section) -> None:
        """Give the section its text, items and tables."""
        text: list[str] = []
        items: list[str] = []
        tables: list[Section] = []
        table: list[tuple[int, str]] = []
        item_open = False
        for number, line, fenced in [*self.lines, (0, "", False)]:
            if line.lstrip().startswith("|") and not fenced:
                table.append((number, line.strip()))
                continue
            if table:
                tables.extend(_table(table))
                table = []
            found = None if fenced else _ITEM.match(line)
            if found:
                items.append(found.group(1).strip())
            elif item_open and line.strip() and line[:1] in " \t" and not fenced:
                items[-1] = f"{items[-1]} {line.strip()}"
            item_open = bool(line.strip()) and (bool(found) or item_open)
            text.append(line)
        section["text"] = "\n".join(text).strip()
        section["items"] = items
        section["tables"] = tables
        self.lines = []


def _table(lines: list[tuple[int, str]]) -> list[Section]:
    if len(lines) < 2:
        return []
    rows = [(number, _cells(line)) for number, line in lines if not _RULE.match(line)]
    if not rows:
        return []
    has_rule = bool(_RULE.match(lines[1][1]))
    head = [plain_text(cell) for cell in rows[0][1]] if has_rule else [str(n + 1) for n in range(len(rows[0][1]))]
    body = rows[1:] if has_rule else rows
    width = len(head)
    return [
        {
            "line": lines[0][0],
            "headers": list(numbered(head)),
            "first_row": rows[0][1] if has_rule else None,
            "rows": [(cells + [""] * width)[: max(width, len(cells))] for _, cells in body],
            "lines": [number for number, _ in body],
        }
    ]


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return [cell.strip().replace("\\|", "|") for cell in _CELL_END.split(inner)]
