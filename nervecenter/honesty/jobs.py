"""A run of all checks as a job, for whoever need not wait for it."""

from typing import Any

from nervecenter.foundation.jobs.context import JobContext
from nervecenter.foundation.jobs.registry import job
from nervecenter.honesty.actions import run_checks


@job("check-run")
def check_run(context: JobContext) -> dict[str, Any]:
    """Runs the checks over the company and keeps what they find.

    Arguments: `select` and `ignore`, lists of codes; both may be left out.
    """
    context.progress(0, message="running the checks")
    context.check_cancelled()
    arguments = context.arguments
    result = run_checks(actor=context.actor, select=arguments.get("select", ()), ignore=arguments.get("ignore", ()))
    found = len(result.findings)
    return {
        "sentence": f"Findings: {found:,} open, {result.new:,} of them new; {result.fixed:,} fixed since the last run",
        "path": "/honesty/",
        "findings": found,
        "new": result.new,
        "fixed": result.fixed,
    }
