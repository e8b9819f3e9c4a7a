"""The made-up company in the database: it comes in whole, and the checks find what was planted, and little else."""

import csv
import datetime as dt
import io
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from nervecenter.demo.quillstone import load_quillstone, quillstone_folder
from nervecenter.domain.checks.running import run_checks
from nervecenter.evidence.models import Deal, Evidence
from nervecenter.foundation.changes import Change
from nervecenter.foundation.importing.models import Import
from nervecenter.foundation.importing.watching import Unwatched
from nervecenter.foundation.resources import parse_public_id
from nervecenter.honesty.queries import company_facts
from nervecenter.market.models import Account, Problem, Segment
from nervecenter.market.queries.membership import segment_rules

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
PLANTED = yaml.safe_load((quillstone_folder() / "planted.yml").read_text(encoding="utf-8"))
OF_EVIDENCE = ("NC102", "NC103", "NC104", "NC105", "NC107", "NC108", "NC109", "NC203", "NC204", "NC305")
Flaw = tuple[str, str, str]


@pytest.fixture(scope="module")
def quillstone(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Import]:
    """The company, loaded once for all tests and taken back when they are through."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_quillstone(None, Unwatched())
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def reading(quillstone: Import, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


def found_on(day: dt.date) -> list[Flaw]:
    """What the checks find on that day: check, kind of the subject, its code."""
    return [
        (finding.code, finding.subject.kind, code_of(finding.subject.kind, finding.subject.id))
        for finding in run_checks(company_facts(day)).findings
    ]


def code_of(kind: str, public_id: str) -> str:
    """The code of a record; a quarter is its own."""
    if kind == "quarter":
        return public_id
    declared, number = parse_public_id(public_id)
    return str(declared.model._default_manager.values_list("source_id", flat=True).get(pk=number))


def flaws(listed: list[dict[str, Any]]) -> list[Flaw]:
    return [(flaw["check"], flaw["kind"], flaw["code"]) for flaw in listed]


def test_everything_comes_in_as_one_import_with_nothing_to_resolve(quillstone: Import) -> None:
    counts = quillstone.by_kind

    assert (quillstone.status, quillstone.rejected, quillstone.error_count) == ("done", 0, 0)
    assert quillstone.unmatched_values.count() == 0
    assert {kind: counts[kind]["created"] for kind in ("account", "contact", "deal", "evidence", "outcome_rating")} == {
        "account": 32, "contact": 48, "deal": 54, "evidence": 115, "outcome_rating": 156,
    }  # fmt: skip


def test_a_second_time_nothing_changes(quillstone: Import) -> None:
    before = Change.objects.count()

    again = load_quillstone(None, Unwatched())

    assert (again.status, again.created, again.updated, again.unchanged) == ("done", 0, 0, quillstone.created)
    assert Change.objects.count() == before


def test_the_checks_find_what_was_planted_and_nothing_else_than_what_follows_from_it() -> None:
    day = PLANTED["day"]

    found = found_on(day)

    assert sorted(found) == sorted(flaws(PLANTED["planted"]) + flaws(PLANTED["also_true"]))


def test_every_check_of_evidence_and_deals_has_a_flaw_planted_for_it() -> None:
    checks = {check for check, _, _ in flaws(PLANTED["planted"])}

    assert set(OF_EVIDENCE) <= checks
    assert len(PLANTED["also_true"]) <= 5


def test_a_third_of_the_evidence_waits_in_the_inbox_and_nothing_that_waits_is_linked() -> None:
    waiting = Evidence.objects.filter(triage="waiting")

    assert waiting.count() == 31
    assert waiting.filter(problems=None).count() == 31
    assert Evidence.objects.filter(triage="linked", problems=None).count() == 0


def test_no_two_voices_say_the_same() -> None:
    texts = list(Evidence.objects.values_list("text", flat=True))

    assert len(set(texts)) == len(texts) == 115
    assert min(len(text) for text in texts) > 25


def test_each_account_stands_in_the_segment_whose_rule_it_meets() -> None:
    rules = {rule.segment: rule for rule in segment_rules()}

    claimed = {
        segment.code: set(Account.objects.filter(rules[segment.pk].claims()).values_list("code", flat=True))
        for segment in Segment.objects.exclude(code="groups")
    }

    assert {rule.fault for rule in rules.values()} == {""}
    assert claimed == {
        code: set(Account.objects.filter(segment__code=code).values_list("code", flat=True)) for code in claimed
    }


def test_the_sellers_story_and_the_records_agree() -> None:
    lost = Deal.objects.filter(outcome="lost", lost_to__code="keldrun")

    assert lost.count() == 10
    assert lost.filter(seller_reason__code="too-expensive").count() == 8
    assert Deal.objects.filter(outcome="won", account__code="haldenborg").count() == 2


def test_each_row_says_that_it_is_made_up() -> None:
    texts = [path.read_text(encoding="utf-8") for path in quillstone_folder().glob("*.csv")]

    rows = [row for text in texts for row in csv.DictReader(io.StringIO(text))]

    assert len(rows) == 902
    assert {row["made_up"] for row in rows} == {"yes"}


def test_linking_what_waits_from_a_third_account_mends_the_flaw_that_lacks_it() -> None:
    flaw = ("NC101", "requirement", "r-09")
    before = found_on(PLANTED["day"])

    Evidence.objects.get(source_id="f-324").problems.add(Problem.objects.get(code="rights"))

    assert sorted(before) == sorted([*found_on(PLANTED["day"]), flaw])
