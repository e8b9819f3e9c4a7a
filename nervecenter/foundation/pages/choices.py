"""The inputs of forms and filters, made from the fields: what can be chosen, what stands there now, what is wrong."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from nervecenter.foundation.fields import FieldSpec, field_specs
from nervecenter.foundation.numerals import is_whole_number
from nervecenter.foundation.resources import Resource, resource

MOST_OPTIONS = 200
KINDS = {
    "text": "text", "longtext": "textarea", "integer": "number", "decimal": "number", "date": "date",
    "datetime": "datetime-local", "boolean": "checkbox", "choice": "select", "url": "url",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be chosen."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Input:
    """One field of a form. `kind` decides the control; `many` records are looked up by name instead of listed."""

    spec: FieldSpec
    kind: str
    value: str = ""
    options: tuple[Option, ...] = ()
    error: str = ""
    target: Resource | None = None

    @property
    def wide(self) -> bool:
        """Whether it needs the whole width of the form."""
        return self.kind in ("textarea", "checkboxes", "lookup-many") or self.spec.type == "url"

    @property
    def step(self) -> str:
        """The step of a number."""
        return "1" if self.spec.type == "integer" else "any"


def field_inputs(
    declared: Resource, names: Iterable[str], values: Mapping[str, Sequence[str]], *, filtering: bool = False
) -> tuple[Input, ...]:
    """The inputs of these fields with the values they have now. One SQL query for each link field."""
    specs = field_specs(declared)
    return tuple(_input(specs[name], list(values.get(name, ())), filtering=filtering) for name in names)


def with_errors(inputs: Iterable[Input], wrong: Mapping[str, str]) -> tuple[Input, ...]:
    """The same inputs, each with what is wrong with it."""
    return tuple(replace(one, error=wrong.get(one.spec.name, "")) for one in inputs)


def _input(spec: FieldSpec, values: list[str], *, filtering: bool) -> Input:
    first = values[0] if values else ""
    if spec.target_kind:
        return _link_input(spec, values, filtering=filtering)
    if spec.type == "choice":
        options = tuple(Option(value, label, value in values) for value, label in spec.choices)
        if filtering:
            return Input(spec, "checkboxes", options=options)
        blank = () if spec.required and first else (Option("", "–", not first),)
        return Input(spec, "select", first, (*blank, *(one for one in options if one.value)))
    if spec.type == "boolean" and (spec.nullable or filtering):
        unknown = "Any" if filtering else "Not known"
        every = (("", unknown), ("yes", "Yes"), ("no", "No"))
        return Input(spec, "select", first, tuple(Option(value, label, value == first) for value, label in every))
    return Input(spec, KINDS.get(spec.type, "text"), first)


def _link_input(spec: FieldSpec, values: list[str], *, filtering: bool) -> Input:
    target = resource(spec.target_kind)
    rows = list(
        target.model._default_manager.filter(archived_at=None)
        .order_by(target.title, "pk")
        .values_list("pk", target.title)[: MOST_OPTIONS + 1]
    )
    several = spec.type == "links"
    if len(rows) > MOST_OPTIONS:
        kind = "lookup-many" if several and not filtering else "lookup"
        return Input(spec, kind, ", ".join(_named(target, values)), target=target)
    chosen = set(values)
    options = [Option(target.public_id(pk), str(title), target.public_id(pk) in chosen) for pk, title in rows]
    listed = {option.value for option in options}
    missing = [value for value in values if value and value not in listed]
    options += [
        Option(value, words, chosen=True) for value, words in zip(missing, _named(target, missing), strict=True)
    ]
    if several or filtering:
        return Input(spec, "checkboxes", options=tuple(options), target=target)
    blank = Option("", "–", not chosen - {""})
    return Input(spec, "select", values[0] if values else "", (blank, *options), target=target)


def _named(target: Resource, values: Iterable[str]) -> list[str]:
    """Public ids as people read them: the name, and the id in brackets. No query where there is nothing to name."""
    wanted = [value for value in values if value]
    if not wanted:
        return []
    numbers = [int(value.rpartition("-")[2]) for value in wanted if is_whole_number(value.rpartition("-")[2])]
    rows: list[tuple[Any, Any]] = list(
        target.model._default_manager.filter(pk__in=numbers).values_list("pk", target.title)
    )
    titles = {target.public_id(pk): title for pk, title in rows}
    return [f"{titles[value]} ({value})" if value in titles else value for value in wanted]
