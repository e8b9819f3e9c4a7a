"""What was there before: a segment, its history, and its place in the search; and a picture of all of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nervecenter.foundation.changes import Change, Changeset
from nervecenter.foundation.resources import all_resources
from nervecenter.foundation.searching import search
from tests.factories import made

type Holdings = Callable[[], dict[str, Any]]


@pytest.fixture(autouse=True)
def data_folder(settings: Any, tmp_path: Path) -> None:
    """Files that are only looked at are kept here."""
    settings.DATA = tmp_path / "data"


@pytest.fixture
def holdings(db: None) -> Holdings:
    """Everything that people have: the records of every kind, the change log to its last entry, what is found."""
    made("segment", name="Banks of the north", code="n")

    def held() -> dict[str, Any]:
        records = {one.kind: list(one.model._default_manager.order_by("pk").values()) for one in all_resources()}
        return {kind: rows for kind, rows in records.items() if rows} | {
            "changes": list(Change.objects.order_by("pk").values()),
            "changesets": list(Changeset.objects.order_by("pk").values()),
            "found": [hit.title for hit in search("banks")],
        }

    return held
