"""Places in the pages of a lower context that a higher one fills, so that nothing below imports what stands above.

Every page has `frame:notices` (lines above its head). The generic pages have these slots: `list:<kind>` (the answer
sentence above a list, called with number 0) and `record:<kind>` or `record:*` (a section of a record's page).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


@dataclass(frozen=True, slots=True)
class Panel:
    """A section that somebody adds to a page: its heading, and the template with the context that fill it."""

    title: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)

    def html(self) -> SafeString:
        """The section, rendered."""
        return render_to_string(self.template, self.context)


type Source = Callable[[HttpRequest, str, int], Panel | None]

_sources: dict[str, list[Source]] = {}


def fill(slot: str, source: Source) -> None:
    """From now on `source(request, kind, number)` adds its panel to the slot; None adds nothing."""
    _sources.setdefault(slot, []).append(source)


def panels(slot: str, request: HttpRequest, kind: str, number: int = 0) -> tuple[Panel, ...]:
    """What fills the slot for one record of a kind, in the order in which it was filled."""
    found = (source(request, kind, number) for source in _sources.get(slot, ()))
    return tuple(panel for panel in found if panel is not None)
