"""Undo takes back one change, a bulk edit or a creation, and refuses when something came after."""

from decimal import Decimal

import pytest
from django.utils import timezone

from nervecenter.foundation.actions import archive_record, change_record, change_records, create_record
from nervecenter.foundation.changes import Changeset
from nervecenter.foundation.errors import AlreadyUndone, ChangedSince, NotAllowed
from nervecenter.foundation.searching import search
from nervecenter.foundation.undoing import later_changesets, undo_changeset
from nervecenter.foundation.users import Role, User
from nervecenter.honesty.models import CheckRun, FindingRecord
from nervecenter.market.models import Problem, Segment

pytestmark = pytest.mark.django_db


def last() -> int:
    return Changeset.objects.order_by("-id")[0].pk


def test_one_change_goes_back_with_its_links() -> None:
    banks = create_record("segment", {"name": "Banks"}, actor=None)
    shops = create_record("segment", {"name": "Shops"}, actor=None)
    problem = create_record("problem", {"name": "Slow", "segments": [banks], "urgent": "yes"}, actor=None)
    change_record(
        "problem", problem.pk, {"name": "Fast", "segments": [shops], "urgent": ""}, actor=None, expected_version=1
    )

    undo_changeset(last(), actor=None)

    restored = Problem.objects.get()
    assert (restored.name, restored.urgent, restored.version) == ("Slow", True, 3)
    assert list(restored.segments.all()) == [banks]
    assert [hit.title for hit in search("slow")] == ["Slow"]
    assert search("fast") == ()


def test_a_bulk_edit_goes_back_as_a_whole_and_forth_again() -> None:
    made = [create_record("segment", {"name": f"S{n}", "weight": str(n)}, actor=None) for n in range(1, 4)]
    change_records("segment", [segment.pk for segment in made], {"weight": "9"}, actor=None)

    undoing = undo_changeset(last(), actor=None)

    assert list(Segment.objects.order_by("id").values_list("weight", flat=True)) == [1, 2, 3]
    undo_changeset(undoing.pk, actor=None)
    assert list(Segment.objects.values_list("weight", flat=True)) == [9, 9, 9]


def test_a_creation_goes_back_and_takes_its_links_along() -> None:
    banks = create_record("segment", {"name": "Banks"}, actor=None)
    create_record("problem", {"name": "Slow", "segments": [banks]}, actor=None)

    undo_changeset(last(), actor=None)

    assert not Problem.objects.exists()
    assert search("slow") == ()


def test_archiving_goes_back() -> None:
    segment = create_record("segment", {"name": "Banks"}, actor=None)
    archive_record("segment", segment.pk, actor=None, expected_version=1)

    undo_changeset(last(), actor=None)

    assert Segment.objects.get().archived_at is None


def test_a_change_is_undone_once() -> None:
    segment = create_record("segment", {"name": "Banks"}, actor=None)
    change_record("segment", segment.pk, {"name": "Shops"}, actor=None, expected_version=1)
    number = last()
    undo_changeset(number, actor=None)

    with pytest.raises(AlreadyUndone):
        undo_changeset(number, actor=None)

    assert Segment.objects.get().name == "Banks"


def test_a_later_change_is_not_lost() -> None:
    segment = create_record("segment", {"name": "Banks"}, actor=None)
    change_record("segment", segment.pk, {"name": "Shops"}, actor=None, expected_version=1)
    number = last()
    change_record("segment", segment.pk, {"weight": "3"}, actor=None, expected_version=2)

    with pytest.raises(ChangedSince) as refusal:
        undo_changeset(number, actor=None)

    assert refusal.value.details == {"records": 1}
    kept = Segment.objects.get()
    assert (kept.name, kept.weight, kept.version) == ("Shops", Decimal("3.00"), 3)


def test_others_changes_are_for_editors_to_undo() -> None:
    ann = User.objects.create_user("ann", role=Role.CONTRIBUTOR)
    bob = User.objects.create_user("bob", role=Role.CONTRIBUTOR)
    create_record("segment", {"name": "Banks"}, actor=ann)

    with pytest.raises(NotAllowed):
        undo_changeset(last(), actor=bob)

    assert Segment.objects.exists()
    undo_changeset(last(), actor=ann)
    assert not Segment.objects.exists()


def test_the_changes_to_undo_first_are_named_newest_first_and_those_undone_are_left_out() -> None:
    segment = create_record("segment", {"name": "Banks"}, actor=None)
    made = last()
    change_record("segment", segment.pk, {"name": "Big banks"}, actor=None, expected_version=1)
    first = last()
    change_record("segment", segment.pk, {"name": "Huge banks"}, actor=None, expected_version=2)
    undo_changeset(last(), actor=None)
    change_record("segment", segment.pk, {"name": "Small banks"}, actor=None, expected_version=4)

    later = later_changesets(made)

    assert later == (last(), first)


def test_notes_about_a_record_let_go_of_it_when_its_creation_is_undone() -> None:
    product = create_record("product", {"name": "Plan", "code": "plan"}, actor=None)
    made = last()
    run = CheckRun.objects.create(at=timezone.now(), today="2022-11-22", seconds=0, rows=1, codes=["NC101"])
    about = {"fingerprint": "f", "code": "NC101", "name": "n", "severity": "error", "subject_kind": "product"}
    times = {"first_seen": run.at, "last_seen": run.at, "run": run}
    FindingRecord.objects.create(**about, **times, subject_id=f"prd-{product.pk}", product_id=product.pk, details={})

    undo_changeset(made, actor=None)

    assert FindingRecord.objects.get().product_id is None
