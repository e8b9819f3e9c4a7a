"""Every dialect that comes with nervecenter over samples of our own: recognised, exact records, repeatable, bad cells.

A case is a file in `dialect_cases`: a good sample with the files beside it and the records that come of it, and a bad
sample with the row and column of every cell that is refused.
"""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db.models import Manager

from nervecenter.domain.exchange.mapping.document import MappingDocument
from nervecenter.domain.exchange.mapping.loading import dump_mapping, load_mapping
from nervecenter.domain.exchange.reading.files import InputFile, file_from_bytes
from nervecenter.foundation.changes import Change
from nervecenter.foundation.fields import field_specs
from nervecenter.foundation.importing.actions import load, preview
from nervecenter.foundation.importing.dialects import dialects_in
from nervecenter.foundation.resources import all_resources, resource

CASES = Path(__file__).parent / "dialect_cases"
CONTEXTS = Path(__file__).parents[2] / "nervecenter"

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, slots=True)
class Case:
    """One case of a dialect."""

    name: str
    file: str
    good: str
    records: dict[str, list[dict[str, Any]]]
    bad: str = ""
    errors: list[list[Any]] = field(default_factory=list)
    beside: dict[str, str] = field(default_factory=dict)
    before: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    unmatched: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def files(self, text: str) -> list[InputFile]:
        """The sample and the files beside it."""
        texts = {self.file: text, **self.beside}
        return [file_from_bytes(name, content.encode()) for name, content in texts.items()]


def cases() -> list[Case]:
    texts = [path.read_text() for path in sorted(CASES.glob("*.yaml"))]
    return [Case(**document) for text in texts for document in yaml.safe_load_all(text)]


CASE = pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.name} {case.file}")


def shipped() -> list[MappingDocument]:
    return [document for folder in sorted(CONTEXTS.glob("*/dialects")) for document in dialects_in(folder)]


def told(record: Any, name: str) -> Any:
    """A field as a case writes it: links by the name of their target, numbers and days as text."""
    value = getattr(record, name)
    if isinstance(value, Manager):
        return sorted(str(one) for one in value.all())
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int) else str(value)


def records_of(kind: str, wanted: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """All records of a kind by their id, in the fields that are wanted."""
    known = {*field_specs(resource(kind)), "source_id"}
    names = [[name for name in one if name in known] for one in wanted]
    rows = list(resource(kind).model._default_manager.order_by("pk"))
    names += [["source_id"]] * (len(rows) - len(names))
    return [{name: told(row, name) for name in asked} for row, asked in zip(rows, names, strict=False)]


def stand_before(case: Case) -> None:
    """The records that a case wants to be there already."""
    for kind, rows in case.before.items():
        for row in rows:
            resource(kind).model._default_manager.create(**row)


def test_every_dialect_has_a_good_and_a_bad_sample() -> None:
    found = cases()

    with_good = {case.name for case in found if case.good and case.records}
    with_bad = {case.name for case in found if case.bad and case.errors}

    assert {document.name for document in shipped()} == with_good == with_bad


@pytest.mark.parametrize("document", shipped(), ids=lambda document: document.name)
def test_a_dialect_is_the_same_written_down_again(document: MappingDocument) -> None:
    again = load_mapping(dump_mapping(document))

    assert again == document


@CASE
def test_a_good_sample_is_recognised_by_itself(case: Case) -> None:
    seen = preview(case.files(case.good)[:1], actor=None)

    assert [one.get("mapping") or one["message"] for one in seen.files] == [case.name]


@CASE
def test_exactly_these_records_come_of_a_good_sample(case: Case) -> None:
    stand_before(case)

    done = load(case.files(case.good), actor=None)

    assert (done.status, done.errors) == ("done", [])
    assert {kind: records_of(kind, wanted) for kind, wanted in case.records.items()} == case.records
    assert sorted(done.unmatched_values.values_list("value", flat=True)) == case.unmatched
    said = [notice["message"] for notice in done.notices]
    assert [one for one in case.remarks if not any(one in text for text in said)] == []
    made = {kind for kind, counts in done.by_kind.items() if counts["created"]}
    assert made <= case.records.keys()


@CASE
def test_a_second_import_changes_nothing(case: Case) -> None:
    stand_before(case)
    load(case.files(case.good), actor=None)
    changes = Change.objects.count()

    again = load(case.files(case.good), actor=None)

    assert (again.status, again.created, again.updated) == ("done", 0, 0)
    assert Change.objects.count() == changes


@pytest.mark.parametrize("case", [case for case in cases() if case.bad], ids=lambda case: f"{case.name} {case.file}")
def test_every_bad_cell_is_named_and_nothing_is_written(case: Case) -> None:
    stand_before(case)
    before = sum(declared.model._default_manager.count() for declared in all_resources())

    done = load(case.files(case.bad), actor=None)

    named = [[error["row"], error["column"]] for error in done.errors]
    assert (done.status, sorted(named, key=str)) == ("failed", sorted(case.errors, key=str))
    assert sum(declared.model._default_manager.count() for declared in all_resources()) == before
