"""Everything that can go wrong under /api is told in one shape, and leaves nothing behind."""

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from nervecenter.foundation import actions
from nervecenter.foundation.api.problems import all_errors, title_of
from nervecenter.foundation.changes import Changeset
from nervecenter.foundation.errors import StaleVersion
from nervecenter.market.models import Segment
from tests.factories import made
from tests.foundation.api.asking import Asker, asker, assert_problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> Asker:
    return asker()


@pytest.mark.parametrize(
    "path", ["nonsense", "segments/", "segments/seg-1/nonsense", "segments/seg-1/history/1", "", "a/b/c/d/e"]
)
def test_an_address_where_there_is_nothing_is_a_problem(ana: Asker, path: str) -> None:
    ana.get(path)

    assert assert_problem(ana, 404, "no-such-address")["title"] == "There is nothing at this address"


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/v2/segments", "/api/v1"])
def test_beside_the_version_there_is_nothing(path: str) -> None:
    answer = Client().get(path)

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "segments/seg-1", "DELETE, GET, PATCH"),
        ("DELETE", "segments", "GET, POST"),
        ("POST", "search", "GET"),
        ("PATCH", "segments/seg-1/history", "GET"),
    ],
)
def test_a_method_that_is_not_possible_is_told_those_that_are(ana: Asker, method: str, path: str, allowed: str) -> None:
    ana._asked(method, path, {}, {})

    told = assert_problem(ana, 405, "method-not-allowed")
    assert ana.last["Allow"] == allowed
    assert allowed in told["detail"]


@pytest.mark.parametrize(
    "body", ["{", " ", "{'name': 'x'}", '{"name": "x"} x', b"\xff\xfe", "[" * 100_000, '{"name": "\\ud800"}', "[]", "7"]
)
def test_a_body_that_is_no_json_object_is_refused(ana: Asker, body: Any) -> None:
    ana.post("segments", body)

    assert_problem(ana, 400, "malformed-body")
    assert not Segment.objects.exists()


@pytest.mark.parametrize("sent", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_a_body_of_another_type_is_refused(ana: Asker, sent: str) -> None:
    ana.post("segments", '{"name": "Banks"}', content_type=sent)

    assert_problem(ana, 415, "unsupported-media-type")
    assert ana.last["Accept"] == "application/json, application/merge-patch+json"
    assert not Segment.objects.exists()


def test_a_body_that_is_too_large_is_refused(ana: Asker, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

    ana.post("segments", {"name": "Banks", "description": "x" * 1024 * 1024})

    assert "1 MB" in assert_problem(ana, 413, "body-too-large")["detail"]
    assert not Segment.objects.exists()


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"name": 7}, {"name": "must be a text"}),
        ({"name": ["x"]}, {"name": "must be a text"}),
        ({"is_target": "yes"}, {"is_target": "must be true or false"}),
        ({"size": "3"}, {"size": "must be a whole number, such as 3"}),
        ({"size": True}, {"size": "must be a whole number, such as 3"}),
        ({"weight": [1]}, {"weight": "must be a number, such as 2.5"}),
        ({"name": {}, "size": 1.5}, {"name": "must be a text", "size": "must be a whole number, such as 3"}),
        ({"id": "seg-1"}, {"id": None}),
        ({"version": 1}, {"version": None}),
    ],
)
def test_values_of_another_json_type_are_named(ana: Asker, values: dict[str, Any], wrong: dict[str, str]) -> None:
    ana.post("segments", {"name": "Banks"} | values)

    fields = assert_problem(ana, 422, "invalid-values")["fields"]
    assert {name: text if wrong.get(name) else None for name, text in fields.items()} == wrong
    assert not Segment.objects.exists()


def test_links_of_another_json_type_are_named(ana: Asker) -> None:
    ana.post("problems", {"name": "Slow", "parent": 7, "segments": "seg-1"})

    assert assert_problem(ana, 422, "invalid-values")["fields"] == {
        "parent": 'must be an id, such as "prb-17"',
        "segments": 'must be a list of ids, such as ["seg-17"]',
    }


def test_null_empties_a_field(ana: Asker) -> None:
    segment = made("segment", size=3, description="x")
    problem = made("problem", segments=[segment])

    changed = ana.patch(f"segments/seg-{segment.pk}", {"size": None, "description": None}, 1)
    linked = ana.patch(f"problems/prb-{problem.pk}", {"segments": None}, 1)

    assert (changed["size"], changed["description"], linked["segments"]) == (None, "", [])


