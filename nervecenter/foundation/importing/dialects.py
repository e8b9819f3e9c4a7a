"""The mappings there are: those that come with the program, declared by contexts, and those that people saved."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from nervecenter.domain.exchange.mapping.document import MappingDocument
from nervecenter.domain.exchange.mapping.loading import MappingError, load_mapping
from nervecenter.foundation.importing.models import SavedMapping

_declared: dict[str, MappingDocument] = {}
_folders: list[Path] = []
_only: ContextVar[dict[str, MappingDocument] | None] = ContextVar("only", default=None)


def register_dialects(documents: Iterable[MappingDocument]) -> None:
    """Declare mappings that files are recognised by. Two of one name are refused unless they are equal."""
    for document in documents:
        if _declared.get(document.name, document) != document:
            raise ValueError(f"the mapping {document.name} is declared twice")
        _declared[document.name] = document


def register_dialect_folder(folder: Path) -> None:
    """Declare the mappings of a folder. They are read when they are first asked for, so that starting stays quick."""
    _folders.append(folder)


def dialects_in(folder: Path) -> list[MappingDocument]:
    """The mapping documents (`*.yaml`) of a folder, by name. Raises MappingError naming what is wrong."""
    return [load_mapping(path.read_text(), name=path.name) for path in sorted(folder.glob("*.yaml"))]


@cache
def _read_once(folder: Path) -> tuple[MappingDocument, ...]:
    return tuple(dialects_in(folder))


@contextmanager
def recognised_by(documents: Iterable[MappingDocument]) -> Iterator[None]:
    """Inside, files are recognised by these mappings and no others."""
    token = _only.set({document.name: document for document in documents})
    try:
        yield
    finally:
        _only.reset(token)


def known_mappings() -> dict[str, MappingDocument]:
    """Declared and saved mappings by name; a saved one goes before a declared one of its name.

    A saved mapping that can no longer be read (a newer version may know other words) is left out.
    """
    if (only := _only.get()) is not None:
        return only
    for folder in _folders:
        register_dialects(_read_once(folder))
    known = dict(_declared)
    for name, text in SavedMapping.objects.values_list("name", "document"):
        try:
            known[name] = load_mapping(text, name=name)
        except MappingError:
            continue
    return known
