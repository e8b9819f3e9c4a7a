"""The history of a record tells every decision with who, why, and each field before and after."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nervecenter.foundation.actions import (
    archive_record,
    change_record,
    change_records,
    create_record,
    delete_record,
)
from nervecenter.foundation.changes import Changeset
from nervecenter.foundation.errors import NotFound
from nervecenter.foundation.history import FieldChange, HistoryEntry, history
from nervecenter.foundation.listing import Linked
from nervecenter.foundation.undoing import undo_changeset
from nervecenter.foundation.users import Role, User
from nervecenter.market.models import Segment

pytestmark = pytest.mark.django_db


def told(entry: HistoryEntry) -> dict[str, tuple[Any, Any]]:
    def words(value: Any) -> Any:
        if isinstance(value, Linked):
            return value.title
        return tuple(words(one) for one in value) if isinstance(value, tuple) else value

    return {change.field.name: (words(change.before), words(change.after)) for change in entry.fields}


def test_creation_and_change_are_told_newest_first_with_actor_and_reason() -> None:
    ana = User.objects.create_user("ana", role=Role.EDITOR, first_name="Ana", last_name="Lima")
    segment = create_record("segment", {"name": "Banks"}, actor=ana)
    change_record("segment", segment.pk, {"name": "Shops"}, actor=None, expected_version=1, reason="merged")

    found = history("segment", segment.pk)

    changed, created = found.entries
    assert (changed.operation, changed.action, changed.actor, changed.reason) == (
        "changed", "segment.changed", "", "merged",
    )  # fmt: skip
    assert told(changed) == {"name": ("Banks", "Shops")}
    assert (created.operation, created.actor) == ("created", "Ana Lima")
    assert told(created)["name"] == (None, "Banks")
    assert found.older == 0


def test_values_come_back_with_their_types() -> None:
    product = create_record("product", {"name": "Scan", "spend_percent": "12.5", "is_marketed": "yes"}, actor=None)
    release = create_record("release", {"name": "4.2", "released_on": "2022-11-22"}, actor=None)
    change_record("product", product.pk, {"spend_percent": "7", "is_marketed": "no"}, actor=None, expected_version=1)

    assert told(history("product", product.pk).entries[0]) == {
        "spend_percent": (Decimal("12.50"), Decimal("7.00")),
        "is_marketed": (True, False),
    }
    assert told(history("release", release.pk).entries[0])["released_on"] == (None, dt.date(2022, 11, 22))


def test_links_are_named_and_lists_of_links_tell_what_went_and_what_came() -> None:
    banks = create_record("segment", {"name": "Banks"}, actor=None)
    shops = create_record("segment", {"name": "Shops"}, actor=None)
    parent = create_record("problem", {"name": "Slow"}, actor=None)
    child = create_record("problem", {"name": "Slow export", "segments": [banks]}, actor=None)
    change_record("problem", child.pk, {"parent": parent, "segments": [shops]}, actor=None, expected_version=1)

    changed, created = history("problem", child.pk).entries

    assert told(changed) == {"parent": (None, "Slow"), "segments": (("Banks",), ("Shops",))}
    assert told(created)["segments"] == ((), ("Banks",))


def test_a_bulk_edit_and_its_undoing_point_at_each_other() -> None:
    segment = create_record("segment", {"name": "Banks", "weight": "1"}, actor=None)
    change_records("segment", [segment.pk], {"weight": "2"}, actor=None)
    bulk = Changeset.objects.order_by("-id")[0]

    undoing = undo_changeset(bulk.pk, actor=None)

    newest, edited, _ = history("segment", segment.pk).entries
    assert (newest.changeset, newest.undoes, told(newest)) == (undoing.pk, bulk.pk, {"weight": (2, 1)})
    assert (edited.changeset, edited.undone_by) == (bulk.pk, undoing.pk)


def test_archiving_is_told() -> None:
    segment = create_record("segment", {"name": "Banks"}, actor=None)
    archive_record("segment", segment.pk, actor=None, expected_version=1)

    before, after = told(history("segment", segment.pk).entries[0])["archived_at"]

    assert before is None
    assert abs(dt.datetime.now(dt.UTC) - after) < dt.timedelta(minutes=1)


def test_a_deleted_record_keeps_its_history_and_a_deleted_link_its_id() -> None:
    parent = create_record("problem", {"name": "Slow"}, actor=None)
    child = create_record("problem", {"name": "Slow export", "parent": parent}, actor=None)
    change_record("problem", child.pk, {"parent": ""}, actor=None, expected_version=1)
    delete_record("problem", parent.pk, actor=None)

    deleted = history("problem", parent.pk).entries[0]
    changed = history("problem", child.pk).entries[0]

    assert (deleted.operation, told(deleted)["name"]) == ("deleted", ("Slow", None))
    assert changed.fields == (
        FieldChange(changed.fields[0].field, Linked("problem", parent.pk, f"prb-{parent.pk}"), None),
    )


def test_a_write_past_the_actions_is_told_without_an_author() -> None:
    segment = create_record("segment", {"name": "Banks"}, actor=None)
    Segment.objects.filter(pk=segment.pk).update(name="Shops")
    Segment.objects.filter(pk=segment.pk).update(name="Farms")

    newest, older, _ = history("segment", segment.pk).entries

    assert (newest.changeset, newest.action, told(newest)) == (None, "", {"name": ("Shops", "Farms")})
    assert told(older) == {"name": ("Banks", "Shops")}


def test_a_long_history_comes_in_pages() -> None:
    segment = create_record("segment", {"name": "S0"}, actor=None)
    for number in range(1, 5):
        change_record("segment", segment.pk, {"name": f"S{number}"}, actor=None, expected_version=number)

    first = history("segment", segment.pk, limit=2)
    second = history("segment", segment.pk, limit=2, before=first.older)
    third = history("segment", segment.pk, limit=2, before=second.older)

    pages = [[told(entry)["name"][1] for entry in page.entries] for page in (first, second, third)]
    assert pages == [["S4", "S3"], ["S2", "S1"], ["S0"]]
    assert third.older == 0


def test_a_record_that_never_was_has_no_history() -> None:
    with pytest.raises(NotFound) as refusal:
        history("segment", 99)

    assert str(refusal.value) == "there is no segment seg-99"


def test_the_number_of_queries_does_not_grow_with_the_entries() -> None:
    segments = [create_record("segment", {"name": f"S{n}"}, actor=None) for n in range(3)]
    problem = create_record("problem", {"name": "P0", "segments": [segments[0]]}, actor=None)
    for version in range(1, 6):
        linked = [segments[version % 3]]
        change_record(
            "problem", problem.pk, {"name": f"P{version}", "segments": linked}, actor=None, expected_version=version
        )

    with CaptureQueriesContext(connection) as queries:
        found = history("problem", problem.pk)

    assert len(found.entries) == 6
    assert len(queries) == 2
