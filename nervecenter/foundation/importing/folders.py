"""Every kind of record as one open file each in a folder, and such a folder brought in again.

Records keep their ids: in the workspace they came from, changed files change them; in an empty one they are made under
the same ids, so that addresses written down elsewhere stay right. Archived records, users and history stay behind: the
whole workspace is what a backup takes.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from django.db import connection

from nervecenter.domain.exchange.mapping.document import MappingDocument, Recognise, Source, Target
from nervecenter.domain.exchange.reading.files import InputFile, file_from_path
from nervecenter.foundation.errors import DomainError
from nervecenter.foundation.importing.actions import load, preview
from nervecenter.foundation.importing.dialects import recognised_by
from nervecenter.foundation.importing.export import CannotExport, export_stream
from nervecenter.foundation.importing.kinds import kind_spec
from nervecenter.foundation.importing.models import Import
from nervecenter.foundation.importing.watching import Unwatched, Watch
from nervecenter.foundation.resources import Resource, all_resources, resource

MANIFEST = "nervecenter-export.json"
FORMAT = "nervecenter-export"
FORMS = ("csv", "jsonl", "json", "xlsx")
UNWATCHED = Unwatched()


class NotAnExport(DomainError):
    """The folder was not written by an export, or is not complete. Nothing was changed."""

    code = "not-an-export"
    status = 422


class OtherWorkspace(DomainError):
    """The files came from another workspace, and this one has records of its own. Nothing was changed."""

    code = "other-workspace"


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """One file of an export: the kind of its rows, where it lies, how many there are."""

    kind: str
    file: str
    records: int


@dataclass(frozen=True, slots=True)
class _Manifest:
    made_at: str
    workspace: str
    files: tuple[tuple[str, str], ...]


def export_folder(
    folder: Path, *, form: str = "csv", kinds: Sequence[str] = (), watch: Watch = UNWATCHED
) -> tuple[ExportedFile, ...]:
    """One file a kind that has records (all kinds, when none are named) in the folder, with a list of them.

    The folder is made; one that holds something else than an earlier export is refused. Links between the files are of
    the moment at which each was read.
    """
    if form not in FORMS:
        raise CannotExport(f"'{form}' is not a form of export; choose {', '.join(FORMS)}")
    _refuse_foreign_folder(folder)
    folder.mkdir(parents=True, exist_ok=True)
    declared = [resource(kind) for kind in kinds] or list(all_resources())
    written = []
    for place, each in enumerate(declared):
        watch.check_cancelled()
        count = each.model._default_manager.filter(archived_at=None).count()
        if not count and not kinds:
            continue
        watch.progress(place, len(declared), each.plural.lower())
        name = f"{each.slug}.{form}"
        with (folder / name).open("wb") as file:
            for block in export_stream(each.kind, form):
                file.write(block)
        written.append(ExportedFile(each.kind, name, count))
    told = {
        "format": FORMAT,
        "nervecenter": version("nervecenter"),
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "workspace": workspace_mark(),
        "files": [{"kind": one.kind, "file": one.file, "records": one.records} for one in written],
    }
    (folder / MANIFEST).write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return tuple(written)


def import_folder(folder: Path, *, dry_run: bool = False, watch: Watch = UNWATCHED) -> Import:
    """What an export wrote is in the workspace, as one import: all of it or nothing, and undone as one.

    Refused: a folder without the list of its files or with a file missing (NotAnExport), and one of another workspace
    where this one has records already (OtherWorkspace).
    """
    told = _manifest(folder)
    title = f"Export of {told.made_at}, workspace of {told.workspace}"
    if not _is_of_here(told.workspace) and _holds_records():
        raise OtherWorkspace(
            f"{folder} was exported from another workspace, and this one holds records of its own, whose ids may be the"
            " same; bring it into an empty data folder, or its files one by one with: nervecenter load"
        )
    files: list[InputFile] = []
    documents = []
    for kind, name in told.files:
        path = folder / name
        if path.name != name or path.suffix.lstrip(".") not in FORMS or not path.is_file():
            raise NotAnExport(f"{folder} lacks {name}, which its list names; export again")
        files.append(file_from_path(path))
        documents.append(_mapping(resource(kind), name))
    with recognised_by(documents):
        if dry_run:
            return preview(files, actor=None, title=title, watch=watch)
        return load(files, actor=None, title=title, watch=watch)


def workspace_mark() -> str:
    """What tells one workspace from another, through backup and restore: when its database was made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(applied) FROM django_migrations")
        made = cursor.fetchone()[0]
    return str(made)[:26].replace("T", " ")


def _mapping(declared: Resource, file: str) -> MappingDocument:
    fields = {
        name: Source(column=name, split=(";",)) if spec.type == "links" else Source(column=name)
        for name, spec in kind_spec(declared.kind).fields.items()
    }
    target = Target(kind=declared.kind, public_id=Source(column="id"), fields=fields)
    name = f"export-{declared.kind.replace('_', '-')}"
    return MappingDocument(name=name, source="export", recognise=Recognise(file=(file,)), into=(target,))


def _manifest(folder: Path) -> _Manifest:
    try:
        told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if told["format"] != FORMAT:
            raise ValueError(told["format"])
        files = tuple((str(one["kind"]), str(one["file"])) for one in told["files"])
        return _Manifest(str(told["made_at"]), str(told["workspace"]), files)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NotAnExport(
            f"{folder} holds no {MANIFEST} that can be read, so it is no export; bring files in with: nervecenter load"
        ) from error


def _refuse_foreign_folder(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise CannotExport(f"{folder} is a file; name a folder")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MANIFEST).is_file():
        raise CannotExport(
            f"{folder} holds other files; name a new folder, or one that an export was written to before"
        )


def _is_of_here(workspace: str) -> bool:
    """Whether records of that workspace have their ids here: it is this one, or this one was filled from it."""
    filled = Import.objects.filter(title__endswith=f"workspace of {workspace}", status=Import.Status.DONE)
    return workspace == workspace_mark() or filled.exists()


def _holds_records() -> bool:
    return any(declared.model._default_manager.exists() for declared in all_resources())
