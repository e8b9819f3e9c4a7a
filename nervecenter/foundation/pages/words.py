"""Words about a list: how many there are, and which filters hold, as the reader would say it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from nervecenter.foundation.fields import FieldSpec, field_specs
from nervecenter.foundation.filtering import RESERVED
from nervecenter.foundation.listing import ListPage, ListQuery
from nervecenter.foundation.pages.addresses import Address
from nervecenter.foundation.pages.showing import choice_label
from nervecenter.foundation.resources import Resource, UnknownKind, parse_public_id, resource

COMPARISONS = {
    "": "is", "not": "is not", "gte": "from", "lte": "up to", "gt": "above", "lt": "below", "contains": "contains",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ActiveFilter:
    """A filter that holds, in words, and the address of the list without it."""

    words: str
    remove: str


def many(declared: Resource, count: int) -> str:
    """The word for so many records; what has no plural is counted in pieces."""
    if declared.label.lower() == declared.plural.lower():
        return f"piece{'' if count == 1 else 's'} of {declared.label.lower()}"
    return (declared.label if count == 1 else declared.plural).lower()


def answer(page: ListPage, query: ListQuery, filters: Sequence[ActiveFilter], scope: str = "") -> SafeString:
    """The sentence above a list."""
    if not page.count and not filters and not scope and not query.text and not query.archived:
        return mark_safe(f"There is no {escape(page.resource.label.lower())} yet.")  # noqa: S308
    number = f"{'' if page.counted_all else 'More than '}<b>{page.count:,}</b>"
    label = escape(many(page.resource, page.count))
    text = f"{number} {'archived ' if query.archived else ''}{label}"
    if scope:
        text += f" in {escape(scope)}"
    if query.text:
        text += f" that mention “{escape(query.text)}”"
    if filters:
        text += ", where " + _joined([escape(one.words) for one in filters])
    return mark_safe(f"{text}.")  # noqa: S308


def _joined(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


def active_filters(
    declared: Resource, parameters: Mapping[str, Sequence[str]], address: Address
) -> tuple[ActiveFilter, ...]:
    """The filters that hold. One SQL query for each kind of record that a filter names."""
    specs = field_specs(declared)
    found = []
    titles = _titles(declared, parameters)
    for parameter, values in parameters.items():
        name, _, operator = parameter.partition("__")
        spec = specs.get(name)
        if parameter in RESERVED or spec is None:
            continue
        if operator == "empty":
            filled = values[-1] not in ("1", "true", "yes")
            words = [f"{spec.label.lower()} is {'filled in' if filled else 'empty'}"]
        else:
            told = [_value_words(spec, value, titles) for value in values]
            words = [f"{spec.label.lower()} {COMPARISONS.get(operator, operator)} {' or '.join(told)}"]
        found.append(ActiveFilter(words[0], str(address.without(parameter, "after", "before", "open"))))
    return tuple(found)


def _value_words(spec: FieldSpec, value: str, titles: Mapping[str, str]) -> str:
    if spec.type == "choice":
        return choice_label(spec, value).lower()
    if spec.type == "boolean":
        return "yes" if value.lower() in ("1", "true", "yes") else "no"
    return titles.get(value, value)


def _titles(declared: Resource, parameters: Mapping[str, Sequence[str]]) -> dict[str, str]:
    specs = field_specs(declared)
    wanted: dict[str, dict[int, str]] = {}
    for parameter, values in parameters.items():
        name, _, operator = parameter.partition("__")
        spec = specs.get(name)
        if spec is None or not spec.target_kind or operator == "empty":
            continue
        for value in values:
            try:
                kind, number = parse_public_id(value)
            except UnknownKind:
                continue
            wanted.setdefault(kind.kind, {})[number] = value
    found: dict[str, str] = {}
    for kind_name, numbers in wanted.items():
        target = resource(kind_name)
        for number, title in target.model._default_manager.filter(pk__in=numbers).values_list("pk", target.title):
            found[numbers[number]] = str(title)
    return found
