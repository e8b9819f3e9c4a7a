"""Decisions of definition: counting demand and keeping it, where there is too much evidence to count each time."""

import datetime as dt
import time

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from nervecenter.definition.models import KeptDemand
from nervecenter.definition.queries.demand import demand_by_segment, every_voice
from nervecenter.definition.queries.shown_demand import ALL_SEGMENTS, ShownDemand, written_down
from nervecenter.evidence.queries.demand import backing
from nervecenter.foundation.changes import Change
from nervecenter.foundation.jobs.actions import enqueue

JOB = "demand-count"
PAUSE = dt.timedelta(minutes=2)


def keep_demand(today: dt.date) -> int:
    """The demand of all needs is counted and kept, for all accounts and for each segment. Returns how many needs.

    What is written while it counts is not in it; the entry of the change log from which on that is so is kept with it.
    """
    began, counted_at = time.monotonic(), timezone.now()
    last_change = Change.objects.aggregate(last=Max("id"))["last"] or 0
    said, behind = every_voice(), backing()
    segments = (ALL_SEGMENTS, *sorted(set(behind.segments.values())))
    found = {each: demand_by_segment(said, behind, today, each or None) for each in segments}
    seconds = time.monotonic() - began
    with transaction.atomic():
        KeptDemand.objects.all().delete()
        KeptDemand.objects.bulk_create(
            KeptDemand(
                segment=segment,
                counted_at=counted_at,
                today=today,
                last_change=last_change,
                seconds=seconds,
                figures=written_down(figures),
            )
            for segment, figures in found.items()
        )
    return len(found[ALL_SEGMENTS])


def ask_for_count(shown: ShownDemand) -> None:
    """A job counts anew what is kept and no longer holds; not again within two minutes of the last time."""
    if shown.is_current or (shown.counted_at and timezone.now() - shown.counted_at < PAUSE):
        return
    enqueue(JOB, title="Count demand", actor=None, key=JOB)
