"""The kept files of an import come in again through a changed mapping; what people changed since stays theirs."""

from pathlib import Path
from typing import Any

import pytest

from nervecenter.foundation.actions import change_record
from nervecenter.foundation.changes import Changeset
from nervecenter.foundation.importing.actions import (
    ImportRefused,
    forget_source,
    load,
    look,
    preview,
    replay,
    run,
    take_files_side,
    undo_import,
)
from nervecenter.foundation.importing.models import Import
from nervecenter.foundation.importing.source_models import SourceFile
from nervecenter.foundation.importing.sources import source_rows
from nervecenter.foundation.undoing import undo_changeset
from nervecenter.foundation.users import User
from nervecenter.market.models import Account
from tests.factories import made
from tests.foundation.importing.files import file

pytestmark = pytest.mark.django_db
MAPPING = """
name: acme-accounts
source: acme
into:
  - kind: account
    source_id: id
    fields: {name: name, industry: trade, segment: {column: segment, link: segment, by: name}}
"""
WIDER = MAPPING.replace(
    "industry: trade", "industry: {column: trade, values: {Bank: Banking}, otherwise: keep}, country: land"
)
ACCOUNTS = "id,name,trade,land,segment\n1,Harbour Bank,Bank,Norway,Banks\n2,Fjord Energy,Energy,Norway,\n"


@pytest.fixture(autouse=True)
def data_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path


@pytest.fixture
def ana() -> User:
    return User.objects.create_user("ana", role="editor")


def brought() -> Import:
    made("segment", name="Banks")
    return load([file("accounts.csv", ACCOUNTS)], mapping=MAPPING, actor=None)


def again(first: Import, mapping: str = WIDER) -> Import:
    documents = [dict(each) | {"mapping": mapping} for each in first.documents]
    return replay(first, documents, actor=None)


def stored() -> list[tuple[str, str, str]]:
    return list(Account.objects.order_by("source_id").values_list("name", "industry", "country"))


def changed(number: str, ana: User, **values: Any) -> None:
    account = Account.objects.get(source_id=number)
    change_record("account", account.pk, values, actor=ana, expected_version=account.version)


def test_an_import_keeps_the_mapping_that_its_files_went_through() -> None:
    first = brought()

    (document,) = first.documents

    assert (document["file"], document["sheet"]) == ("accounts.csv", "")
    assert "acme-accounts" in document["mapping"]


def test_a_changed_mapping_fills_what_the_first_one_left_and_is_undone_as_a_whole() -> None:
    first = brought()

    looked = again(first)
    before = stored()
    done = run(looked.pk, actor=None)
    after = stored()
    undo_import(done.pk, actor=None)

    assert (looked.status, looked.created, looked.updated, looked.unchanged) == ("preview", 0, 2, 0)
    assert before == [("Harbour Bank", "Bank", ""), ("Fjord Energy", "Energy", "")]
    assert (done.status, done.replays_id, done.updated) == ("done", first.pk, 2)
    assert after == [("Harbour Bank", "Banking", "Norway"), ("Fjord Energy", "Energy", "Norway")]
    assert stored() == before
    assert SourceFile.objects.count() == 1


def test_the_same_mapping_changes_nothing() -> None:
    looked = again(brought(), MAPPING)

    assert (looked.created, looked.updated, looked.unchanged, looked.conflict_count) == (0, 0, 2, 0)


def test_what_somebody_changed_since_is_listed_and_stays(ana: User) -> None:
    first = brought()
    changed("1", ana, industry="Merchant banking")

    looked = again(first)
    done = run(looked.pk, actor=None)

    account = Account.objects.get(source_id="1")
    (conflict,) = looked.conflicts
    assert (conflict["kind"], conflict["record"], conflict["field"]) == ("account", account.pk, "industry")
    assert (conflict["here"], conflict["file"]) == ("Merchant banking", "Banking")
    assert (done.conflict_count, done.updated) == (1, 2)
    assert stored() == [("Harbour Bank", "Merchant banking", "Norway"), ("Fjord Energy", "Energy", "Norway")]


