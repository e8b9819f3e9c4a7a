"""Market requirements and jobs: what nobody answers, what rests on nothing, and who said so."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nervecenter.definition.models import Answer, Requirement
from nervecenter.definition.queries.jobs import JobQuery, JobTotals, job_rows, job_totals, jobs_by_team
from nervecenter.definition.queries.needs import (
    NeedGroup,
    NeedQuery,
    all_needs,
    need_counts,
    need_rows,
    needs_by_product,
    needs_by_segment,
)
from nervecenter.evidence.models import Evidence
from nervecenter.foundation.users import User
from nervecenter.market.models import Account, Problem, Segment
from nervecenter.people.models import Team
from nervecenter.portfolio.models import Capability, Module, Product, ProductLine

pytestmark = pytest.mark.django_db

PATH = "/definition/needs/"
ALL = NeedQuery()


@pytest.fixture
def editor(client: Client) -> Client:
    """A browser in which an editor is signed in."""
    client.force_login(User.objects.create(username="edda", role="editor"))
    return client


def text(response: Any) -> str:
    """The page as text, on one line."""
    return " ".join(response.content.decode().split())


def bare(response: Any) -> str:
    """The words of the page without its tags."""
    return " ".join(re.sub(r"<[^>]+>", "", text(response)).split())


def need(name: str, *answers: str, **values: Any) -> Requirement:
    """A market requirement with answers of these statuses."""
    made = Requirement.objects.create(name=name, **values)
    for status in answers:
        Answer.objects.create(name=name, requirement=made, status=status)
    return made


def totals(query: NeedQuery) -> NeedGroup:
    """All requirements asked for, counted."""
    return all_needs(need_counts(query))


def said(problem: Problem | None = None, account: Account | None = None, **values: Any) -> Evidence:
    """A piece of evidence that speaks to a problem."""
    made = Evidence.objects.create(name="said so", account=account, **values)
    if problem:
        made.problems.add(problem)
    return made


def test_only_market_requirements_that_stand_are_counted() -> None:
    need("Answered", "answered")
    need("In part", "answered", "tbd")
    need("To be said", "tbd")
    need("Silent")
    need("Of the product", "answered", level="product")
    need("Dropped", status="dropped")
    need("Put away", archived_at=timezone.now())

    found = totals(ALL)

    assert found == NeedGroup(None, "", answered=1, partly=1, tbd=1, silent=1, in_words=2, unevidenced=4)
    assert (found.requirements, found.unanswered) == (4, 2)
    assert [row.state for row in need_rows(ALL)] == ["none", "tbd", "partly", "answered"]


def test_an_answer_is_more_than_words_when_it_names_a_capability_or_module() -> None:
    for name, part in (("a", {"module": Module.objects.create(name="Audit")}), ("b", {})):
        Answer.objects.create(name=name, requirement=need(name), status="answered", **part)

    assert totals(ALL).in_words == 1


def test_evidence_counts_once_however_it_is_linked_and_an_account_once_however_often_it_asks() -> None:
    one, two = (Account.objects.create(name=name) for name in ("One", "Two"))
    slow, loud = (Problem.objects.create(name=name) for name in ("Slow", "Loud"))
    wanted = need("Faster")
    wanted.problems.set([slow, loud])
    both = said(slow, one)
    both.problems.add(loud)
    wanted.evidence.add(both)
    said(slow, one)
    said(loud, two)
    said(loud)
    said(slow, two, archived_at=timezone.now())
    need("Nobody asked")

    rows = need_rows(ALL)

    assert [(row.name, row.evidence, row.accounts) for row in rows] == [("Faster", 4, 2), ("Nobody asked", 0, 0)]
    assert totals(ALL).unevidenced == 1
    assert [row.name for row in need_rows(NeedQuery(evidence="none"))] == ["Nobody asked"]
    assert [row.name for row in need_rows(NeedQuery(evidence="some"))] == ["Faster"]


def test_a_requirement_belongs_to_its_product_else_to_the_first_that_an_answer_names() -> None:
    line = ProductLine.objects.create(name="Security")
    scanning = Product.objects.create(name="Scanning", line=line)
    billing = Product.objects.create(name="Billing")
    need("Own", "answered", product=billing)
    by_module = need("By module")
    Answer.objects.create(name="words", requirement=by_module, status="answered")
    module = Module.objects.create(name="Secrets", product=scanning)
    Answer.objects.create(name="module", requirement=by_module, status="answered", module=module)
    by_capability = need("By capability")
    capability = Capability.objects.create(name="Find keys", product=scanning)
    Answer.objects.create(name="capability", requirement=by_capability, status="tbd", capability=capability)
    need("Nowhere")

    groups = needs_by_product(need_counts(ALL))

    assert [(one.name, one.answered, one.tbd, one.silent) for one in groups] == [
        ("Scanning", 1, 1, 0),
        ("Billing", 1, 0, 0),
        ("", 0, 0, 1),
    ]
    assert totals(NeedQuery(product_line=line.pk)).requirements == 2
    assert totals(NeedQuery(product=billing.pk)).requirements == 1


def test_segments_with_most_unanswered_come_first_and_so_do_unanswered_rows() -> None:
    agile, package = (Segment.objects.create(name=name, kind="use_case") for name in ("Agile", "Package"))
    need("a", "answered", segment=agile)
    need("b", "tbd", segment=agile)
    need("c", segment=package)
    need("d", segment=package)
    need("e")

    groups = needs_by_segment(need_counts(ALL))

    assert [(one.name, one.requirements, one.silent) for one in groups] == [
        ("Package", 2, 2),
        ("Agile", 2, 0),
        ("", 1, 1),
    ]
    assert {row.name for row in need_rows(ALL)[:3]} == {"c", "d", "e"}
    assert [row.name for row in need_rows(ALL)[3:]] == ["b", "a"]


def test_a_row_names_what_answers_it() -> None:
    wanted = need("Report", "tbd")
    module = Module.objects.create(name="Audit")
    Answer.objects.create(name="x", requirement=wanted, status="answered", module=module)

    (row,) = need_rows(ALL)

    assert [(one.is_given, one.by) for one in row.answers] == [(False, ()), (True, (("module", module.pk, "Audit"),))]


def test_jobs_are_counted_by_research_evidence_and_requirements() -> None:
    team = Team.objects.create(name="Runner")
    sure = Problem.objects.create(name="Sure", kind="job", confidence="researched", team=team)
    Problem.objects.create(name="Guess", kind="job", confidence="heuristic", team=team)
    Problem.objects.create(name="Open")
    account = Account.objects.create(name="One")
    said(sure, account)
    said(sure, account)
    need("Taken up").problems.add(sure)

    rows = job_rows(JobQuery())

    assert job_totals(JobQuery()) == JobTotals(jobs=2, problems=1, researched=1, unevidenced=2, untaken=2)
    assert [(row.name, row.evidence, row.accounts, row.requirements) for row in rows] == [
        ("Open", 0, 0, 0),
        ("Guess", 0, 0, 0),
        ("Sure", 2, 1, 1),
    ]
    assert [(one.name, one.researched, one.heuristic, one.unknown) for one in jobs_by_team(JobQuery())] == [
        ("Runner", 1, 1, 0),
        ("", 0, 0, 1),
    ]


def test_a_scope_means_the_jobs_of_the_teams_of_its_products() -> None:
    line = ProductLine.objects.create(name="Security")
    scanning = Product.objects.create(name="Scanning", line=line)
    team = Team.objects.create(name="Secrets")
    scanning.teams.add(team)
    Problem.objects.create(name="Theirs", team=team)
    Problem.objects.create(name="Nobody's")

    counts = [job_totals(query).all for query in (JobQuery(product=scanning.pk), JobQuery(product_line=line.pk))]

    assert counts == [1, 1]


@pytest.mark.parametrize(
    ("answered", "silent", "evidenced", "sentence"),
    [
        (1, 0, 1, "The one market requirement is answered and rests on evidence."),
        (0, 1, 0, "The one market requirement is unanswered and rests on no evidence."),
        (2, 0, 2, "All 2 market requirements are answered and all rest on evidence."),
        (0, 2, 0, "None of the 2 market requirements is answered and none rests on evidence."),
        (1, 1, 1, "1 of 2 market requirements is unanswered and 1 rests on no evidence."),
        (1, 2, 1, "2 of 3 market requirements are unanswered and 2 rest on no evidence."),
    ],
)
def test_the_answer_counts_what_is_unanswered_and_what_rests_on_nothing(
    editor: Client, answered: int, silent: int, evidenced: int, sentence: str
) -> None:
    made = [need(f"a{number}", "answered") for number in range(answered)]
    made += [need(f"s{number}") for number in range(silent)]
    for one in made[:evidenced]:
        one.evidence.add(said())

    assert sentence in bare(editor.get(PATH))


def test_what_is_answered_in_part_is_told_apart(editor: Client) -> None:
    need("Audit report", "answered", "tbd")
    alone = bare(editor.get(PATH))
    need("Access report", "answered")
    together = bare(editor.get(PATH))
    need("Export")

    response = bare(editor.get(PATH))

    assert "The one market requirement is answered in part and rests on no evidence." in alone
    assert "All 2 market requirements are answered, 1 answered in part, and none rests on evidence." in together
    assert "1 of 3 market requirements is unanswered, 1 answered in part, and none rests on evidence." in response
    assert "in part 1 to be said in words only" in response


@pytest.mark.parametrize(
    ("researched", "unknown", "sentence"),
    [
        (1, 0, "No market requirement is on record; the one job is researched and rests on no evidence."),
        (0, 1, "; the one job is not researched and rests on no evidence."),
        (2, 0, "; all 2 jobs are researched and none rests on evidence."),
        (1, 1, "; 1 of 2 jobs is not researched and none rests on evidence."),
        (1, 2, "; 2 of 3 jobs are not researched and none rests on evidence."),
    ],
)
def test_the_answer_says_how_sure_we_are_of_the_jobs(
    editor: Client, researched: int, unknown: int, sentence: str
) -> None:
    for number in range(researched + unknown):
        confidence = "researched" if number < researched else "unknown"
        Problem.objects.create(name=f"Job {number}", kind="job", confidence=confidence)

    assert sentence in bare(editor.get(PATH))


def test_without_anything_the_page_says_what_it_is_for(editor: Client) -> None:
    response = text(editor.get(PATH))

    assert "<b>Nobody has written down</b> what the market needs yet." in response
    assert '<a class="button main" href="/definition/requirements/new/?level=market">' in response
    assert "For example" in response


def test_zero_evidence_is_said_in_words_and_an_unanswered_row_leads_to_its_answer(editor: Client) -> None:
    wanted = need("Report & audit")
    need("Only words", "answered")

    response = text(editor.get(PATH))

    assert response.count("no evidence</span>") == 2
    assert "in words only" in response
    assert f"/definition/answers/new/?requirement=req-{wanted.pk}&amp;name=Report%20%26%20audit" in response


def test_filters_narrow_both_tabs(editor: Client) -> None:
    agile = Segment.objects.create(name="Agile", kind="use_case")
    need("Answered one", "answered", segment=agile)
    need("Silent one", segment=agile)
    need("Elsewhere")
    Problem.objects.create(name="Sure job", kind="job", confidence="researched")
    Problem.objects.create(name="Guessed job", kind="job", confidence="heuristic")

    silent = text(editor.get(f"{PATH}?segment=seg-{agile.pk}&state=none"))
    sure = text(editor.get(f"{PATH}?of=jobs&confidence=researched"))
    nothing = text(editor.get(f"{PATH}?evidence=some"))
    wrong = editor.get(f"{PATH}?state=maybe")

    assert [name in silent for name in ("Silent one", "Answered one", "Elsewhere")] == [True, False, False]
    assert [name in sure for name in ("Sure job", "Guessed job")] == [True, False]
    assert "Nothing matches" in nothing
    assert wrong.status_code == 422


def test_the_evidence_of_a_job_and_the_requirements_that_take_it_up_are_one_click_away(editor: Client) -> None:
    job = Problem.objects.create(name="Job", kind="job")
    said(job, Account.objects.create(name="One"))
    said()
    need("Taken up").problems.add(job)
    need("Another")

    response = text(editor.get(f"{PATH}?of=jobs"))

    assert f'<a href="/evidence/evidence/?problems=prb-{job.pk}">1 from 1 account</a>' in response
    assert "1 of 1" in bare(editor.get(f"/evidence/evidence/?problems=prb-{job.pk}"))
    assert "1 of 1" in bare(editor.get(f"/definition/requirements/?problems=prb-{job.pk}"))


def test_rows_are_paged_and_the_number_of_sql_queries_does_not_grow(editor: Client) -> None:
    scanning = Product.objects.create(name="Scanning")
    need("first", "answered", product=scanning)
    Problem.objects.create(name="first", kind="job")
    counts = {}
    for of in ("requirements", "jobs"):
        editor.get(f"{PATH}?of={of}")
        with CaptureQueriesContext(connection) as few:
            editor.get(f"{PATH}?of={of}")
        counts[of] = len(few)

    Requirement.objects.bulk_create([Requirement(name=f"need {number:03}", product=scanning) for number in range(120)])
    Problem.objects.bulk_create([Problem(name=f"job {number:03}", kind="job") for number in range(120)])
    grown = {}
    for of in ("requirements", "jobs"):
        with CaptureQueriesContext(connection) as many:
            response = editor.get(f"{PATH}?of={of}")
        grown[of] = len(many)
        assert "1 to 50 of 121" in bare(response)
    last = editor.get(f"{PATH}?of=jobs&start=100")

    assert grown == counts
    assert max(counts.values()) <= 20
    assert "101 to 121 of 121" in bare(last)
    assert 'rel="next"' not in text(last)


def test_the_pictures_come_as_files_too(editor: Client) -> None:
    need("a", "answered", segment=Segment.objects.create(name="Agile", kind="use_case"))

    response = editor.get(f"{PATH}?csv=segments")

    assert text(response) == (
        "Use case,Answered,In part,To be said,No answer,Requirements,Without evidence Agile,1,0,0,0,1,1"
    )


def test_another_use_case_can_be_chosen_while_one_is(editor: Client) -> None:
    agile, package = (Segment.objects.create(name=name, kind="use_case") for name in ("Agile", "Package"))
    need("a", segment=agile)
    need("b", segment=package)
    Segment.objects.create(name="Nobody's", kind="use_case")

    response = text(editor.get(f"{PATH}?segment=seg-{agile.pk}"))

    assert f'<option value="seg-{agile.pk}" selected>Agile</option>' in response
    assert f'<option value="seg-{package.pk}">Package</option>' in response
    assert "Nobody&#x27;s" not in response


def test_a_bar_leads_to_its_use_case_and_to_its_product(editor: Client) -> None:
    agile, scanning = Segment.objects.create(name="Agile", kind="use_case"), Product.objects.create(name="Scanning")
    need("a", segment=agile, product=scanning)
    need("b")

    response = text(editor.get(PATH))

    assert f'"path": "/definition/needs/?segment=seg-{agile.pk}"' in response
    assert f'"path": "/definition/needs/?scope=prd-{scanning.pk}"' in response
    assert "/definition/requirements/?level=market\\u0026status__not=dropped\\u0026segment__empty=1" in response
