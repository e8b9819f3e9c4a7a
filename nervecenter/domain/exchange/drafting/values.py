"""Texts and other raw values made into the types of a field; what does not fit is a BadValue that says why."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from nervecenter.domain.exchange.drafting.bad_value import BadValue
from nervecenter.domain.exchange.drafting.dates import DateError, Order, read_date, read_moment
from nervecenter.domain.exchange.drafting.numbers import read_number
from nervecenter.domain.exchange.headers import did_you_mean, normalised
from nervecenter.domain.exchange.kinds import FieldSpec
from nervecenter.domain.exchange.mapping.document import Source

_TRUE = frozenset({"true", "yes", "y", "1", "on", "x", "✓", "✔", "ja", "oui", "si", "sí", "wahr", "t"})
_FALSE = frozenset({"false", "no", "n", "0", "off", "nein", "non", "falsch", "f"})
_LARGEST_INTEGER = 2**31 - 1
_SPACE = re.compile(r"\s")


Converter = Callable[[object], Any]


def is_empty(value: object) -> bool:
    """Whether a raw value is nothing: None, a text of spaces at most, or a list without items."""
    if isinstance(value, str):
        return not value or value.isspace()
    return value is None or value == [] or value == ()


def empty_value(spec: FieldSpec) -> Any:
    """What a field holds when the file gives nothing: its default, nothing, or its type's empty value."""
    if spec.default is not None:
        return spec.default
    if spec.nullable or spec.type in ("date", "datetime", "link"):
        return None
    if spec.type == "links":
        return ()
    if spec.type == "boolean":
        return False
    return 0 if spec.type in ("integer", "decimal") else ""


def converter(spec: FieldSpec, source: Source, order: Order, sign: str) -> Converter:
    """A function from one filled raw value to the field's type, or to a BadValue."""
    times = Decimal(str(source.times)) if source.times is not None else None
    makers: dict[str, Callable[[], Converter]] = {
        "integer": lambda: lambda value: _integer(value, sign, times, spec),
        "decimal": lambda: lambda value: _decimal(value, sign, times, spec),
        "boolean": lambda: _booleans(source),
        "choice": lambda: _choices(spec),
        "date": lambda: lambda value: _date(value, source.date, order),
        "datetime": lambda: lambda value: _moment(value, source.date, order),
        "url": lambda: lambda value: _url(value, spec),
    }
    make = makers.get(spec.type)
    return make() if make else lambda value: _text(value, spec, source.join)


def as_text(value: object, join: str = ", ") -> str | BadValue:
    """A raw value as text: numbers as they were written, dates as ISO, lists joined. A mapping is not a text."""
    if isinstance(value, str):
        return value.strip()
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        parts = [as_text(each, join) for each in value]
        wrong = next((part for part in parts if isinstance(part, BadValue)), None)
        return wrong or join.join(part for part in parts if isinstance(part, str) and part)
    if isinstance(value, dict):
        return BadValue("holds a mapping. Give a path into it, such as owner.name.")
    return str(value)


def unstorable(text: str) -> str:
    """Why a text cannot be stored anywhere, or nothing: NUL characters and halves of surrogate pairs."""
    if "\0" in text:
        return "holds a NUL character. Remove it."
    try:
        text.encode()
    except UnicodeEncodeError:
        return "holds half a character (a lone surrogate). Save the file again as UTF-8."
    return ""


def address_problem(text: str) -> str:
    """Why a text is no web address, or nothing."""
    if not text.lower().startswith(("http://", "https://", "/")):
        return f'"{text[:60]}" is not a web address. It must begin with http:// or https://.'
    return f'"{text[:60]}" is not a web address: it has a space in it.' if _SPACE.search(text) else ""


def truth(text: str, true_words: frozenset[str] = _TRUE, false_words: frozenset[str] = _FALSE) -> bool | None:
    """What a word says, or None when it says neither."""
    word = text.strip().lower()
    return True if word in true_words else False if word in false_words else None


def truth_words(source: Source) -> tuple[frozenset[str], frozenset[str]]:
    """The words for true and for false, with those that a mapping adds."""
    more_true = frozenset(word.lower() for word in source.true_words)
    more_false = frozenset(word.lower() for word in source.false_words)
    return (_TRUE - more_false) | more_true, (_FALSE - more_true) | more_false


def _text(value: object, spec: FieldSpec, join: str) -> str | BadValue:
    text = as_text(value, join)
    if isinstance(text, BadValue):
        return text
    wrong = unstorable(text)
    if wrong:
        return BadValue(wrong)
    if spec.max_length and len(text) > spec.max_length:
        return BadValue(f"has {len(text):,} characters; at most {spec.max_length:,} fit. Shorten it.")
    return text


def _url(value: object, spec: FieldSpec) -> str | BadValue:
    text = _text(value, spec, " ")
    wrong = address_problem(text) if isinstance(text, str) and text else ""
    return BadValue(wrong) if wrong else text


def _integer(value: object, sign: str, times: Decimal | None, spec: FieldSpec) -> int | BadValue:
    number = read_number(value, sign, times)
    if isinstance(number, BadValue):
        return BadValue(number.message.replace("a number", "a whole number"))
    if times is not None:
        number = number.to_integral_value()
    if number != number.to_integral_value():
        return BadValue(f'"{value}" is not a whole number.')
    if abs(number) > _LARGEST_INTEGER:
        return BadValue(f"{value} is out of range; at most {_LARGEST_INTEGER:,} fits.")
    lowest, highest = spec.lowest, spec.highest
    if (lowest is not None and number < lowest) or (highest is not None and number > highest):
        return BadValue(f"{value} is not on the scale from {lowest} to {highest}.")
    return int(number)


def _decimal(value: object, sign: str, times: Decimal | None, spec: FieldSpec) -> Decimal | BadValue:
    number = read_number(value, sign, times)
    if isinstance(number, BadValue):
        return number
    digits, places = spec.max_digits or 20, spec.decimal_places
    if abs(number) >= Decimal(10) ** (digits - (places or 0)):
        return BadValue(
            f"{value} is out of range; at most {digits - (places or 0)} digits fit before the decimal sign."
        )
    return number if places is None else number.quantize(Decimal(1).scaleb(-places))


def _booleans(source: Source) -> Converter:
    true_words, false_words = truth_words(source)

    def convert(value: object) -> bool | BadValue:
        if isinstance(value, bool):
            return value
        known = truth(str(value), true_words, false_words)
        return BadValue(f'"{value}" is neither true nor false.') if known is None else known

    return convert


def _choices(spec: FieldSpec) -> Converter:
    known = {normalised(label): value for value, label in spec.choices}
    known |= {normalised(value): value for value, _ in spec.choices}
    words = [value for value, _ in spec.choices]

    def convert(value: object) -> str | BadValue:
        text = as_text(value)
        if isinstance(text, BadValue):
            return text
        found = known.get(normalised(text))
        if found is None:
            return BadValue(f'"{text}" is not one of {", ".join(words)}.{did_you_mean(text, words)}')
        return found

    return convert


def _date(value: object, formats: tuple[str, ...], order: Order) -> date | BadValue:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return read_date(str(value), formats, order)
    except DateError as error:
        return BadValue(str(error))


def _moment(value: object, formats: tuple[str, ...], order: Order) -> datetime | BadValue:
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    try:
        return read_moment(str(value), formats, order)
    except DateError as error:
        return BadValue(str(error))
