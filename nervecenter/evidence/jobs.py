"""Evidence's work that nobody need wait for: the search for segments."""

from typing import Any

from nervecenter.foundation.jobs.context import JobContext
from nervecenter.foundation.jobs.registry import job

DISCOVERY = "segment-discovery"


@job(DISCOVERY)
def segment_discovery(context: JobContext) -> dict[str, Any]:
    """Looks for segments among the accounts and keeps what it finds; writes no record.

    Arguments: `attributes`, a list of names; `method`, empty for the one that fits; `classes`, a list of numbers.
    """
    from nervecenter.domain.segmentation.items import Method
    from nervecenter.evidence.discovery.columns import account_columns
    from nervecenter.evidence.discovery.searching import segments_among

    asked = context.arguments
    classes = [int(number) for number in asked["classes"]]
    context.progress(0, len(classes) + 1, "reading the accounts")
    columns = account_columns(asked["attributes"])

    def told(place: int, _total: int, step: str) -> None:
        context.progress(place, message=step)
        context.check_cancelled()

    found = segments_among(columns, classes, Method(asked["method"]) if asked["method"] else None, told)
    return found | {
        "sentence": f"{found['best']} segments among {found['rows']:,} accounts",
        "path": f"/market/segments/discover/{context.number}/",
        "asked": dict(asked),
    }
