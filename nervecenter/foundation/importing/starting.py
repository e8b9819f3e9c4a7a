"""Small files are looked at and brought in while somebody waits, large ones by a job that can be left and cancelled."""

from collections.abc import Iterable, Mapping, Sequence

from nervecenter.domain.exchange.mapping.document import MappingDocument
from nervecenter.domain.exchange.reading.files import InputFile
from nervecenter.foundation.importing.actions import preview, replay, run, set_aside, take_files_side
from nervecenter.foundation.importing.jobs import IMPORT_JOB, PREVIEW_JOB
from nervecenter.foundation.importing.models import Import
from nervecenter.foundation.importing.sources import source_files
from nervecenter.foundation.jobs.actions import enqueue
from nervecenter.foundation.jobs.models import Job
from nervecenter.foundation.permissions import require
from nervecenter.foundation.users import User

RUN_AT_ONCE = 2_000_000
LOOK_AT_ONCE = 5_000_000
ROWS_AT_ONCE = 20_000
_PACKED = (".zip", ".gz", ".xlsx", ".xlsm")
_UNPACKS_TO = 10
_SLOW = (".yml", ".yaml", ".md", ".markdown")
_SLOWER_BY = 10
_BLOCK = 1 << 20


def start_preview(
    files: Iterable[InputFile],
    *,
    actor: User | None,
    mapping: MappingDocument | str | None = None,
    kind: str = "",
    title: str = "",
) -> Import:
    """The files are kept, and looked at: at once, or by a job if they are large; the import then is `looking`."""
    require(actor, "import")
    given = list(files)
    if not is_long_to_look_at(given):
        return preview(given, actor=actor, mapping=mapping, kind=kind, title=title, keep=True)
    record = set_aside(given, actor=actor, mapping=mapping, kind=kind, title=title)
    if record.status == Import.Status.LOOKING:
        look_later(record, actor=actor)
    return record


def start_replay(record: Import, documents: Sequence[Mapping[str, str]], *, actor: User | None) -> Import:
    """The kept files of an import are looked at through other mappings, at once or by a job."""
    require(actor, "import")
    large = is_long_to_look_at(source_files(record))
    again = replay(record, documents, actor=actor, later=large)
    if large:
        look_later(again, actor=actor)
    return again


def look_later(record: Import, *, actor: User | None) -> Job:
    """A job that looks at files that were set aside; the one that is under way already, if there is one."""
    return enqueue(
        PREVIEW_JOB,
        title=f"Look at {record.title}",
        arguments={"import": record.pk},
        actor=actor,
        key=f"import-{record.pk}",
    )


def start_run(
    record: Import, *, actor: User | None, leave_out_rejected: bool, take: Sequence[str] = ()
) -> Import | Job:
    """The import after it was run, or the job that runs it where its files are large.

    `take` names the fields of a replay in which the files win.
    """
    require(actor, "import")
    if take:
        take_files_side(record.pk, take, actor=actor)
    if sum(int(file.get("bytes", 0)) for file in record.kept) <= RUN_AT_ONCE:
        return run(record.pk, actor=actor, leave_out_rejected=leave_out_rejected)
    return enqueue(
        IMPORT_JOB,
        title=f"Import {record.title}",
        arguments={"import": record.pk, "leave_out_rejected": leave_out_rejected},
        actor=actor,
        key=f"import-{record.pk}",
    )


def preview_job(record: Import) -> Job | None:
    """The last job that looked, looks or will look at the files of an import."""
    return Job.objects.filter(kind=PREVIEW_JOB, key=f"import-{record.pk}").order_by("-pk").first()


def is_long_to_look_at(files: Sequence[InputFile]) -> bool:
    """Whether somebody would wait too long: 5 MB or 20,000 lines together; packed and slow formats count tenfold."""
    size = sum(file.size * _weight(file) for file in files if file.size > 0)
    return size > LOOK_AT_ONCE or sum(map(_lines, files)) > ROWS_AT_ONCE


def _weight(file: InputFile) -> int:
    return _UNPACKS_TO if file.suffix in _PACKED else _SLOWER_BY if file.suffix in _SLOW else 1


def _lines(file: InputFile) -> int:
    if file.suffix in _PACKED:
        return 0
    with file.open() as stream:
        return sum(block.count(b"\n") for block in iter(lambda: stream.read(_BLOCK), b""))
