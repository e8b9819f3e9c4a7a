"""The change log sees every write to a tracked table, whoever makes it, with before and after."""

import json

import pytest
from django.db import connection

from nervecenter.foundation.actions import change_record, create_record
from nervecenter.foundation.changes import Change, Changeset, changeset
from nervecenter.foundation.users import Role, User
from nervecenter.market.models import Problem, Segment

pytestmark = pytest.mark.django_db


def editor() -> User:
    return User.objects.create_user("eda", role=Role.EDITOR)


def segments(count: int) -> list[Segment]:
    return Segment.objects.bulk_create([Segment(name=f"Segment {number}") for number in range(count)])


def test_every_way_of_writing_leaves_one_change_a_row() -> None:
    made = segments(1000)

    Segment.objects.update(weight=2)
    for segment in made[:10]:
        segment.name = segment.name.upper()
        segment.save()
    Segment.objects.bulk_update([Segment(pk=segment.pk, size=5) for segment in made[:50]], ["size"])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE market_segment SET description = 'raw' WHERE id <= %s", [made[99].pk])
        cursor.execute("DELETE FROM market_segment WHERE id = %s", [made[999].pk])

    counted = dict.fromkeys("IUD", 0)
    for operation in Change.objects.filter(table="market_segment").values_list("operation", flat=True):
        counted[operation] += 1
    assert counted == {"I": 1000, "U": 1000 + 10 + 50 + 100, "D": 1}


def test_a_change_tells_actor_action_before_and_after() -> None:
    actor = editor()
    segment = create_record("segment", {"name": "Banks", "weight": "1.5"}, actor=actor)

    change_record("segment", segment.pk, {"name": "Regional banks"}, actor=actor, expected_version=1, reason="narrower")

    change = Change.objects.filter(table="market_segment", operation="U").get()
    assert change.changeset is not None
    assert (change.changeset.actor, change.changeset.action) == (actor, "segment.changed")
    assert change.changeset.reason == "narrower"
    before, after = json.loads(change.before or ""), json.loads(change.after or "")
    assert (before["name"], after["name"]) == ("Banks", "Regional banks")
    assert (before["version"], after["version"]) == (1, 2)
    assert after["changed_by_id"] == actor.pk


def test_a_write_outside_any_decision_is_logged_without_one() -> None:
    with changeset(actor=None, action="test.done"):
        segments(1)
    segments(1)

    inside, outside = Change.objects.filter(table="market_segment").order_by("id")
    assert inside.changeset is not None
    assert outside.changeset is None


def test_links_between_records_belong_to_the_record_that_holds_them() -> None:
    segment = create_record("segment", {"name": "Banks"}, actor=None)
    problem = create_record("problem", {"name": "Slow", "segments": [f"seg-{segment.pk}"]}, actor=None)

    changes = Change.objects.filter(table="market_problem_segments")

    assert [(change.operation, change.subject) for change in changes] == [("I", problem.pk)]
    assert Problem.objects.get().segments.get() == segment


def test_a_refused_write_leaves_no_changeset() -> None:
    segment = create_record("segment", {"name": "Banks"}, actor=None)
    known = Changeset.objects.count()

    with pytest.raises(Exception, match="changed by somebody else"):
        change_record("segment", segment.pk, {"name": "Lost"}, actor=None, expected_version=7)

    assert Segment.objects.get().name == "Banks"
    assert Changeset.objects.count() == known
