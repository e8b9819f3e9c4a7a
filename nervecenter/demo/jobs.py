"""Sample companies as jobs: brought in or taken out while nobody waits."""

from collections.abc import Mapping
from typing import Any

from nervecenter.demo.actions import load_sample, remove_sample
from nervecenter.demo.companies import sample_company
from nervecenter.foundation.jobs.context import JobContext
from nervecenter.foundation.jobs.registry import job

LOAD, REMOVE = "sample.load", "sample.remove"


@job(LOAD)
def load(context: JobContext) -> Mapping[str, Any]:
    """Brings the sample company in that the arguments name: `{"sample": "gitlab"}`."""
    company = sample_company(str(context.arguments["sample"]))
    done = load_sample(company, watch=context)
    return {"sentence": f"{company.title} is here: {done.created:,} records.", "path": "/"}


@job(REMOVE)
def remove(context: JobContext) -> Mapping[str, Any]:
    """Takes the sample company out that the arguments name: `{"sample": "gitlab"}`."""
    company = sample_company(str(context.arguments["sample"]))
    remove_sample(company)
    return {"sentence": f"{company.title} is gone; its history stays.", "path": "/"}
