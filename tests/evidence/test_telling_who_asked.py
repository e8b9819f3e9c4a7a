"""Who asked is told: each person once, nobody who wants to be left alone, and the way out works without an account."""

import csv
import io
from typing import Any

import pytest
from django.test import Client

from nervecenter.definition.models import Requirement
from nervecenter.evidence.actions.asking import Visitor, Wish, ask_in_public, vote_in_public
from nervecenter.evidence.actions.leaving_alone import way_out
from nervecenter.evidence.actions.moderating import answer_request, decide_votes
from nervecenter.evidence.actions.setting_feedback_page import set_feedback_page
from nervecenter.evidence.queries.askers import askers
from nervecenter.evidence.telling import filled, refuse_faults
from nervecenter.foundation.errors import InvalidValues
from nervecenter.foundation.resources import resource
from nervecenter.foundation.users import User
from nervecenter.market.models import Account, Contact
from nervecenter.portfolio.models import Capability, Release
from tests.evidence.said import contributor, everything, problem, said

pytestmark = pytest.mark.django_db

WORDS = {"subject": "{what} is here", "text": "Hello {name}"}


def contact(name: str, email: str, **values: Any) -> Contact:
    """Somebody we know."""
    return Contact.objects.create(name=name, email=email, **values)


@pytest.fixture
def edda(client: Client) -> Client:
    """A browser in which an editor is signed in."""
    client.force_login(User.objects.create_user("edda", role="editor"))
    return client


def test_of_a_requirement_everybody_behind_it_and_its_problems_is_told_once() -> None:
    slow, northwind = problem(), Account.objects.create(name="Northwind")
    ana, ben = contact("Ana", "ana@x.example", account=northwind), contact("Ben", "ben@x.example")
    wanted = Requirement.objects.create(name="Quick exports", target_release=Release.objects.create(name="4.2"))
    wanted.problems.add(slow)
    wanted.evidence.add(said("one", contact=ana), said("two", contact=contact("Ana again", "ANA@x.example")))
    heard = said("three")
    heard.participants.add(ben, contact("Nobody", ""))
    heard.problems.add(slow)
    said("of something else", contact=contact("Other", "other@x.example"))

    found = askers(resource("requirement"), wanted.pk)

    assert [(one.name, one.email, one.account) for one in found.people] == [
        ("Ana", "ana@x.example", "Northwind"),
        ("Ben", "ben@x.example", ""),
    ]
    assert (found.what, found.release, found.left_alone, found.without_address) == ("Quick exports", "4.2", 0, 1)


def test_who_declines_under_one_of_two_contacts_with_one_address_is_left_alone() -> None:
    fast = Capability.objects.create(name="Fast export", status="shipped")
    said("one", contact=contact("Ana", "ana@x.example"), capability=fast)
    said("two", contact=contact("Ben", "ben@x.example"), capability=fast)
    contact("Ana of old", "Ana@X.example", may_be_told=False)

    found = askers(resource("capability"), fast.pk)

    assert ([one.name for one in found.people], found.left_alone) == (["Ben"], 1)


def test_of_a_request_those_are_told_whose_vote_counts() -> None:
    set_feedback_page(actor=None, expected_version=0, is_on=True)
    request = ask_in_public(Wish("Export"), Visitor("ana@x.example", "Ana"))
    answer_request(request.pk, "open", actor=None, expected_version=1)
    for email in ("ben@x.example", "clo@x.example"):
        vote_in_public(request.pk, Visitor(email))
    decide_votes(request.pk, [request.votes.get(email="ben@x.example").pk], actor=None, counts=True)

    found = askers(resource("feedback_request"), request.pk)

    assert [one.email for one in found.people] == ["ana@x.example", "ben@x.example"]


def test_a_value_is_never_taken_for_a_placeholder_and_a_nameless_person_is_greeted() -> None:
    told = filled("{name}: {what} {release}", name="{what}", email="x@x.example", what="{release}", release="4.2")
    nameless = filled("Hello {name}", name="x@x.example", email="x@x.example", what="", release="")

    assert told == "{what}: {release} 4.2"
    assert nameless == "Hello there"


