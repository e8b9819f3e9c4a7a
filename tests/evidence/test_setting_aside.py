"""What is no evidence, alone and together; and whatever is decided can be taken back to the last row."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from nervecenter.definition.models import Requirement
from nervecenter.evidence.actions.deciding import StillLinked
from nervecenter.evidence.actions.linking import Said, link_evidence, link_to_new_problem, rate_link, unlink_evidence
from nervecenter.evidence.actions.setting_aside import reopen, set_aside, set_aside_together
from nervecenter.evidence.models import Evidence
from nervecenter.foundation.errors import DomainError, InvalidValues, StaleVersion
from nervecenter.foundation.undoing import undo_changeset
from tests.evidence.said import contributor, everything, problem, said


@pytest.mark.django_db
def test_an_item_is_set_aside_and_taken_up_again() -> None:
    item, cleo = said(), contributor()

    set_aside(item.pk, actor=cleo, expected_version=1)
    aside = Evidence.objects.get().triage
    reopen(item.pk, actor=cleo, expected_version=2)

    assert (aside, Evidence.objects.get().triage, Evidence.objects.get().version) == ("set_aside", "waiting", 3)


@pytest.mark.django_db
def test_what_is_linked_is_not_set_aside() -> None:
    item, slow = said(), problem()
    link_evidence(item.pk, f"prb-{slow.pk}", actor=None, expected_version=1)

    with pytest.raises(StillLinked, match=f"prb-{slow.pk}"):
        set_aside(item.pk, actor=None, expected_version=2)

    assert Evidence.objects.values_list("triage", "version").get() == ("linked", 2)


@pytest.mark.django_db
def test_a_stale_step_is_refused_with_what_was_done() -> None:
    item, cleo = said(), contributor()
    set_aside(item.pk, actor=cleo, expected_version=1)

    with pytest.raises(StaleVersion, match="cleo set it aside as no evidence just now"):
        set_aside(item.pk, actor=None, expected_version=1)

    assert Evidence.objects.get().version == 2


@pytest.mark.django_db
def test_of_a_selection_those_that_wait_are_set_aside_as_one_change() -> None:
    items, slow = [said(f"No {number}") for number in range(4)], problem()
    link_evidence(items[0].pk, f"prb-{slow.pk}", actor=None, expected_version=1)
    items[1].problems.add(slow)
    before = everything()

    changed, change = set_aside_together([item.pk for item in items], actor=None)
    triage = list(Evidence.objects.order_by("pk").values_list("triage", flat=True))
    undo_changeset(change, actor=None)

    assert (changed, triage) == (2, ["linked", "waiting", "set_aside", "set_aside"])
    assert everything() == before


@pytest.mark.django_db
def test_an_empty_selection_is_refused() -> None:
    with pytest.raises(InvalidValues, match="select 1 to 500"):
        set_aside_together([], actor=None)


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=40)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["link", "requirement", "new", "rate", "unlink", "aside", "reopen"]),
        st.integers(0, 2),
        st.none() | st.integers(0, 3),
        st.booleans(),
    ),
    min_size=1,
    max_size=6,
)


class TakenBack(TestCase):
    """Any steps, undone from the last to the first, leave every table as it was before each."""

    @given(text=TEXTS, steps=STEPS)
    def test_steps_undone_in_turn_leave_every_table_as_before(self, text: str, steps: list[Any]) -> None:
        item, cleo = said(text=text), contributor()
        problems = [problem(f"Problem {number}") for number in range(3)]
        wanted = Requirement.objects.create(name="Wanted")
        states, changes = [everything()], []

        for step, number, importance, with_passage in steps:
            version = Evidence.objects.get(pk=item.pk).version
            meant = Said(importance, text if with_passage and text.strip() else "")
            try:
                match step:
                    case "link":
                        done = link_evidence(
                            item.pk, f"prb-{problems[number].pk}", actor=cleo, expected_version=version, said=meant
                        )
                    case "requirement":
                        done = link_evidence(
                            item.pk, f"req-{wanted.pk}", actor=cleo, expected_version=version, said=meant
                        )
                    case "new":
                        done, _ = link_to_new_problem(item.pk, "New", actor=cleo, expected_version=version, said=meant)
                    case "rate":
                        done = rate_link(item.pk, f"prb-{problems[number].pk}", actor=cleo, importance=importance or 0)
                    case "unlink":
                        done = unlink_evidence(
                            item.pk, f"prb-{problems[number].pk}", actor=cleo, expected_version=version
                        )
                    case "aside":
                        done = set_aside(item.pk, actor=cleo, expected_version=version)
                    case _:
                        done = reopen(item.pk, actor=cleo, expected_version=version)
            except DomainError:
                assert everything() == states[-1]
                continue
            states.append(everything())
            changes.append(done.change)

        for change, before in zip(reversed(changes), reversed(states[:-1]), strict=True):
            undo_changeset(change, actor=cleo)
            assert everything() == before
