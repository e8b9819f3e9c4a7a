"""The rows of a list as HTML, made in one go: a template would cost more than the database."""

from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Any

from django.utils.safestring import SafeString

from nervecenter.foundation.fields import FieldSpec, field_specs
from nervecenter.foundation.listing import Linked, ListPage, ListRow
from nervecenter.foundation.pages.addresses import Address
from nervecenter.foundation.pages.showing import SHORT_UNIT, cell, choice_label, column, is_number
from nervecenter.foundation.resources import Resource

type Column = tuple[str, str, Callable[[Any], str]]

UNEDITABLE = frozenset({"links", "longtext", "datetime"})


def table_rows(
    page: ListPage, address: Address, *, group: str, editable: frozenset[str], picking: bool, opened: str = ""
) -> SafeString:
    """All rows of a page, with a heading wherever the group changes."""
    declared = page.resource
    columns = [
        (spec.name, _cell_start(spec, spec.name in editable), column(spec))
        for spec in page.columns
        if spec.name != declared.title
    ]
    base = str(address.without("open").having(open="@")).replace("%40", "@")
    parts: list[str] = []
    last: Any = parts
    for row in page.rows:
        if group and row.group != last:
            last = row.group
            words = group_words(declared, group, last)
            parts.append(f'<tr class="group-row"><th colspan="{len(columns) + 2}" scope="rowgroup">{words}</th></tr>')
        parts.append(_row(row, columns, base, picking=picking, current=row.public_id == opened))
    return SafeString("".join(parts))


def _row(row: ListRow, columns: Sequence[Column], base: str, *, picking: bool, current: bool) -> str:
    named = bool(row.title.strip())
    title = escape(row.title) if named else row.public_id
    code = f' <span class="code">{row.public_id}</span>' if named else ""
    here = ' aria-current="true"' if current else ""
    box = f'<input type="checkbox" name="ids" value="{row.public_id}" form="bulk" aria-label="Select {title}">'
    cells = "".join([f"{start}{written(row.values[name])}</td>" for name, start, written in columns])
    return (
        f'<tr id="row-{row.public_id}"><td class="pick">{box if picking else ""}</td><th scope="row" class="name">'
        f'<a href="{escape(base.replace("@", row.public_id))}" data-record="{row.path}" hx-get="{row.path}drawer/"'
        f"{here}>{title}</a>{code}</th>{cells}</tr>"
    )


def _cell_start(spec: FieldSpec, editable: bool) -> str:
    kind = ' class="number"' if is_number(spec) else ""
    edit = f' data-edit="{spec.name}"' if editable else ""
    return f'<td{kind} data-label="{escape(spec.label)}"{edit}>'


def group_words(declared: Resource, group: str, value: Any) -> str:
    """The heading of a group, in words."""
    spec = field_specs(declared)[group.removeprefix("-")]
    if isinstance(value, Linked):
        value = value.title
    if value is None or value == "":
        return f"No {escape(spec.label.lower())}"
    if isinstance(value, bool) or spec.type == "boolean":
        return escape(f"{spec.label}: {'yes' if value else 'no'}")
    if spec.type == "choice":
        return escape(choice_label(spec, str(value)))
    return str(cell(spec, value)) if spec.type != "link" else escape(str(value))


def editable_fields(declared: Resource, allowed: Callable[[str], bool]) -> frozenset[str]:
    """The fields that can be changed in their cell."""
    if not allowed("change"):
        return frozenset()
    specs = field_specs(declared)
    return frozenset(name for name in declared.form if name in specs and specs[name].type not in UNEDITABLE)


def heads(page: ListPage, address: Address, sort: str) -> list[dict[str, Any]]:
    """The column heads: label, the address that sorts by it, and the direction it sorts in now."""
    declared = page.resource
    title = field_specs(declared)[declared.title]
    return [_head(spec, address, sort) for spec in (title, *_others(page.columns, declared.title))]


def _others(columns: Iterable[FieldSpec], title: str) -> list[FieldSpec]:
    return [spec for spec in columns if spec.name != title]


def _unit(spec: FieldSpec) -> str:
    said = spec.unit.lower() in spec.label.lower()
    return spec.unit if is_number(spec) and len(spec.unit) > SHORT_UNIT and not said else ""


def _head(spec: FieldSpec, address: Address, sort: str) -> dict[str, Any]:
    now = {spec.name: "ascending", f"-{spec.name}": "descending"}.get(sort, "")
    other = f"-{spec.name}" if now == "ascending" else spec.name
    link = "" if spec.type == "links" else str(address.without("after", "before", "open").having(sort=other))
    return {
        "name": spec.name,
        "label": spec.label,
        "unit": _unit(spec),
        "sorted": now,
        "link": link,
        "number": is_number(spec),
    }
