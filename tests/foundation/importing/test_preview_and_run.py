"""Previews write nothing; runs write all or nothing, and the second time nothing."""

from datetime import date

import pytest

from nervecenter.evidence.models import Evidence
from nervecenter.foundation.changes import Change, Changeset
from nervecenter.foundation.errors import NotAllowed
from nervecenter.foundation.importing.actions import ImportRefused, load, preview, run
from nervecenter.foundation.importing.models import Import, UnmatchedValue
from nervecenter.foundation.searching import search
from nervecenter.foundation.users import Role, User
from nervecenter.market.models import Account, Problem, Segment
from tests.foundation.importing.files import EVIDENCE, EVIDENCE_CSV, evidence, file

pytestmark = pytest.mark.django_db

BAD_CSV = (
    "id,title,text,kind,day,weight,account,problems\n"
    "1,Fine,,ticket,2022-05-03,3,,\n"
    "2,,,telepathy,31/02/2022,many,,\n"
    "3,Late,,ticket,2022-02-30,,,\n"
)


def test_a_preview_counts_and_writes_no_record() -> None:
    Account.objects.create(name="Acme")

    seen = preview(evidence(EVIDENCE_CSV.replace("3,,", "3,Acme,")), mapping=EVIDENCE, actor=None)

    assert (seen.status, seen.created, seen.updated, seen.unchanged, seen.rejected) == ("preview", 2, 0, 0, 0)
    assert not Evidence.objects.exists()
    assert not Change.objects.filter(table="evidence_evidence").exists()
    assert not Changeset.objects.exists()


def test_a_preview_names_every_bad_cell() -> None:
    seen = preview(evidence(BAD_CSV), mapping=EVIDENCE, actor=None)

    assert [(error["row"], error["column"]) for error in seen.errors] == [
        (3, "title"), (3, "kind"), (3, "day"), (3, "weight"), (4, "day"),
    ]  # fmt: skip
    assert (seen.created, seen.rejected, seen.error_count) == (1, 2, 5)
    assert seen.errors[2]["message"] == 'occurred_on: "31/02/2022" is not a date: February 2022 has 28 days.'


def test_a_run_writes_rows_history_and_search() -> None:
    ann = User.objects.create_user("ann", role=Role.EDITOR)
    acme = Account.objects.create(name="Acme")
    first = Problem.objects.create(code="p1", name="Waiting")
    second = Problem.objects.create(name="Losing work")
    text = EVIDENCE_CSV.replace("3,,", "3,Acme,p1; losing work")
    seen = preview(evidence(text), mapping=EVIDENCE, actor=ann)

    done = run(seen.pk, files=evidence(text), actor=ann)

    row = Evidence.objects.get(source_id="1")
    assert (done.status, done.created, done.message) == ("done", 2, "")
    assert (row.name, row.kind, row.occurred_on, row.weight) == ("Export fails", "ticket", date(2022, 5, 3), 3)
    assert (row.account_id, row.source, row.version, row.created_by, row.changed_by) == (acme.pk, "acme", 1, ann, ann)
    assert set(row.problems.all()) == {first, second}
    assert Evidence.objects.get(source_id="2").kind == "feedback"
    changes = Change.objects.filter(changeset=done.changeset)
    assert sorted(changes.values_list("operation", "table")) == [
        ("I", "evidence_evidence"), ("I", "evidence_evidence"),
        ("I", "evidence_evidence_problems"), ("I", "evidence_evidence_problems"),
    ]  # fmt: skip
    assert [hit.title for hit in search("stops ten")] == ["Export fails"]


def test_the_second_time_nothing_changes() -> None:
    Account.objects.create(name="Acme")
    text = EVIDENCE_CSV.replace("3,,", "3,Acme,")
    load(evidence(text), mapping=EVIDENCE, actor=None)
    before = list(Evidence.objects.values())
    changes = Change.objects.count()

    again = load(evidence(text), mapping=EVIDENCE, actor=None)

    assert (again.status, again.created, again.updated, again.unchanged) == ("done", 0, 0, 2)
    assert again.changeset is None
    assert list(Evidence.objects.values()) == before
    assert Change.objects.count() == changes


def test_only_what_differs_is_written() -> None:
    load(evidence(), mapping=EVIDENCE, actor=None)

    again = load(evidence(EVIDENCE_CSV.replace("An hour", "Two hours")), mapping=EVIDENCE, actor=None)

    assert (again.created, again.updated, again.unchanged) == (0, 1, 1)
    assert list(Evidence.objects.order_by("source_id").values_list("text", "version")) == [
        ("It stops at ten", 1),
        ("Two hours", 2),
    ]
    assert [hit.title for hit in search("two hours")] == ["Import is slow"]
    assert search("an hour") == ()


def test_links_that_differ_are_written_and_counted() -> None:
    for code in ("p1", "p2", "p3"):
        Problem.objects.create(code=code, name=f"Problem {code}")
    load(evidence(EVIDENCE_CSV.replace("3,,", "3,,p1;p2")), mapping=EVIDENCE, actor=None)

    again = load(evidence(EVIDENCE_CSV.replace("3,,", "3,,p2;p3")), mapping=EVIDENCE, actor=None)

    row = Evidence.objects.get(source_id="1")
    assert (again.updated, again.unchanged, row.version) == (1, 1, 2)
    assert sorted(row.problems.values_list("code", flat=True)) == ["p2", "p3"]


def test_one_bad_row_keeps_all_rows_out() -> None:
    done = load(evidence(BAD_CSV), mapping=EVIDENCE, actor=None)

    assert (done.status, done.created, done.rejected, done.error_count) == ("failed", 0, 2, 5)
    assert done.message.startswith("2 rows have 5 bad cells. Nothing was written.")
    assert not Evidence.objects.exists()
    assert not Change.objects.filter(table="evidence_evidence").exists()


