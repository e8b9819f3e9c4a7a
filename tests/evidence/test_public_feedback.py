"""The public feedback page: off means off, nothing counts unseen, accounts count once, strangers learn nothing."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from nervecenter.evidence.actions.asking import Visitor, Wish, ask_in_public, vote_in_public
from nervecenter.evidence.actions.moderating import answer_request, decide_votes, mark_spam, merge_request
from nervecenter.evidence.actions.setting_feedback_page import set_feedback_page
from nervecenter.evidence.models import Evidence, FeedbackPage, FeedbackRequest, FeedbackVote
from nervecenter.evidence.queries.requests import published_request, published_requests, similar_requests
from nervecenter.foundation.access.records import SignInAttempt
from nervecenter.foundation.access.throttling import Throttled
from nervecenter.foundation.actions import change_record
from nervecenter.foundation.changes import Changeset
from nervecenter.foundation.errors import InvalidValues, NotAllowed, NotFound, StaleVersion
from nervecenter.foundation.undoing import undo_changeset
from nervecenter.foundation.users import User
from nervecenter.market.models import Account, Contact
from tests.evidence.said import contributor, everything, problem

pytestmark = pytest.mark.django_db

ANA = Visitor("ana@northwind.example", "Ana", "192.0.2.1")
BEN = Visitor("ben@northwind.example", "Ben", "192.0.2.2")
CLO = Visitor("clo@elsewhere.example", "", "192.0.2.3")
EXPORT = Wish("Export as a spreadsheet", "We copy the table by hand every Monday.")


def opened(**values: Any) -> FeedbackPage:
    """The page is on."""
    return set_feedback_page(actor=None, expected_version=0, is_on=True, **values)


def asked(wish: Wish = EXPORT, visitor: Visitor = ANA) -> FeedbackRequest:
    """A request that waits."""
    return ask_in_public(wish, visitor)


def published(wish: Wish = EXPORT, visitor: Visitor = ANA, **values: Any) -> FeedbackRequest:
    """A request that everybody sees."""
    return answer_request(asked(wish, visitor).pk, "open", actor=None, expected_version=1, **values)


def voted(request: FeedbackRequest, *visitors: Visitor) -> None:
    """Votes that count."""
    for visitor in visitors:
        vote_in_public(request.pk, visitor)
    waiting = request.votes.values_list("pk", flat=True)
    decide_votes(request.pk, waiting, actor=None, counts=True)


def bare(response: Any) -> str:
    """The words of the page without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


FORM = {"name": EXPORT.name, "text": EXPORT.text, "email": ANA.email, "person": "Ana"}


@pytest.mark.parametrize("state", ["never set", "switched off"])
def test_off_means_off_at_each_public_address_for_forms_and_signed_in_people_too(state: str, client: Client) -> None:
    page = opened()
    number = published().pk
    if state == "never set":
        FeedbackPage.objects.all().delete()
    else:
        set_feedback_page(actor=None, expected_version=page.version, is_on=False)
    before = everything()
    strict, boss = Client(enforce_csrf_checks=True), Client()
    boss.force_login(User.objects.create_user("boss", role="admin"))
    paths = ("", "new/", "thanks/", f"fbr-{number}/", f"fbr-{number}/vote/", "fbr-999/")

    told = {
        (one.get(f"/feedback/{path}").status_code, one.post(f"/feedback/{path}", FORM).status_code)
        for path in paths
        for one in (client, strict, boss)
    }

    assert told == {(404, 404)}
    assert everything() == before
    assert EXPORT.name not in client.get(f"/feedback/fbr-{number}/").content.decode()


def test_a_form_without_its_token_is_refused_while_the_page_is_on() -> None:
    opened()

    response = Client(enforce_csrf_checks=True).post("/feedback/new/", FORM)

    assert response.status_code == 403
    assert not FeedbackRequest.objects.exists()


def test_what_was_asked_waits_and_shows_nowhere_until_it_is_published(client: Client) -> None:
    opened()

    sent = client.post("/feedback/new/", FORM)

    request = FeedbackRequest.objects.get()
    vote = request.votes.get()
    assert (sent.status_code, sent["Location"]) == (302, "/feedback/thanks/")
    assert (request.name, request.state) == (EXPORT.name, "waiting")
    assert (vote.email, vote.name, vote.state, vote.is_first) == ("ana@northwind.example", "Ana", "waiting", True)
    assert EXPORT.name not in client.get("/feedback/").content.decode()
    assert client.get(f"/feedback/fbr-{request.pk}/").status_code == 404
    assert client.post(f"/feedback/fbr-{request.pk}/vote/", {"email": BEN.email}).status_code == 404
    assert request.votes.count() == 1


