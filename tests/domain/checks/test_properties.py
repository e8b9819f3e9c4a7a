"""What holds for any facts at all: a run never fails, fingerprints are unique, waived and active are everything."""

from dataclasses import fields
from datetime import date
from typing import Any, get_type_hints

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nervecenter.domain.checks.comparing import compare_runs
from nervecenter.domain.checks.facts import Facts
from nervecenter.domain.checks.folder import list_types
from nervecenter.domain.checks.running import run_checks
from nervecenter.domain.checks.waivers import Waiver, apply_waivers

STATUSES = ["", "draft", "proposed", "accepted", "scheduled", "shipped", "dropped", "approved", "withdrawn", "odd"]


def a_value(name: str, hint: Any) -> st.SearchStrategy[Any]:
    if name == "id":
        return st.sampled_from(["a-1", "a-2", ""])
    if name in {"status", "card_status"}:
        return st.sampled_from(STATUSES)
    return st.from_type(hint)


def rows_of(row_type: type) -> st.SearchStrategy[Any]:
    hints = get_type_hints(row_type)
    return st.lists(
        st.builds(row_type, **{each.name: a_value(each.name, hints[each.name]) for each in fields(row_type)}),
        max_size=3,
    ).map(tuple)


COMPANIES = st.builds(
    Facts, today=st.dates(), **{name: rows_of(kind) for name, kind in list_types().items() if name != "proofs"}
)
quick = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@quick
@given(COMPANIES)
def test_a_run_never_fails_and_gives_each_finding_a_fingerprint_of_its_own(company: Facts) -> None:
    report = run_checks(company)

    fingerprints = [finding.fingerprint for finding in report.findings]
    assert len(set(fingerprints)) == len(fingerprints) == sum(report.counts.values())
    assert all(finding.message and finding.remedy for finding in report.findings)


@quick
@given(COMPANIES)
def test_no_finding_speaks_of_an_archived_row(company: Facts) -> None:
    live = {(row.kind, row.id) for _, rows in company.lists() for row in rows if not row.is_archived}

    report = run_checks(company)

    assert {(finding.subject.kind, finding.subject.id) for finding in report.findings} <= live


@quick
@given(COMPANIES, st.data())
def test_waived_and_active_findings_are_all_findings(company: Facts, data: st.DataObject) -> None:
    findings = run_checks(company).findings
    chosen = data.draw(st.lists(st.sampled_from(findings))) if findings else []
    waivers = [
        Waiver(who="Ana", why="Known", until=data.draw(st.dates()), fingerprint=finding.fingerprint)
        for finding in chosen
    ]

    report = apply_waivers(findings, waivers, company.today)

    told = [*report.active, *(each.finding for each in report.waived)]
    assert sorted(finding.fingerprint for finding in told) == sorted(finding.fingerprint for finding in findings)
    assert all(each.waiver.until >= company.today for each in report.waived)
    assert report.useless == ()


@quick
@given(COMPANIES)
def test_a_run_compared_with_itself_has_nothing_new_and_nothing_fixed(company: Facts) -> None:
    report = run_checks(company)

    comparison = compare_runs(report.findings, report)

    assert comparison.new == comparison.fixed == comparison.unexamined == ()
    assert comparison.open == report.findings


def test_the_generated_companies_are_of_every_kind() -> None:
    assert {each.name for each in fields(Facts)} - {"today"} == set(list_types()) - {"proofs"}
    assert date.max - date.min
