"""How the fields of a draft lie in the table of their kind."""

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import models

from nervecenter.domain.exchange.drafting.drafts import DraftChunk
from nervecenter.foundation.importing.identity import own_number
from nervecenter.foundation.importing.linking import Linked
from nervecenter.foundation.resources import Resource

Through = tuple[type[models.Model], str, str]


def link_table(model: type[models.Model], name: str) -> Through:
    """The link table of a field that takes several, with the columns of the owner and of the other end."""
    field: Any = model._meta.get_field(name)
    return field.remote_field.through, field.m2m_column_name(), field.m2m_reverse_name()


class TableColumns:
    """The columns of one kind's table."""

    def __init__(self, declared: Resource, *, now: datetime, actor: int | None) -> None:
        self.model = declared.model
        self.now = now
        self.actor = actor
        self._fields: dict[str, Any] = {field.name: field for field in declared.model._meta.concrete_fields}

    def of_new(self, chunk: DraftChunk, links: Mapping[str, Linked], numbers: list[int]) -> dict[str, Any]:
        """All columns of new rows: what the draft says, bookkeeping, and the defaults for the rest."""
        ids = [
            given or ("" if own_number(own) == number else own)
            for given, own, number in zip(chunk.source_ids, chunk.public_ids, numbers, strict=True)
        ]
        columns = {
            **self._defaults,
            "id": numbers,
            "version": 1,
            "created_at": self.now,
            "created_by_id": self.actor,
            "changed_at": self.now,
            "changed_by_id": self.actor,
            "archived_at": None,
            "source": chunk.source,
            "source_id": ids,
        }
        return columns | self.of_draft(chunk, links)

    def of_draft(self, chunk: DraftChunk, links: Mapping[str, Linked]) -> dict[str, list[Any]]:
        """The columns that the draft fills, links as ids."""
        columns = {self._fields[name].column: self._fitted(name, values) for name, values in chunk.fields.items()}
        for name, linked in links.items():
            if not linked.link.many:
                columns[self._fields[name].column] = linked.numbers()
        return columns

    def attribute_names(self, columns: Mapping[str, Any]) -> list[str]:
        """The names by which the ORM calls these columns."""
        by_column = {field.column: field.attname for field in self._fields.values()}
        return [by_column[column] for column in columns]

    def values_at(self, chunk: DraftChunk, linked: Mapping[str, list[Any]], place: int) -> dict[str, Any]:
        """One row as the resource's rules see it: plain fields by name, single links by column, others as sets."""
        values: dict[str, Any] = {name: column[place] for name, column in chunk.fields.items()}
        for name, numbers in linked.items():
            if name in self._fields:
                values[self._fields[name].column] = numbers[place]
            else:
                values[name] = frozenset(numbers[place])
        return values

    def column_of(self, name: str) -> str:
        """The column of a field, or nothing for one that takes several."""
        return self._fields[name].column if name in self._fields else ""

    def field_of(self, column: str) -> str:
        """The field that lies in a column."""
        return next(name for name, field in self._fields.items() if field.column == column)

    def through(self, name: str) -> Through:
        """The link table of a field that takes several."""
        return link_table(self.model, name)

    def _fitted(self, name: str, values: Any) -> list[Any]:
        if isinstance(self._fields[name], models.FloatField):
            return [None if value is None else float(value) for value in values]
        return values if isinstance(values, list) else list(values)

    @cached_property
    def _defaults(self) -> dict[str, Any]:
        return {field.column: field.get_default() for field in self._fields.values()}
