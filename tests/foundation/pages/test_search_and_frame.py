"""Search page, palette and look-up; the frame; sign-in, first run, tokens, users."""

import pytest
from django.test import Client

from nervecenter.foundation.access import setup_link
from nervecenter.foundation.users import ApiToken, Role, User
from tests.factories import made
from tests.foundation.pages.readers import signed_in

pytestmark = pytest.mark.django_db
PASSWORD = "four words are better"


def test_search_finds_all_kinds_and_narrows_to_one() -> None:
    made("account", name="Harbour Bank")
    made("segment", name="Harbour towns")
    client = signed_in("viewer")

    every = client.get("/search/?q=harb")
    narrowed = client.get("/search/?q=harb&kind=segment")

    assert {hit.title for hit in every.context["hits"]} == {"Harbour Bank", "Harbour towns"}
    assert [hit.title for hit in narrowed.context["hits"]] == ["Harbour towns"]


def test_an_id_is_found_first() -> None:
    account = made("account", name="Acme")

    hits = signed_in("viewer").get(f"/search/?q=ACC-{account.pk}").context["hits"]

    assert hits[0].title == "Acme"


def test_the_palette_offers_records_pages_and_what_can_be_done_with_the_selection() -> None:
    made("account", name="Segmented Ltd")
    client = signed_in("editor")

    found = client.get("/search/?format=palette&q=segment").text
    acting = client.get("/search/?format=palette&q=&selected=3&page=/market/accounts/").text

    assert "Segmented Ltd" in found
    assert 'href="/market/segments/"' in found
    assert 'href="/market/segments/new/"' in found
    assert "Edit the 3 selected" in acting
    assert "New account" in acting


def test_a_viewer_s_palette_offers_nothing_that_changes() -> None:
    text = signed_in("viewer").get("/search/?format=palette&q=new&selected=3").text

    assert "/new/" not in text
    assert "selected</span>" not in text


def test_look_up_names_records_with_their_ids() -> None:
    account = made("account", name="Harbour Bank")
    made("segment", name="Harbour towns")

    answer = signed_in("viewer").get("/look-up/?kind=account&q=harbour").json()

    assert answer == {"found": [f"Harbour Bank (acc-{account.pk})"]}


def test_the_frame_marks_where_one_is() -> None:
    page = signed_in("viewer").get("/market/accounts/").text

    assert '<a href="/market/accounts/" aria-current="page">' in page
    assert page.count('aria-current="page"') == 1


def test_signing_in_leads_to_the_page_that_was_wanted() -> None:
    User.objects.create_user("ada", password=PASSWORD)

    response = Client().post("/sign-in/?next=/search/", {"username": "ada", "password": PASSWORD, "next": "/search/"})

    assert response.status_code == 302
    assert response["Location"] == "/search/"


def test_signing_in_never_leads_to_another_site() -> None:
    User.objects.create_user("ada", password=PASSWORD)

    response = Client().post(
        "/sign-in/", {"username": "ada", "password": PASSWORD, "next": "https://elsewhere.example/"}
    )

    assert response["Location"] == "/"


def test_a_wrong_password_is_refused_without_saying_which_was_wrong() -> None:
    User.objects.create_user("ada", password=PASSWORD)
    client = Client()

    wrong = client.post("/sign-in/", {"username": "ada", "password": "something else"})
    nobody = client.post("/sign-in/", {"username": "eve", "password": "something else"})

    assert (wrong.status_code, nobody.status_code) == (401, 401)
    assert "name or password is not right" in wrong.text.lower()
    assert "name or password is not right" in nobody.text.lower()


def test_the_first_administrator_is_made_once_by_the_link() -> None:
    path = str(setup_link("http://testserver")).removeprefix("http://testserver")
    sent = {"username": "ada", "password": PASSWORD, "again": PASSWORD}
    client = Client()

    differing = client.post(path, sent | {"again": "another"})
    made_once = client.post(path, sent)
    again = Client().get(path)

    assert differing.status_code == 422
    assert made_once.status_code == 302
    assert User.objects.get().role == Role.ADMIN
    assert again.status_code == 410
    assert "sign in" in again.text.lower()


def test_a_token_s_secret_is_shown_once_and_the_token_can_be_revoked() -> None:
    client = signed_in("editor")

    created = client.post("/tokens/", {"name": "Nightly report", "scope": "read", "days": "30"})
    listed = client.get("/tokens/")
    client.post(f"/tokens/{ApiToken.objects.get().pk}/revoke/")

    assert "nvc_" in created.text
    assert "nvc_" not in listed.text
    assert "Nightly report" in listed.text
    assert ApiToken.objects.get().revoked_at is not None


def test_only_an_administrator_gives_roles() -> None:
    User.objects.create_user("ada", role=Role.VIEWER)

    refused = signed_in("editor").post("/users/ada/role/", {"role": "admin"})
    done = signed_in("admin").post("/users/ada/role/", {"role": "editor"})

    assert refused.status_code == 403
    assert done.status_code == 302
    assert User.objects.get(username="ada").role == Role.EDITOR


def test_an_unknown_address_says_where_to_go_on() -> None:
    response = signed_in("viewer").get("/nowhere/at/all/here/")

    assert response.status_code == 404
    assert "no page has the address /nowhere/at/all/here/" in response.text.lower()


def test_an_anonymous_part_request_sends_the_whole_page_to_sign_in() -> None:
    response = Client().get("/market/accounts/", headers={"HX-Request": "true"})

    assert response.status_code == 401
    assert response["HX-Redirect"] == "/sign-in/?next=/market/accounts/"


def test_the_jobs_page_opens_when_there_is_none() -> None:
    response = signed_in("viewer").get("/jobs/")

    assert response.status_code == 200
    assert "Nothing is running" in response.text
