"""The inbox over the API: the same decisions, versions, idempotency and refusals as on the page."""

from typing import Any

import pytest

from nervecenter.definition.models import Requirement
from nervecenter.evidence.models import Evidence, Highlight
from nervecenter.market.models import Problem
from tests.evidence.said import problem, said
from tests.foundation.api.asking import Asker, asker, assert_problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def cleo() -> Asker:
    """A contributor with a token."""
    return asker("contributor")


def link(asked: Asker, item: Evidence, body: Any, version: int = 1, **headers: str) -> Any:
    return asked.post(f"evidence/evd-{item.pk}/links", body, if_match=f'"{version}"', **headers)


def test_a_link_is_made_read_rated_and_taken_away(cleo: Asker) -> None:
    item, slow = said(), problem()
    wanted = Requirement.objects.create(name="Faster")

    made = link(cleo, item, {"target": f"prb-{slow.pk}", "importance": 2, "passage": "by noon", "starts": 40})
    link(cleo, item, {"target": f"req-{wanted.pk}"}, version=2)
    listed = cleo.get(f"evidence/evd-{item.pk}/links")["items"]
    rated = cleo.patch(f"evidence/evd-{item.pk}/links/prb-{slow.pk}", {"importance": 3})
    importance = Highlight.objects.get().importance
    gone = cleo.delete(f"evidence/evd-{item.pk}/links/prb-{slow.pk}", version=3)

    assert {name: made[name] for name in ("evidence", "triage", "version", "target")} == {
        "evidence": f"evd-{item.pk}", "triage": "linked", "version": 2, "target": f"prb-{slow.pk}",
    }  # fmt: skip
    assert listed == [
        {
            "target": f"prb-{slow.pk}",
            "kind": "problem",
            "name": "Exports are slow",
            "highlights": [{"passage": "by noon", "starts": 49, "importance": 2}],
        },
        {"target": f"req-{wanted.pk}", "kind": "requirement", "name": "Faster", "highlights": []},
    ]
    assert (rated["version"], importance) == (3, 3)
    assert (gone["triage"], list(item.problems.all())) == ("linked", [])


def test_a_step_is_undone_by_its_change(cleo: Asker) -> None:
    item, slow = said(), problem()
    change = link(cleo, item, {"target": f"prb-{slow.pk}"})["change"]

    cleo.post(f"changes/{change}/undo")

    assert cleo.last.status_code == 200
    assert Evidence.objects.get().triage == "waiting"
    assert not item.problems.exists()


def test_a_step_sent_twice_is_done_once(cleo: Asker) -> None:
    item = said()

    first = cleo.post(f"evidence/evd-{item.pk}/problem", {"name": "Slow"}, if_match='"1"', idempotency_key="once")
    again = cleo.post(f"evidence/evd-{item.pk}/problem", {"name": "Slow"}, if_match='"1"', idempotency_key="once")

    assert first == again
    assert first["target"] == f"prb-{Problem.objects.get().pk}"


def test_the_second_person_is_told_who_and_what_with_the_version_that_is_there(cleo: Asker) -> None:
    item, slow, dear = said(), problem("Slow"), problem("Dear")
    lea = asker("editor")
    link(lea, item, {"target": f"prb-{slow.pk}"})

    link(cleo, item, {"target": f"prb-{dear.pk}"})
    told = assert_problem(cleo, 412, "stale-version")
    added = link(cleo, item, {"target": f"prb-{dear.pk}"}, version=told["current_version"])

    assert (told["who"], told["current_version"]) == (lea.user.username, 2)
    assert told["detail"].startswith(f"{lea.user.username} linked it to “Slow” just now; ")
    assert added["version"] == 3
    assert item.problems.count() == 2


def test_items_are_set_aside_and_taken_up_again(cleo: Asker) -> None:
    item = said()

    aside = cleo.post(f"evidence/evd-{item.pk}/set-aside", if_match='"1"')
    back = cleo.post(f"evidence/evd-{item.pk}/reopen", if_match='"2"')

    assert (aside["triage"], back["triage"], back["version"]) == ("set_aside", "waiting", 3)


def test_a_selection_is_decided_together_by_those_who_may() -> None:
    items, slow = [said(f"No {number}") for number in range(3)], problem()
    ids = [f"evd-{one.pk}" for one in items]
    editor, contributor = asker("editor"), asker("contributor")

    contributor.post("evidence/links", {"ids": ids, "target": f"prb-{slow.pk}"})
    assert_problem(contributor, 403, "not-allowed")
    linked = editor.post("evidence/links", {"ids": ids[:2], "target": f"prb-{slow.pk}"})
    aside = editor.post("evidence/set-aside", {"ids": ids})

    assert (linked["changed"], aside["changed"]) == (2, 1)
    assert list(Evidence.objects.order_by("pk").values_list("triage", flat=True)) == ["linked", "linked", "set_aside"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "target"),
        ({"target": "prb-77"}, "target"),
        ({"target": 3}, "target"),
        ({"target": "prb-1", "importance": "3"}, "importance"),
        ({"target": "prb-1", "importance": True}, "importance"),
        ({"target": "prb-1", "importance": 7}, "importance"),
        ({"target": "prb-1", "passage": ["x"]}, "passage"),
        ({"target": "prb-1", "passage": "not in it"}, "passage"),
        ({"target": "prb-1", "colour": "red"}, "colour"),
    ],
)
def test_a_body_that_is_not_right_is_refused_by_field_and_nothing_changes(cleo: Asker, body: Any, field: str) -> None:
    item = said()
    Problem.objects.create(pk=1, name="Slow")

    link(cleo, item, body)
    told = assert_problem(cleo, 422, "invalid-values")

    assert list(told["fields"]) == [field]
    assert Evidence.objects.values_list("triage", "version").get() == ("waiting", 1)


def test_proposals_are_told_with_probability_and_words_and_link_nothing(cleo: Asker) -> None:
    for name in ("Invoices are wrong", "Nobody finds the settings", "Sign-in needs two tries"):
        problem(name)
    slow, item = problem("Exports of a quarter are slow"), said("Export of a quarter takes a day", text="")
    again = said("Export of a quarter takes a day again", text="")

    told = cleo.get(f"evidence/evd-{item.pk}/proposals")
    link(cleo, item, {"target": f"prb-{slow.pk}"})
    after = cleo.get(f"evidence/evd-{item.pk}/proposals")

    assert told["targets"][0]["id"] == f"prb-{slow.pk}"
    assert 0 < told["targets"][0]["probability"] < 1
    assert "quarter" in told["targets"][0]["words"]
    assert [one["id"] for one in told["duplicates"]] == [f"evd-{again.pk}"]
    assert f"prb-{slow.pk}" not in [one["id"] for one in after["targets"]]


def test_without_a_version_or_an_item_there_is_no_step(cleo: Asker) -> None:
    item = said()

    cleo.post(f"evidence/evd-{item.pk}/set-aside")
    assert_problem(cleo, 428, "version-required")
    cleo.post("evidence/evd-9999/set-aside", if_match='"1"')
    assert_problem(cleo, 404, "not-found")
    cleo.post(f"evidence/seg-{item.pk}/set-aside", if_match='"1"')
    assert_problem(cleo, 404, "not-found")

    assert Evidence.objects.get().triage == "waiting"
