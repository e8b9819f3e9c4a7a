"""The rows of one kind: found or made, linked, compared with what is there, and handed to the writer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from nervecenter.domain.exchange.drafting.drafts import DraftChunk
from nervecenter.domain.exchange.faults import CellError, shortened
from nervecenter.domain.exchange.kinds import KindSpec
from nervecenter.foundation.importing.comparing import Comparison, StoredRows
from nervecenter.foundation.importing.identity import Found, Identifier, own_number
from nervecenter.foundation.importing.linking import Linked, PendingLink, linked_columns
from nervecenter.foundation.importing.merging import row_identity
from nervecenter.foundation.importing.outcome import Outcome
from nervecenter.foundation.importing.proposing import SpellingTally
from nervecenter.foundation.importing.replaying import ReplayGuard
from nervecenter.foundation.importing.resolving import Resolver
from nervecenter.foundation.importing.source_keeping import SourceKeeper
from nervecenter.foundation.importing.table_columns import TableColumns
from nervecenter.foundation.importing.writers import Writer
from nervecenter.foundation.resources import Resource


@dataclass(slots=True)
class Running:
    """What the kinds of one import share. `linked` are the kinds that its rows link to."""

    writer: Writer
    resolver: Resolver
    outcome: Outcome
    now: datetime
    actor: int | None
    linked: frozenset[str]
    dry: bool
    keeper: SourceKeeper | None = None
    guard: ReplayGuard | None = None
    spellings: SpellingTally = field(default_factory=SpellingTally)
    pending: list[PendingLink] = field(default_factory=list)
    held: list[DraftChunk] = field(default_factory=list)


class KindLoad:
    """One kind while an import runs."""

    def __init__(self, declared: Resource, spec: KindSpec, running: Running) -> None:
        self.declared = declared
        self._spec = spec
        self._running = running
        self._counts = running.outcome.of(declared.kind)
        self._identifier = Identifier(declared, spec.keys)
        self._columns = TableColumns(declared, now=running.now, actor=running.actor)
        self._seen: dict[Any, int] = {}
        self._spellings = {
            name: known
            for name, known in running.resolver.spellings(declared.kind).items()
            if name in spec.fields and spec.fields[name].type == "text"
        }

    def take(self, chunk: DraftChunk) -> None:
        """Load a chunk. Rows that wait for links they cannot do without are held until everything has been read."""
        self._load(self._without_repeats(chunk), final=False)

    def take_held(self, chunk: DraftChunk) -> None:
        """Load rows that were held; what still names nothing is unmatched now."""
        self._load(chunk, final=True)

    def _load(self, given: DraftChunk, *, final: bool) -> None:
        chunk = self._decided(given)
        links = linked_columns(chunk, self._running.resolver)
        out, held = self._sift(chunk, links, final=final)
        found = self._identifier.find(chunk)
        for place, message in found.wrong.items():
            self._reject(chunk, place, "", message, out)
        self._leave_out_unknown(chunk, found, out, held)
        self._reject_incomplete(chunk, found, out, held)
        self._reject_by_rules(chunk, links, found, out, held)
        if not final:
            self._hold_existing(links, found, out, held)
        if held:
            self._running.held.append(chunk.only(sorted(held)))
        kept = [place for place in range(len(chunk)) if place not in out and place not in held]
        if not kept:
            return
        numbers = [found.numbers[place] for place in kept]
        adopted = {position for position, place in enumerate(kept) if place in found.adopted}
        if len(kept) < len(chunk):
            chunk = chunk.only(kept)
        self._write(chunk, numbers, adopted)

    def _write(self, chunk: DraftChunk, numbers: list[int | None], adopted: set[int]) -> None:
        new = [place for place, number in enumerate(numbers) if number is None]
        fresh = self._fresh(chunk, new)
        for place, number in zip(new, fresh, strict=True):
            numbers[place] = number
        known: list[int] = [number for number in numbers if number is not None]
        self._register(chunk, known)
        self._running.spellings.count(chunk)
        if self._running.keeper:
            self._running.keeper.note(chunk, known)
        links = linked_columns(chunk, self._running.resolver)
        if len(new) == len(chunk):
            self._insert(chunk, links, known)
        else:
            old = [place for place in range(len(chunk)) if place not in set(new)]
            if new:
                part = chunk.only(new)
                self._insert(part, linked_columns(part, self._running.resolver), fresh)
                chunk = chunk.only(old)
                adopted = {old.index(place) for place in adopted}
                links = linked_columns(chunk, self._running.resolver)
            self._compare(chunk, links, [known[place] for place in old], adopted)

    def _fresh(self, chunk: DraftChunk, places: Sequence[int]) -> list[int]:
        """Ids for new rows. One that carries an id of ours which no record has gets that: it comes in as it went."""
        own = [own_number(chunk.public_ids[place]) if chunk.public_ids else None for place in places]
        model, writer = self.declared.model, self._running.writer
        if claimed := {number for number in own if number is not None}:
            writer.claim(model, claimed)
        without = own.count(None)
        others = iter(writer.reserve(model, without) if without else ())
        return [next(others) if number is None else number for number in own]

    def _insert(self, chunk: DraftChunk, links: dict[str, Linked], numbers: list[int]) -> None:
        self._counts.created += len(chunk)
        self._note_cells(chunk, numbers)
        for name, linked in links.items():
            for place in linked.lacking_places():
                words, missing = linked.lacking_at(place), linked.link.missing
                file, row = chunk.file, chunk.rows[place]
                waits = PendingLink(self.declared.kind, name, numbers[place], words, linked.way, missing, file, row)
                self._running.pending.append(waits)
        if self._running.dry:
            return
        writer = self._running.writer
        writer.insert(self.declared.model, self._columns.of_new(chunk, links, numbers), len(chunk))
        for name, linked in links.items():
            if linked.link.many:
                pairs = [
                    (owner, to) for owner, several in zip(numbers, linked.numbers(), strict=True) for to in several
                ]
                if pairs:
                    writer.link(*self._columns.through(name), pairs)

    def _compare(self, chunk: DraftChunk, links: dict[str, Linked], numbers: list[int], adopted: set[int]) -> None:
        self._note_cells(chunk, numbers)
        for name, linked in links.items():
            for place in linked.lacking_places():
                self._note_unmatched(chunk, name, linked, place, numbers[place])
        stored = StoredRows(self._columns, chunk, numbers, locked=not self._running.dry)
        comparison = Comparison(self._columns, stored, chunk, links, numbers, adopted)
        if self._running.guard:
            self._running.outcome.note_conflicts(comparison.spare(self._running.guard, self.declared))
        changed = comparison.changed_places()
        self._counts.updated += len(changed)
        self._counts.unchanged += len(chunk) - len(changed)
        if changed and not self._running.dry:
            comparison.write(self._running.writer, changed)

    def _decided(self, chunk: DraftChunk) -> DraftChunk:
        """Words that the mapping does not know, but somebody has decided about, get their meaning."""
        left = []
        for cell in chunk.unmatched:
            meaning = self._running.resolver.meaning(chunk.kind, cell.field, cell.value)
            if meaning is None:
                left.append(cell)
            elif meaning and cell.field in chunk.fields:
                column = list(chunk.fields[cell.field])
                column[cell.place] = meaning
                chunk.fields[cell.field] = column
        chunk.unmatched = left
        for name, known in self._spellings.items():
            values = chunk.fields.get(name)
            if values is not None and not known.keys().isdisjoint(values):
                chunk.fields[name] = [known.get(value, value) for value in values]
        return chunk

    def _sift(self, chunk: DraftChunk, links: dict[str, Linked], *, final: bool) -> tuple[set[int], set[int]]:
        """Rows that cannot be without a link that names nothing: held for now; in the end rejected or left out."""
        out: set[int] = set()
        held: set[int] = set()
        for name, linked in links.items():
            needed, missing = self._spec.fields[name].required, linked.link.missing
            if needed:
                self._leave_out_ignored(linked, out)
            if not (needed or missing == "error"):
                continue
            for place in linked.lacking_places():
                if not final:
                    held.add(place)
                elif missing == "unmatched" and place not in out:
                    self._note_unmatched(chunk, name, linked, place, None)
                    self._counts.left_out += 1
                    out.add(place)
                else:
                    word = linked.lacking_at(place)[0]
                    self._reject(chunk, place, name, f'{name}: no {linked.link.target_kind} is called "{word}".', out)
        return out, held - out

    def _leave_out_ignored(self, linked: Linked, out: set[int]) -> None:
        for place, number in enumerate(linked.numbers()):
            if number is None and linked.link.values[place] and not linked.lacking_at(place):
                self._counts.left_out += 1
                out.add(place)

    def _leave_out_unknown(self, chunk: DraftChunk, found: Found, out: set[int], held: set[int]) -> None:
        """Rows of a mapping that only fills what is there, for records that are not."""
        if chunk.create:
            return
        for place, number in enumerate(found.numbers):
            if number is None and place not in out and place not in held:
                self._counts.left_out += 1
                out.add(place)

    def _reject_incomplete(self, chunk: DraftChunk, found: Found, out: set[int], held: set[int]) -> None:
        given = chunk.fields.keys() | chunk.links.keys()
        lacking = [name for name, spec in self._spec.fields.items() if spec.required and name not in given]
        if not lacking:
            return
        for place, number in enumerate(found.numbers):
            if number is None and place not in out and place not in held:
                shown = chunk.source_ids[place] or chunk.public_ids[place] or f"row {chunk.rows[place]}"
                message = (
                    f'there is no {self.declared.label.lower()} "{shown}", and a new one needs {", ".join(lacking)}.'
                )
                self._reject(chunk, place, lacking[0], message, out)

    def _reject_by_rules(
        self, chunk: DraftChunk, links: dict[str, Linked], found: Found, out: set[int], held: set[int]
    ) -> None:
        if not self.declared.rules:
            return
        linked = {name: column.numbers() for name, column in links.items()}
        for place in range(len(chunk)):
            if place in out or place in held:
                continue
            values = self._columns.values_at(chunk, linked, place)
            current = self.declared.model._default_manager.filter(pk=found.numbers[place]).first()
            wrong = {name: text for rule in self.declared.rules for name, text in rule(values, current).items()}
            for name, text in wrong.items():
                self._reject(chunk, place, name, f"{name}: {text}", out)

    def _hold_existing(self, links: dict[str, Linked], found: Found, out: set[int], held: set[int]) -> None:
        """Records that are there are compared once, when all their links can be resolved."""
        for linked in links.values():
            held.update(place for place in linked.lacking_places() if found.numbers[place] is not None)
        held -= out

    def _without_repeats(self, chunk: DraftChunk) -> DraftChunk:
        columns: list[Iterable[Any]] = [*chunk.fields.values(), *(link.values for link in chunk.links.values())]
        prints = map(hash, zip(*columns, strict=True)) if columns else [0] * len(chunk)
        ids: Sequence[Any] = chunk.source_ids
        if not all(ids):
            ids = [row_identity(chunk, place, self._spec.keys) for place in range(len(chunk))]
        repeats: list[int] = []
        for place, (identity, print_) in enumerate(zip(ids, prints, strict=True)):
            known = self._seen.get(identity)
            if known is None:
                self._seen[identity] = print_
                continue
            repeats.append(place)
            if known != print_ and chunk.repeats == "refuse":
                shown = identity if isinstance(identity, str) else identity[-1]
                message = f'another row of this import is "{shown}" too and says other things. Keep one.'
                error = CellError(chunk.file, chunk.rows[place], "", shortened(shown), message)
                self._running.outcome.reject(error)
        if not repeats:
            return chunk
        gone = set(repeats)
        return chunk.only([place for place in range(len(chunk)) if place not in gone])

    def _register(self, chunk: DraftChunk, numbers: list[int]) -> None:
        if self.declared.kind not in self._running.linked:
            return
        resolver = self._running.resolver
        resolver.register(chunk.kind, f"source:{chunk.source}", chunk.source_ids, numbers)
        for key in self._spec.keys:
            if key in chunk.fields:
                resolver.register(chunk.kind, key, chunk.fields[key], numbers)

    def _note_cells(self, chunk: DraftChunk, numbers: list[int]) -> None:
        for cell in chunk.unmatched:
            target = self._spec.fields[cell.field].target_kind
            file, row = chunk.file, chunk.rows[cell.place]
            record = None if self._running.dry else numbers[cell.place]
            self._running.outcome.note_unmatched(
                chunk.kind, cell.field, target, cell.value, file=file, row=row, record=record
            )

    def _note_unmatched(self, chunk: DraftChunk, name: str, linked: Linked, place: int, record: int | None) -> None:
        if linked.link.missing == "ignore":
            return
        for word in linked.lacking_at(place):
            self._running.outcome.note_unmatched(
                chunk.kind, name, linked.link.target_kind, word, file=chunk.file, row=chunk.rows[place], record=record
            )

    def _reject(self, chunk: DraftChunk, place: int, column: str, message: str, out: set[int]) -> None:
        error = CellError(chunk.file, chunk.rows[place], column, "", message)
        if place in out:
            self._running.outcome.log.add(error)
        else:
            self._running.outcome.reject(error)
        out.add(place)