@pytest.mark.parametrize("tag", ['"x"', '"1", "2"', "abc", '"99999999999999999999"', 'W/"x"'])
def test_a_version_that_is_none_of_ours_is_stale(ana: Asker, tag: str) -> None:
    segment = made("segment")

    ana.patch(f"segments/seg-{segment.pk}", {"name": "Shops"}, if_match=tag)

    assert_problem(ana, 412, "stale-version")
    assert Segment.objects.get().version == 1


def test_a_stale_change_is_told_the_version_there_is_now(ana: Asker) -> None:
    segment = made("segment")
    ana.patch(f"segments/seg-{segment.pk}", {"name": "Shops"}, 1)

    ana.patch(f"segments/seg-{segment.pk}", {"name": "Farms"}, 1)

    assert assert_problem(ana, 412, "stale-version")["current_version"] == 2


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("colour=red", "colour"),
        ("kind=none", "kind"),
        ("size__gte=many", "size__gte"),
        ("size__near=3", "size__near"),
        ("sort=colour", "sort"),
        ("limit=0", "limit"),
        ("limit=501", "limit"),
        ("limit=x", "limit"),
        ("after=nonsense", "after"),
        ("before=WzEsMiwzXQ", "after"),
        ("fields=name,colour", "fields"),
        ("group=kind", "group"),
        ("columns=name", "columns"),
    ],
)
def test_a_wrong_question_names_the_parameter(ana: Asker, query: str, name: str) -> None:
    ana.get(f"segments?{query}")

    assert set(assert_problem(ana, 422, "invalid-values")["fields"]) == {name}


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer nvc_wrong", "bearer nvc_wrong", "Bearer é x y"])
def test_a_token_that_is_not_known_is_refused(header: str) -> None:
    guest = Asker(Client(headers={"authorization": header}), asker().user)

    guest.get("segments")

    assert_problem(guest, 401, "unknown-token")


@pytest.mark.parametrize("header", ["Basic YTpi", "Token x", ""])
def test_another_way_of_signing_in_is_none(header: str) -> None:
    guest = Asker(Client(headers={"authorization": header}), asker().user)

    guest.get("segments")

    assert_problem(guest, 401, "not-signed-in")


def test_a_fault_of_ours_tells_its_number_and_nothing_of_the_inside(
    ana: Asker, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("secret path /etc")

    monkeypatch.setattr(actions, "create_record", fail)
    ana.client.raise_request_exception = False

    ana.post("segments", {"name": "Banks"}, x_request_id="trace-7")

    told = assert_problem(ana, 500, "internal-fault")
    assert "trace-7" in told["detail"]
    assert "secret" not in ana.last.content.decode()
    assert "Internal fault at /api/v1/segments, request trace-7" in caplog.text
    assert "secret path /etc" in caplog.text


def test_a_database_that_does_not_answer_is_told_with_a_time_to_try_again(
    ana: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(actions, "create_record", fail)

    ana.post("segments", {"name": "Banks"})

    assert_problem(ana, 503, "database-unavailable")
    assert ana.last["Retry-After"] == "5"


def test_the_request_s_identifier_is_taken_made_and_logged(ana: Asker) -> None:
    ana.post("segments", {"name": "Banks"}, x_request_id="proxy-7")
    ana.post("segments", {"name": "Shops"})
    made_up = ana.last["X-Request-ID"]
    ana.post("segments", {"name": "Farms"}, x_request_id="bad id\r\nSet-Cookie: x")

    logged = list(Changeset.objects.filter(action="segment.created").order_by("id").values_list("request", flat=True))
    assert logged == ["proxy-7", made_up, ana.last["X-Request-ID"]]
    assert len(made_up) == 16
    assert ana.last["X-Request-ID"].isalnum()


def test_every_kind_of_error_has_its_own_code_and_a_title() -> None:
    errors = all_errors()

    assert len({error.code for error in errors}) == len(errors) >= 20
    assert title_of(StaleVersion) == "Somebody else changed the record since it was read"
    assert all(400 <= error.status < 600 and title_of(error) for error in errors)
