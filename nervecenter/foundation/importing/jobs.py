"""Imports as jobs: files that were looked at and kept are brought in while nobody waits."""

from collections.abc import Mapping
from typing import Any

from nervecenter.foundation.importing.actions import look, run
from nervecenter.foundation.importing.models import Import
from nervecenter.foundation.jobs.context import JobContext
from nervecenter.foundation.jobs.registry import job

IMPORT_JOB = "import.run"
PREVIEW_JOB = "import.look"


@job(IMPORT_JOB)
def run_import(context: JobContext) -> Mapping[str, Any]:
    """Runs the import that the arguments name: `{"import": 7, "leave_out_rejected": false}`."""
    number = int(context.arguments["import"])
    leave_out = bool(context.arguments.get("leave_out_rejected"))
    done = run(number, actor=context.actor, leave_out_rejected=leave_out, watch=context)
    return {"import": done.pk, "status": done.status, "sentence": sentence(done), "path": f"/imports/{done.pk}/"}


@job(PREVIEW_JOB)
def look_at_import(context: JobContext) -> Mapping[str, Any]:
    """Looks at the files that were set aside for the import that the arguments name: `{"import": 7}`."""
    seen = look(int(context.arguments["import"]), actor=context.actor, watch=context)
    told = seen.message or f"{seen.created:,} would be created, {seen.updated:,} changed, {seen.unchanged:,} unchanged"
    return {"import": seen.pk, "status": seen.status, "sentence": told, "path": f"/imports/{seen.pk}/"}


def sentence(record: Import) -> str:
    """What came of an import, in one sentence."""
    if record.status != Import.Status.DONE:
        return record.message or record.get_status_display()
    said = f"{record.created:,} created, {record.updated:,} changed, {record.unchanged:,} unchanged"
    said += f", {record.rejected:,} left out" if record.rejected else ""
    words = "word" if record.unmatched == 1 else "words"
    return f"{said}, {record.unmatched:,} {words} unmatched." if record.unmatched else f"{said}."
