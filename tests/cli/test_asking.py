"""Search and why answer people in lines and programs in JSON."""

import pytest

from nervecenter.foundation.actions import create_record
from tests.cli.conftest import Nervecenter

pytestmark = pytest.mark.django_db


def test_search_finds_by_words_and_kind(nervecenter: Nervecenter) -> None:
    segment = create_record("segment", {"name": "Small banks"}, actor=None)
    create_record("problem", {"name": "Banks wait for approvals"}, actor=None)

    everything = nervecenter("search", "banks", "--json")
    segments = nervecenter("search", "banks", "--kind", "segment")

    assert everything.code == 0
    assert {row["kind"] for row in everything.json} == {"segment", "problem"}
    assert segments.out == f"seg-{segment.pk}  Segment  Small banks\n"


def test_finding_nothing_is_exit_code_one(nervecenter: Nervecenter) -> None:
    said = nervecenter("search", "zebra", "--json")

    assert (said.code, said.json) == (1, [])


def test_an_unknown_kind_names_the_kinds(nervecenter: Nervecenter) -> None:
    said = nervecenter("search", "banks", "--kind", "segmnt")

    assert said.code == 2
    assert "there is no kind 'segmnt'; the kinds are account," in said.err


def test_why_walks_from_a_requirement_to_its_problem(nervecenter: Nervecenter) -> None:
    problem = create_record("problem", {"name": "Approvals take days"}, actor=None)
    requirement = create_record("requirement", {"name": "Approve in one step", "problems": [problem]}, actor=None)

    lines = nervecenter("why", f"req-{requirement.pk}")
    data = nervecenter("why", f"req-{requirement.pk}", "--json").json
    back = nervecenter("why", f"prb-{problem.pk}", "--so-what").out

    assert lines.code == 0
    assert lines.out.splitlines() == [
        f"req-{requirement.pk}  Requirement: Approve in one step",
        f"  prb-{problem.pk}  Problem: Approvals take days",
    ]
    assert [node["id"] for node in data["nodes"]] == [f"req-{requirement.pk}", f"prb-{problem.pk}"]
    assert data["steps"][0]["to"] == f"prb-{problem.pk}"
    assert f"req-{requirement.pk}" in back


def test_what_is_no_id_and_what_is_not_there_are_told_apart(nervecenter: Nervecenter) -> None:
    wrong, gone = nervecenter("why", "approvals"), nervecenter("why", "prb-999")

    assert (wrong.code, gone.code) == (2, 2)
    assert "'approvals' is not an id of ours" in wrong.err
    assert "there is no problem prb-999" in gone.err
