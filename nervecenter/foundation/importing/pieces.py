"""What an import has to read: each file taken apart, given its mapping, and put in the order of their links."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from nervecenter.domain.exchange.drafting.compiled import CompiledMapping
from nervecenter.domain.exchange.drafting.lookups import Lookups
from nervecenter.domain.exchange.faults import CellError, ReadError
from nervecenter.domain.exchange.mapping.document import MappingDocument
from nervecenter.domain.exchange.mapping.loading import MappingError, load_mapping
from nervecenter.domain.exchange.reading import read_parts
from nervecenter.domain.exchange.reading.chunks import Part
from nervecenter.domain.exchange.reading.files import InputFile, unpacked
from nervecenter.domain.exchange.recognition.dialects import candidates, clear_choices
from nervecenter.domain.exchange.recognition.proposals import proposals
from nervecenter.foundation.importing.dialects import known_mappings
from nervecenter.foundation.importing.kinds import kind_specs
from nervecenter.foundation.importing.outcome import Outcome

SURE = 0.85
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Piece:
    """One table or document with the mapping it goes through and why."""

    part: Part
    compiled: CompiledMapping
    size: int
    reasons: tuple[str, ...]
    file: InputFile

    @property
    def gives(self) -> frozenset[str]:
        """The kinds of record that come of it."""
        return frozenset(target.kind for target in self.compiled.document.into)

    @property
    def needs(self) -> frozenset[str]:
        """The kinds that its records link to, other than its own."""
        specs = kind_specs()
        linked = {
            specs[target.kind].fields[name].target_kind
            for target in self.compiled.document.into
            for name in target.fields
        }
        return frozenset(linked - {""} - self.gives)


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that nothing could be done with, and why: `broken`, or recognised by no mapping or by several."""

    file: str
    size: int
    message: str
    broken: bool
    candidates: tuple[str, ...] = ()


def pieces(
    files: Iterable[InputFile],
    *,
    mapping: MappingDocument | None,
    kind: str,
    outcome: Outcome,
    chosen: Sequence[Mapping[str, str]] = (),
) -> tuple[list[Piece], list[Unread]]:
    """The pieces of all files in the order in which they are best read, and the files left unread.

    With a mapping every file goes through it; with a kind, through what its column names say; with `chosen` documents
    (as an import's `documents`) each through its own; else each file must be recognised. The outcome is told of broken
    files, and of one that is not recognised unless it lies beside others that are. Raises MappingError for a mapping
    that names kinds or fields that do not exist.
    """
    found: list[Piece] = []
    unread: list[Unread] = []
    plain = list(_unpacked(files, outcome, unread))
    chooser = _Chooser(mapping, kind, chosen, Lookups(plain))
    for file in plain:
        try:
            given = list(chooser.pieces(file))
            found += given
            if not given:
                unread.append(chooser.unrecognised(file))
        except ReadError as error:
            unread.append(Unread(file.name, file.size, error.message, broken=True))
            outcome.give_up(error.as_cell_error())
    looked_up = [one for one in unread if not one.broken and any(piece.compiled.looks_up(one.file) for piece in found)]
    for one in looked_up:
        unread.remove(one)
        outcome.log.notice(CellError(one.file, 0, "", "", "says what words of the other files stand for."))
    for one in unread:
        if not one.broken:
            told = CellError(one.file, 0, "", "", one.message)
            (outcome.log.notice if found and not one.candidates else outcome.give_up)(told)
    return in_order(found), unread


def in_order(found: Sequence[Piece]) -> list[Piece]:
    """Pieces such that those whose records others link to come first, as far as that is possible; else as given."""
    left = list(found)
    ordered: list[Piece] = []
    while left:
        ready = next((piece for piece in left if not _waits(piece, left)), left[0])
        left.remove(ready)
        ordered.append(ready)
    return ordered


def content_hash(files: Iterable[InputFile]) -> str:
    """SHA-256 over the names and bytes of the files, whatever their order."""
    digests = []
    for file in files:
        digest = hashlib.sha256()
        with file.open() as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
        digests.append(f"{file.name}\0{digest.hexdigest()}")
    return hashlib.sha256("\0".join(sorted(digests)).encode()).hexdigest()


def _waits(piece: Piece, left: Sequence[Piece]) -> bool:
    return any(other is not piece and other.gives & piece.needs for other in left)


def _unpacked(files: Iterable[InputFile], outcome: Outcome, unread: list[Unread]) -> Iterator[InputFile]:
    for file in files:
        try:
            yield from unpacked([file])
        except ReadError as error:
            unread.append(Unread(file.name, file.size, error.message, broken=True))
            outcome.give_up(error.as_cell_error())


class _Chooser:
    """Finds the mapping of a file."""

    def __init__(
        self, mapping: MappingDocument | None, kind: str, chosen: Sequence[Mapping[str, str]], lookups: Lookups
    ) -> None:
        self._specs = kind_specs()
        self._lookups = lookups
        self._chosen: dict[str, dict[str, set[str]]] = {}
        for each in chosen:
            self._chosen.setdefault(each["file"], {}).setdefault(each["mapping"], set()).add(each["sheet"])
        self._given = CompiledMapping(mapping, self._specs, lookups) if mapping else None
        self._kind = kind
        self._known = {} if mapping or kind or chosen else known_mappings()
        self._unsure: tuple[str, ...] = ()

    def pieces(self, file: InputFile) -> Iterator[Piece]:
        if self._chosen:
            for text, sheets in self._chosen.get(file.name, {}).items():
                compiled = CompiledMapping(load_mapping(text), self._specs, self._lookups)
                for part in read_parts(file, compiled.document.read):
                    if part.sheet in sheets:
                        yield Piece(part, compiled, file.size, ("the mapping was chosen",), file)
        elif self._given:
            for part in read_parts(file, self._given.document.read):
                yield Piece(part, self._given, file.size, ("the mapping was given",), file)
        elif self._kind:
            yield from self._by_column_names(file)
        else:
            found = candidates(file, self._known.values())
            chosen = clear_choices(found)
            self._unsure = tuple(dict.fromkeys(candidate.document.name for candidate in found))
            for choice in chosen:
                compiled = CompiledMapping(choice.document, self._specs, self._lookups)
                yield Piece(choice.part, compiled, file.size, choice.reasons, file)

    def unrecognised(self, file: InputFile) -> Unread:
        if self._chosen:
            message = "was not read by the import that this one replays."
        elif self._kind:
            message = f"none of its columns is called like a field of {self._kind}. Give a mapping."
        elif self._unsure:
            message = f"could be {' or '.join(self._unsure)}. Say which mapping it is."
        else:
            message = "is like no file that is known. Choose a kind of record or a mapping for it."
        return Unread(file.name, file.size, message, broken=False, candidates=self._unsure)

    def _by_column_names(self, file: InputFile) -> Iterator[Piece]:
        for part in read_parts(file):
            proposed = proposals(part, {self._kind: self._specs[self._kind]}, name=file.name, least=SURE)
            if not proposed:
                continue
            try:
                compiled = CompiledMapping(proposed[0].document, self._specs)
            except MappingError as error:
                raise ReadError("no-mapping", f"{error} Give a mapping for it.", file=file.name) from error
            matched = ", ".join(f"{match.column} is {match.field}" for match in proposed[0].matches)
            yield Piece(part, compiled, file.size, (matched,), file)