@pytest.mark.parametrize(
    ("subject", "text", "field"),
    [
        ("", "x", "subject"),
        ("a\r\nBcc: all@example.com", "x", "subject"),
        ("x", "Dear {nmae}", "text"),
        ("x", "in {release}", "text"),
        ("x", "y" * 10_001, "text"),
    ],
)
def test_words_that_cannot_be_used_are_refused_by_field(subject: str, text: str, field: str) -> None:
    with pytest.raises(InvalidValues) as refusal:
        refuse_faults(subject, text, has_release=False)

    assert list(refusal.value.fields) == [field]


def test_the_list_holds_a_message_a_person_and_no_formula(edda: Client) -> None:
    fast = Capability.objects.create(name="Fast\nexport", status="shipped")
    ana = contact("=cmd()", "ana@x.example")
    said("one", contact=ana, capability=fast)

    answer = edda.post(f"/evidence/tell/cap-{fast.pk}/", WORDS | {"step": "export"})

    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert answer["Content-Disposition"] == f'attachment; filename="tell-cap-{fast.pk}.csv"'
    assert rows[0] == ["email", "name", "account", "subject", "text"]
    assert rows[1][:4] == ["ana@x.example", "'=cmd()", "", "Fast export is here"]
    assert rows[1][4].startswith("Hello =cmd()\n\n--\nYou get this because you asked for it.")
    assert rows[1][4].endswith(f"http://testserver{way_out(ana.pk)}")
    assert len(rows) == 2


def test_a_contributor_sees_who_asked_and_takes_no_list(client: Client) -> None:
    fast = Capability.objects.create(name="Fast export", status="shipped")
    said("one", contact=contact("Ana", "ana@x.example"), capability=fast)
    client.force_login(contributor())
    path = f"/evidence/tell/cap-{fast.pk}/"

    shown, refused = client.get(path), client.post(path, WORDS | {"step": "export"})

    assert "person asked for it and can be told" in shown.content.decode()
    assert refused.status_code == 403


def test_only_what_has_shipped_shows_the_way_to_who_asked(edda: Client) -> None:
    shipped = Capability.objects.create(name="Fast export", status="shipped")
    planned = Capability.objects.create(name="Slow export", status="planned")

    pages = [edda.get(f"/portfolio/capabilities/cap-{one.pk}/").content.decode() for one in (shipped, planned)]

    assert [f"/evidence/tell/cap-{one.pk}/" in page for one, page in zip((shipped, planned), pages, strict=True)] == [
        True,
        False,
    ]


def test_the_way_out_asks_first_and_then_leaves_every_contact_with_the_address_alone() -> None:
    ana = contact("Ana", "ana@x.example")
    contact("Ana again", "ANA@x.example")
    contact("Ben", "ben@x.example")
    stranger = Client()

    shown = stranger.get(way_out(ana.pk))
    untouched = Contact.objects.filter(may_be_told=True).count()
    done = stranger.post(way_out(ana.pk))
    after = everything()
    stranger.post(way_out(ana.pk))

    assert (shown.status_code, untouched, done.status_code) == (200, 3, 200)
    assert "ana" not in done.content.decode().lower().replace("manage", "")
    assert list(Contact.objects.filter(may_be_told=True).values_list("name", flat=True)) == ["Ben"]
    assert everything() == after


def test_a_way_out_that_was_not_made_here_changes_nothing() -> None:
    ana, ben = contact("Ana", "ana@x.example"), contact("Ben", "ben@x.example")
    forged = way_out(ana.pk).replace(f"/{ana.pk}.", f"/{ben.pk}.")
    before = everything()

    told = {Client().post(path).status_code for path in (forged, "/leave-alone/17/", "/leave-alone/x.y/")}

    assert told == {404}
    assert everything() == before


def test_a_way_out_without_its_form_is_refused() -> None:
    ana = contact("Ana", "ana@x.example")

    response = Client(enforce_csrf_checks=True).post(way_out(ana.pk))

    assert response.status_code == 403
    assert Contact.objects.get().may_be_told
