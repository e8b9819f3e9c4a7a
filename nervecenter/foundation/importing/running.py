"""The work of an import between its decisions: read, load, and say what came of it. Shared by preview and run."""

import os
import socket
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import asdict
from typing import Any

from django.db import DatabaseError

from nervecenter.domain.exchange.mapping.document import MappingDocument
from nervecenter.domain.exchange.mapping.loading import dump_mapping, load_mapping
from nervecenter.domain.exchange.reading.files import InputFile
from nervecenter.foundation.bulk import logged_as_sets
from nervecenter.foundation.importing.engine import Engine
from nervecenter.foundation.importing.models import Import, UnmatchedValue
from nervecenter.foundation.importing.outcome import Outcome
from nervecenter.foundation.importing.pieces import Piece, Unread, pieces
from nervecenter.foundation.importing.replaying import guard_for
from nervecenter.foundation.importing.source_keeping import SourceKeeper
from nervecenter.foundation.importing.watching import Watch
from nervecenter.foundation.importing.writers import NoWriter, database_writer
from nervecenter.foundation.resources import resource

LARGE = 500_000


class BadRows(Exception):
    """Something in the files cannot be taken; the transaction is given up."""


class NothingToWrite(Exception):
    """Every record is as the files say; the transaction is given up, so that it leaves no trace."""


def mapping_of(record: Import) -> MappingDocument | None:
    """The mapping that was given for an import, if one was."""
    return load_mapping(record.mapping, name=record.title) if record.mapping else None


def looked_at(record: Import, files: Iterable[InputFile], *, watch: Watch) -> Outcome:
    """What the files would do. Nothing is written."""
    outcome = Outcome()
    found = _found(record, files, outcome)
    engine = Engine(found, writer=NoWriter(), actor=None, outcome=outcome, dry=True, guard=guard_for(record))
    engine.read(watch)
    engine.finish()
    engine.settle()
    return outcome


def loaded(
    record: Import,
    files: Iterable[InputFile],
    outcome: Outcome,
    *,
    leave_out: bool,
    watch: Watch,
    keeper: SourceKeeper,
) -> None:
    """The files are in the database, inside the running transaction. Raises BadRows or NothingToWrite to give up.

    The keeper is told which record came from which row; it is left to the caller to save that.
    Large imports are logged and indexed as sets, which takes the triggers away for the length of the transaction;
    small ones row by row, because that change of the schema makes every other connection read it anew.
    """
    found = _found(record, files, outcome)
    engine = Engine(
        found,
        writer=database_writer(),
        actor=record.actor_id,
        outcome=outcome,
        dry=False,
        keeper=keeper,
        guard=guard_for(record),
    )
    large = sum({piece.part.file: piece.size for piece in found}.values()) > LARGE
    large = (large or any(piece.size < 0 for piece in found)) and not _may_fill_gaps(found)
    with logged_as_sets(engine.tables()) if large else nullcontext():
        engine.read(watch)
        engine.finish()
        if _is_refused(outcome, leave_out=leave_out):
            raise BadRows
    watch.check_cancelled()
    engine.settle()
    totals = outcome.totals()
    if not (totals["created"] or totals["updated"]):
        raise NothingToWrite


def written_down(record: Import, outcome: Outcome) -> None:
    """The import's record says what came of it; its unmatched words are listed anew. Saves nothing of the record."""
    for name, count in outcome.totals().items():
        setattr(record, name, count)
    record.by_kind = outcome.by_kind()
    record.errors = [asdict(error) for error in outcome.log.errors]
    record.error_count = outcome.log.total
    record.conflicts = [
        asdict(conflict) | {"here": _plain(conflict.here), "file": _plain(conflict.file)}
        for conflict in outcome.conflicts
    ]
    record.conflict_count = outcome.conflict_count
    record.notices = [asdict(notice) for notice in outcome.log.notices]


