"""The document is served as it is, and as pages that need no script."""

import re

import pytest
from django.test import Client

from nervecenter.foundation.api.document import openapi_document
from nervecenter.foundation.api.problems import all_errors
from nervecenter.foundation.resources import all_resources
from nervecenter.foundation.users import User
from nervecenter.site.api import api
from scripts.openapi import SNAPSHOT

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader() -> Client:
    client = Client()
    client.force_login(User.objects.create_user("ana"))
    return client


def test_the_document_is_open_and_sent_once() -> None:
    answer = Client().get("/api/v1/openapi.json")
    again = Client().get("/api/v1/openapi.json", headers={"If-None-Match": answer["ETag"]})

    assert answer.json()["paths"].keys() == openapi_document(api)["paths"].keys()
    assert (again.status_code, again.content) == (304, b"")


def test_the_overview_leads_to_every_kind(reader: Client) -> None:
    text = reader.get("/api/v1/docs").content.decode()

    assert [one.slug for one in all_resources() if f'href="/api/v1/docs/{one.slug}"' not in text] == []
    assert "undo_change" in text
    assert "preview_import" in text


def test_a_kind_s_page_tells_its_operations_and_fields(reader: Client) -> None:
    text = reader.get("/api/v1/docs/capabilities").content.decode()

    for told in ("GET capabilities/{public_id}/so-what", "create_capability", "“deprecated”", "at most 300 characters"):
        assert told in text
    assert reader.get("/api/v1/docs/nonsense").status_code == 404


def test_the_type_of_every_problem_leads_to_its_explanation(reader: Client) -> None:
    text = reader.get("/api/v1/docs/errors").content.decode()

    assert [error.code for error in all_errors() if f'<tr id="{error.code}">' not in text] == []


def test_the_reference_names_every_status_and_every_general_address() -> None:
    text = (SNAPSHOT.parent / "api.md").read_text()

    statuses = {str(error.status) for error in all_errors()}
    told = set(re.findall(r"\b[45]\d\d\b", text))
    elsewhere = {"410", "429"}  # of the pages: set-up link and sign-in
    assert statuses - told == elsewhere
    for path in openapi_document(api)["paths"]:
        head = path.split("/")[3].partition("{")[0]
        assert f"/api/v1/{head}" in text or head in {one.slug for one in all_resources()}, path


@pytest.mark.parametrize("path", ["", "/errors", "/segments"])
def test_the_pages_are_for_signed_in_people_and_have_no_script_of_another_host(reader: Client, path: str) -> None:
    text = reader.get(f"/api/v1/docs{path}").content.decode()

    assert Client().get(f"/api/v1/docs{path}").status_code == 302
    assert "http://testserver" not in text.replace("http://testserver/api/v1/", "")
    assert "https://" not in text
