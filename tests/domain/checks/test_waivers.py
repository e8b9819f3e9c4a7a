"""A waiver holds a finding down until its last day; those that expired or hold nothing down are named."""

from datetime import date

import pytest

from nervecenter.domain.checks.errors import UnknownSelector, WaiverRefused
from nervecenter.domain.checks.facts import DutyFacts, Facts, ProblemFacts
from nervecenter.domain.checks.running import run_checks
from nervecenter.domain.checks.waivers import Waiver, apply_waivers

TODAY = date(2022, 11, 11)
FINDINGS = run_checks(
    Facts(
        today=TODAY,
        problems=(ProblemFacts(id="prb-1"), ProblemFacts(id="prb-2")),
        duties=(
            DutyFacts(kind="team", id="tm-1", duty="pricing"),
            DutyFacts(kind="team", id="tm-1", duty="positioning"),
        ),
    )
).findings


def waiver(until: date = date(2022, 12, 31), *, fingerprint: str = "", code: str = "", subject_id: str = "") -> Waiver:
    why = "Settled in the next quarter"
    return Waiver(who="Ana", why=why, until=until, fingerprint=fingerprint, code=code, subject_id=subject_id)


def test_a_waiver_by_code_and_thing_holds_down_all_findings_of_the_check_about_it() -> None:
    given = waiver(code="NC601", subject_id="tm-1")

    report = apply_waivers(FINDINGS, [given], TODAY)

    assert [finding.subject.id for finding in report.active] == ["prb-1", "prb-2"]
    assert [(each.finding.discriminator, each.waiver) for each in report.waived] == [
        ("pricing", given),
        ("positioning", given),
    ]
    assert report.expired == report.useless == ()


def test_a_waiver_by_fingerprint_holds_down_one_finding() -> None:
    report = apply_waivers(FINDINGS, [waiver(fingerprint=FINDINGS[2].fingerprint)], TODAY)

    assert [each.finding for each in report.waived] == [FINDINGS[2]]
    assert len(report.active) == 3


def test_a_waiver_may_give_the_name_of_the_check() -> None:
    report = apply_waivers(FINDINGS, [waiver(code="problem-without-audience", subject_id="prb-2")], TODAY)

    assert [each.finding.subject.id for each in report.waived] == ["prb-2"]


def test_a_waiver_holds_through_its_last_day_and_then_expires() -> None:
    given = waiver(until=TODAY, code="NC106", subject_id="prb-1")

    on_the_day = apply_waivers(FINDINGS, [given], TODAY)
    day_after = apply_waivers(FINDINGS, [given], date(2022, 11, 12))

    assert len(on_the_day.waived) == 1
    assert day_after.waived == ()
    assert day_after.active == FINDINGS
    assert day_after.expired == (given,)
    assert day_after.useless == ()


def test_a_waiver_that_matches_nothing_is_named() -> None:
    gone, never = waiver(code="NC106", subject_id="prb-9"), waiver(fingerprint="0" * 16)

    report = apply_waivers(FINDINGS, [gone, never], TODAY)

    assert report.useless == (gone, never)
    assert report.active == FINDINGS


def test_a_waiver_for_a_check_that_did_not_run_is_not_called_useless() -> None:
    elsewhere, here = waiver(code="NC106", subject_id="prb-9"), waiver(code="NC601", subject_id="tm-9")

    report = apply_waivers((), [elsewhere, here, waiver(fingerprint="0" * 16)], TODAY, codes={"NC601"})

    assert report.useless == (here,)


def test_of_two_waivers_the_one_that_lasts_longest_counts_and_both_have_their_use() -> None:
    short = waiver(code="NC106", subject_id="prb-1")
    long = waiver(until=date(2023, 6, 30), fingerprint=FINDINGS[0].fingerprint)

    report = apply_waivers(FINDINGS, [long, short], TODAY)

    assert [each.waiver for each in report.waived] == [long]
    assert report.useless == ()


@pytest.mark.parametrize(
    "target",
    [
        {},
        {"code": "NC101"},
        {"subject_id": "req-1"},
        {"fingerprint": "0" * 16, "code": "NC101", "subject_id": "req-1"},
        {"fingerprint": "0" * 16, "code": "NC101"},
    ],
)
def test_a_waiver_that_names_no_one_finding_is_refused(target: dict[str, str]) -> None:
    with pytest.raises(WaiverRefused, match="The waiver of Ana names no one finding"):
        waiver(date(2022, 12, 31), **target)


@pytest.mark.parametrize("field", ["who", "why"])
def test_a_waiver_without_a_person_or_a_reason_is_refused(field: str) -> None:
    values = {"who": "Ana", "why": "Known", field: " "}

    with pytest.raises(WaiverRefused, match=f"does not say {field}"):
        Waiver(**values, until=TODAY, fingerprint="0" * 16)


def test_a_waiver_for_a_check_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UnknownSelector, match="There is no check 'NC999'"):
        apply_waivers(FINDINGS, [waiver(code="NC999", subject_id="prb-1")], TODAY)
