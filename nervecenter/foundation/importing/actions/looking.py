"""Decisions before anything is written: look at files, at once or later as a job, and forget what nobody ran."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from django.db import DatabaseError, transaction
from django.utils import timezone

from nervecenter.domain.exchange.drafting.compiled import CompiledMapping
from nervecenter.domain.exchange.faults import ReadError
from nervecenter.domain.exchange.mapping.document import MappingDocument
from nervecenter.domain.exchange.mapping.loading import load_mapping
from nervecenter.domain.exchange.reading.files import InputFile
from nervecenter.foundation.errors import NotFound
from nervecenter.foundation.importing.actions.beginnings import (
    UNWATCHED,
    ImportRefused,
    begun,
    begun_again,
    failed,
)
from nervecenter.foundation.importing.kinds import kind_specs
from nervecenter.foundation.importing.models import Import, UnmatchedValue
from nervecenter.foundation.importing.outcome import Outcome
from nervecenter.foundation.importing.replaying import ALL
from nervecenter.foundation.importing.running import (
    looked_at,
    mapping_of,
    this_process,
    unmatched_values,
    written_down,
)
from nervecenter.foundation.importing.sources import files_of
from nervecenter.foundation.importing.storage import drop_files, keep_files
from nervecenter.foundation.importing.watching import Watch
from nervecenter.foundation.jobs.context import JobCancelled, WorkerStopping
from nervecenter.foundation.permissions import require
from nervecenter.foundation.users import User

KEPT_FOR = timedelta(days=7)


def preview(
    files: Iterable[InputFile],
    *,
    actor: User | None,
    mapping: MappingDocument | str | None = None,
    kind: str = "",
    title: str = "",
    keep: bool = False,
    watch: Watch = UNWATCHED,
) -> Import:
    """An import that has been looked at: counts, every bad cell, every unmatched word; no record is written.

    With `keep`, the files are kept so that `run` needs only the import. Raises MappingError for a mapping that names
    what does not exist. What is wrong with the files is in the import, not raised.
    """
    require(actor, "import")
    given = list(files)
    record = begun(given, actor=actor, mapping=mapping, kind=kind, title=title)
    if keep:
        forget_old_files()
    record.save()
    try:
        outcome = looked_at(record, given, watch=watch)
        if keep:
            record.kept = keep_files(record.pk, given)
    except (ReadError, DatabaseError) as error:
        return failed(record, Outcome(), str(error))
    except BaseException:
        record.delete()
        raise
    return _seen(record, outcome)


def set_aside(
    files: Iterable[InputFile],
    *,
    actor: User | None,
    mapping: MappingDocument | str | None = None,
    kind: str = "",
    title: str = "",
) -> Import:
    """An import whose files are kept and wait for `look`. Raises MappingError for a mapping that cannot be used."""
    require(actor, "import")
    given = list(files)
    record = begun(given, actor=actor, mapping=mapping, kind=kind, title=title)
    if document := mapping_of(record):
        CompiledMapping(document, kind_specs())
    forget_old_files()
    record.status = Import.Status.LOOKING
    record.save()
    try:
        record.kept = keep_files(record.pk, given)
    except ReadError as error:
        return failed(record, Outcome(), str(error))
    record.save(update_fields=["kept"])
    return record


def replay(
    record: Import,
    documents: Sequence[Mapping[str, str]],
    *,
    actor: User | None,
    later: bool = False,
    watch: Watch = UNWATCHED,
) -> Import:
    """A preview of the kept files of an import through other mappings; run, it is an import of its own.

    `documents` say the mapping of each file and sheet, as an import's `documents`. Fields that were changed since the
    first import are its `conflicts` and stay as they are. With `later`, it waits for `look`. Refused when the files
    are not kept or were never brought in. Raises MappingError for a mapping that cannot be used.
    """
    require(actor, "import")
    again = begun_again(record, documents, actor=actor)
    for each in documents:
        CompiledMapping(load_mapping(each["mapping"], name=each["file"]), kind_specs())
    if later:
        again.status = Import.Status.LOOKING
        again.save()
        return again
    again.save()
    try:
        outcome = looked_at(again, files_of(again), watch=watch)
    except (ReadError, DatabaseError) as error:
        return failed(again, Outcome(), str(error))
    except BaseException:
        again.delete()
        raise
    return _seen(again, outcome)


def take_files_side(number: int, fields: Sequence[str], *, actor: User | None) -> Import:
    """In these fields (`acc-3.industry`; `*` for all) the files win when the replay is run, whoever changed them since.

    Refused for an import that is no replay or no longer a preview.
    """
    require(actor, "import")
    record = Import.objects.filter(pk=number).first()
    if record is None:
        raise NotFound(f"there is no import {number}")
    if not record.replays_id or record.status != Import.Status.PREVIEW:
        raise ImportRefused(f"import {number} is no replay that waits to be run; there is nothing to choose between")
    record.taken = [ALL] if ALL in fields else sorted(set(fields))
    record.save(update_fields=["taken"])
    return record


def look(number: int, *, actor: User | None, watch: Watch = UNWATCHED) -> Import:
    """The files that were set aside have been looked at, as `preview` does.

    When the watch cancels it, the files are put away. When the worker has to go, they wait to be looked at again.
    Refused for an import that is not waiting for it.
    """
    require(actor, "import")
    record = Import.objects.filter(pk=number).first()
    if record is None:
        raise NotFound(f"there is no import {number}")
    if record.status != Import.Status.LOOKING:
        shown = record.get_status_display().lower()
        raise ImportRefused(f"import {number} is {shown}; it does not wait to be looked at")
    record.process, record.started_at = this_process(), timezone.now()
    record.save(update_fields=["process", "started_at"])
    try:
        outcome = looked_at(record, files_of(record), watch=watch)
    except (ReadError, DatabaseError) as error:
        return failed(record, Outcome(), str(error))
    except JobCancelled:
        record.kept = []
        failed(record, Outcome(), "Looking at the files was stopped.", status=Import.Status.CANCELLED)
        drop_files(number)
        raise
    except WorkerStopping:
        raise
    except BaseException:
        failed(record, Outcome(), "Looking at the files stopped on a fault of the program. Nothing was written.")
        raise
    record.status = Import.Status.PREVIEW
    return _seen(record, outcome)


def forget_old_files() -> int:
    """Files of imports that nobody ran within a week are no longer kept; the imports stay. How many imports."""
    old = Import.objects.exclude(kept=[]).exclude(status=Import.Status.RUNNING)
    numbers = list(old.filter(created_at__lt=timezone.now() - KEPT_FOR).values_list("pk", flat=True))
    Import.objects.filter(pk__in=numbers).update(kept=[])
    for number in numbers:
        drop_files(number)
    return len(numbers)


def _seen(record: Import, outcome: Outcome) -> Import:
    written_down(record, outcome)
    with transaction.atomic():
        record.save()
        UnmatchedValue.objects.bulk_create(unmatched_values(record, outcome))
    return record
