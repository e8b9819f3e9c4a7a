"""Linking an item, saying how important it is, taking a link away: what holds after, what is refused."""

import pytest

from nervecenter.definition.models import Requirement, RequirementHighlight
from nervecenter.evidence.actions.deciding import AlreadyLinked
from nervecenter.evidence.actions.linking import (
    Said,
    link_evidence,
    link_to_new_problem,
    link_together,
    rate_link,
    unlink_evidence,
)
from nervecenter.evidence.models import Evidence, Highlight
from nervecenter.foundation.changes import Change, Changeset
from nervecenter.foundation.errors import InvalidValues, NotAllowed, NotFound, StaleVersion
from nervecenter.foundation.undoing import undo_changeset
from nervecenter.foundation.users import User
from nervecenter.market.models import Problem
from tests.evidence.said import TEXT, contributor, everything, problem, said

pytestmark = pytest.mark.django_db


def test_a_linked_item_no_longer_waits_and_keeps_no_highlight_where_nothing_is_said() -> None:
    item, slow, cleo = said(), problem(), contributor()

    done = link_evidence(item.pk, f"prb-{slow.pk}", actor=cleo, expected_version=1)

    item.refresh_from_db()
    assert (item.triage, item.version, item.changed_by) == ("linked", 2, cleo)
    assert list(item.problems.all()) == [slow]
    assert not Highlight.objects.exists()
    assert (done.evidence.version, Changeset.objects.get(pk=done.change).action) == (2, "evidence.linked")


def test_importance_and_passage_are_kept_with_the_place_where_the_words_stand() -> None:
    item, slow = said(), problem()

    link_evidence(
        item.pk,
        f"prb-{slow.pk}",
        actor=None,
        expected_version=1,
        said=Said(3, "takes a day.\nWe need it by noon 🕛", 17),
    )

    kept = Highlight.objects.get()
    assert (kept.evidence, kept.problem, kept.importance, kept.starts) == (item, slow, 3, 24)
    assert kept.passage == "takes a day.\r\nWe need it by noon 🕛"
    assert TEXT[24:].startswith(kept.passage)


def test_a_passage_without_importance_is_nice_to_have() -> None:
    item, slow = said(), problem()

    link_evidence(item.pk, f"prb-{slow.pk}", actor=None, expected_version=1, said=Said(passage="by noon"))

    assert Highlight.objects.values_list("importance", "passage").get() == (1, "by noon")


def test_a_requirement_is_linked_alike_by_what_its_own_context_registered() -> None:
    item, wanted = said(), Requirement.objects.create(name="Exports within a minute")

    link_evidence(item.pk, f"req-{wanted.pk}", actor=None, expected_version=1, said=Said(2))

    assert list(wanted.evidence.all()) == [item]
    assert RequirementHighlight.objects.values_list("evidence", "importance").get() == (item.pk, 2)
    assert Evidence.objects.get().triage == "linked"


@pytest.mark.parametrize(
    ("target", "meant", "field"),
    [
        ("prb-9999", Said(), "target"),
        ("seg-1", Said(), "target"),
        ("nonsense", Said(), "target"),
        ("prb-1", Said(4), "importance"),
        ("prb-1", Said(passage="words that stand nowhere"), "passage"),
    ],
)
def test_what_cannot_be_linked_is_refused_by_field_and_nothing_changes(target: str, meant: Said, field: str) -> None:
    item = said()
    Problem.objects.create(pk=1, name="Slow")
    before, changes = everything(), Change.objects.count()

    with pytest.raises(InvalidValues) as refused:
        link_evidence(item.pk, target, actor=None, expected_version=1, said=meant)

    assert list(refused.value.fields) == [field]
    assert everything() == before
    assert Change.objects.count() == changes


def test_an_archived_target_is_refused() -> None:
    item, slow = said(), problem(archived_at="2022-05-03T00:00Z")

    with pytest.raises(InvalidValues, match="archived"):
        link_evidence(item.pk, f"prb-{slow.pk}", actor=None, expected_version=1)

    assert not item.problems.exists()


def test_the_second_person_is_told_who_did_what_and_may_add_hers() -> None:
    item, slow, dear = said(), problem("Slow"), problem("Dear")
    lea = User.objects.create_user("lea", role="editor", first_name="Lea", last_name="Dunn")
    cleo = contributor()
    link_evidence(item.pk, f"prb-{slow.pk}", actor=lea, expected_version=1)

    with pytest.raises(StaleVersion) as told:
        link_evidence(item.pk, f"prb-{dear.pk}", actor=cleo, expected_version=1)
    before = list(item.problems.all())
    link_evidence(
        item.pk, f"prb-{dear.pk}", actor=cleo, expected_version=int(str(told.value.details["current_version"]))
    )

    assert str(told.value).startswith("Lea Dunn linked it to “Slow” just now; ")
    assert (told.value.details["who"], told.value.details["current_version"]) == ("Lea Dunn", 2)
    assert before == [slow]
    assert set(item.problems.all()) == {slow, dear}


