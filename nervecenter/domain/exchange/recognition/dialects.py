"""Recognising files: which of the mapping documents there are fits a file, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import islice

from nervecenter.domain.exchange.drafting.views import records_of
from nervecenter.domain.exchange.faults import ReadError
from nervecenter.domain.exchange.headers import normalised
from nervecenter.domain.exchange.mapping.document import MappingDocument, Records
from nervecenter.domain.exchange.mapping.paths import Node, PathError, nodes_at, parsed_path
from nervecenter.domain.exchange.reading import read_parts
from nervecenter.domain.exchange.reading.chunks import Part
from nervecenter.domain.exchange.reading.files import InputFile

_FIRST_PARTS = 20


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mapping that fits a part of a file, and why. The score counts what fitted: the more was asked, the surer."""

    part: Part
    document: MappingDocument
    score: float
    reasons: tuple[str, ...]


def candidates(file: InputFile, documents: Iterable[MappingDocument]) -> list[Candidate]:
    """The mappings that fit a file, once for each of its sheets that they fit, the surest first.

    A mapping that says nothing of files never fits. Raises ReadError when the file cannot be read.
    """
    read: dict[object, list[Part]] = {}
    found: list[Candidate] = []
    for document in documents:
        wanted = document.recognise
        if not (wanted.file or wanted.headers or wanted.paths) or not _name_fits(file.name, wanted.file):
            continue
        if document.read not in read:
            read[document.read] = list(islice(read_parts(file, document.read), _FIRST_PARTS))
        found += [fit for part in read[document.read] if (fit := _fit(part, document)) is not None]
    return sorted(found, key=lambda candidate: (-candidate.score, candidate.document.name))


def clear_choices(found: Sequence[Candidate]) -> list[Candidate]:
    """For each sheet the one mapping to take without asking: the only one, or one surer than all others."""
    by_sheet: dict[str, list[Candidate]] = {}
    for candidate in found:
        by_sheet.setdefault(candidate.part.sheet, []).append(candidate)
    return [group[0] for group in by_sheet.values() if len(group) == 1 or group[0].score > group[1].score]


def column_names(part: Part, records: Records) -> tuple[str, ...]:
    """The headers of a table, or the keys of the first records of a document."""
    if part.headers:
        return part.headers
    try:
        first = next(records_of(part, records), None)
    except (PathError, ReadError):
        return ()
    return tuple(first.labels()) if first is not None else ()


def _fit(part: Part, document: MappingDocument) -> Candidate | None:
    wanted = document.recognise
    reasons: list[str] = []
    score = 0.0
    if wanted.file:
        reasons.append(f"its name fits {' or '.join(wanted.file)}")
        score += 1
    if wanted.headers:
        names = {normalised(name) for name in column_names(part, document.records)}
        for alternatives in wanted.headers:
            if not any(normalised(name) in names for name in alternatives):
                return None
        shown = ", ".join(alternatives[0] for alternatives in wanted.headers)
        reasons.append(f"it has {shown}")
        score += len(wanted.headers)
    for text in wanted.paths:
        if not _has(part, text):
            return None
        reasons.append(f"{text} is in it")
        score += 1.5
    return Candidate(part, document, score, tuple(reasons))


def _name_fits(name: str, patterns: Sequence[str]) -> bool:
    if not patterns:
        return True
    lowered = name.lower()
    base = lowered.rsplit("/", 1)[-1]
    return any(
        fnmatchcase(base, pattern.lower()) or fnmatchcase(lowered, f"*{pattern.lower()}")
        if "/" in pattern
        else fnmatchcase(base, pattern.lower())
        for pattern in patterns
    )


def _has(part: Part, text: str) -> bool:
    if part.stream is not None:
        first = next(part.stream(), None)
        root = [first[1]] if first else []
    else:
        root = part.root  # type: ignore[assignment]
    try:
        steps = parsed_path(text).steps
    except PathError:
        return False
    return next(nodes_at(Node(root, "", None, 0), steps, {}), None) is not None
