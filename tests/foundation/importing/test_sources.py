"""What an import was made of is kept: the row of every record as it stood in its file, and the files byte for byte."""

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from nervecenter.domain.exchange.reading.files import InputFile, file_from_bytes
from nervecenter.evidence.models import Evidence
from nervecenter.foundation.importing import source_keeping
from nervecenter.foundation.importing.actions import load, preview, undo_import
from nervecenter.foundation.importing.models import Import
from nervecenter.foundation.importing.source_models import SourceBlock, SourceChunk, SourceFile, SourceRows
from nervecenter.foundation.importing.sources import SourceRow, source_files, source_rows
from nervecenter.market.models import Account, Segment
from tests.foundation.importing.files import EVIDENCE, EVIDENCE_CSV, evidence, file

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path


def rows_of(record: Any, kind: str) -> list[SourceRow]:
    return list(source_rows(kind, record.pk))


def accounts(text: str, name: str = "accounts.csv") -> Import:
    return load([file(name, text)], kind="account", actor=None)


def test_a_record_knows_its_row_with_columns_that_nobody_mapped() -> None:
    done = load(evidence(EVIDENCE_CSV.replace("weight", "Gewicht", 1)), mapping=EVIDENCE, actor=None)

    (row,) = rows_of(Evidence.objects.get(source_id="2"), "evidence")

    assert (row.import_of, row.file, row.sheet, row.row) == (done, "feedback.csv", "", 3)
    assert row.columns is not None
    assert row.columns["title"] == "Import is slow"
    assert list(row.columns)[5] == "Gewicht"


def test_the_files_are_kept_byte_for_byte_over_many_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_keeping, "BLOCK", 100)
    lines = [f'Account {number},"two\r\nlines {number}"' for number in range(200)]
    text = "\r\n".join(["name,industry", *lines, ""])
    done = accounts(text)

    (kept,) = source_files(done)
    rows = [rows_of(account, "account")[0] for account in Account.objects.order_by("pk")]

    with kept.open() as stream:
        assert stream.read() == text.encode()
    assert SourceBlock.objects.count() > 30
    assert [row.row for row in rows] == [2 + 2 * number for number in range(200)]
    assert [(row.columns or {})["name"] for row in rows] == [f"Account {number}" for number in range(200)]
    assert (rows[150].columns or {})["industry"] == "two\r\nlines 150"


def test_rows_of_a_packed_file_and_of_a_workbook_are_found_too() -> None:
    packed, book = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("north/accounts.csv", "name,industry\nHarbour Bank,Banking\nFjord Energy,Energy\n")
    workbook = openpyxl.Workbook()
    workbook.active.title = "Segments"  # type: ignore[union-attr]
    workbook.active.append(["name", "size", "remark"])  # type: ignore[union-attr]
    workbook.active.append(["Utilities", 12, "seen in spring"])  # type: ignore[union-attr]
    workbook.save(book)

    load([file_from_bytes("all.zip", packed.getvalue())], kind="account", actor=None)
    load([file_from_bytes("segments.xlsx", book.getvalue())], kind="segment", actor=None)
    (account,) = rows_of(Account.objects.get(name="Fjord Energy"), "account")
    (segment,) = rows_of(Segment.objects.get(), "segment")

    assert (account.file, account.row) == ("all.zip/north/accounts.csv", 3)
    assert account.columns == {"name": "Fjord Energy", "industry": "Energy"}
    assert (segment.file, segment.sheet, segment.row) == ("segments.xlsx", "Segments", 2)
    assert segment.columns == {"name": "Utilities", "size": 12, "remark": "seen in spring"}


def test_a_record_gathered_from_two_files_has_a_row_in_each() -> None:
    mapping = (
        "name: gathered\nsource: acme\ninto:\n"
        "  - {kind: account, source_id: id, repeats: gather, fields: {name: name, industry: {column: industry}}}\n"
    )
    names = '[{"id": "1", "name": "Harbour Bank"}]'
    files = [file("a.json", names), file("b.json", '[{"id": "1", "name": "Harbour Bank", "industry": "B"}]')]

    done = load(files, mapping=mapping, actor=None)
    assert done.status == "done", (done.message, done.errors)
    rows = rows_of(Account.objects.get(), "account")

    assert sorted((row.file, *(row.columns or {})) for row in rows) == [
        ("a.json", "id", "name"),
        ("b.json", "id", "name", "industry"),
    ]


def test_the_latest_import_comes_first_and_one_taken_back_does_not_count() -> None:
    accounts("name,industry\nHarbour Bank,Banking\n", "spring.csv")
    second = accounts("name,industry\nHarbour Bank,Finance\n", "autumn.csv")
    account = Account.objects.get()
    before = [row.file for row in rows_of(account, "account")]

    undo_import(second.pk, actor=None)

    assert before == ["autumn.csv", "spring.csv"]
    assert [row.file for row in rows_of(account, "account")] == ["spring.csv"]


def test_the_same_files_again_are_not_kept_twice_but_others_that_change_nothing_are() -> None:
    accounts("name,industry\nHarbour Bank,Banking\n")

    again = accounts("name,industry\nHarbour Bank,Banking\n")
    other = accounts("name,industry,floor\nHarbour Bank,Banking,3\n", "more.csv")

    assert (again.status, again.changeset, source_files(again)) == ("done", None, [])
    assert (other.status, other.changeset, [kept.name for kept in source_files(other)]) == ("done", None, ["more.csv"])
    assert (rows_of(Account.objects.get(), "account")[0].columns or {})["floor"] == "3"


def test_nothing_is_kept_of_a_preview_or_of_an_import_that_failed() -> None:
    preview([file("accounts.csv", "name\nHarbour Bank\n")], kind="account", actor=None)
    accounts("name,employees\nHarbour Bank,many\n")

    counts = [model.objects.count() for model in (SourceFile, SourceBlock, SourceRows, SourceChunk)]

    assert counts == [0, 0, 0, 0]


def test_files_that_cannot_be_kept_stop_the_import(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("nervecenter.foundation.importing.source_keeping.zlib.compress", full)
    monkeypatch.setattr(source_keeping.SourceKeeper, "note", lambda *_: None)

    failed = accounts("name\nHarbour Bank\n")

    assert (failed.status, failed.message) == (
        "failed",
        "The disk is full. Nothing was written. Make room and run the import again.",
    )
    assert not Account.objects.exists()
    assert not SourceFile.objects.exists()


def test_large_files_are_packed_beside_the_import() -> None:
    text = "name,industry\n" + "".join(f"Account {number},{'x' * 90}\n" for number in range(12_000))
    data = InputFile("large.csv", len(text), lambda: io.BytesIO(text.encode()))

    done = load([data], kind="account", actor=None)
    (row,) = rows_of(Account.objects.get(name="Account 11999"), "account")

    assert (done.created, row.row) == (12_000, 12_001)
    assert (row.columns or {})["name"] == "Account 11999"
