"""What waits and in which order, how the page answers, and what forms do without a script."""

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nervecenter.definition.models import Requirement
from nervecenter.evidence.actions.linking import Said, link_evidence
from nervecenter.evidence.models import Deal, Evidence, Highlight
from nervecenter.evidence.queries import badge as badge_module
from nervecenter.evidence.queries import waiting as waiting_module
from nervecenter.evidence.queries.badge import Badge
from nervecenter.evidence.queries.waiting import WEIGHTIEST, InboxQuery, WaitingCount, waiting_count, waiting_rows
from nervecenter.foundation.changes import Change
from nervecenter.foundation.users import User
from nervecenter.market.models import Account, Problem, Segment
from tests.evidence.said import everything, problem, said

pytestmark = pytest.mark.django_db

PATH = "/evidence/inbox/"
ALL = InboxQuery()


@pytest.fixture
def cleo(client: Client) -> Client:
    """A browser in which a contributor is signed in."""
    client.force_login(User.objects.create_user("cleo", role="contributor"))
    return client


@pytest.fixture
def edda(client: Client) -> Client:
    """A browser in which an editor is signed in."""
    client.force_login(User.objects.create_user("edda", role="editor"))
    return client


def names(query: InboxQuery = ALL, **paging: Any) -> list[str]:
    return [row.name for row in waiting_rows(query, **paging)]


