"""What the command line could not do, told to a person or a program: what, where, and what to do."""

import json
import sys
from dataclasses import dataclass
from typing import Any

CLEAN, FINDINGS, COULD_NOT_RUN, INTERRUPTED = 0, 1, 2, 130
FULL_DISK = ("disk is full", "No space left", "ENOSPC", "could not extend file")


@dataclass(frozen=True, slots=True)
class Told:
    """A refusal in plain words, with its place in a file when it has one."""

    code: str
    message: str
    file: str = ""
    row: int = 0
    column: str = ""

    def __str__(self) -> str:
        place = [self.file] if self.file else []
        place += [f"line {self.row}"] if self.row else []
        place += [f"column {self.column}"] if self.column else []
        return f"{', '.join(place)}: {self.message}" if place else self.message


class CannotRun(Exception):
    """The command could not run. Exit code 2."""

    def __init__(self, message: str, *, code: str = "cannot-run", file: str = "", row: int = 0) -> None:
        super().__init__(message)
        self.told = Told(code, message, file, row)


def tell(refusals: list[Told], *, as_json: bool) -> None:
    """Refusals on standard error for people, as one JSON object on standard output for programs."""
    if as_json:
        errors = [
            {"code": each.code, "message": each.message, "file": each.file, "row": each.row, "column": each.column}
            for each in refusals
        ]
        print(json.dumps({"errors": errors}, ensure_ascii=False))
        return
    for each in refusals:
        print(f"nervecenter: {each}", file=sys.stderr)


def in_words(error: BaseException) -> list[Told] | None:
    """A refusal we know how to put; None for a fault of ours, which should be seen in full."""
    if isinstance(error, CannotRun):
        return [error.told]
    problems = getattr(error, "problems", None)
    if problems and _is_ours(error):
        return [Told("refused", each.message, each.file, each.row, each.column) for each in problems]
    if _is_ours(error):
        return [_ours(error)]
    if type(error).__module__.partition(".")[0] in {"django", "psycopg", "sqlite3"}:
        return _from_django(error)
    if isinstance(error, OSError):
        return [_from_system(error)]
    return None


def _is_ours(error: BaseException) -> bool:
    """Holds for the named errors of foundation and domain, which carry a stable code; nothing needs to be imported."""
    return type(error).__module__.startswith("nervecenter.") and hasattr(error, "code")


def _ours(error: Any) -> Told:
    column = getattr(error, "column", 0)
    message = str(getattr(error, "message", "") or error)
    return Told(str(error.code), message, getattr(error, "file", ""), getattr(error, "row", 0), str(column or ""))


def _from_django(error: BaseException) -> list[Told] | None:
    text, name = str(error), type(error).__name__
    if any(words in text for words in FULL_DISK):
        return [Told("disk-full", "the disk is full; nothing was written. Free some space and run the command again")]
    if "locked" in text or "lock timeout" in text:
        return [Told("database-busy", "the database was busy for too long with somebody else's write; run it again")]
    if "readonly" in text or "unable to open" in text:
        return [Told("data-folder", f"the database in the data folder cannot be written ({text}); see who owns it")]
    if "malformed" in text or "not a database" in text:
        return [
            Told("broken-database", f"the database in the data folder is damaged ({text}); restore the last backup")
        ]
    if name in {"ImproperlyConfigured", "OperationalError", "InterfaceError"}:
        return [
            Told("database", f"the database cannot be reached: {' '.join(text.split())}; see NERVECENTER_DATABASE_URL")
        ]
    return None


def _from_system(error: OSError) -> Told:
    if any(words in str(error) for words in FULL_DISK):
        return Told("disk-full", "the disk is full; nothing was written. Free some space and run the command again")
    told = {
        "FileNotFoundError": "there is no such file or folder; look at the spelling",
        "PermissionError": "you may not read or write it; see who owns it",
        "IsADirectoryError": "is a folder, and a file is needed",
        "NotADirectoryError": "is a file, and a folder is needed",
        "FileExistsError": "is there already; choose another name",
    }.get(type(error).__name__, error.strerror or str(error))
    return Told("file", told, str(error.filename or ""))
