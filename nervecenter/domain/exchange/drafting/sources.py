"""What a mapping's source gives for a chunk of records: the origin of its values and the steps done to them."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from nervecenter.domain.exchange.drafting.cells import Cells, apply_text
from nervecenter.domain.exchange.drafting.values import BadValue, as_text, is_empty, truth, truth_words
from nervecenter.domain.exchange.headers import did_you_mean
from nervecenter.domain.exchange.mapping.document import Source
from nervecenter.domain.exchange.mapping.templates import Place, parsed_template
from nervecenter.domain.exchange.reading.chunks import Records
from nervecenter.domain.exchange.wording import first_link, plain_text, slug, without_links

Step = Callable[[Cells], Cells]
_LONGEST_SEARCHED = 2_000
_FILTERS: dict[str, Callable[[str], str]] = {"slug": slug, "lower": str.lower, "upper": str.upper}


class CompiledSource:
    """A source made ready once and asked chunk by chunk."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.missing: dict[str, None] = {}
        self.filled = False
        self._steps = _steps(source)
        self._choices = [CompiledSource(each) for each in source.first_of]
        self._true, self._false = truth_words(source)

    def cells(self, records: Records) -> Cells | None:
        """The cells that the source gives, or None when the records lack the column it needs."""
        cells = self._origin(records)
        if cells is None:
            return None
        for step in self._steps:
            cells = step(cells)
        if self.source.default is not None:
            cells = _defaulted(cells, self.source.default)
        if not self.filled:
            self.filled = not all(map(is_empty, cells.raw))
        return cells

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
            cells = choice.cells(records)
            self.missing.update(choice.missing)
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


def _steps(source: Source) -> list[Step]:
    steps: list[Step] = []
    if source.link_address:
        steps.append(lambda cells: apply_text(cells, first_link))
    if source.strip_markup:
        steps.append(lambda cells: apply_text(cells, plain_text))
    elif source.strip_links:
        steps.append(lambda cells: apply_text(cells, without_links))
    if source.capture:
        steps.append(_capture(source.capture))
    if source.replace:
        steps.append(_replace(source.replace))
    if source.split:
        steps.append(_split(source.split))
    if source.values is not None:
        steps.append(_ValueMap(source))
    if source.slugify:
        steps.append(lambda cells: apply_text(cells, slug))
    return steps


def _capture(pattern: str) -> Step:
    compiled = re.compile(pattern)

    def captured(text: str) -> str:
        found = compiled.search(text[:_LONGEST_SEARCHED])
        return "" if found is None else (found.group(1) or "" if compiled.groups else found.group())

    return lambda cells: apply_text(_as_texts(cells), captured)


def _replace(replacements: Mapping[str, str]) -> Step:
    compiled = [(re.compile(pattern), text) for pattern, text in replacements.items()]

    def replaced(text: str) -> str:
        for pattern, written in compiled:
            text = pattern.sub(lambda _, written=written: written, text)  # type: ignore[misc]
        return text

    return lambda cells: apply_text(_as_texts(cells), replaced)


def _as_texts(cells: Cells) -> Cells:
    if cells.textual:
        return cells
    values = [
        str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value
        for value in cells.values
    ]
    return cells.with_values(values, textual=False)


def _split(separators: Sequence[str]) -> Step:
    marks = "|".join("\r\n|\r|\n" if each == "lines" else re.escape(each) for each in separators)
    compiled = re.compile(marks)

    def parts(value: Any) -> Any:
        if isinstance(value, str):
            return [part.strip() for part in compiled.split(value) if part.strip()]
        if isinstance(value, list | tuple):
            return [part for item in value for part in (parts(item) if isinstance(item, str) else [item])]
        return value

    return lambda cells: cells.with_values([parts(value) for value in cells.values], textual=False)


class _ValueMap:
    """Their words made ours, in single values and in lists."""

    def __init__(self, source: Source) -> None:
        self._known = {
            _word(key): list(value) if isinstance(value, tuple) else value
            for key, value in (source.values or {}).items()
        }
        self._shown = tuple(source.values or {})
        self._otherwise = source.otherwise
        self._textual = all(isinstance(value, str) for value in self._known.values()) and self._otherwise != "empty"

    def __call__(self, cells: Cells) -> Cells:
        textual = cells.textual and self._textual
        made = [self._one(cells, place, value) for place, value in enumerate(cells.values)]
        return cells.with_values(made, textual=textual)

    def _one(self, cells: Cells, place: int, value: Any) -> Any:
        if isinstance(value, list | tuple):
            mapped = [self._one(cells, place, item) for item in value]
            flat = [part for item in mapped for part in (item if isinstance(item, list) else [item])]
            return [part for part in flat if not is_empty(part)]
        word = _word(value)
        if word in self._known:
            return self._known[word]
        if is_empty(value) or self._otherwise == "keep":
            return value
        if self._otherwise == "error":
            cells.bad.setdefault(place, f'"{value}" is not in the value map.{did_you_mean(str(value), self._shown)}')
        elif self._otherwise == "skip":
            cells.skipped.add(place)
        elif self._otherwise == "unmatched":
            cells.unmatched.setdefault(place, str(value))
        return "" if cells.textual else None


def _word(value: object) -> str:
    text = as_text(value)
    return text.lower() if isinstance(text, str) else ""