def test_without_moderation_a_request_shows_at_once_and_its_votes_still_wait() -> None:
    opened(is_moderated=False)

    request = asked()

    row = published_request(request.pk)
    assert (row.state, row.accounts, row.people) == ("open", 0, 0)


def test_two_addresses_of_one_account_are_two_people_and_one_account() -> None:
    opened()
    Account.objects.create(name="Northwind", domain="northwind.example")
    request = published()

    voted(request, BEN, CLO, Visitor("dora@mail.northwind.example"))

    row = published_request(request.pk)
    assert (row.accounts, row.people) == (1, 4)
    assert list(request.votes.order_by("pk").values_list("account__name", flat=True)) == [
        "Northwind",
        "Northwind",
        None,
        "Northwind",
    ]


def test_a_second_vote_of_one_person_changes_nothing_and_is_answered_like_the_first(client: Client) -> None:
    opened()
    request = published()
    path = f"/feedback/fbr-{request.pk}/vote/"

    first = client.post(path, {"email": BEN.email})
    before = everything()
    second = client.post(path, {"email": " BEN@northwind.example "})

    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert everything() == before
    assert request.votes.count() == 2


def test_each_counted_vote_is_primary_evidence_for_the_problem_of_its_contact_and_account() -> None:
    opened()
    northwind = Account.objects.create(name="Northwind", domain="northwind.example")
    known = Contact.objects.create(name="Ana Lima", email="Ana@Northwind.example")
    slow = problem()
    request = published(problem=f"prb-{slow.pk}")

    voted(request, BEN)

    rows = Evidence.objects.filter(problems=slow).order_by("pk")
    found = list(rows.values_list("name", "text", "kind", "grade", "triage", "account", "contact__name"))
    assert found == [
        (f"Asks for: {EXPORT.name}", EXPORT.text, "feedback", "primary", "linked", northwind.pk, "Ana Lima"),
        (f"Wants: {EXPORT.name}", "", "feedback", "primary", "linked", northwind.pk, "Ben"),
    ]
    assert Contact.objects.filter(email__iexact=known.email).count() == 1


def test_a_problem_named_later_makes_evidence_of_all_votes_and_another_one_moves_it() -> None:
    opened()
    request, slow, dear = published(), problem(), problem("Exports are dear")
    voted(request, BEN)
    nothing = Evidence.objects.count()

    answer_request(request.pk, "planned", actor=None, expected_version=2, problem=f"prb-{slow.pk}")
    first = Evidence.objects.filter(problems=slow).count()
    answer_request(request.pk, "planned", actor=None, expected_version=3, problem=f"prb-{dear.pk}")

    assert (nothing, first) == (0, 2)
    assert Evidence.objects.filter(problems=slow).count() == 0
    assert Evidence.objects.filter(problems=dear).count() == 2
    assert Evidence.objects.count() == 2


def test_merged_requests_keep_every_voter_once_and_their_address_leads_on(client: Client) -> None:
    opened()
    slow = problem()
    kept = published(problem=f"prb-{slow.pk}")
    voted(kept, BEN)
    other = asked(Wish("Excel files", "For the board"), CLO)
    vote_count = FeedbackVote.objects.count()

    merge_request(other.pk, f"fbr-{kept.pk}", actor=None, expected_version=1)

    row = published_request(kept.pk)
    assert (vote_count, row.people) == (3, 3)
    assert Evidence.objects.filter(problems=slow).count() == 3
    assert Evidence.objects.get(contact__email=CLO.email).text == "Excel files\n\nFor the board"
    assert client.get(f"/feedback/fbr-{other.pk}/")["Location"] == f"/feedback/fbr-{kept.pk}/"


def test_who_voted_for_both_of_two_merged_requests_counts_once() -> None:
    opened()
    kept, other = published(), published(Wish("Excel files"), BEN)
    voted(other, ANA)

    merge_request(other.pk, f"fbr-{kept.pk}", actor=None, expected_version=2)

    assert published_request(kept.pk).people == 2
    assert other.votes.values_list("email", "state").get() == (ANA.email, "dropped")


def test_spam_takes_its_votes_and_their_evidence_along_and_can_be_undone() -> None:
    opened()
    slow = problem()
    request = published(problem=f"prb-{slow.pk}")
    before = everything()

    mark_spam(request.pk, actor=None, expected_version=2)
    archived = Evidence.objects.filter(archived_at=None).count()
    undo_changeset(Changeset.objects.order_by("-pk").values_list("pk", flat=True)[0], actor=None)

    assert archived == 0
    assert everything() == before


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"state": "declined"}, "answer"),
        ({"state": "waiting"}, "state"),
        ({"state": "open", "problem": "prb-999"}, "problem"),
        ({"state": "open", "problem": "nonsense"}, "problem"),
    ],
)
def test_a_decision_that_cannot_be_taken_is_refused_and_changes_nothing(values: dict[str, str], named: str) -> None:
    opened()
    request, before = asked(), everything()

    with pytest.raises(InvalidValues) as refusal:
        answer_request(request.pk, actor=None, expected_version=1, **values)

    assert list(refusal.value.fields) == [named]
    assert everything() == before


