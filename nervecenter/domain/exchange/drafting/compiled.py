"""A mapping made ready for the kinds it fills, and its drafts of a file."""

from collections.abc import Callable, Iterator, Mapping

from nervecenter.domain.exchange.drafting.conditions import records_where
from nervecenter.domain.exchange.drafting.drafts import DraftChunk, Tally
from nervecenter.domain.exchange.drafting.lookups import NO_LOOKUPS, Lookups, named_like
from nervecenter.domain.exchange.drafting.remarks import RemarksOfPart
from nervecenter.domain.exchange.drafting.target_plans import TargetPlan
from nervecenter.domain.exchange.drafting.views import records_of
from nervecenter.domain.exchange.faults import ErrorLog, ReadError
from nervecenter.domain.exchange.kinds import KindSpec
from nervecenter.domain.exchange.mapping.checking import kind_problems
from nervecenter.domain.exchange.mapping.document import MappingDocument, Records, Source
from nervecenter.domain.exchange.mapping.loading import MappingError
from nervecenter.domain.exchange.mapping.paths import PathError
from nervecenter.domain.exchange.reading import chunks
from nervecenter.domain.exchange.reading.chunks import Part

AsRead = Callable[[chunks.Records, frozenset[str]], None]


class CompiledMapping:
    """A mapping checked against the kinds there are. Raises MappingError when it names what does not exist."""

    def __init__(self, document: MappingDocument, kinds: Mapping[str, KindSpec], lookups: Lookups = NO_LOOKUPS) -> None:
        problems = kind_problems(document, kinds)
        if problems:
            raise MappingError(problems)
        self.document = document
        self._kinds = kinds
        self._lookups = lookups

    def looks_up(self, file: str) -> bool:
        """Whether the mapping looks words up in a file of this name."""
        patterns = [pattern for source in self._sources() if source.look_up for pattern in source.look_up.file]
        return named_like(file, patterns)

    def _sources(self) -> Iterator[Source]:
        waiting = [source for target in self.document.into for source in (target.source_id, *target.fields.values())]
        while waiting:
            source = waiting.pop()
            if source is not None:
                yield source
                waiting += [*source.first_of, *source.all_of]

    def draft(self, part: Part, log: ErrorLog, tally: Tally, as_read: AsRead | None = None) -> Iterator[DraftChunk]:
        """The drafts of one part of a file, chunk by chunk. Bad cells go to the log, their rows are left out.

        `as_read` is shown the records before anything is done with them, and the kinds that are made of them. Raises
        ReadError when the file cannot be read on.
        """
        for notice in part.notices:
            log.notice(notice)
        document = self.document
        remarks = RemarksOfPart(document.remarks)
        plans: dict[Records, list[TargetPlan]] = {}
        for number, target in enumerate(document.into):
            plan = TargetPlan(number, target, self._kinds, document, log, self._lookups)
            plans.setdefault(target.records or document.records, []).append(plan)
        for place, group in plans.items():
            try:
                for chunk in self._drafts(part, place, group, log, tally, as_read):
                    remarks.look_at(chunk)
                    yield chunk
            except PathError as error:
                raise ReadError("bad-path", str(error), file=part.file) from error
            for plan in group:
                plan.report_missing(part)
        remarks.say(part, log)

    def _drafts(
        self,
        part: Part,
        place: Records,
        plans: list[TargetPlan],
        log: ErrorLog,
        tally: Tally,
        as_read: AsRead | None,
    ) -> Iterator[DraftChunk]:
        kinds = frozenset(plan.kind for plan in plans)
        for records in records_of(part, place):
            if as_read is not None:
                as_read(records, kinds)
            for fault in getattr(records, "faults", ()):
                log.add(fault)
                tally.rejected += 1
            count = len(records.rows)
            tally.read += count
            kept = records_where(records, self.document.where)
            tally.skipped += count - len(kept.rows)
            for plan in plans:
                chunk = plan.draft(kept, tally)
                if chunk is not None and len(chunk):
                    yield chunk
