"""Demand counted as a job, so that nobody waits for a million pieces of evidence."""

from typing import Any

from django.utils import timezone

from nervecenter.definition.actions import JOB, keep_demand
from nervecenter.foundation.jobs.context import JobContext
from nervecenter.foundation.jobs.registry import job


@job(JOB)
def demand_count(context: JobContext) -> dict[str, Any]:
    """Counts the demand of all needs and keeps it."""
    context.progress(0, message="counting the accounts behind each need")
    context.check_cancelled()
    needs = keep_demand(timezone.localdate())
    return {"sentence": f"Demand of {needs:,} needs is counted", "path": "/evidence/demand/", "needs": needs}