def test_a_field_that_is_ticked_takes_what_the_file_says(ana: User) -> None:
    first = brought()
    changed("1", ana, industry="Merchant banking")
    changed("2", ana, country="Iceland")
    looked = again(first)

    take_files_side(looked.pk, [f"acc-{Account.objects.get(source_id='1').pk}.industry"], actor=None)
    run(looked.pk, actor=None)

    assert (looked.conflict_count, stored()) == (
        2,
        [("Harbour Bank", "Banking", "Norway"), ("Fjord Energy", "Energy", "Iceland")],
    )


def test_all_fields_can_be_ticked_at_once(ana: User) -> None:
    first = brought()
    changed("1", ana, industry="Merchant banking", segment=None)
    looked = again(first)

    take_files_side(looked.pk, ["*"], actor=None)
    done = run(looked.pk, actor=None)

    assert (sorted(each["field"] for each in looked.conflicts), done.conflict_count) == (["industry", "segment"], 0)
    assert Account.objects.get(source_id="1").segment is not None
    assert stored()[0][1] == "Banking"


def test_a_change_that_was_undone_is_no_conflict(ana: User) -> None:
    first = brought()
    changed("1", ana, industry="Merchant banking")
    before = again(first).conflict_count

    undo_changeset(Changeset.objects.filter(actor=ana).latest("id").pk, actor=ana)

    assert (before, again(first).conflict_count) == (1, 0)


def test_a_later_import_counts_as_a_change_but_an_earlier_replay_does_not() -> None:
    first = brought()
    run(again(first).pk, actor=None)
    third = MAPPING.replace("industry: trade", "industry: {constant: Unknown}")
    after_replay = again(first, third)
    load([file("accounts.csv", ACCOUNTS.replace(",Energy,", ",Power,"))], mapping=MAPPING, actor=None)

    after_import = again(first, third)

    assert after_replay.conflict_count == 0
    assert [conflict["here"] for conflict in after_import.conflicts] == ["Bank", "Power"]


def test_a_replay_of_a_replay_still_knows_what_was_changed_before_it(ana: User) -> None:
    first = brought()
    changed("1", ana, industry="Merchant banking")
    second = run(again(first).pk, actor=None)

    third = again(second, MAPPING)

    assert third.replays_id == first.pk
    assert [conflict["here"] for conflict in third.conflicts] == ["Merchant banking"]


def test_an_import_that_was_taken_back_can_be_replayed() -> None:
    first = brought()
    undo_import(first.pk, actor=None)
    first.refresh_from_db()

    done = run(again(first).pk, actor=None)

    assert (done.created, done.conflict_count) == (2, 0)
    assert stored()[0] == ("Harbour Bank", "Banking", "Norway")


def test_the_source_of_a_record_is_found_through_a_replay_too() -> None:
    first = brought()
    done = run(again(first).pk, actor=None)

    rows = source_rows("account", Account.objects.get(source_id="2").pk)

    assert [(row.import_of.pk, row.row) for row in rows] == [(done.pk, 3), (first.pk, 3)]
    assert (rows[0].columns or {})["land"] == "Norway"
    assert rows[0].fills["land"] == "country"


def test_a_large_replay_waits_to_be_looked_at() -> None:
    first = brought()

    waiting = replay(first, [dict(each) | {"mapping": WIDER} for each in first.documents], actor=None, later=True)
    looked = look(waiting.pk, actor=None)

    assert (waiting.status, looked.status, looked.updated) == ("looking", "preview", 2)


def test_forgotten_files_take_the_rows_with_them_and_leave_the_records() -> None:
    first = brought()
    done = run(again(first).pk, actor=None)
    waiting = again(first, MAPPING)

    forget_source(done.pk, actor=None)

    assert source_rows("account", Account.objects.get(source_id="1").pk) == ()
    assert stored()[0] == ("Harbour Bank", "Banking", "Norway")
    with pytest.raises(ImportRefused, match="no longer kept"):
        run(waiting.pk, actor=None)
    with pytest.raises(ImportRefused, match="no files are kept"):
        forget_source(first.pk, actor=None)


def test_what_was_not_run_or_not_kept_cannot_be_replayed() -> None:
    seen = preview([file("accounts.csv", ACCOUNTS)], mapping=MAPPING, actor=None)
    first = brought()
    SourceFile.objects.all().delete()

    for record in (seen, first):
        with pytest.raises(ImportRefused, match="are not kept"):
            again(record)
    with pytest.raises(ImportRefused, match="no replay"):
        take_files_side(seen.pk, ["*"], actor=None)

    assert Import.objects.count() == 2
