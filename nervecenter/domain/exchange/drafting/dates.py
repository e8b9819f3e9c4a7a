"""Reading dates: declared formats, ISO dates and times, months, years, and slashed dates once their order is known."""

import calendar
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Literal
from unicodedata import normalize

Order = Literal["day", "month", "unknown", "mixed"]
_MONTHS = {
    name.lower(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
}
_MONTHS["sept"] = 9
# Months as exports in German, French, Spanish, Italian, Portuguese and Dutch write them, accents taken off.
_ABROAD = (
    "januar janvier janv enero ene gennaio gen janeiro januari",
    "februar fevrier fevr febrero febbraio fevereiro fev februari",
    "marz mrz mars marzo marco mar maart mrt",
    "avril avr abril abr aprile",
    "mai mayo maggio mag maio mei",
    "juni juin junio giugno giu junho",
    "juli juillet juil julio luglio lug julho",
    "aout agosto ago augustus",
    "septembre septiembre settembre set setembro sett",
    "oktober okt octobre octubre ottobre ott outubro out",
    "novembre noviembre novembro",
    "dezember dez decembre diciembre dic dicembre dezembro",
)
for _number, _names in enumerate(_ABROAD, start=1):
    _MONTHS |= {_name: _number for _name in _names.split() if _name not in _MONTHS}
_ISO_MONTH = re.compile(r"(\d{4})-(\d{1,2})$")
_YEAR = re.compile(r"(\d{4})$")
_QUARTER = re.compile(r"(?:Q([1-4])[ /-]?(\d{4})|(\d{4})[ /-]?Q([1-4]))$", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$")
_NUMBERS = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?:,?[T ]+(\d{1,2}:\d{2}.*))?$")
_DAY_WORD = re.compile(
    r"(?:[^\W\d_]{2,9},? )?(\d{1,2})(?:st|nd|rd|th|\.)?[ /.-]([^\W\d_]{3,10})\.?[ /,.-]+(\d{4}|\d{2})(?:[ ,T].*)?$"
)
_WORD_DAY = re.compile(r"([^\W\d_]{3,10})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?:[ ,T].*)?$")
_WORD_YEAR = re.compile(r"([^\W\d_]{3,10})\.? (\d{4})$")
_CLEAR = 0.1
_HINT = "Declare its format in the mapping, such as date: %d/%m/%Y."


class DateError(ValueError):
    """A text that is no date, or not surely one; says why and what to do."""


def slashed_order(texts: Iterable[str]) -> Order:
    """What dates like 3/4/2020 begin with, judged by those of the texts that leave no choice.

    One in ten against the others is taken for a slip, which is then found as a day or month that does not exist.
    """
    days = months = 0
    for text in texts:
        found = _NUMBERS.match(text.strip())
        if found and found.group(2) != ".":
            days += int(found.group(1)) > 12
            months += int(found.group(3)) > 12
    if days and months and not _CLEAR <= days / months <= 1 / _CLEAR:
        return "day" if days > months else "month"
    if days and months:
        return "mixed"
    return "day" if days else "month" if months else "unknown"


def read_date(text: str, formats: Sequence[str] = (), order: Order = "unknown") -> date:
    """The day that a text names. A month alone is its first day, a quarter and a year likewise. Raises DateError.

    Declared formats are tried first and alone, unless `auto` is among them. Dotted numbers begin with the day.
    """
    moment = _declared(text, formats)
    if moment is not None:
        return moment.date()
    return _detected(text, order)


def read_moment(text: str, formats: Sequence[str] = (), order: Order = "unknown") -> datetime:
    """The moment that a text names; without a zone it is UTC, without a time it is midnight. Raises DateError."""
    moment = _declared(text, formats)
    if moment is None:
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            day = _detected(text, order)
            moment = datetime(day.year, day.month, day.day, *_clock(text), tzinfo=UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _declared(text: str, formats: Sequence[str]) -> datetime | None:
    named = [form for form in formats if form != "auto"]
    for form in named:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007 (the caller sets the zone)
        except ValueError:
            continue
    if named and "auto" not in formats:
        raise DateError(f'"{text}" is not a date of the form {" or ".join(named)}.')
    return None


@lru_cache(maxsize=8_192)
def _detected(text: str, order: Order) -> date:
    found = _YEAR_FIRST.match(text)
    if found:
        return _day(text, int(found.group(1)), int(found.group(2)), int(found.group(3)))
    found = _NUMBERS.match(text)
    if found:
        return _slashed(text, found, order)
    found = _DAY_WORD.match(text)
    if found and _month(found.group(2)) in _MONTHS:
        return _day(text, _year(found.group(3)), _MONTHS[_month(found.group(2))], int(found.group(1)))
    found = _WORD_DAY.match(text)
    if found and _month(found.group(1)) in _MONTHS:
        return _day(text, int(found.group(3)), _MONTHS[_month(found.group(1))], int(found.group(2)))
    return _partial(text)


def _partial(text: str) -> date:
    found = _ISO_MONTH.match(text)
    if found:
        return _day(text, int(found.group(1)), int(found.group(2)), 1)
    found = _YEAR.match(text)
    if found:
        return _day(text, int(found.group(1)), 1, 1)
    found = _QUARTER.match(text)
    if found:
        quarter = int(found.group(1) or found.group(4))
        return _day(text, int(found.group(2) or found.group(3)), quarter * 3 - 2, 1)
    found = _WORD_YEAR.match(text)
    if found and _month(found.group(1)) in _MONTHS:
        return _day(text, int(found.group(2)), _MONTHS[_month(found.group(1))], 1)
    raise DateError(f'"{text}" is not a date. Write it as 2022-11-30.')


def _slashed(text: str, found: re.Match[str], order: Order) -> date:
    first, second, year = int(found.group(1)), int(found.group(3)), _year(found.group(4))
    if found.group(2) == "." or order == "day":
        return _day(text, year, second, first)
    if order == "month":
        return _day(text, year, first, second)
    if first > 12 or first == second:
        return _day(text, year, second, first)
    if second > 12:
        return _day(text, year, first, second)
    told = "the column has both orders" if order == "mixed" else "day and month could be either"
    raise DateError(f'"{text}" is not surely a date: {told}. {_HINT}')


def _month(word: str) -> str:
    """A month's name in lower case without accents."""
    return normalize("NFKD", word.lower()).encode("ascii", "ignore").decode()


def _year(text: str) -> int:
    year = int(text)
    return year if len(text) == 4 else 2000 + year if year < 70 else 1900 + year


def _day(text: str, year: int, month: int, day: int) -> date:
    if not 1 <= month <= 12:
        raise DateError(f'"{text}" is not a date: there is no month {month}.')
    if not 1 <= year <= 9999:
        raise DateError(f'"{text}" is not a date: there is no year {year}.')
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise DateError(f'"{text}" is not a date: {calendar.month_name[month]} {year} has {last} days.')
    return date(year, month, day)


_CLOCK = re.compile(r"[T ,](\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*([AaPp]\.?[Mm]\.?)?")


def _clock(text: str) -> tuple[int, int, int]:
    found = _CLOCK.search(text)
    if found is None:
        return 0, 0, 0
    hour, minute, second = int(found.group(1)), int(found.group(2)), int(found.group(3) or 0)
    half = (found.group(4) or "").lower()[:1]
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59 or second > 59:
        raise DateError(f'"{text}" has no such time of day.')
    return hour, minute, second