def bare(response: Any) -> str:
    """The words of the page without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def on(day: int) -> dt.date:
    return dt.date(2022, 5, day)


def test_an_item_waits_until_it_is_linked_to_anything_set_aside_or_archived() -> None:
    said("waits")
    said("to a problem").problems.add(problem())
    Requirement.objects.create(name="Wanted").evidence.add(said("to a requirement"))
    said("aside", triage="set_aside")
    said("linked", triage="linked")
    said("archived", archived_at=timezone.now())

    assert names() == ["waits"]
    assert waiting_count(ALL) == WaitingCount(1, counted_all=True, this_week=0, oldest=on(3))


def test_the_newest_come_first_page_by_page_with_undated_ones_in_their_place() -> None:
    for name, day in (("b", on(2)), ("d", on(4)), ("c", on(4)), ("a", on(1))):
        said(name, occurred_on=day)
    undated = {said(name, occurred_on=None).name for name in ("x", "y")}

    every = names()
    paged: list[str] = []
    after = None
    while rows := waiting_rows(ALL, after=after, limit=2):
        paged += [row.name for row in rows]
        after = rows[-1].number

    assert [name for name in every if name not in undated] == ["c", "d", "b", "a"]
    assert paged == every
    assert len(every) == 6


def test_the_weightiest_come_first_by_what_the_account_pays_and_may_pay_times_its_segment() -> None:
    banks, shops = Segment.objects.create(name="Banks", weight=2), Segment.objects.create(name="Shops", weight="0.5")
    bank = Account.objects.create(name="Bank", segment=banks, recurring_revenue=100)
    shop = Account.objects.create(name="Shop", segment=shops, recurring_revenue=100)
    alone = Account.objects.create(name="Alone")
    Deal.objects.create(name="Open", account=alone, amount=150)
    Deal.objects.create(name="Won", account=alone, amount=900, outcome="won")
    Deal.objects.create(name="Away", account=alone, amount=900, archived_at=timezone.now())
    for name, account, weight in (("shop", shop, None), ("bank", bank, None), ("alone", alone, None)):
        said(name, account=account, weight=weight)
    said("seen twice", weight=2)
    said("seen often", weight=9)

    rows = waiting_rows(InboxQuery(sort=WEIGHTIEST))

    assert [(row.name, row.money) for row in rows] == [
        ("bank", 200), ("alone", 150), ("shop", 50), ("seen often", None), ("seen twice", None),
    ]  # fmt: skip
    assert names(InboxQuery(sort=WEIGHTIEST), after=rows[1].number, limit=2) == ["shop", "seen often"]


def test_the_list_goes_on_behind_an_item_that_was_decided_meanwhile() -> None:
    items = {name: said(name, occurred_on=on(day)) for name, day in (("a", 3), ("b", 2), ("c", 1))}
    Evidence.objects.filter(pk=items["b"].pk).update(triage="set_aside")

    assert names(after=items["b"].pk) == ["c"]
    assert names(InboxQuery(sort=WEIGHTIEST), after=items["b"].pk) == ["c"]


def test_filters_narrow_by_kind_source_segment_and_words() -> None:
    banks = Segment.objects.create(name="Banks")
    said("by account", account=Account.objects.create(name="Bank", segment=banks), kind="review")
    said("by itself", segment=banks, source="zendesk", source_id="1")
    said("neither", text="something else", source="canny", source_id="2")

    assert set(names(InboxQuery(segment=banks.pk))) == {"by account", "by itself"}
    assert names(InboxQuery(kind="review")) == ["by account"]
    assert names(InboxQuery(source="zendesk")) == ["by itself"]
    assert names(InboxQuery(source="typed")) == ["by account"]
    assert names(InboxQuery(text="something el")) == ["neither"]


def test_more_than_can_be_counted_is_said_to_be_more(monkeypatch: pytest.MonkeyPatch, cleo: Client) -> None:
    monkeypatch.setattr(waiting_module, "COUNTED", 2)
    for day in (3, 2, 1):
        said(f"No {day}", occurred_on=on(day))

    assert waiting_count(ALL) == WaitingCount(2, counted_all=False, this_week=0, oldest=on(1))
    assert "More than 2 items wait, none from this week; the oldest since 1 May 2022" in bare(cleo.get(PATH))


def test_the_page_answers_first_then_shows_the_item_and_what_it_may_speak_to(cleo: Client) -> None:
    account = Account.objects.create(name="Northwind", recurring_revenue=120_000, currency="EUR")
    Deal.objects.create(name="More seats", account=account, amount=20_000, currency="EUR")
    said("Export of a quarter takes a day", account=account, author="Ann Kim", occurred_on=timezone.localdate())
    slow = problem("Exports of a quarter are slow")
    for name in ("Invoices are wrong", "Nobody finds the settings", "Charts print badly"):
        problem(name)

    page = cleo.get(PATH)

    words = bare(page)
    assert "1 item waits, 1 from this week; the oldest since" in words
    assert "120,000 EUR a year" in words
    assert "1 open deal, 20,000 EUR" in words
    assert f'value="prb-{slow.pk}"' in page.content.decode()
    assert "<mark>quarter</mark>" in page.content.decode()
    assert 'Inbox <span class="count"' in page.content.decode()


def test_an_empty_inbox_says_whether_there_was_ever_anything(cleo: Client) -> None:
    before = bare(cleo.get(PATH))
    said(triage="set_aside")

    assert "Nothing came in yet." in before
    assert "Nothing waits: every piece of evidence is linked or set aside." in bare(cleo.get(PATH))


def test_what_somebody_wrote_is_text_and_a_strange_address_is_no_link(cleo: Client) -> None:
    said("<script>alert(1)</script>", text="<img src=x onerror=alert(1)> {{ 7 }}", url="javascript:alert(1)")

    page = cleo.get(PATH).content.decode()

    assert "<script>alert" not in page
    assert "<img" not in page
    assert "&lt;img src=x onerror=alert(1)&gt; {{ 7 }}" in page
    assert 'href="javascript' not in page


def test_highlights_that_are_there_are_marked_in_the_text(cleo: Client) -> None:
    item, slow = said(text="It takes a day <b>."), problem()
    link_evidence(item.pk, f"prb-{slow.pk}", actor=None, expected_version=1, said=Said(3, "a day <b>"))

    page = cleo.get(f"{PATH}?item=evd-{item.pk}").content.decode()

    marked = "".join(re.findall(r'<mark class="passage">(.*?)</mark>', page))
    assert marked == "a day &lt;b&gt;"
    assert "nervecenter linked it to “Exports are slow” just now" in page
    assert "critical" in page


def test_the_page_costs_a_bounded_number_of_queries_however_much_waits(cleo: Client) -> None:
    counts = []
    for size in (3, 120):
        for number in range(size):
            account = Account.objects.create(name=f"Account {number}", recurring_revenue=1)
            said(f"Exports take {number} days", account=account)
            problem(f"Exports of kind {number} are slow")
        for path in (PATH, f"{PATH}?sort=weightiest"):
            cleo.get(path)
            with CaptureQueriesContext(connection) as captured:
                cleo.get(path)
            counts.append(len(captured))

    # PostgreSQL finishes the words of a search with a query of its own.
    assert max(counts) <= (36 if connection.vendor == "postgresql" else 35)


def test_a_form_links_the_item_and_the_next_one_comes(cleo: Client) -> None:
    first, second, slow = said("first"), said("second", occurred_on=on(2)), problem()

    answer = cleo.post(
        f"{PATH}evd-{first.pk}/step/",
        {"expected_version": "1", "kept": "kind=ticket", "target": f"prb-{slow.pk}", "importance": "3",
         "passage": "by noon", "starts": "40"},
    )  # fmt: skip

    assert answer["Location"] == f"{PATH}?kind=ticket&item=evd-{second.pk}"
    assert Highlight.objects.values_list("problem", "importance", "passage").get() == (slow.pk, 3, "by noon")
    assert "“first” is linked to “Exports are slow”" in bare(cleo.get(answer["Location"]))


def test_forms_make_a_new_problem_set_aside_and_reopen(cleo: Client) -> None:
    item = said("Late figures")

    cleo.post(f"{PATH}evd-{item.pk}/step/", {"expected_version": "1", "step": "problem", "name": "Figures come late"})
    made = Problem.objects.get()
    other = said("Nothing of interest")
    cleo.post(f"{PATH}evd-{other.pk}/step/", {"expected_version": "1", "step": "set_aside"})
    aside = Evidence.objects.get(pk=other.pk).triage
    cleo.post(f"{PATH}evd-{other.pk}/step/", {"expected_version": "2", "step": "reopen"})

    assert (made.name, list(item.problems.all())) == ("Figures come late", [made])
    assert (aside, Evidence.objects.get(pk=other.pk).triage) == ("set_aside", "waiting")


def test_a_form_that_comes_second_comes_back_with_who_did_what_and_nothing_changed(cleo: Client) -> None:
    item, slow = said("first"), problem()
    lea = User.objects.create_user("lea", role="editor", first_name="Lea", last_name="Dunn")
    link_evidence(item.pk, f"prb-{slow.pk}", actor=lea, expected_version=1)
    before, changes = everything(), Change.objects.count()

    answer = cleo.post(f"{PATH}evd-{item.pk}/step/", {"expected_version": "1", "step": "set_aside"})

    assert answer["Location"] == f"{PATH}?item=evd-{item.pk}"
    assert "Lea Dunn linked it to “Exports are slow” just now; look at it" in bare(cleo.get(answer["Location"]))
    assert (everything(), Change.objects.count()) == (before, changes)


def test_several_are_set_aside_or_linked_by_a_form(edda: Client) -> None:
    items, slow = [said(f"No {number}") for number in range(4)], problem()

    edda.post(f"{PATH}together/", {"ids": [f"evd-{one.pk}" for one in items[:2]], "step": "set_aside"})
    edda.post(
        f"{PATH}together/", {"ids": [f"evd-{one.pk}" for one in items[2:]], "step": "link", "target": f"prb-{slow.pk}"}
    )
    page = bare(edda.get(PATH))

    assert list(Evidence.objects.order_by("pk").values_list("triage", flat=True)) == [
        "set_aside", "set_aside", "linked", "linked",
    ]  # fmt: skip
    assert "2 items were linked to “Exports are slow”" in page


def test_parts_are_for_scripts_and_an_address_leads_to_the_page(cleo: Client) -> None:
    item = said("first")
    script = {"HX-Request": "true"}

    whole = cleo.get(f"{PATH}evd-{item.pk}/?kind=ticket")
    part = cleo.get(f"{PATH}evd-{item.pk}/", headers=script).content.decode()
    proposed = cleo.get(f"{PATH}evd-{item.pk}/proposals/", headers=script).content.decode()
    rows = cleo.get(f"{PATH}rows/?after=evd-{item.pk}", headers=script).content.decode()

    assert whole["Location"] == f"{PATH}?kind=ticket&item=evd-{item.pk}"
    assert part.startswith('<article class="inbox-item"')
    assert 'data-version="1"' in part
    assert f'data-proposals="evd-{item.pk}"' in proposed
    assert rows.strip() == ""


def test_a_viewer_reads_the_inbox_and_changes_nothing(client: Client) -> None:
    client.force_login(User.objects.create_user("vic", role="viewer"))
    item = said("first")
    before = everything()

    page = client.get(PATH)
    refused = client.post(f"{PATH}evd-{item.pk}/step/", {"expected_version": "1", "step": "set_aside"})

    assert (page.status_code, refused.status_code) == (200, 403)
    assert b'id="step"' not in page.content
    assert everything() == before


def test_pages_of_records_show_both_ends_of_a_link_and_take_it_away(cleo: Client) -> None:
    item, slow = said("Exports take a day"), problem()
    wanted = Requirement.objects.create(name="Faster")
    link_evidence(item.pk, f"prb-{slow.pk}", actor=None, expected_version=1, said=Said(3, "by noon"))
    link_evidence(item.pk, f"req-{wanted.pk}", actor=None, expected_version=2)

    behind = bare(cleo.get(f"/market/problems/prb-{slow.pk}/"))
    asked = bare(cleo.get(f"/definition/requirements/req-{wanted.pk}/"))
    both = bare(cleo.get(f"/evidence/evidence/evd-{item.pk}/"))
    cleo.post(
        f"{PATH}evd-{item.pk}/unlink/",
        {"expected_version": "3", "target": f"prb-{slow.pk}", "next": f"/evidence/evidence/evd-{item.pk}/"},
    )

    assert "What the market said Exports take a day by noon Ticket · 3 May 2022 critical" in behind
    assert "What the market said Exports take a day" in asked
    assert "Speaks to Exports are slow Problem · critical by noon Unlink from Exports are slow" in both
    assert not item.problems.exists()
    assert not Highlight.objects.exists()


def test_the_navigation_counts_to_a_hundred_and_pauses_when_counting_is_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    badge = Badge()
    none = badge()
    Evidence.objects.bulk_create([Evidence(name=f"No {number}") for number in range(120)])
    many = badge()
    monkeypatch.setattr(badge_module, "SLOW", -1.0)
    badge()
    Evidence.objects.all().delete()

    assert (none, many, badge()) == ("", "99+", "99+")


def test_an_address_that_asks_for_nonsense_is_refused_by_name(cleo: Client) -> None:
    answers = [cleo.get(f"{PATH}?{asked}") for asked in ("kind=gossip", "segment=prd-1", "sort=oldest", "item=seg-1")]

    assert [answer.status_code for answer in answers] == [422, 422, 422, 404]
