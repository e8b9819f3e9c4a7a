"""The records of a workspace go out as open files and come in again under the same ids."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from nervecenter.evidence.models import Evidence
from nervecenter.foundation.importing import folders
from nervecenter.foundation.importing.actions import undo_import
from nervecenter.foundation.importing.export import CannotExport
from nervecenter.foundation.importing.folders import (
    MANIFEST,
    NotAnExport,
    OtherWorkspace,
    export_folder,
    import_folder,
)
from nervecenter.foundation.searching import search
from nervecenter.market.models import Account, Problem, Segment

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def company() -> None:
    """Records with gaps in their ids, twins, links to what comes later, and texts that a spreadsheet would run."""
    Segment.objects.create(name="Gone").delete()
    banks = Segment.objects.create(code="banks", name="Banks; and others", weight=Decimal("1.50"))
    Segment.objects.create(name="=1+1", description='two\nlines, "quoted"')
    late = Account.objects.create(name="Twin", segment=banks, employees=12)
    early = Account.objects.create(name="Twin", parent=late)
    Account.objects.filter(pk=late.pk).update(parent=early)
    problem = Problem.objects.create(name="Losing; work", urgent=True)
    row = Evidence.objects.create(name="-5 stars", occurred_on=date(2022, 5, 3), account=early, weight=0)
    row.problems.set([problem])


def values() -> dict[str, Any]:
    fields: dict[Any, tuple[str, ...]] = {
        Segment: ("pk", "code", "name", "weight", "description"),
        Account: ("pk", "name", "segment_id", "parent_id", "employees"),
        Problem: ("pk", "name", "urgent"),
        Evidence: ("pk", "name", "occurred_on", "account_id", "weight", "problems"),
    }
    return {model.__name__: list(model.objects.order_by("pk").values_list(*names)) for model, names in fields.items()}


def emptied() -> None:
    Evidence.objects.all().delete()
    Account.objects.update(parent=None)
    for model in (Account, Problem, Segment):
        model.objects.all().delete()


@pytest.mark.parametrize("form", ["csv", "jsonl", "json", "xlsx"])
def test_an_empty_workspace_is_filled_with_the_same_records_under_the_same_ids(
    company: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    before = values()
    written = export_folder(tmp_path / "out", form=form)
    emptied()
    monkeypatch.setattr(folders, "workspace_mark", lambda: "another")

    done = import_folder(tmp_path / "out")

    assert [(one.kind, one.records) for one in written] == [
        ("segment", 2), ("account", 2), ("problem", 1), ("evidence", 1),
    ]  # fmt: skip
    assert (done.status, done.message, done.created, done.unmatched, done.errors) == ("done", "", 6, 0, [])
    assert values() == before
    assert Segment.objects.create(name="Next").pk > max(row[0] for row in before["Segment"])
    assert {hit.title for hit in search("losing")} == {"Losing; work"}


def test_a_second_time_and_in_the_workspace_itself_nothing_changes(company: None, tmp_path: Path) -> None:
    export_folder(tmp_path / "out")
    before = values()

    done = import_folder(tmp_path / "out")

    assert (done.status, done.created, done.updated, done.unchanged) == ("done", 0, 0, 6)
    assert values() == before


def test_a_changed_file_changes_its_records_and_can_be_taken_back(company: None, tmp_path: Path) -> None:
    export_folder(tmp_path / "out")
    before = values()
    file = tmp_path / "out" / "problems.csv"
    file.write_text(file.read_text().replace("Losing; work", "Keeping work"))

    done = import_folder(tmp_path / "out")

    assert (done.updated, done.created) == (1, 0)
    assert Problem.objects.get().name == "Keeping work"
    undo_import(done.pk, actor=None)
    assert values() == before


def test_a_dry_run_writes_nothing(company: None, tmp_path: Path) -> None:
    export_folder(tmp_path / "out")
    emptied()

    done = import_folder(tmp_path / "out", dry_run=True)

    assert (done.status, done.created) == ("preview", 6)
    assert not Segment.objects.exists()


def test_files_of_another_workspace_are_not_mixed_with_records_that_are_here(
    company: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export_folder(tmp_path / "out")
    before = values()
    monkeypatch.setattr(folders, "workspace_mark", lambda: "another")

    with pytest.raises(OtherWorkspace):
        import_folder(tmp_path / "out")

    assert values() == before


def test_a_workspace_that_was_filled_from_an_export_takes_its_changes_too(
    company: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export_folder(tmp_path / "out")
    emptied()
    monkeypatch.setattr(folders, "workspace_mark", lambda: "another")
    import_folder(tmp_path / "out")
    file = tmp_path / "out" / "problems.csv"
    file.write_text(file.read_text().replace("Losing; work", "Keeping work"))

    done = import_folder(tmp_path / "out")

    assert (done.updated, done.unchanged) == (1, 5)


def listing(file: str) -> str:
    """The list of an export that holds this one file."""
    files = [{"kind": "segment", "file": file, "records": 1}]
    return json.dumps({"format": "nervecenter-export", "made_at": "", "workspace": "", "files": files})


@pytest.mark.parametrize(
    "told",
    [
        None,
        "{",
        '{"format": "other", "files": []}',
        listing("gone.csv"),
        listing("../x.csv"),
    ],
    ids=["none", "broken", "other", "missing-file", "outside"],
)
def test_a_folder_that_is_no_whole_export_is_refused(tmp_path: Path, told: str | None) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (tmp_path / "x.csv").write_text("id,name\nseg-1,Banks\n")
    if told is not None:
        (folder / MANIFEST).write_text(told)

    with pytest.raises(NotAnExport):
        import_folder(folder)

    assert not Segment.objects.exists()


def test_an_export_does_not_write_among_the_files_of_others(company: None, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")

    with pytest.raises(CannotExport):
        export_folder(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_an_export_may_take_the_place_of_an_earlier_one(company: None, tmp_path: Path) -> None:
    export_folder(tmp_path / "out")
    Segment.objects.create(name="Shops")

    export_folder(tmp_path / "out", kinds=["segment"])

    told = json.loads((tmp_path / "out" / MANIFEST).read_text())
    assert told["files"] == [{"kind": "segment", "file": "segments.csv", "records": 3}]
