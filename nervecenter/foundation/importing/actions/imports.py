"""Decisions about imports: bring files in, take them back, keep a mapping."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from nervecenter.domain.exchange.faults import ReadError
from nervecenter.domain.exchange.mapping.document import MappingDocument
from nervecenter.domain.exchange.mapping.loading import dump_mapping, load_mapping
from nervecenter.domain.exchange.reading.files import InputFile
from nervecenter.foundation.changes import changeset
from nervecenter.foundation.errors import NotFound, StillReferenced
from nervecenter.foundation.importing.actions.beginnings import UNWATCHED, ImportRefused, begun, failed
from nervecenter.foundation.importing.actions.repeats import bring_forward, put_behind
from nervecenter.foundation.importing.models import Import, SavedMapping, UnmatchedValue
from nervecenter.foundation.importing.outcome import Outcome
from nervecenter.foundation.importing.pieces import content_hash
from nervecenter.foundation.importing.running import (
    BadRows,
    NothingToWrite,
    failure_message,
    is_gone,
    loaded,
    this_process,
    unmatched_values,
    written_down,
)
from nervecenter.foundation.importing.source_keeping import keeper_for
from nervecenter.foundation.importing.source_models import SourceChunk, SourceFile, SourceRows
from nervecenter.foundation.importing.sources import files_of
from nervecenter.foundation.importing.storage import drop_files
from nervecenter.foundation.importing.watching import Watch
from nervecenter.foundation.jobs.context import JobCancelled, WorkerStopping
from nervecenter.foundation.permissions import require
from nervecenter.foundation.undoing import undo_changeset
from nervecenter.foundation.users import User

STALE_AFTER = timedelta(hours=12)


def run(
    number: int,
    *,
    actor: User | None,
    files: Iterable[InputFile] | None = None,
    leave_out_rejected: bool = False,
    watch: Watch = UNWATCHED,
) -> Import:
    """The import is done, all of it or nothing; `status` and `message` of what is returned say which.

    The files are the kept ones or those given, which must be the same as in the preview. Bad cells make it fail unless
    `leave_out_rejected`, which leaves out their rows. A second run of the same files changes nothing. Refused for an
    import that is running, done or undone, or whose files are no longer kept. When the watch stops it, nothing is
    written and the stop is raised on.
    """
    require(actor, "import")
    fail_stale_imports()
    record = Import.objects.filter(pk=number).first()
    if record is None:
        raise NotFound(f"there is no import {number}")
    if record.status in (Import.Status.LOOKING, Import.Status.RUNNING, Import.Status.DONE, Import.Status.UNDONE):
        shown = record.get_status_display().lower()
        raise ImportRefused(f"import {number} is {shown}; look at the files again to bring them in anew")
    given = list(files) if files is not None else _still_kept(record)
    if files is not None and content_hash(given) != record.content_hash:
        raise ImportRefused("the files are not those that were looked at; look at them again")
    return _run(record, given, actor=actor, leave_out=leave_out_rejected, watch=watch)


def load(
    files: Iterable[InputFile],
    *,
    actor: User | None,
    mapping: MappingDocument | str | None = None,
    kind: str = "",
    title: str = "",
    leave_out_rejected: bool = False,
    watch: Watch = UNWATCHED,
) -> Import:
    """Files brought in without looking first: what `preview` and `run` do, reading them once."""
    require(actor, "import")
    fail_stale_imports()
    given = list(files)
    record = begun(given, actor=actor, mapping=mapping, kind=kind, title=title)
    return _run(record, given, actor=actor, leave_out=leave_out_rejected, watch=watch)


def undo_import(number: int, *, actor: User | None) -> Import:
    """Everything the import wrote is as it was before, what was decided about its words afterwards too.

    Refused, with nothing changed, when it was not done or is undone already (ImportRefused), when records were changed
    since (ChangedSince, which names them), or when other records point at new ones (StillReferenced).
    """
    require(actor, "undo")
    record = Import.objects.filter(pk=number).first()
    if record is None:
        raise NotFound(f"there is no import {number}")
    if record.status != Import.Status.DONE:
        raise ImportRefused(f"import {number} is {record.get_status_display().lower()}; there is nothing to undo")
    try:
        with transaction.atomic():
            decided = record.unmatched_values.exclude(changeset=None).values_list("changeset", flat=True)
            for resolution in sorted(set(decided), reverse=True):
                undo_changeset(resolution, actor=actor)
            if record.changeset_id:
                undo_changeset(record.changeset_id, actor=actor)
            record.status = Import.Status.UNDONE
            record.save(update_fields=["status"])
            bring_forward(record)
    except IntegrityError as error:
        raise StillReferenced("records that came after point at records of this import; change those first") from error
    return record


def cancel_import(number: int, *, actor: User | None) -> Import:
    """An import that was only looked at, or waits for it, will not be run; its kept files are gone.

    A running one is stopped as a job.
    """
    require(actor, "import")
    waiting = (Import.Status.PREVIEW, Import.Status.LOOKING)
    changed = Import.objects.filter(pk=number, status__in=waiting).update(
        status=Import.Status.CANCELLED, finished_at=timezone.now(), kept=[]
    )
    if not changed:
        raise ImportRefused(f"import {number} is not waiting to be run; cancel its job if it is running")
    drop_files(number)
    return Import.objects.get(pk=number)


def forget_source(number: int, *, actor: User | None) -> Import:
    """The files of an import are no longer kept, nor the rows that records came from, in its replays too.

    Records and history stay; the import can no longer be replayed. Refused while it runs, or when nothing is kept.
    """
    require(actor, "import")
    record = Import.objects.filter(pk=number).first()
    if record is None:
        raise NotFound(f"there is no import {number}")
    first = record.replays or record
    together = Import.objects.filter(Q(pk=first.pk) | Q(replays=first))
    if together.filter(status=Import.Status.RUNNING).exists():
        raise ImportRefused(f"import {first.pk} is running; wait for its end")
    kept = (SourceFile, SourceRows, SourceChunk)
    with transaction.atomic():
        gone = sum(model.objects.filter(import_of__in=together).delete()[0] for model in kept)
    if not gone:
        raise ImportRefused(f"of import {first.pk} no files are kept; there is nothing to forget")
    return record


def fail_stale_imports() -> int:
    """Imports whose process is gone (killed, out of memory) have failed, and say so; they left nothing. How many."""
    long_ago = timezone.now() - STALE_AFTER
    running = Import.objects.filter(status=Import.Status.RUNNING)
    stale = [one for one in running if is_gone(one.process) or (one.started_at and one.started_at < long_ago)]
    for record in stale:
        message = "The program that ran it stopped before the end. Nothing was written. Run it again."
        Import.objects.filter(pk=record.pk, status=Import.Status.RUNNING).update(
            status=Import.Status.FAILED, message=message, finished_at=timezone.now()
        )
    return len(stale)


def save_mapping(document: MappingDocument | str, *, actor: User | None, signature: str = "") -> SavedMapping:
    """A mapping is kept under its name, in place of the one that had it. Raises MappingError for one with problems."""
    require(actor, "import")
    parsed = load_mapping(document) if isinstance(document, str) else document
    text = document if isinstance(document, str) else dump_mapping(document)
    values: dict[str, Any] = {"title": parsed.title, "document": text, "signature": signature, "created_by": actor}
    return SavedMapping.objects.update_or_create(name=parsed.name, defaults=values)[0]


def _run(record: Import, files: list[InputFile], *, actor: User | None, leave_out: bool, watch: Watch) -> Import:
    record.status, record.message, record.process = Import.Status.RUNNING, "", this_process()
    record.actor, record.started_at, record.finished_at = actor, timezone.now(), None
    record.save()
    outcome = Outcome()
    keeper = keeper_for(files, record)
    try:
        with suppress(NothingToWrite), changeset(actor=actor, action="import.run", reason=record.title) as written:
            loaded(record, files, outcome, leave_out=leave_out, watch=watch, keeper=keeper)
            record.changeset = written
            _finish(record, outcome)
            keeper.save(record)
        if record.changeset is None:
            with transaction.atomic():
                _finish(record, outcome)
                if not _is_kept(record):
                    keeper.save(record)
    except BadRows:
        return failed(record, outcome, _told(outcome))
    except (DatabaseError, ReadError, OSError) as error:
        record.changeset = None
        return failed(record, outcome, failure_message(error))
    except (JobCancelled, WorkerStopping, KeyboardInterrupt):
        failed(record, outcome, "It was stopped. Nothing was written.", status=Import.Status.CANCELLED)
        raise
    except BaseException:
        failed(record, outcome, "It stopped on a fault of the program. Nothing was written.")
        raise
    finally:
        keeper.close()
    drop_files(record.pk)
    return record


def _still_kept(record: Import) -> list[InputFile]:
    try:
        found = files_of(record)
    except ReadError as error:
        raise ImportRefused(str(error)) from error
    if not found:
        raise ImportRefused(f"the files of import {record.pk} are no longer kept; choose them again")
    return found


def _is_kept(record: Import) -> bool:
    """Whether an import of the same files, which did write, keeps them already."""
    same = SourceFile.objects.filter(import_of__content_hash=record.content_hash)
    return same.filter(import_of__status=Import.Status.DONE).exists()


def _finish(record: Import, outcome: Outcome) -> None:
    written_down(record, outcome)
    record.status, record.finished_at, record.kept = Import.Status.DONE, timezone.now(), []
    with transaction.atomic():
        record.save()
        record.unmatched_values.all().delete()
        UnmatchedValue.objects.bulk_create(unmatched_values(record, outcome))
        put_behind(record)


def _told(outcome: Outcome) -> str:
    files = [*outcome.broken, *(error for error in outcome.log.errors if not error.row)]
    if files:
        place = f", row {files[0].row}" if files[0].row else f", {files[0].column}" if files[0].column else ""
        return f"{files[0].file}{place}: {files[0].message} Nothing was written."
    rows, cells = outcome.tally.rejected, outcome.log.total
    return (
        f"{rows:,} rows have {cells:,} bad cells. Nothing was written. Correct them, or run it again leaving them out."
    )
