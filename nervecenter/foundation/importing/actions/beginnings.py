"""How imports begin and fail, whether they are looked at or run."""

from collections.abc import Mapping, Sequence
from contextlib import suppress

from django.db import DatabaseError
from django.utils import timezone

from nervecenter.domain.exchange.mapping.document import MappingDocument
from nervecenter.domain.exchange.mapping.loading import dump_mapping
from nervecenter.domain.exchange.reading.files import InputFile
from nervecenter.foundation.errors import DomainError
from nervecenter.foundation.importing.models import Import
from nervecenter.foundation.importing.outcome import Outcome
from nervecenter.foundation.importing.pieces import content_hash
from nervecenter.foundation.importing.running import written_down
from nervecenter.foundation.importing.sources import source_files
from nervecenter.foundation.importing.watching import Unwatched
from nervecenter.foundation.users import User

UNWATCHED = Unwatched()


class ImportRefused(DomainError):
    """The import cannot be done in the state that it is in."""

    code = "import-refused"


def begun(
    files: list[InputFile], *, actor: User | None, mapping: MappingDocument | str | None, kind: str, title: str
) -> Import:
    """An import of these files, not saved yet. Its title is the names of the first files unless it is given."""
    text = mapping if isinstance(mapping, str) else dump_mapping(mapping) if mapping else ""
    names = [file.name for file in files]
    shown = title or ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    return Import(title=shown[:200], kind=kind, mapping=text, content_hash=content_hash(files), actor=actor)


def begun_again(record: Import, documents: Sequence[Mapping[str, str]], *, actor: User | None) -> Import:
    """An import of the kept files of another, through these documents, not saved yet. Refused when none are kept."""
    first = record.replays or record
    files = source_files(first)
    if not files:
        raise ImportRefused(f"the files of import {first.pk} are not kept; drop them again to bring them in anew")
    if first.status not in (Import.Status.DONE, Import.Status.UNDONE):
        raise ImportRefused(f"import {first.pk} was not run, so there is nothing to replay; change its mapping instead")
    return Import(
        title=first.title,
        kind=first.kind,
        replays=first,
        documents=[dict(each) for each in documents],
        kept=[{"name": file.name, "kept": "", "bytes": file.size} for file in files],
        content_hash=first.content_hash,
        actor=actor,
    )


def failed(record: Import, outcome: Outcome, message: str, *, status: str = Import.Status.FAILED) -> Import:
    """The import has ended without having written anything, and says why."""
    record.changeset = None
    written_down(record, outcome)
    record.created = record.updated = 0
    record.status, record.message, record.finished_at = status, message, timezone.now()
    # On a full disk not even this can be written; the next start then finds the import stale.
    with suppress(DatabaseError):
        record.save()
    return record
