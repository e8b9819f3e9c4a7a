"""Every check finds what its cases say, and nothing else; every check has the cases that show where it stops."""

import pytest

from nervecenter.domain.checks.check import Check, registered_checks
from nervecenter.domain.checks.running import run_checks
from nervecenter.domain.checks.selection import Selection
from nervecenter.domain.checks.settings import CheckSettings
from tests.domain.checks.cases import Case, all_cases

CASES = all_cases()


def _id(item: object) -> str:
    return f"{item.check} {item.title}" if isinstance(item, Case) else getattr(item, "code", str(item))


@pytest.mark.parametrize("case", CASES, ids=_id)
def test_a_check_finds_what_its_case_says(case: Case) -> None:
    settings = CheckSettings(thresholds={case.check: case.thresholds})

    report = run_checks(case.company(), Selection(select=(case.check,)), settings)

    assert [finding.subject.id for finding in report.findings] == case.finds
    assert [finding.severity.value for finding in report.findings] == (
        case.severities or [type_of(case.check).severity.value] * len(case.finds)
    )
    text = "\n".join(finding.message for finding in report.findings)
    assert [words for words in case.says if words not in text] == []
    assert [words for words in case.never_says if words in text] == []


@pytest.mark.parametrize("check", registered_checks(), ids=_id)
def test_a_check_has_a_case_that_fires_and_one_that_does_not(check: type[Check]) -> None:
    outcomes = {bool(case.finds) for case in CASES if case.check == check.code}

    assert outcomes == {True, False}


@pytest.mark.parametrize("check", registered_checks(), ids=_id)
def test_each_threshold_has_a_case_on_either_side_of_its_edge(check: type[Check]) -> None:
    edges = {
        name: {bool(case.finds) for case in CASES if case.check == check.code and case.boundary == name}
        for name in check.thresholds
    }

    assert edges == {name: {True, False} for name in check.thresholds}


def test_a_boundary_names_a_threshold_of_its_check() -> None:
    named = {(case.check, case.boundary) for case in CASES if case.boundary}

    assert named == {(check.code, name) for check in registered_checks() for name in check.thresholds}


def test_each_case_that_fires_says_what_the_message_rests_on() -> None:
    silent = [_id(case) for case in CASES if case.finds and not case.says]

    assert silent == []


def type_of(code: str) -> type[Check]:
    return next(check for check in registered_checks() if check.code == code)
