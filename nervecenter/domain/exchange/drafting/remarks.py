"""Remarks of a mapping on one part of a file: what was seen in it decides which are said."""

from collections.abc import Sequence

from nervecenter.domain.exchange.drafting.drafts import DraftChunk
from nervecenter.domain.exchange.faults import CellError, ErrorLog
from nervecenter.domain.exchange.mapping.remarks import Remark
from nervecenter.domain.exchange.reading.chunks import Part


class RemarksOfPart:
    """Which remarks still hold after the chunks that were looked at."""

    def __init__(self, remarks: Sequence[Remark]) -> None:
        self._remarks = remarks
        self._given: set[str] = set()
        self._held: set[int] = set()

    def look_at(self, chunk: DraftChunk) -> None:
        """Take note of the kinds there are, and of values that make a remark needless."""
        self._given.add(chunk.kind)
        for number, remark in enumerate(self._remarks):
            if remark.kind == chunk.kind and remark.lacks and number not in self._held:
                values = chunk.fields.get(remark.field, ())
                if any(str(value) in remark.lacks for value in values):
                    self._held.add(number)

    def say(self, part: Part, log: ErrorLog) -> None:
        """Add the remarks that hold to the notices."""
        for number, remark in enumerate(self._remarks):
            if number not in self._held and (not remark.kind or remark.kind in self._given):
                log.notice(CellError(part.file, 0, "", "", remark.say))
