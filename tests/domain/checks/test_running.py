"""A run reports counts, times and severities, obeys the settings, and refuses wrong ones before it begins."""

from datetime import date
from typing import Any

import pytest

from nervecenter.domain.checks.errors import (
    ChecksError,
    ThresholdOutOfRange,
    UnknownSelector,
    UnknownSeverity,
    UnknownThreshold,
    WrongThresholdType,
)
from nervecenter.domain.checks.facts import ClaimFacts, Facts, PersonLoadFacts, ProblemFacts, RequirementFacts
from nervecenter.domain.checks.findings import Finding, Severity, Subject
from nervecenter.domain.checks.running import run_checks
from nervecenter.domain.checks.selection import Selection
from nervecenter.domain.checks.settings import CheckSettings

COMPANY = Facts(
    today=date(2022, 11, 11),
    requirements=(
        RequirementFacts(id="req-1", label="Dark mode", status="accepted", problem_ids=("prb-1",), account_count=2),
        RequirementFacts(id="req-2", status="accepted", is_archived=True),
    ),
    problems=(ProblemFacts(id="prb-1", persona_count=1), ProblemFacts(id="prb-2", persona_count=1, segment_count=1)),
    claims=(ClaimFacts(id="clm-1"),),
)


def test_a_run_counts_findings_of_every_check_that_ran() -> None:
    ticks = iter(range(100))

    report = run_checks(COMPANY, Selection(select=("NC101", "NC106", "NC603")), clock=lambda: next(ticks))

    assert [finding.subject.id for finding in report.findings] == ["req-1", "prb-1"]
    assert report.counts == {"NC101": 1, "NC106": 1, "NC603": 0}
    assert report.seconds == {"NC101": 1, "NC106": 1, "NC603": 1}
    assert report.codes == {"NC101", "NC106", "NC603"}
    assert report.rows == 4


def test_a_run_tells_the_worst_severity_and_how_many_there_are_of_each() -> None:
    report = run_checks(COMPANY)

    assert report.worst is Severity.ERROR
    assert report.count_by_severity() == {Severity.ERROR: 2, Severity.WARNING: 1, Severity.INFO: 0}
    assert run_checks(Facts(today=date(2022, 11, 11))).worst is None


def test_a_finding_goes_out_as_json_with_its_subject() -> None:
    finding = run_checks(COMPANY, Selection(select=("NC106",))).findings[0]

    assert finding.as_dict() == {
        "code": "NC106",
        "name": "problem-without-audience",
        "severity": "error",
        "subject": {"kind": "problem", "id": "prb-1", "label": ""},
        "message": "prb-1 names no segment.",
        "remedy": "Name the persona and the segment that have the problem; if nobody can be named, archive it.",
        "details": {"personas": 1, "segments": 0},
        "fingerprint": finding.fingerprint,
    }


def test_a_fingerprint_outlives_a_change_of_message_label_severity_and_code() -> None:
    subject = Subject("requirement", "req-1", "Dark mode")
    first = Finding(code="NC101", name="a", severity=Severity.ERROR, subject=subject, message="m", remedy="r")
    renamed = Subject("requirement", "req-1", "Night mode")

    later = Finding(
        code="NC109", name="b", severity=Severity.INFO, subject=renamed, message="n", remedy="s", lineage="NC101"
    )

    assert later.fingerprint == first.fingerprint == "3fc47e525cf6a4b1"


def test_rows_that_repeat_each_other_get_fingerprints_of_their_own() -> None:
    twice = Facts(today=date(2022, 11, 11), problems=(ProblemFacts(id="prb-1"), ProblemFacts(id="prb-1")))

    report = run_checks(twice, Selection(select=("NC106",)))

    assert [finding.occurrence for finding in report.findings] == [1, 2]
    assert len({finding.fingerprint for finding in report.findings}) == 2


def test_a_threshold_can_be_set_by_code_or_by_name() -> None:
    by_code = run_checks(COMPANY, settings=CheckSettings(thresholds={"NC101": {"minimum_accounts": 2}}))
    name = "requirement-without-market-evidence"
    by_name = run_checks(COMPANY, settings=CheckSettings(thresholds={name: {"minimum_accounts": 2}}))

    assert by_code.counts["NC101"] == by_name.counts["NC101"] == 0
    assert run_checks(COMPANY).counts["NC101"] == 1


def test_a_severity_can_be_set_and_an_unknown_date_stays_info() -> None:
    undated = Facts(today=date(2022, 11, 11), claims=(*COMPANY.claims, ClaimFacts(id="clm-2", labelled="assumption")))

    report = run_checks(undated, settings=CheckSettings(severities={"claim-without-proof": "error"}))

    assert [finding.severity for finding in report.findings] == [Severity.ERROR, Severity.INFO]


@pytest.mark.parametrize(
    ("thresholds", "error", "words"),
    [
        ({"NC101": {"minimum": 2}}, UnknownThreshold, "NC101 has no threshold 'minimum'. It has: minimum_accounts."),
        ({"NC106": {"minimum": 2}}, UnknownThreshold, "NC106 has no threshold 'minimum'. It has: none."),
        ({"NC101": {"minimum_accounts": "2"}}, WrongThresholdType, "is '2'. Give a whole number from 1 to 1000000."),
        ({"NC101": {"minimum_accounts": 2.5}}, WrongThresholdType, "NC101 minimum_accounts is 2.5"),
        ({"NC101": {"minimum_accounts": True}}, WrongThresholdType, "NC101 minimum_accounts is True"),
        ({"NC101": {"minimum_accounts": 0}}, ThresholdOutOfRange, "NC101 minimum_accounts is 0"),
        ({"NC303": {"oldest_days": 36501}}, ThresholdOutOfRange, "from 1 to 36500"),
        ({"NC304": {"needed_roles": "user"}}, WrongThresholdType, "Give a list of words out of approver, "),
        ({"NC304": {"needed_roles": ["boss"]}}, ThresholdOutOfRange, "['boss']"),
        ({"NC304": {"needed_roles": []}}, ThresholdOutOfRange, "is []"),
        ({"NC101": 3}, WrongThresholdType, "The thresholds of NC101 are 3"),
        ({"NC999": {}}, UnknownSelector, "There is no check 'NC999'. There are: NC101, "),
    ],
)
def test_a_wrong_threshold_is_refused_even_for_a_check_that_is_not_run(
    thresholds: Any, error: type[ChecksError], words: str
) -> None:
    with pytest.raises(error) as refused:
        run_checks(COMPANY, Selection(select=("NC701",)), CheckSettings(thresholds=thresholds))

    assert words in str(refused.value)


def test_a_wrong_severity_is_refused() -> None:
    with pytest.raises(UnknownSeverity, match=r"NC101 has the severity 'fatal'. Give one of error, warning, info."):
        run_checks(COMPANY, settings=CheckSettings(severities={"NC101": "fatal"}))


def test_details_carry_the_numbers_of_the_message() -> None:
    load = PersonLoadFacts(id="per-1", role="pmm", assignments=23)

    finding = run_checks(Facts(today=date(2022, 11, 11), loads=(load,))).findings[0]

    assert finding.details == {"role": "pmm", "assignments": 23, "hours_needed": None, "hours_available": None}
