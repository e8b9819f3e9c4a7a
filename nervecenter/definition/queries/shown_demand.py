"""Demand as pages show it: counted at once where there is little to count, else as it was kept, with its time.

What is kept is never shown as new: it says when it was counted and whether records it rests on have changed since.
"""

import datetime as dt
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec
from django.utils import timezone

from nervecenter.definition.models import KeptDemand, Requirement, RequirementHighlight
from nervecenter.definition.queries.demand import all_demand, links_to_count
from nervecenter.domain.demand.counting import Demand
from nervecenter.evidence.models import Deal, Evidence, Highlight
from nervecenter.foundation.remembering import changed_after
from nervecenter.market.models import Account, Segment

COUNTED_AT_ONCE = 20_000
ALL_SEGMENTS = 0
RESTS_ON = frozenset(
    model._meta.db_table
    for model in (
        Account,
        Deal,
        Evidence,
        Evidence.problems.through,
        Highlight,
        Requirement.evidence.through,
        Requirement.problems.through,
        RequirementHighlight,
        Segment,
    )
)

_decoder = msgspec.msgpack.Decoder(dict[str, Demand])
_encoder = msgspec.msgpack.Encoder()
_decoded = threading.local()


@dataclass(frozen=True, slots=True)
class ShownDemand:
    """The demand of each need by public id, and when it was counted (None: it has not been, there is too much for now).

    `is_current` holds when nothing that it rests on has changed since, and no new day has begun.
    """

    by_need: Mapping[str, Demand] = field(default_factory=dict)
    counted_at: dt.datetime | None = None
    is_current: bool = False


def shown_demand(today: dt.date, *, segment: int | None = None) -> ShownDemand:
    """The demand of all needs, of a segment where one is named. Eleven SQL queries where it is counted at once."""
    if links_to_count() <= COUNTED_AT_ONCE:
        return ShownDemand(all_demand(today, segment=segment), timezone.now(), is_current=True)
    whole = KeptDemand.objects.filter(segment=ALL_SEGMENTS).defer("figures").first()
    if whole is None:
        return ShownDemand()
    current = whole.today == today and not changed_after(whole.last_change, RESTS_ON)
    return ShownDemand(_kept(segment or ALL_SEGMENTS, whole.counted_at), whole.counted_at, current)


def written_down(figures: Mapping[str, Demand]) -> bytes:
    """Figures as they are kept."""
    return _encoder.encode(figures)


def _kept(segment: int, counted_at: dt.datetime) -> Mapping[str, Demand]:
    """The kept figures; each thread keeps those it read last. One SQL query or none."""
    known: dict[int, tuple[dt.datetime, Mapping[str, Demand]]] = _decoded.__dict__.setdefault("known", {})
    if segment in known and known[segment][0] == counted_at:
        return known[segment][1]
    row = KeptDemand.objects.filter(segment=segment, counted_at=counted_at).first()
    found = _decoder.decode(bytes(row.figures)) if row else {}
    known[segment] = counted_at, found
    return found
