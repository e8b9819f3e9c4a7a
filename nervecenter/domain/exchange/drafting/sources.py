"""What a mapping's source gives for a chunk of records: the origin of its values and the steps done to them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from nervecenter.domain.exchange.drafting.bad_value import BadValue
from nervecenter.domain.exchange.drafting.cells import Cells
from nervecenter.domain.exchange.drafting.lookups import NO_LOOKUPS, Lookups, looked_up
from nervecenter.domain.exchange.drafting.steps import steps_of
from nervecenter.domain.exchange.drafting.values import as_text, is_empty, truth, truth_words
from nervecenter.domain.exchange.headers import fits
from nervecenter.domain.exchange.mapping.document import Source
from nervecenter.domain.exchange.mapping.templates import Place, parsed_template
from nervecenter.domain.exchange.reading.chunks import Records
from nervecenter.domain.exchange.wording import slug

_FILTERS: dict[str, Callable[[str], str]] = {"slug": slug, "lower": str.lower, "upper": str.upper}


class CompiledSource:
    """A source made ready once and asked chunk by chunk. `missing` are columns, `absent` files that it did without."""

    def __init__(self, source: Source, lookups: Lookups = NO_LOOKUPS) -> None:
        self.source = source
        self.missing: dict[str, None] = {}
        self.absent: dict[str, None] = {}
        self.filled = False
        self._lookups = lookups
        self._spelt_out: dict[tuple[str, ...], list[CompiledSource]] = {}
        self._before, self._after = steps_of(source)
        self._choices = [CompiledSource(each, lookups) for each in (*source.first_of, *source.all_of)]
        self._true, self._false = truth_words(source)

    def cells(self, records: Records) -> Cells | None:
        """The cells that the source gives, or None when the records lack the column it needs."""
        cells = self._origin(records)
        if cells is None:
            return None
        for step in self._before:
            cells = step(cells)
        if self.source.look_up is not None:
            table = self._lookups.table(self.source.look_up)
            if table is None:
                self.absent[self.source.look_up.named] = None
                return None
            cells = looked_up(cells, table)
        for step in self._after:
            cells = step(cells)
        if self.source.default is not None:
            cells = _defaulted(cells, self.source.default)
        if not self.filled:
            self.filled = not all(map(is_empty, cells.raw))
        return cells

    def spelt_out(self, records: Records) -> "Sequence[CompiledSource]":
        """The source itself; one whose column is a pattern, once for each column of the records that fits."""
        pattern = self.source.column
        if "*" not in pattern or "." in pattern or pattern == "*":
            return (self,)
        names = tuple(label for label in records.labels() if fits(pattern, label))
        if names not in self._spelt_out:
            sources = [replace(self.source, column=name.replace(".", "\\.")) for name in names]
            self._spelt_out = {names: [CompiledSource(each, self._lookups) for each in sources]}
        return self._spelt_out[names] or (self,)

    def paths(self) -> Sequence[str]:
        """The columns and paths that the source reads."""
        source = self.source
        if source.column:
            return (source.column,)
        if source.template:
            return tuple(part.column for part in parsed_template(source.template) if isinstance(part, Place))
        if source.flags is not None:
            return tuple(source.flags)
        return tuple(path for choice in self._choices for path in choice.paths())

    def _origin(self, records: Records) -> Cells | None:
        source = self.source
        if source.column:
            return self._column(records, source.column)
        if source.template:
            return self._template(records)
        if source.first_of:
            return self._first_of(records)
        if source.all_of:
            return self._all_of(records)
        if source.flags is not None:
            return self._flags(records, source.flags)
        constant = list(source.constant) if isinstance(source.constant, tuple) else source.constant
        values = [constant] * len(records.rows)
        return Cells("", values, values, textual=isinstance(constant, str))

    def _column(self, records: Records, name: str) -> Cells | None:
        column = records.column(name)
        if column is None:
            self.missing[name] = None
            return None
        return Cells(column.name, column.values, column.values, column.textual)

    def _template(self, records: Records) -> Cells | None:
        columns: list[Sequence[str]] = []
        bad: dict[int, str] = {}
        names: list[str] = []
        for part in parsed_template(self.source.template):
            if isinstance(part, str):
                columns.append([part] * len(records.rows))
                continue
            cells = self._column(records, part.column)
            if cells is None:
                return None
            names.append(cells.name)
            texts = [value.strip() for value in cells.values] if cells.textual else _texts(cells.values, bad)
            for name in part.filters:
                texts = list(map(_FILTERS[name], texts))
            for place, text in enumerate(texts):
                if not text:
                    bad.setdefault(place, "")
            columns.append(texts)
        values = ["".join(parts) for parts in zip(*columns, strict=True)]
        for place in [place for place, message in bad.items() if not message]:
            values[place] = ""
            del bad[place]
        return Cells(", ".join(names), values, values, textual=True, bad=bad)

    def _first_of(self, records: Records) -> Cells | None:
        result: Cells | None = None
        for choice in self._choices:
            if result is not None and not any(map(is_empty, result.values)):
                break
            cells = choice.cells(records)
            if cells is None:
                continue
            if result is None:
                result = cells
                result.values = list(cells.values)
                result.raw = list(cells.raw)
                continue
            result.textual = result.textual and cells.textual
            for place, value in enumerate(result.values):
                if is_empty(value) and place not in result.bad:
                    result.values[place] = cells.values[place]  # type: ignore[index]
                    result.raw[place] = cells.raw[place]  # type: ignore[index]
                    if place in cells.bad:
                        result.bad[place] = cells.bad[place]
                    if place in cells.unmatched:
                        result.unmatched[place] = cells.unmatched[place]
        return self._note_absence(result)

    def _all_of(self, records: Records) -> Cells | None:
        """A list for each record: what the sources give, lists among them taken apart, empty values left out."""
        choices = [each for choice in self._choices for each in choice.spelt_out(records)]
        found = [cells for choice in choices if (cells := choice.cells(records)) is not None]
        if not found:
            return self._note_absence(None)
        values: list[list[Any]] = [[] for _ in records.rows]
        result = Cells(", ".join(cells.name for cells in found), values, values)
        for cells in found:
            result.bad = cells.bad | result.bad
            result.skipped |= cells.skipped
            result.unmatched = cells.unmatched | result.unmatched
            for held, value in zip(values, cells.values, strict=True):
                given = value if isinstance(value, list | tuple) else [value]
                held.extend(each for each in given if not is_empty(each) and each not in held)
        return result

    def _note_absence(self, result: Cells | None) -> Cells | None:
        """What the choices lack matters only where none of them gave anything."""
        for choice in self._choices if result is None else ():
            self.missing.update(choice.missing)
            self.absent.update(choice.absent)
        return result

    def _flags(self, records: Records, flags: dict[str, str]) -> Cells | None:
        count = len(records.rows)
        values: list[list[str]] = [[] for _ in range(count)]
        bad: dict[int, str] = {}
        found = False
        for name, stands_for in flags.items():
            column = records.column(name)
            if column is None:
                self.missing[name] = None
                continue
            found = True
            inner = any(other.startswith(f"{name}.") for other in flags)
            for place, value in enumerate(column.values):
                if inner and isinstance(value, dict):
                    continue
                known = value if isinstance(value, bool) else truth(str(value), self._true, self._false)
                if known:
                    values[place].append(stands_for)
                elif known is None and not is_empty(value):
                    bad.setdefault(place, f'"{value}" in {name} is neither true nor false.')
        return Cells(", ".join(flags), values, values, bad=bad) if found else None


def _texts(values: Sequence[Any], bad: dict[int, str]) -> list[str]:
    texts: list[str] = []
    for place, value in enumerate(values):
        text = as_text(value)
        if isinstance(text, BadValue):
            bad[place] = text.message
            text = ""
        texts.append(text)
    return texts


def _defaulted(cells: Cells, default: object) -> Cells:
    if not any(map(is_empty, cells.values)):
        return cells
    filler = list(default) if isinstance(default, tuple) else default
    values = [filler if is_empty(value) else value for value in cells.values]
    return cells.with_values(values, textual=cells.textual and isinstance(filler, str))