def test_only_editors_moderate_and_only_administrators_open_the_page() -> None:
    opened()
    request, cleo, before = asked(), contributor(), everything()
    editor = User.objects.create_user("edda", role="editor")

    with pytest.raises(NotAllowed):
        answer_request(request.pk, "open", actor=cleo, expected_version=1)
    with pytest.raises(NotAllowed):
        set_feedback_page(actor=editor, expected_version=1, is_on=False)
    with pytest.raises(StaleVersion):
        answer_request(request.pk, "open", actor=editor, expected_version=7)
    with pytest.raises(InvalidValues, match="Moderation"):
        change_record("feedback_request", request.pk, {"state": "open"}, actor=editor, expected_version=1)

    assert everything() == before


def test_the_page_shows_text_as_text_and_no_link_no_address_and_nobody(client: Client) -> None:
    opened(introduction="<i>hello</i>")
    wish = Wish("<script>alert(1)</script>", "see https://spam.example/x <b>bold</b>")
    request = published(wish, ANA)
    voted(request, BEN)

    pages = [client.get(path) for path in ("/feedback/", f"/feedback/fbr-{request.pk}/", "/feedback/thanks/")]

    text = "".join(page.content.decode() for page in pages)
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert 'href="https://spam' not in text
    assert "<b>bold" not in text
    assert "<i>hello" not in text
    assert [word for word in ("northwind", "Ana", "Ben") if word in text] == []
    assert {page["X-Robots-Tag"] for page in pages} == {"noindex, nofollow"}
    assert {"no-store" in page["Cache-Control"] for page in pages} == {True}


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "Export\r\nBcc: all@example.com"}, "name"),
        ({"text": "x" * 4001}, "text"),
        ({"text": "a\x00b"}, "text"),
        ({"person": "Ana\nTo: x@example.com"}, "person"),
        ({"email": "ana"}, "email"),
        ({"email": "ana@example.com\r\nBcc: b@example.com"}, "email"),
        ({"email": f"{'a' * 250}@example.com"}, "email"),
    ],
)
def test_what_cannot_be_taken_is_told_and_not_kept(sent: dict[str, str], field: str, client: Client) -> None:
    opened()

    response = client.post("/feedback/new/", FORM | sent)

    assert response.status_code == 422
    assert re.findall(r'aria-invalid="true" aria-describedby="(\w+)-told"', response.content.decode()) == [field]
    assert not FeedbackRequest.objects.exists()
    assert not FeedbackVote.objects.exists()


def test_who_fills_the_trap_is_thanked_and_nothing_is_kept(client: Client) -> None:
    opened()
    request = published()
    before = everything()

    asking = client.post("/feedback/new/", FORM | {"website": "https://spam.example"})
    voting = client.post(f"/feedback/fbr-{request.pk}/vote/", {"email": BEN.email, "website": "x"})

    assert (asking.status_code, voting.status_code) == (302, 302)
    assert everything() == before


def test_one_address_sends_thirty_an_hour_and_then_waits_and_others_do_not(client: Client) -> None:
    opened()
    for number in range(30):
        vote_or_ask = Visitor(f"p{number}@example.com", "", "2001:db8:1:1::1")
        ask_in_public(EXPORT, vote_or_ask)
    before = everything()

    with pytest.raises(Throttled) as refusal:
        ask_in_public(EXPORT, Visitor("late@example.com", "", "2001:db8:1:1:ffff::2"))

    assert 3500 < refusal.value.retry_after <= 3600
    assert everything() == before
    asked(visitor=Visitor("other@example.com", "", "2001:db8:1:2::1"))
    SignInAttempt.objects.update(at=timezone.now() - dt.timedelta(hours=1, seconds=1))
    asked(visitor=Visitor("late@example.com", "", "2001:db8:1:1::9"))
    assert FeedbackRequest.objects.count() == 32


def test_one_e_mail_address_sends_ten_a_day_from_wherever(client: Client) -> None:
    opened()
    for number in range(10):
        asked(visitor=Visitor(ANA.email, "", f"192.0.2.{number}"))

    response = client.post("/feedback/new/", FORM | {"anyway": "yes"}, REMOTE_ADDR="198.51.100.7")

    assert response.status_code == 429
    assert 86000 < int(response["Retry-After"]) <= 86400
    assert "nothing was sent" in bare(response)
    assert FeedbackRequest.objects.count() == 10


