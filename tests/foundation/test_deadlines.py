"""A request that asks for too much is stopped, says so, and leaves nothing written."""

import time
from collections.abc import Iterator

import pytest
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import include, path
from pytest_django import Settings

from nervecenter.foundation.actions import create_record
from nervecenter.foundation.deadlines import RequestDeadline, passed
from nervecenter.foundation.users import Role, User
from nervecenter.market.models import Segment

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls(__name__)]

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


def count_for_ever(_: HttpRequest) -> HttpResponse:
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute(ENDLESS)
    return HttpResponse("counted")


def write_and_count_for_ever(request: HttpRequest) -> HttpResponse:
    connection.close()
    with transaction.atomic():
        create_record("segment", {"name": "Half"}, actor=None)
        return count_in_transaction()


def count_in_transaction() -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(ENDLESS)
    return HttpResponse("counted")


urlpatterns = [
    path("count/", count_for_ever),
    path("write/", write_and_count_for_ever),
    path("", include("nervecenter.foundation.pages.urls")),
]


@pytest.fixture
def ana(client: Client) -> Iterator[Client]:
    """A browser of Ana's. The connections of her requests, with their time-out, are not left to the next test."""
    client.force_login(User.objects.create(username="ana", role=Role.VIEWER))
    yield client
    connection.close()


def test_a_query_without_end_is_stopped_at_the_deadline_and_the_page_says_so(ana: Client, settings: Settings) -> None:
    settings.REQUEST_SECONDS = 0.3
    started = time.monotonic()

    answer = ana.get("/count/")

    assert answer.status_code == 503
    assert "This took longer than 0.3 seconds and was stopped; nothing was written." in answer.content.decode()
    assert 0.3 <= time.monotonic() - started < 10


def test_what_a_stopped_request_had_written_is_not_kept(ana: Client, settings: Settings) -> None:
    settings.REQUEST_SECONDS = 0.3

    answer = ana.get("/write/")

    assert answer.status_code == 503
    assert not Segment.objects.exists()


def test_outside_of_a_request_there_is_no_deadline(ana: Client, settings: Settings) -> None:
    settings.REQUEST_SECONDS = 0.0

    ana.get("/sign-in/")

    assert passed() is False
    assert list(Segment.objects.all()) == []


def test_another_fault_of_the_database_is_not_called_slow() -> None:
    deadline = RequestDeadline(lambda _: HttpResponse())

    answer = deadline.process_exception(RequestFactory().get("/"), OperationalError("disk I/O error"))

    assert answer is None
