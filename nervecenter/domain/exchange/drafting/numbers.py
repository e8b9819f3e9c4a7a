"""Reading numbers as people and programs write them: grouped, with currencies, with a comma or a point."""

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Literal

from nervecenter.domain.exchange.drafting.bad_value import BadValue

DecimalSign = Literal[".", ","]
_GROUPED = {
    ".": re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?"),
    ",": re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+(?:,\d*)?"),
}
_INDIAN = re.compile(r"[+-]?\d{1,2}(?:,\d{2})*,\d{3}(?:\.\d*)?")
_SPACES = str.maketrans("", "", " \u00a0\u2007\u2009\u202f'_’")
_CURRENCY = re.compile(
    r"^([+-]?)(?:[A-Z]{2,3}|kr|zł|Kč|Fr\.?|R\$|[A-Z]{1,2}\$)(?=[-+.,\d])|(?<=\d)(?:[A-Z]{3}|kr|zł|Kč)$"
)
_IN_BRACKETS = re.compile(r"\((.+)\)$")
_LAST_SIGN = re.compile(r"([.,])(\d*)$")


def decimal_sign(texts: Iterable[str]) -> DecimalSign | None:
    """The decimal sign of a column, told by those of its numbers that leave no choice; None while none of them does.

    `1.234,50` and `1,5` leave none, `1,234` does. Where numbers contradict each other, most of them decide.
    """
    points = commas = 0
    for text in texts:
        plain = _plain(text)
        last = _LAST_SIGN.search(plain)
        if last is None:
            continue
        sign, digits = last.group(1), last.group(2)
        other = "," if sign == "." else "."
        if plain.count(sign) > 1:
            certain = other
        elif other in plain or len(digits) != 3:
            certain = sign
        else:
            continue
        points += certain == "."
        commas += certain == ","
    return None if points == commas else "." if points > commas else ","


def read_number(value: object, sign: str, times: Decimal | None = None) -> Decimal | BadValue:
    """The number that a value is, multiplied. Currency signs and codes, % and grouping are dropped; (5) is -5."""
    if isinstance(value, bool):
        return BadValue(f"{str(value).lower()} is not a number.")
    text = _plain(str(value))
    group = "." if sign == "," else ","
    if group in text:
        if not _GROUPED[sign].fullmatch(text) and not (sign == "." and _INDIAN.fullmatch(text)):
            hint = f"decimal: '{group}'"
            return BadValue(
                f'"{value}" is not a number. If "{group}" is its decimal sign, write {hint} in the mapping.'
            )
        text = text.replace(group, "")
    try:
        number = Decimal(text.replace(sign, "."))
    except InvalidOperation:
        return BadValue(f'"{value}" is not a number.')
    if not number.is_finite() or abs(number.adjusted()) > 40:
        return BadValue(f'"{value}" is not a number.')
    return number if times is None else number * times


def _plain(text: str) -> str:
    """A number without spaces, grouping quotes, currency signs and codes, and percent signs."""
    plain = text.strip()
    bracketed = _IN_BRACKETS.match(plain)
    if bracketed:
        plain = "-" + bracketed.group(1)
    plain = plain.translate(_SPACES)
    if not plain.isascii():
        plain = "".join(letter for letter in plain if unicodedata.category(letter) != "Sc").replace("−", "-")
    plain = plain.replace("$", "") if "$" in plain and plain[:1] in "+-$" else plain
    return _CURRENCY.sub(r"\1", plain).replace("$", "").removesuffix("%")
