"""How a value looks: in a cell, as a fact, as plain text. The only place where Python makes HTML of records."""

import datetime as dt
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import lru_cache, partial
from html import escape
from typing import Any
from urllib.parse import urlsplit

from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from nervecenter.foundation.fields import FieldSpec
from nervecenter.foundation.listing import Linked
from nervecenter.foundation.resources import resource

LONGEST = 120
MOST_LINKS = 3
SHORT_UNIT = 4
TONES = {
    "good": (
        "fixed researched shipped answered approved active accepted customer released lovable complete yes kept done"
        " fact primary won linked"
    ),
    "wait": (
        "warning open beta viable partial tbd proposed draft risky minimal heuristic secondary inference prospect"
        " acting running waiting lost_unknown no_decision"
    ),
    "bad": "error deprecated retired dropped withdrawn removed infeasible no broken failed expired former lost",
    "note": "info planned scheduled ready new upgrade feasible queued",
}
TONE_OF = {word: tone for tone, words in TONES.items() for word in words.split()}


def tone(value: str) -> str:
    """Which of the four status colours a choice has, by its word; "none" when the word says nothing."""
    return TONE_OF.get(value.lower(), "none")


def chip(value: str, label: str) -> SafeString:
    """A choice as a word with a shape beside it."""
    return SafeString(f'<span class="chip" data-tone="{tone(value)}">{escape(label)}</span>')


def day(value: dt.date) -> SafeString:
    """A date or a moment; the browser rewrites it in the reader's own way."""
    if isinstance(value, dt.datetime):
        shown = localtime(value)
        return SafeString(f'<time datetime="{shown.isoformat()}">{shown.day} {shown:%b %Y %H:%M}</time>')
    return SafeString(f'<time datetime="{value.isoformat()}">{value.day} {value:%b %Y}</time>')


def number(value: float | Decimal, unit: str = "") -> SafeString:
    """A number with thousands apart and its unit beside it; trailing zeros go."""
    text = f"{value:,}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    told = f' <span class="quiet">{escape(unit)}</span>' if unit else ""
    return SafeString(f'<data value="{value}">{text}</data>{told}')


def link(linked: Linked) -> SafeString:
    """Another record, by its name, as a link to it."""
    title = linked.title or linked.public_id
    return SafeString(f'<a class="tag" href="{linked.path}">{escape(title)}</a>')


def links(several: Iterable[Linked], most: int = 0) -> SafeString:
    """Several records as links; past `most` only their number is said."""
    every = tuple(several)
    shown = every[:most] if most else every
    rest = f'<span class="quiet">+{len(every) - len(shown)}</span>' if len(every) > len(shown) else ""
    return SafeString(f'<span class="chips">{"".join(map(link, shown))}{rest}</span>' if every else "")


def _address(value: str) -> SafeString:
    """A web address as a link to it; anything that is not http stays text."""
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https"):
        return SafeString(escape(value))
    text = parts.netloc.removeprefix("www.") + (parts.path if len(parts.path) > 1 else "")
    text = text if len(text) <= 48 else text[:47] + "…"
    return SafeString(f'<a href="{escape(value)}" rel="noopener noreferrer">{escape(text)}</a>')


def _truth(*, value: bool) -> SafeString:
    """Yes or no, as a word with a sign."""
    return SafeString("✓ Yes" if value else '<span class="quiet">– No</span>')


def cell(spec: FieldSpec, value: Any) -> SafeString:
    """The value in a row of a list: one line, long texts cut, few links; a long unit stands in the column's head."""
    if is_number(spec) and value is not None and len(spec.unit) > SHORT_UNIT:
        return number(value)
    if spec.type == "links":
        return links(value, MOST_LINKS)
    if isinstance(value, str) and spec.type in ("text", "longtext") and len(value) > LONGEST:
        return SafeString(escape(value[:LONGEST]) + "…")
    return fact(spec, value)


@lru_cache(maxsize=1024)
def column(spec: FieldSpec) -> Callable[[Any], str]:
    """What `cell` makes of the values of one field, with all that the field alone decides worked out before."""
    if spec.type == "link" and spec.target_kind:
        target = resource(spec.target_kind)
        start = f'<a class="tag" href="{target.path}{target.prefix}-'
        return lambda value: f'{start}{value.number}/">{escape(value.title or value.public_id)}</a>' if value else ""
    if spec.type == "choice" or spec.type == "date":
        return lru_cache(maxsize=1024)(partial(cell, spec))
    return partial(cell, spec)


def fact(spec: FieldSpec, value: Any) -> SafeString:
    """The value on a record's page: whole. Nothing known is an empty text."""
    if value is None or value == "" or value == ():
        return SafeString("")
    match value:
        case Linked():
            return link(value)
        case tuple():
            return links(value)
        case bool():
            return _truth(value=value)
        case int() | float() | Decimal() if spec.type in ("integer", "decimal"):
            return number(value, spec.unit)
        case dt.date():
            return day(value)
    if spec.type == "choice":
        label = choice_label(spec, str(value))
        return chip(str(value), label) if is_status(spec) else SafeString(escape(label))
    if spec.type == "url":
        return _address(str(value))
    return SafeString(escape(str(value)))


def is_status(spec: FieldSpec) -> bool:
    """Whether some of its choices are good or bad news; the choices of other fields are plain words."""
    return any(tone(value) != "none" for value, _ in spec.choices)


def choice_label(spec: FieldSpec, value: str) -> str:
    """The words for a choice; the bare value when it is none of them."""
    return next((label for known, label in spec.choices if known == value), value)


def is_number(spec: FieldSpec) -> bool:
    """Whether its values stand at the right of their column."""
    return spec.type in ("integer", "decimal")
