"""Actions ask the policy, check every value, and write all or nothing."""

import pytest

from nervecenter.foundation.actions import (
    archive_record,
    change_record,
    change_records,
    create_record,
    delete_record,
    restore_record,
)
from nervecenter.foundation.changes import Change, Changeset
from nervecenter.foundation.errors import InvalidValues, NotAllowed, NotFound, StaleVersion, StillReferenced
from nervecenter.foundation.users import Role, User
from nervecenter.market.models import Account, Problem, Segment

pytestmark = pytest.mark.django_db


def user(role: str) -> User:
    return User.objects.create_user(role, role=role)


def test_all_wrong_values_are_named_at_once_and_nothing_is_written() -> None:
    with pytest.raises(InvalidValues) as refusal:
        create_record(
            "account",
            {"name": "", "employees": "many", "status": "friend", "segment": "seg-99", "colour": "red", "version": 5},
            actor=None,
        )

    assert {name: text.split(";")[0] for name, text in refusal.value.fields.items()} == {
        "name": "is needed",
        "employees": "'many' is not a whole number",
        "status": "'friend' is not one of prospect, customer, former",
        "segment": "there is no segment seg-99",
        "colour": "is not a field of account",
        "version": "is not a field of account",
    }
    assert not Account.objects.exists()
    assert not Changeset.objects.exists()


def test_a_needed_field_that_is_not_given_is_named() -> None:
    with pytest.raises(InvalidValues) as refusal:
        create_record("buyer_role", {"name": "Buyer"}, actor=None)

    assert refusal.value.fields == {"role": "is needed", "segment": "is needed"}


def test_a_link_to_another_kind_is_refused() -> None:
    problem = create_record("problem", {"name": "Slow"}, actor=None)

    with pytest.raises(InvalidValues) as refusal:
        create_record("account", {"name": "Acme", "segment": f"prb-{problem.pk}"}, actor=None)

    assert refusal.value.fields == {"segment": f"prb-{problem.pk} is a problem, not a segment"}


@pytest.mark.parametrize("role", [Role.VIEWER])
def test_a_viewer_may_look_but_not_write(role: str) -> None:
    segment = create_record("segment", {"name": "Banks"}, actor=None)
    viewer = user(role)

    with pytest.raises(NotAllowed):
        create_record("segment", {"name": "Shops"}, actor=viewer)
    with pytest.raises(NotAllowed):
        change_record("segment", segment.pk, {"name": "Shops"}, actor=viewer, expected_version=1)
    with pytest.raises(NotAllowed):
        archive_record("segment", segment.pk, actor=viewer, expected_version=1)

    assert list(Segment.objects.values_list("name", "version")) == [("Banks", 1)]


def test_a_contributor_writes_but_only_an_editor_archives() -> None:
    contributor = user(Role.CONTRIBUTOR)
    segment = create_record("segment", {"name": "Banks"}, actor=contributor)

    with pytest.raises(NotAllowed):
        archive_record("segment", segment.pk, actor=contributor, expected_version=1)

    archived = archive_record("segment", segment.pk, actor=user(Role.EDITOR), expected_version=1)
    assert archived.archived_at is not None
    assert archived.changed_by is not None
    assert archived.changed_by.username == "editor"
    assert restore_record("segment", segment.pk, actor=None, expected_version=2).archived_at is None


def test_a_stale_version_cannot_overwrite() -> None:
    segment = create_record("segment", {"name": "Banks"}, actor=None)
    change_record("segment", segment.pk, {"name": "Shops"}, actor=None, expected_version=1)
    logged = Change.objects.count()

    with pytest.raises(StaleVersion) as refusal:
        change_record("segment", segment.pk, {"name": "Lost"}, actor=None, expected_version=1)

    assert refusal.value.details == {"current_version": 2}
    assert Segment.objects.get().name == "Shops"
    assert Change.objects.count() == logged


def test_a_bulk_edit_with_one_missing_record_changes_none() -> None:
    segment = create_record("segment", {"name": "Banks", "weight": "1"}, actor=None)

    with pytest.raises(NotFound):
        change_records("segment", [segment.pk, segment.pk + 1], {"weight": "5"}, actor=None)

    assert Segment.objects.get().weight == 1


def test_a_record_others_point_at_cannot_be_deleted() -> None:
    segment = create_record("segment", {"name": "Banks"}, actor=None)
    create_record("account", {"name": "Acme", "segment": segment}, actor=None)

    with pytest.raises(StillReferenced):
        delete_record("segment", segment.pk, actor=None)

    assert Segment.objects.count() == 1


def test_a_nul_character_and_an_endless_name_are_refused() -> None:
    with pytest.raises(InvalidValues) as refusal:
        create_record("problem", {"name": "x" * 301, "statement": "a\x00b"}, actor=None)

    assert refusal.value.fields == {
        "name": "has 301 characters; at most 300 fit",
        "statement": "holds a NUL character; remove it",
    }
    assert not Problem.objects.exists()
