"""What is proposed: problems, requirements and duplicates, with a chance and the words, kept up to date by the log."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nervecenter.definition.models import Requirement
from nervecenter.domain.similarity.vocabulary import Text
from nervecenter.evidence.actions.linking import Said, link_evidence
from nervecenter.evidence.proposing import warm
from nervecenter.evidence.proposing.learning import learnt_calibration
from nervecenter.evidence.proposing.proposals import duplicates, proposals, searched_targets
from nervecenter.foundation.actions import archive_record, change_record, create_record
from nervecenter.foundation.undoing import undo_changeset
from nervecenter.market.models import Problem
from tests.evidence.said import problem, said

pytestmark = pytest.mark.django_db

OTHERS = ("Invoices are wrong", "Nobody finds the settings", "Sign-in needs two tries", "Charts print badly")


def ids(name: str, text: str = "") -> list[str]:
    return [one.public_id for one in proposals(name, text).targets]


def test_the_likeliest_problem_or_requirement_comes_first_with_its_chance_and_words() -> None:
    for name in OTHERS:
        problem(name)
    slow = problem("Exports of a quarter are slow", statement="A quarter's figures take a day to export.")
    Requirement.objects.create(name="Faster sign-in")

    found = proposals("Export of the quarter takes a day", "We wait for the figures.")

    best = found.targets[0]
    assert (best.kind, best.number, best.name) == ("problem", slow.pk, "Exports of a quarter are slow")
    assert best.chance is not None
    assert best.percent == round(best.chance * 100)
    assert {"Export", "quarter"} <= set(best.words)
    assert not found.is_cold


def test_evidence_that_is_linked_teaches_what_a_problem_is_about() -> None:
    for name in OTHERS:
        problem(name)
    late = create_record("problem", {"name": "Month-end is painful"}, actor=None)
    before = ids("The ledger reconciliation spreadsheet is endless")
    item = said("Ledger reconciliation by spreadsheet", text="The reconciliation of the ledger is endless.")

    done = link_evidence(item.pk, f"prb-{late.pk}", actor=None, expected_version=1, said=Said(2))
    learned = ids("The ledger reconciliation spreadsheet is endless")
    undo_changeset(done.change, actor=None)

    assert f"prb-{late.pk}" not in before
    assert learned[0] == f"prb-{late.pk}"
    assert f"prb-{late.pk}" not in ids("The ledger reconciliation spreadsheet is endless")


def test_what_is_created_renamed_and_archived_is_followed_without_reading_all_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in OTHERS:
        problem(name)
    ids("warm")
    monkeypatch.setattr(warm, "_built", lambda: pytest.fail("all was read again"))

    made = create_record("problem", {"name": "Webhooks arrive twice"}, actor=None)
    created = ids("Webhooks arrive twice")
    change_record("problem", made.pk, {"name": "Certificates expire unseen"}, actor=None, expected_version=1)
    renamed = ids("Webhooks arrive twice"), ids("Certificates expire unseen")
    archive_record("problem", made.pk, actor=None, expected_version=2)

    assert created == [f"prb-{made.pk}"]
    assert renamed == ([], [f"prb-{made.pk}"])
    assert ids("Certificates expire unseen") == []


def test_a_cold_index_is_answered_by_the_search_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    slow = problem("Exports of a quarter are slow")
    monkeypatch.setattr(warm, "AT_ONCE", 0)
    monkeypatch.setattr(warm.WarmIndex, "_build_aside", lambda *_: None)

    found = proposals("Quarter exports", "")

    assert found.is_cold
    assert [(one.public_id, one.chance, one.chance_words) for one in found.targets] == [
        (f"prb-{slow.pk}", None, "shares words")
    ]


def test_nothing_is_proposed_for_a_text_without_words() -> None:
    problem()

    assert proposals("…", "").targets == ()
    assert duplicates(1, "…", "") == ()


def test_an_item_that_says_the_same_is_shown_with_what_it_is_linked_to() -> None:
    slow = problem()
    text = "Since the update the quarterly export takes a whole day and then breaks off."
    first = said("Quarterly export breaks off", text=text)
    link_evidence(first.pk, f"prb-{slow.pk}", actor=None, expected_version=1)
    said("Something else", text="The colours of the printed charts are wrong since the update.")
    again = said("Quarterly export breaks off again", text=text)

    (found,) = duplicates(again.pk, again.name, again.text)

    assert (found.proposed.public_id, found.triage) == (f"evd-{first.pk}", "Linked")
    assert [link.public_id for link in found.links] == [f"prb-{slow.pk}"]
    assert (found.proposed.chance or 0) > 0.8


def test_typing_searches_problems_and_requirements_only() -> None:
    slow = problem("Exports are slow")
    wanted = Requirement.objects.create(name="Exports within a minute")
    said("Exports take a day")

    found = searched_targets("expo")

    assert {one.public_id for one in found} == {f"prb-{slow.pk}", f"req-{wanted.pk}"}
    assert searched_targets("  ") == ()


def test_a_warm_proposal_costs_the_same_queries_however_many_problems_there_are() -> None:
    counts = []
    for size in (5, 50):
        for number in range(size):
            Problem.objects.create(name=f"Exports of quarter {number} are slow")
        ids("warm")
        with CaptureQueriesContext(connection) as captured:
            ids("Exports are slow")
        counts.append(len(captured))

    assert counts == [2, 2]


def test_links_that_were_made_here_teach_how_sure_a_proposal_is_and_leave_the_index_as_it_was() -> None:
    subjects = ("exports", "invoices", "sign-in", "charts", "webhooks", "ledgers")
    made = [create_record("problem", {"name": f"Trouble with {subject}"}, actor=None) for subject in subjects]
    for number in range(30):
        item = said(f"{subjects[number % 6]} fail", text=f"Our {subjects[number % 6]} fail every day {number}.")
        link_evidence(item.pk, f"prb-{made[number % 6].pk}", actor=None, expected_version=1, said=Said(2))

    found = proposals("exports fail", "Our exports fail.").targets
    index = warm.warm_index._index
    assert index is not None
    learnt = learnt_calibration(index)
    again = index.similar(Text("exports fail", "Our exports fail."), 6)

    assert (learnt.decisions, learnt.basis) == (180, "fitted on 180 decisions")
    assert [one.key for one in again][:1] == [found[0].public_id] == [f"prb-{made[0].pk}"]
    assert [one.probability for one in again][: len(found)] == [one.chance for one in found]
    assert found[0].chance is not None
    assert found[0].chance > 0.9
    assert sorted(index) == sorted(f"prb-{one.pk}" for one in made)


def test_with_few_links_the_preset_is_kept_and_the_best_three_are_proposed_however_unsure() -> None:
    for name in OTHERS:
        problem(f"{name} after the update")

    found = proposals("The update", "").targets

    assert warm.warm_index._index is not None
    assert warm.warm_index._index.calibration.decisions == 0
    assert len(found) >= 3
