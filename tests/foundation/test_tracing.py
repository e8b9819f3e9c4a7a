"""Why? walks up to the evidence, So what? walks down to what is claimed; both along the declared edges."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nervecenter.foundation.actions import create_record
from nervecenter.foundation.resources import all_resources, resource_of
from nervecenter.foundation.tracing import so_what, why
from nervecenter.foundation.tracked import TrackedModel

pytestmark = pytest.mark.django_db


def chain() -> dict[str, TrackedModel]:
    made: dict[str, TrackedModel] = {}
    made["problem"] = create_record("problem", {"name": "Audits are slow"}, actor=None)
    made["evidence"] = create_record("evidence", {"name": "A bank said so", "problems": [made["problem"]]}, actor=None)
    made["requirement"] = create_record(
        "requirement", {"name": "In a minute", "problems": [made["problem"]]}, actor=None
    )
    made["capability"] = create_record("capability", {"name": "Audit report"}, actor=None)
    made["answer"] = create_record(
        "answer",
        {"name": "By the report", "requirement": made["requirement"], "capability": made["capability"]},
        actor=None,
    )
    made["claim"] = create_record("claim", {"name": "Reports at once", "capability": made["capability"]}, actor=None)
    return made


def test_why_walks_from_the_claim_up_to_the_evidence() -> None:
    made = chain()

    trace = why("claim", made["claim"].pk)

    assert trace is not None
    assert [(node.kind, node.depth) for node in trace.nodes] == [
        ("capability", 1),
        ("answer", 2),
        ("requirement", 3),
        ("problem", 4),
        ("evidence", 5),
    ]
    assert not trace.cut


def test_so_what_walks_from_the_evidence_down_to_the_claim() -> None:
    made = chain()

    trace = so_what("evidence", made["evidence"].pk)

    assert trace is not None
    assert [node.kind for node in trace.nodes] == ["problem", "requirement", "answer", "capability", "claim"]
    assert [step.label for step in trace.steps] == ["speaks to", "answers", "answers", "met by", "rests on"]


def test_a_record_that_is_not_there_has_no_trace() -> None:
    assert why("claim", 99) is None


def test_a_loud_problem_is_cut_short_and_says_so() -> None:
    problem = create_record("problem", {"name": "Loud"}, actor=None)
    for number in range(30):
        create_record("evidence", {"name": f"Voice {number}", "problems": [problem]}, actor=None)

    with CaptureQueriesContext(connection) as captured:
        trace = why("problem", problem.pk)

    assert trace is not None
    assert len([node for node in trace.nodes if node.kind == "evidence"]) == 12
    assert trace.cut
    assert len(captured) < 25


def test_every_edge_joins_two_declared_kinds() -> None:
    for declared in all_resources():
        for edge in declared.edges:
            target = declared.model._meta.get_field(edge.field).related_model
            assert resource_of(target) in all_resources()  # type: ignore[arg-type]
