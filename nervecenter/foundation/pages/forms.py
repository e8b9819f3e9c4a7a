"""What a form sent: the texts of its fields, and the values that an action is asked to write."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import QueryDict

from nervecenter.foundation.fields import FieldSpec, field_specs
from nervecenter.foundation.resources import Resource, UnknownKind, parse_public_id, resource

IN_BRACKETS = re.compile(r"\(([a-z]+-\d+)\)\s*$")


def sent_texts(declared: Resource, names: Iterable[str], sent: QueryDict) -> dict[str, list[str]]:
    """The texts of these fields as they were sent; a tick box left empty sends nothing, which means no."""
    specs = field_specs(declared)
    found = {}
    for name in names:
        texts = [text for text in sent.getlist(name) if text]
        if not texts and specs[name].type == "boolean" and not specs[name].nullable:
            texts = ["no"]
        found[name] = texts or [""]
    return found


def values_of(declared: Resource, texts: Mapping[str, list[str]]) -> tuple[dict[str, Any], dict[str, str]]:
    """The values to write, and by field what names no record. One SQL query for each name that was typed."""
    specs = field_specs(declared)
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for name, several in texts.items():
        spec = specs[name]
        try:
            values[name] = _value(spec, several)
        except ValueError as error:
            wrong[name] = str(error)
    return values, wrong


def _value(spec: FieldSpec, texts: list[str]) -> Any:
    if not spec.target_kind:
        return texts[0]
    target = resource(spec.target_kind)
    if spec.type == "link":
        return linked_id(target, texts[0]) if texts[0].strip() else ""
    one_by_one = texts if len(texts) > 1 else _apart(texts[0])
    return [linked_id(target, text) for text in one_by_one if text.strip()]


def _apart(text: str) -> list[str]:
    """Names with their ids in brackets may hold commas; bare ids and names are cut at them."""
    if "(" in text:
        return re.findall(r"[^()]*\([a-z]+-\d+\)", text) or [text]
    return text.split(",")


def linked_id(target: Resource, text: str) -> str:
    """The public id behind what was typed: an id, a name with its id in brackets, or the only record of that name."""
    text = text.strip(" ,")
    inside = IN_BRACKETS.search(text)
    try:
        kind, number = parse_public_id(inside.group(1) if inside else text)
    except UnknownKind:
        return _by_name(target, text)
    return kind.public_id(number)


def _by_name(target: Resource, text: str) -> str:
    rows = list(
        target.model._default_manager.filter(**{f"{target.title}__iexact": text}).values_list("pk", flat=True)[:2]
    )
    if len(rows) == 1:
        return target.public_id(rows[0])
    many = "several are called that; choose one from the list" if rows else "there is none; create it first"
    raise ValueError(f"no single {target.label.lower()} is called '{text}': {many}")
