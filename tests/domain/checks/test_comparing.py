"""Two runs are told apart: what is new, still open, fixed, and what was not looked at."""

from datetime import date

from nervecenter.domain.checks.comparing import compare_runs
from nervecenter.domain.checks.facts import Facts, ProblemFacts
from nervecenter.domain.checks.facts.organisation import DutyFacts
from nervecenter.domain.checks.findings import Finding
from nervecenter.domain.checks.running import CheckReport, run_checks
from nervecenter.domain.checks.selection import Selection


def run(*problems: str, select: str = "all") -> CheckReport:
    facts = Facts(
        today=date(2022, 11, 11),
        problems=tuple(ProblemFacts(id=problem) for problem in problems),
        duties=(DutyFacts(kind="team", id="tm-1", duty="pricing"),),
    )
    return run_checks(facts, Selection(select=(select,)))


def test_findings_are_new_open_or_fixed() -> None:
    before = run("prb-1", "prb-2")

    comparison = compare_runs(before.findings, run("prb-2", "prb-3"))

    assert [finding.subject.id for finding in comparison.new] == ["prb-3"]
    assert [finding.subject.id for finding in comparison.open] == ["prb-2", "tm-1"]
    assert [finding.subject.id for finding in comparison.fixed] == ["prb-1"]
    assert comparison.unexamined == ()


def test_a_finding_whose_check_did_not_run_is_not_called_fixed() -> None:
    before = run("prb-1", "prb-2")

    comparison = compare_runs(before.findings, run("prb-1", select="NC1"))

    assert [finding.subject.id for finding in comparison.fixed] == ["prb-2"]
    assert [finding.subject.id for finding in comparison.unexamined] == ["tm-1"]


def test_the_first_run_has_only_new_findings() -> None:
    nothing: tuple[Finding, ...] = ()

    comparison = compare_runs(nothing, run("prb-1"))

    assert len(comparison.new) == 2
    assert comparison.open == comparison.fixed == comparison.unexamined == ()
