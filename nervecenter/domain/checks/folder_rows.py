"""Makes typed rows of facts out of the values of a file, and says which cell could not be taken."""

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from difflib import get_close_matches
from functools import cache
from math import isfinite
from reprlib import Repr
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

YES, NO = frozenset({"yes", "true", "1"}), frozenset({"no", "false", "0"})
_short = Repr(maxstring=60, maxother=60, maxlevel=2, maxlist=3, maxdict=3)


class BadCell(ValueError):
    """A value that its column cannot take."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column = column
        self.message = message


@cache
def columns_of(row_type: type) -> dict[str, Any]:
    """The columns a row may have, with their types."""
    hints = get_type_hints(row_type)
    return {field.name: hints[field.name] for field in fields(row_type)}


@cache
def needed_columns(row_type: type) -> tuple[str, ...]:
    """The columns a row must have."""
    return tuple(
        field.name for field in fields(row_type) if field.default is MISSING and field.default_factory is MISSING
    )


def row_of[Row](values: Mapping[str, object], row_type: type[Row]) -> tuple[Row | None, list[BadCell]]:
    """The row, or everything that is wrong with it. Empty values leave a column at its default."""
    kind: Any = row_type
    columns = columns_of(kind)
    taken: dict[str, object] = {}
    bad: list[BadCell] = []
    for name, value in values.items():
        if name not in columns:
            bad.append(_unknown_column(name, columns))
        elif value is not None and value != "":
            try:
                taken[name] = value_of(value, columns[name], column=name)
            except BadCell as error:
                bad.append(error)
    told = {error.column for error in bad}
    lacking = [name for name in needed_columns(kind) if name not in taken and name not in told]
    bad.extend(BadCell(name, "is missing. Fill it in.") for name in lacking)
    return (None if bad else row_type(**taken)), bad


def value_of(value: object, hint: Any, *, column: str) -> object:
    """The value as the type that its column has. Refuses what is not surely meant."""
    choices = [each for each in get_args(hint) if each is not NoneType] if NoneType in get_args(hint) else [hint]
    kind = choices[0]
    if get_origin(kind) in {tuple, frozenset}:
        return _sequence(value, kind, column)
    reader = {str: _text, bool: _truth, int: _whole, float: _number, date: _day}[kind]
    return reader(value, column)


def _sequence(value: object, hint: Any, column: str) -> object:
    item = get_args(hint)[0]
    if isinstance(value, str):
        value = [part.strip() for part in value.split(";") if part.strip()]
    if not isinstance(value, list):
        raise BadCell(column, f"is {_short.repr(value)}. Give a list.")
    collection = get_origin(hint)
    if is_dataclass(item) and isinstance(item, type):
        return collection(_nested(each, item, column, place) for place, each in enumerate(value, start=1))
    return collection(_text(each, column) for each in value)


def _nested(value: object, row_type: type, column: str, place: int) -> object:
    if not isinstance(value, Mapping):
        raise BadCell(column, f"has {_short.repr(value)} as its entry {place}. Give columns with their values.")
    row, bad = row_of({str(name): each for name, each in value.items()}, row_type)
    if bad:
        raise BadCell(f"{column}[{place}].{bad[0].column}", bad[0].message)
    return row


def _text(value: object, column: str) -> str:
    if not isinstance(value, str):
        raise BadCell(column, f"is {_short.repr(value)}, which is no text. Put it in quotes.")
    return value.strip()


def _truth(value: object, column: str) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word in YES | NO:
        return word in YES
    raise BadCell(column, f"is {_short.repr(value)}. Write yes or no.")


def _whole(value: object, column: str) -> int:
    try:
        number = int(value) if isinstance(value, str) and len(value) < 20 else value
    except ValueError:
        number = None
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number <= 10**12:
        raise BadCell(column, f"is {_short.repr(value)}. Write a whole number from 0 up.")
    return number


def _number(value: object, column: str) -> float:
    try:
        number = float(value) if isinstance(value, int | float | str) and not isinstance(value, bool) else None
    except (ValueError, OverflowError):
        number = None
    if number is None or not isfinite(number) or number < 0:
        raise BadCell(column, f"is {_short.repr(value)}. Write a number from 0 up, such as 7.5.")
    return number


def _day(value: object, column: str) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return datetime.strptime(value.strip(), "%Y-%m-%d").date() if isinstance(value, str) else _no_day(value)  # noqa: DTZ007
    except ValueError as error:
        raise BadCell(column, f"is {_short.repr(value)}. Write a day that exists, such as 2022-11-30.") from error


def _no_day(value: object) -> date:
    raise ValueError(f"{_short.repr(value)} is no day")


def _unknown_column(name: str, columns: Mapping[str, object]) -> BadCell:
    close = get_close_matches(name, columns, n=1)
    hint = f"Did you mean {close[0]}?" if close else f"There are: {', '.join(columns)}."
    return BadCell(name, f"is no column of this list. {hint}")
