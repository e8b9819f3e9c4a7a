"""Template tags for signs and values: an icon, a date, a number, a status chip."""

import datetime as dt
from decimal import Decimal
from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from nervecenter.foundation.pages import showing

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """A sign from icons.svg; for the eye only, so the control beside it needs a name."""
    return _icon(name)


@lru_cache(maxsize=256)
def _icon(name: str) -> SafeString:
    address = static("nervecenter/icons.svg")
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', address, name)


@register.simple_tag
def asset(name: str) -> str:
    """The address of one of our static files, such as css/base.css."""
    return _asset(name)


@lru_cache(maxsize=64)
def _asset(name: str) -> str:
    return static(f"nervecenter/{name}")


@register.filter
def day(value: dt.date | None) -> str:
    """A date or a moment, as the reader's browser writes it."""
    return showing.day(value) if value else ""


@register.filter
def number(value: float | Decimal | None) -> str:
    """A number with thousands apart."""
    return showing.number(value) if value is not None else ""


@register.simple_tag
def chip(value: str, label: str = "") -> SafeString:
    """A status as a word with a shape."""
    return showing.chip(value, label or value.replace("_", " ").capitalize())