def test_bad_rows_may_be_left_out_on_purpose() -> None:
    done = load(evidence(BAD_CSV), mapping=EVIDENCE, actor=None, leave_out_rejected=True)

    assert (done.status, done.created, done.rejected) == ("done", 1, 2)
    assert list(Evidence.objects.values_list("name", flat=True)) == ["Fine"]


def test_a_broken_file_keeps_the_others_out_even_so() -> None:
    files = [*evidence(), file("broken.csv", 'id,title\n1,"open\n')]

    done = load(files, mapping=EVIDENCE, actor=None, leave_out_rejected=True)

    assert done.status == "failed"
    assert done.message.startswith("broken.csv, row 2: the file ends inside a quoted cell")
    assert not Evidence.objects.exists()


def test_two_rows_with_one_id_must_agree() -> None:
    same = EVIDENCE_CSV + "2,Import is slow,An hour,,2022-05-04,,,\n"
    other = EVIDENCE_CSV + "2,Import is fast,An hour,,2022-05-04,,,\n"

    refused = load(evidence(other), mapping=EVIDENCE, actor=None)
    done = load(evidence(same), mapping=EVIDENCE, actor=None)

    assert (refused.status, [error["row"] for error in refused.errors]) == ("failed", [4])
    assert 'is "2" too and says other things' in refused.errors[0]["message"]
    assert (done.status, done.created) == ("done", 2)


def test_a_record_made_by_hand_is_adopted_by_its_key() -> None:
    by_hand = Segment.objects.create(code="banks", name="Banks")
    mapping = "name: segs\ninto: [{kind: segment, source_id: id, fields: {code: code, name: name}}]"

    done = load([file("segments.csv", "id,code,name\n7,banks,Banking\n")], mapping=mapping, actor=None)

    by_hand.refresh_from_db()
    assert (done.created, done.updated) == (0, 1)
    assert (by_hand.name, by_hand.source, by_hand.source_id, by_hand.version) == ("Banking", "segs", "7", 2)


def test_rows_without_ids_are_found_by_their_keys() -> None:
    mapping = "name: segs\ninto: [{kind: segment, fields: {code: code, name: name, weight: weight}}]"
    first = [file("segments.csv", "code,name,weight\nbanks,Banks,2\n,Shops,1\n")]
    second = [file("segments.csv", "code,name,weight\nbanks,Banks,3\n,Shops,1\n")]
    load(first, mapping=mapping, actor=None)

    again = load(second, mapping=mapping, actor=None)

    assert (again.created, again.updated, again.unchanged) == (0, 1, 1)
    assert Segment.objects.count() == 2


def test_a_key_that_two_records_have_is_not_guessed_at() -> None:
    Segment.objects.create(name="Banks")
    Segment.objects.create(name="Banks")
    mapping = "name: segs\ninto: [{kind: segment, fields: {name: name, weight: weight}}]"

    done = load([file("segments.csv", "name,weight\nBanks,2\n")], mapping=mapping, actor=None)

    assert done.status == "failed"
    assert '2 records have the name "Banks"' in done.errors[0]["message"]


def test_a_run_needs_the_files_that_were_looked_at() -> None:
    seen = preview(evidence(), mapping=EVIDENCE, actor=None)

    with pytest.raises(ImportRefused):
        run(seen.pk, files=evidence(EVIDENCE_CSV.replace("slow", "fast")), actor=None)

    assert not Evidence.objects.exists()


def test_kept_files_are_run_without_being_given_again() -> None:
    seen = preview(evidence(), mapping=EVIDENCE, actor=None, keep=True)

    done = run(seen.pk, actor=None)

    assert (done.status, done.created, done.kept) == ("done", 2, [])
    with pytest.raises(ImportRefused):
        run(seen.pk, actor=None)


def test_viewers_and_contributors_may_not_import() -> None:
    bob = User.objects.create_user("bob", role=Role.CONTRIBUTOR)

    with pytest.raises(NotAllowed):
        load(evidence(), mapping=EVIDENCE, actor=bob)

    assert not Import.objects.exists()


def test_a_watch_that_stops_leaves_nothing_but_the_word() -> None:
    class Stopped(Exception):
        pass

    class Stopping:
        def progress(self, done: int, total: int | None = None, message: str = "") -> None:
            assert (done, message) == (2, "feedback.csv: row 3")

        def check_cancelled(self) -> None:
            if Evidence.objects.exists():
                raise Stopped

    with pytest.raises(Stopped):
        load(evidence(), mapping=EVIDENCE, actor=None, watch=Stopping())

    assert not Evidence.objects.exists()
    assert Import.objects.get().status == "failed"


def test_what_cannot_be_matched_is_listed_with_its_places() -> None:
    text = EVIDENCE_CSV.replace("3,,", "3,Acmee,p1;p9")
    Account.objects.create(name="Acme")
    Problem.objects.create(code="p1", name="Waiting")

    done = load(evidence(text), mapping=EVIDENCE, actor=None)

    assert (done.status, done.created, done.unmatched) == ("done", 2, 2)
    entries = UnmatchedValue.objects.order_by("field")
    row = Evidence.objects.get(source_id="1")
    assert [(entry.field, entry.target_kind, entry.value, entry.count) for entry in entries] == [
        ("account", "account", "Acmee", 1),
        ("problems", "problem", "p9", 1),
    ]
    assert entries[0].places == [{"file": "feedback.csv", "row": 2}]
    assert entries[0].records == [row.pk]
    assert list(row.problems.values_list("code", flat=True)) == ["p1"]