def test_what_may_be_the_same_is_shown_first_with_a_vote_for_it(client: Client) -> None:
    opened()
    request = published()
    published(Wish("A darker colour at night", "My eyes"), BEN)
    asked(Wish("Export the table as a spreadsheet", "unseen"), CLO)
    form = FORM | {"name": "Spreadsheet export", "email": CLO.email}

    shown = client.post("/feedback/new/", form)
    count = FeedbackRequest.objects.count()
    sent = client.post("/feedback/new/", form | {"anyway": "yes"})

    assert [row.number for row in similar_requests("Spreadsheet export", "")] == [request.pk]
    assert f'action="/feedback/fbr-{request.pk}/vote/"' in shown.content.decode()
    assert (shown.status_code, count, sent.status_code, FeedbackRequest.objects.count()) == (200, 3, 302, 4)


def test_of_a_thousand_requests_the_most_wanted_by_accounts_then_people_come_first(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    opened()
    day = dt.date(2022, 5, 3)
    made = FeedbackRequest.objects.bulk_create(
        FeedbackRequest(name=f"Request {number}", state="open", asked_on=day) for number in range(1000)
    )
    accounts = [Account.objects.create(name=f"Account {number}") for number in range(2)]
    wanted: dict[int, list[Account | None]] = {
        10: [accounts[0], accounts[1]],
        20: [accounts[0], None, None],
        30: [None] * 5,
    }
    FeedbackVote.objects.bulk_create(
        FeedbackVote(request=made[place], email=f"{place}-{n}@x.example", state="counted", account=who, voted_on=day)
        for place, voters in wanted.items()
        for n, who in enumerate(voters)
    )

    with django_assert_max_num_queries(3):
        response = client.get("/feedback/")

    found = published_requests()
    assert response.status_code == 200
    assert "1000 requests" in bare(response)
    assert [(row.name, row.accounts, row.people) for row in found.rows[:4]] == [
        ("Request 10", 2, 2),
        ("Request 20", 1, 3),
        ("Request 30", 0, 5),
        ("Request 999", 0, 0),
    ]
    assert (found.count, len(found.rows), found.has_more) == (1000, 50, True)
    assert [row.name for row in published_requests(text="Request 777").rows] == ["Request 777"]
    assert published_requests(number=20).has_more is False
    assert published_requests(number=21).rows == ()


def test_what_shipped_or_was_declined_is_shown_with_its_answer_and_takes_no_votes(client: Client) -> None:
    opened()
    request = published()
    answer_request(request.pk, "declined", actor=None, expected_version=2, answer="We build no <b>sheets</b>.")

    shown = client.get(f"/feedback/fbr-{request.pk}/")
    vote = client.post(f"/feedback/fbr-{request.pk}/vote/", {"email": BEN.email})

    assert "We build no <b>sheets</b>." in bare(shown).replace("&lt;", "<").replace("&gt;", ">")
    assert "/vote/" not in shown.content.decode()
    assert vote.status_code == 404
    with pytest.raises(NotFound):
        vote_in_public(request.pk, BEN)
    assert request.votes.count() == 1


def test_an_editor_moderates_by_forms_alone(client: Client) -> None:
    opened()
    request, slow = asked(), problem()
    client.force_login(User.objects.create_user("edda", role="editor"))

    page = client.get("/evidence/moderation/")
    step = f"/evidence/moderation/fbr-{request.pk}/step/"
    refused = client.post(step, {"step": "declined", "answer": " ", "expected_version": "1"}, follow=True)
    client.post(step, {"step": "open", "problem": f"prb-{slow.pk}", "expected_version": "1"})
    vote_in_public(request.pk, BEN)
    vote = request.votes.get(email=BEN.email)
    waiting = bare(client.get("/evidence/moderation/"))
    client.post(step, {"step": "count", "votes": [str(vote.pk)]})

    assert "1 request of the public feedback page waits for you" in bare(page)
    assert ANA.email in bare(page)
    assert "say why in a sentence" in bare(refused)
    assert "1 vote waits" in waiting
    assert Evidence.objects.filter(problems=slow).count() == 2
    assert "Nothing from the public feedback page waits." in bare(client.get("/evidence/moderation/"))


def test_an_administrator_opens_the_page_and_others_cannot(client: Client) -> None:
    path = "/evidence/feedback-page/"
    form = {"is_on": "yes", "title": "Wishes", "introduction": "Tell us", "expected_version": "0"}
    client.force_login(User.objects.create_user("edda", role="editor"))
    refused = client.post(path, form)
    nothing = FeedbackPage.objects.count()

    client.force_login(User.objects.create_user("boss", role="admin"))
    client.post(path, form)
    again = client.post(path, form)

    assert (refused.status_code, nothing, again.status_code) == (403, 0, 412)
    assert FeedbackPage.objects.values_list("is_on", "title", "introduction", "is_moderated", "version").get() == (
        True,
        "Wishes",
        "Tell us",
        False,
        1,
    )
