"""One import from its first chunk to its last link: kinds loaded in order, what waits is settled at the end."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils import timezone

from nervecenter.domain.exchange.drafting.drafts import DraftChunk
from nervecenter.domain.exchange.faults import ReadError
from nervecenter.foundation.importing.kinds import kind_specs
from nervecenter.foundation.importing.linking import PendingLink, linked_columns
from nervecenter.foundation.importing.loading import KindLoad, Running
from nervecenter.foundation.importing.merging import Merger
from nervecenter.foundation.importing.outcome import Outcome
from nervecenter.foundation.importing.pieces import Piece
from nervecenter.foundation.importing.proposing import propose
from nervecenter.foundation.importing.replaying import ReplayGuard
from nervecenter.foundation.importing.resolving import IGNORED, Resolver, Way
from nervecenter.foundation.importing.source_keeping import SourceKeeper
from nervecenter.foundation.importing.table_columns import TableColumns
from nervecenter.foundation.importing.watching import Watch
from nervecenter.foundation.importing.writers import Writer
from nervecenter.foundation.resources import resource

_MERGED_REPEATS = ("last", "gather")


class Engine:
    """Loads pieces. `read` takes them in, `finish` makes and loads what waited, `settle` writes the late links.

    With a writer that writes nothing it is a preview: the same counts, errors and unmatched words.
    """

    def __init__(
        self,
        pieces: Sequence[Piece],
        *,
        writer: Writer,
        actor: int | None,
        outcome: Outcome,
        dry: bool,
        keeper: SourceKeeper | None = None,
        guard: ReplayGuard | None = None,
    ) -> None:
        self._pieces = pieces
        self._specs = kind_specs()
        targets = [target for piece in pieces for target in piece.compiled.document.into]
        linked = {self._specs[target.kind].fields[name].target_kind for target in targets for name in target.fields}
        times = Counter(target.kind for target in targets)
        merged = {kind for kind, count in times.items() if count > 1}
        merged |= {target.kind for target in targets if target.repeats in _MERGED_REPEATS}
        self._outcome = outcome
        self._mergers = {kind: Merger(kind, self._specs[kind].keys, outcome.log) for kind in sorted(merged)}
        self._running = Running(
            writer=writer,
            resolver=Resolver(),
            outcome=outcome,
            now=timezone.now(),
            actor=actor,
            linked=frozenset(linked - {""}),
            dry=dry,
            keeper=keeper,
            guard=guard,
        )
        self._kinds: dict[str, KindLoad] = {}

    def tables(self) -> list[str]:
        """Every table into which rows may be inserted."""
        kinds = {kind for piece in self._pieces for kind in piece.gives} | self._running.linked
        tables: list[str] = []
        for kind in sorted(kinds):
            meta = resource(kind).model._meta
            tables += [meta.db_table, *(field.m2m_db_table() for field in meta.local_many_to_many)]
        return tables

    def read(self, watch: Watch) -> None:
        """Take all pieces in, chunk by chunk. A file that cannot be read on is an error of that file."""
        for position, piece in enumerate(self._pieces):
            try:
                as_read = self._running.keeper.reader(piece.file) if self._running.keeper else None
                for chunk in piece.compiled.draft(piece.part, self._outcome.log, self._outcome.tally, as_read):
                    self._take(chunk)
                    watch.check_cancelled()
                    watch.progress(self._outcome.tally.read, None, f"{piece.part.file}: row {chunk.rows[-1]:,}")
            except ReadError as error:
                self._outcome.give_up(error.as_cell_error())
            later = {kind for other in self._pieces[position + 1 :] for kind in other.gives}
            for kind, merger in self._mergers.items():
                if kind in piece.gives and kind not in later:
                    self._flush(kind, merger)

    def finish(self) -> None:
        """Records that mappings want created for words that name nothing are made; rows that were held are loaded."""
        running = self._running
        held, running.held = running.held, []
        for chunk in self._wanted(held, running.pending):
            self._load(chunk.kind).take(chunk)
        held += running.held
        running.held = []
        self._load_held(held)

    def settle(self) -> None:
        """Links of new records to records that came after them are written; words that name nothing are listed.

        What these most likely mean, and which values look misspelt, is proposed.
        """
        found: dict[tuple[str, str], list[tuple[int, int]]] = {}
        for pending in self._running.pending:
            numbers = self._running.resolver.numbers(pending.way, pending.words)
            for word in pending.words:
                number = numbers.get(word)
                if number is None:
                    self._note(pending, word)
                elif number != IGNORED:
                    found.setdefault((pending.kind, pending.field), []).append((pending.record, number))
        self._running.pending = []
        propose(self._outcome, self._running.resolver, self._running.spellings)
        if not self._running.dry:
            for (kind, field), pairs in found.items():
                self._write_links(kind, field, pairs)

    def _take(self, chunk: DraftChunk) -> None:
        merger = self._mergers.get(chunk.kind)
        if merger is not None:
            merger.take(chunk)
        else:
            self._load(chunk.kind).take(chunk)

    def _flush(self, kind: str, merger: Merger) -> None:
        for chunk in merger.chunks():
            self._load(kind).take(chunk)
        self._outcome.tally.rejected += merger.rejected
        merger.rejected = 0

    def _load(self, kind: str) -> KindLoad:
        if kind not in self._kinds:
            self._kinds[kind] = KindLoad(resource(kind), self._specs[kind], self._running)
        return self._kinds[kind]

    def _load_held(self, held: list[DraftChunk]) -> None:
        """Held rows may wait for one another: kinds that others link to come first."""
        waiting = {chunk.kind for chunk in held}
        order: list[str] = []
        while waiting:
            free = sorted(kind for kind in waiting if not self._needs(kind) & (waiting - {kind})) or sorted(waiting)[:1]
            order += free
            waiting -= set(free)
        for kind in order:
            for chunk in held:
                if chunk.kind == kind:
                    self._load(kind).take_held(chunk)

    def _needs(self, kind: str) -> set[str]:
        return {spec.target_kind for spec in self._specs[kind].fields.values() if spec.target_kind}

    def _wanted(self, held: Iterable[DraftChunk], pending: Iterable[PendingLink]) -> Iterator[DraftChunk]:
        """Records to be made because a mapping says `missing: create`."""
        wanted: dict[Way, dict[str, tuple[str, int]]] = {}
        for link in pending:
            if link.missing == "create":
                wanted.setdefault(link.way, {}).update(dict.fromkeys(link.words, (link.file, link.row)))
        for chunk in held:
            for linked in linked_columns(chunk, self._running.resolver).values():
                for place in linked.lacking_places() if linked.link.missing == "create" else ():
                    words = dict.fromkeys(linked.lacking_at(place), (chunk.file, chunk.rows[place]))
                    wanted.setdefault(linked.way, {}).update(words)
        for way, places in wanted.items():
            known = self._running.resolver.numbers(way, places)
            lacking = {word: place for word, place in places.items() if word not in known}
            if lacking:
                yield self._made(way, lacking)

    def _made(self, way: Way, words: dict[str, tuple[str, int]]) -> DraftChunk:
        fields: dict[str, Sequence[Any]] = {resource(way.target_kind).title: list(words)}
        if "code" in way.by and "name" not in way.by and "code" in self._specs[way.target_kind].fields:
            fields["code"] = list(words)
        return DraftChunk(
            kind=way.target_kind,
            target=-1,
            source=way.source,
            file=next(iter(words.values()))[0],
            sheet="",
            rows=[row for _, row in words.values()],
            source_ids=list(words) if way.by[:1] == ("source_id",) else [""] * len(words),
            public_ids=[""] * len(words),
            fields=fields,
            links={},
            repeats="first",
        )

    def _note(self, pending: PendingLink, word: str) -> None:
        if pending.missing == "ignore":
            return
        record = None if self._running.dry else pending.record
        target = pending.way.target_kind
        self._outcome.note_unmatched(
            pending.kind, pending.field, target, word, file=pending.file, row=pending.row, record=record
        )

    def _write_links(self, kind: str, field: str, pairs: list[tuple[int, int]]) -> None:
        declared = resource(kind)
        columns = TableColumns(declared, now=self._running.now, actor=self._running.actor)
        if self._specs[kind].fields[field].type == "links":
            self._running.writer.link(*columns.through(field), pairs)
        else:
            numbers = [record for record, _ in pairs]
            self._running.writer.update(
                declared.model, {columns.column_of(field): [number for _, number in pairs]}, numbers
            )
