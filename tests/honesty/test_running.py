"""Running the checks: every check meets its fault, and findings are kept as new, open and fixed."""

import datetime as dt
from typing import Any

import pytest

from nervecenter.foundation.errors import InvalidValues, NotAllowed
from nervecenter.foundation.users import User
from nervecenter.honesty.actions import run_checks
from nervecenter.honesty.models import CheckRun, FindingRecord
from nervecenter.honesty.queries.findings import FindingQuery, finding_counts, findings
from nervecenter.honesty.queries.trend import finding_trend
from nervecenter.portfolio.models import Module, ProductLine
from tests.honesty.company import TODAY, company

pytestmark = pytest.mark.django_db


def told(result: Any) -> set[tuple[str, str]]:
    """What was found, as (code, label)."""
    return {(finding.code, finding.subject.label) for finding in result.findings}


def test_each_fault_of_the_company_is_found_by_its_check_and_nothing_else_is() -> None:
    company()

    result = run_checks(actor=None, today=TODAY)

    assert told(result) == {
        ("NC101", "Dark mode"),
        ("NC101", "Export"),
        ("NC106", "Screens strain the eyes"),
        ("NC205", "Export"),
        ("NC206", "Export"),
        ("NC212", "Secrets"),
        ("NC212", "Dark mode"),
        ("NC301", "Banks"),
        ("NC303", "Twice as fast"),
        ("NC304", "Banks"),
        ("NC306", "Acme"),
        ("NC309", "Pitch deck"),
        ("NC312", "Premium"),
        ("NC601", "Team 11"),
        ("NC603", "Ada"),
        ("NC603", "cy"),
    }


def test_a_finding_is_new_then_open_then_fixed_and_new_again_when_it_is_back() -> None:
    company()
    module = Module.objects.filter(name="Secrets")
    seen = []

    for maturity in ("viable", "viable", "complete", "viable"):
        module.update(maturity=maturity)
        result = run_checks(actor=None, today=TODAY, select=["NC212"])
        seen.append((FindingRecord.objects.get(subject_label="Secrets").status, result.new, result.fixed))

    assert seen == [("new", 2, 0), ("open", 0, 0), ("fixed", 0, 1), ("new", 1, 0)]
    assert FindingRecord.objects.filter(subject_label="Secrets").count() == 1


def test_an_open_finding_keeps_the_time_at_which_it_came_up() -> None:
    company()
    first = run_checks(actor=None, today=TODAY).run.at
    second = run_checks(actor=None, today=TODAY).run.at

    finding = FindingRecord.objects.get(code="NC312")

    assert (finding.first_seen, finding.last_seen) == (first, second)


def test_an_open_finding_that_reads_otherwise_is_kept_in_its_new_words() -> None:
    company()
    first = run_checks(actor=None, today=TODAY).run.at
    Module.objects.filter(name="Secrets").update(name="Secret detection")

    run_checks(actor=None, today=TODAY + dt.timedelta(days=1))

    finding = FindingRecord.objects.get(subject_label="Secret detection")
    assert finding.message.startswith("Secret detection: complete maturity was planned for 2022-01-31, 285 days ago")
    assert (finding.status, finding.first_seen) == ("open", first)


def test_a_finding_whose_check_did_not_run_stays_as_it_was() -> None:
    company()
    run_checks(actor=None, today=TODAY)
    Module.objects.update(maturity="complete")

    result = run_checks(actor=None, today=TODAY, select=["organisation"])

    assert result.fixed == 0
    assert FindingRecord.objects.get(subject_label="Secrets").status == "new"
    assert result.run.codes == ["NC601", "NC603"]


def test_the_trend_counts_what_stands_after_each_run_over_all_checks() -> None:
    company()
    run_checks(actor=None, today=TODAY)
    Module.objects.update(maturity="complete")

    run_checks(actor=None, today=TODAY, select=["NC212"])

    points = [(point.errors, point.warnings, point.infos, point.new, point.fixed) for point in finding_trend()]
    assert points == [(9, 6, 1, 16, 0), (8, 6, 1, 0, 1)]
    assert CheckRun.objects.first().open_by_code["NC601"] == 1  # type: ignore[union-attr]


def test_a_finding_knows_the_product_line_of_its_subject() -> None:
    company()
    run_checks(actor=None, today=TODAY)
    line = ProductLine.objects.get(name="Security")

    rows = findings(FindingQuery(product_line=line.pk), TODAY)

    assert {(row.code, row.subject_label) for row in rows} == {
        ("NC212", "Secrets"),
        ("NC309", "Pitch deck"),
        ("NC312", "Premium"),
        ("NC601", "Team 11"),
    }


def test_a_selector_that_names_no_check_is_refused_and_nothing_is_kept() -> None:
    company()

    with pytest.raises(InvalidValues, match="No check answers to 'NC999'"):
        run_checks(actor=None, today=TODAY, select=["NC999"])

    assert not CheckRun.objects.exists()
    assert not FindingRecord.objects.exists()


def test_who_may_only_look_cannot_run_the_checks() -> None:
    company()
    viewer = User.objects.create(username="vera", role="viewer")

    with pytest.raises(NotAllowed):
        run_checks(actor=viewer, today=TODAY)

    assert not CheckRun.objects.exists()


def test_findings_are_counted_by_severity_and_status() -> None:
    company()
    run_checks(actor=None, today=TODAY)

    counts = finding_counts(FindingQuery(), TODAY)

    assert counts == {("error", "new"): 9, ("warning", "new"): 6, ("info", "new"): 1}


def test_an_unknown_severity_or_status_is_refused_with_the_words_there_are() -> None:
    with pytest.raises(InvalidValues, match="'grave' is none of error, warning, info"):
        findings(FindingQuery(severities=("grave",)), TODAY)

    with pytest.raises(InvalidValues, match="'gone' is none of new, open, waived, fixed"):
        findings(FindingQuery(statuses=("gone",)), TODAY)
