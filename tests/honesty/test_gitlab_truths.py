"""What is known to be wrong in GitLab's data of November 2022 is found, from the sample as everybody loads it."""

import datetime as dt
from collections import Counter

import pytest

from nervecenter.demo.gitlab import load_gitlab
from nervecenter.domain.checks.findings import Finding
from nervecenter.honesty.actions import RunResult, run_checks
from nervecenter.organisation.queries.ownership import role_coverages
from nervecenter.portfolio.models import Capability

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TODAY = dt.date(2022, 11, 11)


@pytest.fixture
def run() -> RunResult:
    """The checks over the sample, on the day of which it is."""
    load_gitlab(actor=None)
    return run_checks(actor=None, today=TODAY)


def of(run: RunResult, code: str) -> list[Finding]:
    """The findings of one check."""
    return [finding for finding in run.findings if finding.code == code]


def test_the_known_truths_are_found(run: RunResult) -> None:
    marketing, management = sorted(role_coverages(), key=lambda each: -each.most)

    assert (len(marketing.holders), marketing.most, len(marketing.without)) == (60, 23, 7)
    assert management.most == 3

    nobody = {finding.subject.label for finding in of(run, "NC601") if "product marketing" in finding.message}
    assert nobody == {subject.name for subject in marketing.without}
    assert nobody == {
        "Anti-Abuse",
        "Applied Machine Learning",
        "DataOps",
        "Five Minute Production App",
        "Foundations",
        "MLOps",
        "Mobile DevOps",
    }

    most = max(of(run, "NC603"), key=lambda finding: finding.details["assignments"] or 0)
    assert most.details["assignments"] == 23
    assert {finding.details["role"] for finding in of(run, "NC603")} == {"product marketing manager"}

    behind = of(run, "NC309")
    assert behind
    assert {str(finding.details["asset_on"])[:4] for finding in behind} == {"2020"}
    assert {str(finding.details["shipped_on"])[:4] for finding in behind} == {"2022"}

    (passed,) = of(run, "NC212")
    assert (passed.subject.label, passed.details["planned_on"]) == ("Audit Events", "2022-10-22")

    holes = of(run, "NC312")
    assert holes
    assert all("channel" in finding.message and "price" in finding.message for finding in holes)

    assert all("there is no battle card" in finding.message for finding in of(run, "NC306"))
    assert "GitHub" in {finding.subject.label for finding in of(run, "NC306")}

    unknown = [
        each for each in of(run, "NC701") if each.subject.kind == "capability" and each.details["field"] == "modules"
    ]
    assert len(unknown) == 65
    assert Counter(str(each.details["value"]) for each in unknown).most_common(2) == [("unknown", 37), ("editor", 12)]
    assert Capability.objects.filter(modules=None).count() == 66


def test_four_years_later_most_of_the_plan_has_passed(run: RunResult) -> None:
    later = run_checks(actor=None, today=dt.date(2026, 11, 21), select=["NC212"])

    assert (len(of(run, "NC212")), len(later.findings), later.new) == (1, 160, 159)
