"""Template filters for tables: the value that a mapping has for a key."""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def at(values: Mapping[Any, Any], key: Any) -> Any:
    """The value of the mapping at that key; nothing where it has none."""
    return values.get(key, "")