def unmatched_values(record: Import, outcome: Outcome) -> list[UnmatchedValue]:
    """The words that named nothing and those that look misspelt, as they are to be kept."""
    named_nothing = [
        UnmatchedValue(
            import_of=record,
            kind=kind,
            field=name,
            target_kind=target,
            value=word,
            count=entry.count,
            places=[{"file": file, "row": row} for file, row in entry.places],
            records=entry.records,
            proposal=entry.proposal,
        )
        for (kind, name, target, word), entry in outcome.unmatched.items()
    ]
    misspelt = [
        UnmatchedValue(
            import_of=record,
            kind=one.kind,
            field=one.field,
            value=one.word,
            count=one.count,
            places=[{"file": one.place[0], "row": one.place[1]}],
            proposal=one.proposal,
            status=UnmatchedValue.Status.MISSPELT,
        )
        for one in outcome.misspelt
    ]
    return named_nothing + misspelt


def described(found: Sequence[Piece], unread: Sequence[Unread]) -> list[dict[str, Any]]:
    """The files as the import's record lists them."""
    read = [
        {
            "name": piece.part.file,
            "sheet": piece.part.sheet,
            "bytes": piece.size,
            "mapping": piece.compiled.document.name,
            "title": piece.compiled.document.title or piece.compiled.document.name,
            "kinds": sorted(piece.gives),
            "reasons": list(piece.reasons),
        }
        for piece in found
    ]
    return read + [
        {"name": one.file, "bytes": one.size, "message": one.message, "candidates": list(one.candidates)}
        | ({"broken": True} if one.broken else {})
        for one in unread
    ]


def documents(found: Sequence[Piece]) -> list[dict[str, str]]:
    """The mapping (YAML) that each file's sheet goes through."""
    texts: dict[int, str] = {}
    for piece in found:
        used = piece.compiled.document
        if id(used) not in texts:
            texts[id(used)] = dump_mapping(used)
    return [
        {"file": piece.part.file, "sheet": piece.part.sheet, "mapping": texts[id(piece.compiled.document)]}
        for piece in found
    ]


def this_process() -> str:
    """This host and process, as an import's record names who runs it."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}"


def is_gone(process: str) -> bool:
    """Whether a process of this host that an import names is no more. Of other hosts nothing is known."""
    host, _, number = process.rpartition(":")
    if host != socket.gethostname()[:60] or not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def failure_message(error: Exception) -> str:
    """Why the database refused, what became of the import, and what to do."""
    text = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    if "full" in text.lower() or "no space" in text.lower():
        return "The disk is full. Nothing was written. Make room and run the import again."
    if "locked" in text.lower():
        return "The database was busy for too long. Nothing was written. Run the import again."
    kind = "The database refused" if isinstance(error, DatabaseError) else "It failed"
    return f"{kind}: {text}. Nothing was written."


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | str | list | bool) or value is None else str(value)


def _found(record: Import, files: Iterable[InputFile], outcome: Outcome) -> list[Piece]:
    """The pieces of the files; the record says what they are and which mappings they go through."""
    chosen = record.documents if record.replays_id else ()
    found, unread = pieces(files, mapping=mapping_of(record), kind=record.kind, outcome=outcome, chosen=chosen)
    record.files = described(found, unread)
    if not record.replays_id:
        record.documents = documents(found)
    return found


def _may_fill_gaps(found: Sequence[Piece]) -> bool:
    """Whether rows may take the ids of records that are gone. Logging as sets looks only behind the last id."""
    targets = [target for piece in found for target in piece.compiled.document.into if target.public_id]
    return any(resource(target.kind).model._default_manager.exists() for target in targets)


def _is_refused(outcome: Outcome, *, leave_out: bool) -> bool:
    """Bad cells may be left out with their rows; a file that cannot be read, or lacks a column it needs, may not."""
    stopped = outcome.broken or any(not error.row for error in outcome.log.errors)
    return bool(stopped) or (outcome.log.total > 0 and not leave_out)
