"""Each test begins with a cold index: what one process keeps warm belongs to one database."""

from collections.abc import Iterator

import pytest

from nervecenter.evidence.proposing.resembling_evidence import evidence_index
from nervecenter.evidence.proposing.warm import warm_index


@pytest.fixture(autouse=True)
def cold_index() -> Iterator[None]:
    """Nothing is remembered of another test's records."""
    for index in (warm_index, evidence_index):
        index.forget()
    yield
    for index in (warm_index, evidence_index):
        index.forget()
