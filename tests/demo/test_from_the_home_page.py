"""The sample company from the home page: offered while it is empty, and gone in one step."""

from typing import Any

import pytest
from django.test import Client

from nervecenter.demo.companies import COMPANIES
from nervecenter.demo.jobs import LOAD, REMOVE
from nervecenter.foundation.actions import create_record, delete_record
from nervecenter.foundation.changes import Changeset
from nervecenter.foundation.importing.models import Import
from nervecenter.foundation.jobs.models import Job
from nervecenter.foundation.jobs.registry import job_function
from nervecenter.foundation.users import User

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    """The page as text, on one line."""
    return " ".join(response.content.decode().split())


def signed_in(client: Client, role: str) -> Client:
    """The same browser with somebody of that role in it."""
    client.force_login(User.objects.create(username=role, role=role))
    return client


def test_an_empty_workspace_offers_the_sample_to_who_may_load_it(client: Client) -> None:
    editor = text(signed_in(client, "editor").get("/"))
    viewer = text(signed_in(client, "viewer").get("/"))

    assert 'action="/sample/gitlab/load/"' in editor
    assert 'name="csrfmiddlewaretoken"' in editor
    assert "/sample/maven/load/" not in editor
    assert 'action="/sample/gitlab/load/"' not in viewer
    assert "An editor can load it." in viewer


def test_loading_and_removing_are_jobs_and_one_at_a_time(client: Client) -> None:
    editor = signed_in(client, "editor")

    first = editor.post("/sample/gitlab/load/")
    second = editor.post("/sample/gitlab/load/")
    removal = editor.post("/sample/gitlab/remove/")

    assert first.headers["Location"] == second.headers["Location"]
    assert first.headers["Location"] != removal.headers["Location"]
    assert sorted(Job.objects.values_list("kind", flat=True)) == [LOAD, REMOVE]
    assert job_function(LOAD) is not job_function(REMOVE)


def test_who_may_only_look_loads_nothing_and_a_sample_that_is_none_is_not_found(client: Client) -> None:
    viewer = signed_in(client, "viewer").post("/sample/gitlab/load/")
    nothing = signed_in(client, "editor").post("/sample/acme/load/")

    assert viewer.status_code == 403
    assert nothing.status_code == 404
    assert not Job.objects.exists()


def test_a_loaded_sample_is_named_on_the_home_page_with_the_way_out(client: Client) -> None:
    create_record("problem", {"name": "x"}, actor=None)
    done = Import.objects.create(title=COMPANIES[0].title, status="done", changeset=Changeset.objects.get())

    here = text(signed_in(client, "editor").get("/"))
    Import.objects.filter(pk=done.pk).update(status="undone")
    gone = text(client.get("/"))

    assert "GitLab, November 2022 is loaded to look around in." in here
    assert 'action="/sample/gitlab/remove/"' in here
    assert 'action="/sample/gitlab/remove/"' not in gone


def test_every_page_says_when_own_records_stand_beside_the_sample_and_only_then(client: Client) -> None:
    editor = signed_in(client, "editor")
    create_record("problem", {"name": "x"}, actor=None)
    Import.objects.create(title=COMPANIES[0].title, status="done", changeset=Changeset.objects.get())
    alone = text(editor.get("/market/accounts/"))

    own = create_record("account", {"name": "Acme"}, actor=None)
    beside = text(editor.get("/market/accounts/"))
    delete_record("account", own.pk, actor=User.objects.create(username="root", role="admin"))
    alone_again = text(editor.get("/market/accounts/"))

    said = "GitLab, November 2022 stands beside your own records"
    assert said not in alone
    assert said in beside
    assert said not in alone_again
