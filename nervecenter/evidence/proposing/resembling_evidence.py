"""Evidence that may say the same: found by the search, compared with what the newest items say.

How telling a word is depends on how many items hold it, so each process keeps an index of the newest ones and of those
that were candidates. It is a sample: whatever the number of items, it stays within `MOST`.
"""

import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING

from nervecenter.evidence.models import Evidence

if TYPE_CHECKING:
    from nervecenter.domain.similarity.index import Index, Proposal

BEGINNING = 2_000
MOST = 12_000
BODY = 4_000

type Version = tuple[int, int]
type Row = tuple[int, int, str, str]


class EvidenceIndex:
    """The sample. Its keys are number and version, so that an item that was changed is another one."""

    def __init__(self) -> None:
        self._index: Index[Version] | None = None
        self._lock = threading.Lock()

    def similar(self, name: str, text: str, candidates: Iterable[Row], top: int) -> "list[Proposal[Version]]":
        """The best among the sample and the candidates, which are in the sample from now on."""
        from nervecenter.domain.similarity.index import Index
        from nervecenter.domain.similarity.vocabulary import Text

        with self._lock:
            if self._index is None or len(self._index) > MOST:
                self._index = Index.build(((pk, version), Text(*said)) for pk, version, *said in newest_rows())
            index = self._index
            for pk, version, title, body in candidates:
                if (pk, version) not in index:
                    index.add((pk, version), Text(title, body[:BODY]))
        return index.similar(Text(name, text[:BODY]), top)

    def forget(self) -> None:
        """The sample is empty again."""
        with self._lock:
            self._index = None


def newest_rows() -> list[Row]:
    """Number, version, name and text of the newest items. One SQL query."""
    newest = Evidence.objects.filter(archived_at=None).order_by("-occurred_on", "-id")
    return [
        (pk, version, name, text[:BODY])
        for pk, version, name, text in newest.values_list("pk", "version", "name", "text")[:BEGINNING]
    ]


evidence_index = EvidenceIndex()