def test_the_same_link_again_is_refused_unless_something_new_is_said() -> None:
    item, slow = said(), problem()
    link_evidence(item.pk, f"prb-{slow.pk}", actor=None, expected_version=1)

    with pytest.raises(AlreadyLinked):
        link_evidence(item.pk, f"prb-{slow.pk}", actor=None, expected_version=2)
    version = Evidence.objects.get().version
    link_evidence(item.pk, f"prb-{slow.pk}", actor=None, expected_version=2, said=Said(3, "by noon"))

    assert version == 2
    assert item.problems.count() == 1
    assert Highlight.objects.get().importance == 3


def test_a_viewer_links_nothing() -> None:
    item, slow = said(), problem()
    viewer = User.objects.create_user("vic", role="viewer")

    with pytest.raises(NotAllowed):
        link_evidence(item.pk, f"prb-{slow.pk}", actor=viewer, expected_version=1)
    with pytest.raises(NotAllowed):
        link_to_new_problem(item.pk, "Slow", actor=viewer, expected_version=1)

    assert Evidence.objects.get().triage == "waiting"
    assert Problem.objects.count() == 1


def test_a_new_problem_and_its_link_are_one_decision() -> None:
    item, cleo = said(), contributor()
    before = everything()

    done, public_id = link_to_new_problem(
        item.pk, "  Figures come late  ", actor=cleo, expected_version=1, said=Said(2, "by noon", 40)
    )
    made = Problem.objects.get()
    linked = list(item.problems.all())
    undo_changeset(done.change, actor=cleo)

    assert (made.name, public_id, linked) == ("Figures come late", f"prb-{made.pk}", [made])
    assert everything() == before


def test_importance_is_changed_on_the_link_whether_or_not_it_had_one() -> None:
    item, slow = said(), problem()
    link_evidence(item.pk, f"prb-{slow.pk}", actor=None, expected_version=1)

    rate_link(item.pk, f"prb-{slow.pk}", actor=None, importance=2)
    first = Highlight.objects.get().importance
    rate_link(item.pk, f"prb-{slow.pk}", actor=None, importance=0)

    assert (first, Highlight.objects.get().importance) == (2, 0)
    assert Evidence.objects.get().version == 2


def test_what_is_not_linked_cannot_be_rated_nor_unlinked() -> None:
    item, slow = said(), problem()

    with pytest.raises(NotFound):
        rate_link(item.pk, f"prb-{slow.pk}", actor=None, importance=2)
    with pytest.raises(NotFound):
        unlink_evidence(item.pk, f"prb-{slow.pk}", actor=None, expected_version=1)

    assert not Highlight.objects.exists()
    assert Evidence.objects.get().version == 1


def test_without_its_last_link_an_item_waits_again() -> None:
    item, slow, dear = said(), problem("Slow"), problem("Dear")
    link_evidence(item.pk, f"prb-{slow.pk}", actor=None, expected_version=1, said=Said(3, "by noon"))
    link_evidence(item.pk, f"prb-{dear.pk}", actor=None, expected_version=2)

    unlink_evidence(item.pk, f"prb-{slow.pk}", actor=None, expected_version=3)
    between = Evidence.objects.get().triage
    unlink_evidence(item.pk, f"prb-{dear.pk}", actor=None, expected_version=4)

    assert (between, Evidence.objects.get().triage) == ("linked", "waiting")
    assert not item.problems.exists()
    assert not Highlight.objects.exists()


def test_a_selection_is_linked_to_one_problem_as_one_change_and_taken_back_as_one() -> None:
    items, slow = [said(f"No {number}") for number in range(3)], problem()
    link_evidence(items[0].pk, f"prb-{slow.pk}", actor=None, expected_version=1)
    before = everything()

    changed, change = link_together([item.pk for item in items], f"prb-{slow.pk}", actor=None)
    triage = list(Evidence.objects.values_list("triage", flat=True))
    linked = slow.pk, Evidence.problems.through.objects.count()
    undo_changeset(change, actor=None)

    assert (changed, triage, linked) == (2, ["linked"] * 3, (slow.pk, 3))
    assert everything() == before


def test_a_contributor_links_no_selection() -> None:
    items, slow = [said(), said()], problem()

    with pytest.raises(NotAllowed):
        link_together([item.pk for item in items], f"prb-{slow.pk}", actor=contributor())

    assert not Evidence.problems.through.objects.exists()
