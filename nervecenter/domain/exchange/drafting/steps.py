"""What is done to the cells of a source, in order: markup taken off, parts kept, split, translated, shortened."""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from nervecenter.domain.exchange.drafting.cells import Cells, apply_text
from nervecenter.domain.exchange.drafting.values import as_text, is_empty
from nervecenter.domain.exchange.headers import did_you_mean
from nervecenter.domain.exchange.html_text import text_of_html
from nervecenter.domain.exchange.mapping.document import Source
from nervecenter.domain.exchange.wording import (
    first_link,
    plain_text,
    shortened_at_word,
    slug,
    split_text,
    without_links,
)

Step = Callable[[Cells], Cells]
_LONGEST_SEARCHED = 2_000


def steps_of(source: Source) -> tuple[list[Step], list[Step]]:
    """The steps before a word is looked up elsewhere, and those after."""
    return _text_steps(source), _word_steps(source)


def _text_steps(source: Source) -> list[Step]:
    steps: list[Step] = []
    if source.strip_html:
        steps.append(lambda cells: apply_text(cells, text_of_html))
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
    return steps


def _word_steps(source: Source) -> list[Step]:
    steps: list[Step] = []
    if source.values is not None:
        steps.append(_ValueMap(source))
    if source.slugify:
        steps.append(lambda cells: apply_text(cells, slug))
    if source.total:
        steps.append(_total)
    if source.before:
        steps.append(_on_joined(source.join, lambda text: source.before + text))
    if source.shorten:
        steps.append(_on_joined(source.join, lambda text: shortened_at_word(text, source.shorten)))
    return steps


def _total(cells: Cells) -> Cells:
    """Lists of numbers added up; a single number stays, a list without numbers is nothing."""

    def total(place: int, value: Any) -> Any:
        if not isinstance(value, list | tuple):
            return value
        try:
            return sum((Decimal(str(each)) for each in value if not is_empty(each)), Decimal()) if value else None
        except InvalidOperation:
            cells.bad.setdefault(place, "holds something that is not a number and cannot be added up.")
            return None

    values = [total(place, value) for place, value in enumerate(cells.values)]
    return cells.with_values(values, textual=cells.textual)


def _on_joined(join: str, change: Callable[[str], str]) -> Step:
    """A change of texts, for which lists become texts first."""

    def changed(cells: Cells) -> Cells:
        if not cells.textual:
            texts = [as_text(value, join) if isinstance(value, list | tuple) else value for value in cells.values]
            cells = cells.with_values(texts, textual=False)
        return apply_text(_as_texts(cells), lambda text: change(text) if text else text)

    return changed


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
    def parts(value: Any) -> Any:
        if isinstance(value, str):
            return split_text(value, separators)
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
