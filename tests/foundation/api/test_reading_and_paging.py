"""Pages of a list, sparse answers, conditional requests, search, kinds: what a reader of the API meets."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nervecenter.foundation.actions import change_record
from nervecenter.foundation.resources import all_resources
from nervecenter.foundation.users import Role, User
from nervecenter.market.models import Segment
from tests.factories import made
from tests.foundation.api.asking import Asker, asker, assert_problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> Asker:
    return asker()


def test_walking_by_next_and_previous_meets_each_record_once(ana: Asker) -> None:
    for number in range(7):
        made("segment", name=f"S{number}", size=number % 2)

    page = ana.get("segments?limit=3&fields=name&sort=-name")
    pages = [[item["name"] for item in page["items"]]]
    while page["next"]:
        page = ana.get(page["next"].removeprefix("/api/v1/"))
        pages.append([item["name"] for item in page["items"]])
    back = ana.get(page["previous"].removeprefix("/api/v1/"))

    assert pages == [["S6", "S5", "S4"], ["S3", "S2", "S1"], ["S0"]]
    assert [item["name"] for item in back["items"]] == pages[1]
    assert (page["count"], page["counted_all"]) == (7, True)
    assert "sort=-name" in back["next"]
    assert (ana.get("segments")["next"], ana.get("segments")["previous"]) == (None, None)


def test_the_filters_are_those_of_the_page(ana: Asker) -> None:
    banks, shops = made("segment", name="Banks"), made("segment", name="Shops")
    for number, segment in enumerate([banks, shops, None]):
        made("account", name=f"A{number}", employees=number * 10, segment=segment or "")

    def found(query: str) -> list[str]:
        return [item["name"] for item in ana.get(f"accounts?sort=name&{query}")["items"]]

    assert found(f"segment=seg-{banks.pk}&segment=seg-{shops.pk}") == ["A0", "A1"]
    assert found("segment__empty=1") == ["A2"]
    assert found("employees__gte=10&employees__lt=20") == ["A1"]
    assert found("name__contains=2") == ["A2"]
    assert found(f"segment__not=seg-{banks.pk}&segment__empty=0") == ["A1"]


def test_a_version_that_is_known_is_not_sent_again(ana: Asker) -> None:
    path = f"segments/seg-{made('segment').pk}"

    for tag in ('"1"', 'W/"1"', '"7", "1"', "*"):
        assert ana.get(path, if_none_match=tag) is None
        assert (ana.last.status_code, ana.last["ETag"]) == (304, '"1"')
    assert ana.get(path, if_none_match='"2"')["version"] == 1


def test_head_answers_what_get_does_without_the_body(ana: Asker) -> None:
    path = f"segments/seg-{made('segment').pk}"
    ana.get(path)
    got = ana.last

    assert ana._asked("HEAD", path, None, {}) is None

    assert (ana.last.status_code, ana.last["ETag"]) == (200, '"1"')
    assert ana.last["Content-Length"] == str(len(got.content))
    ana._asked("HEAD", "segments/seg-99", None, {})
    assert (ana.last.status_code, ana.last.content) == (404, b"")


def test_the_fields_that_are_wanted_come_in_the_order_of_the_kind_with_the_id(ana: Asker) -> None:
    path = f"segments/seg-{made('segment', name='Banks').pk}"

    found = ana.get(f"{path}?fields=name,version")

    assert list(found.items()) == [("id", path.partition("/")[2]), ("version", 1), ("name", "Banks")]


def test_links_are_told_with_their_names(ana: Asker) -> None:
    banks, parent = made("segment", name="Banks"), made("problem", name="Slow")
    problem = made("problem", name="Slow export", parent=parent, segments=[banks])

    found = ana.get(f"problems/prb-{problem.pk}?fields=parent,segments,team,created_by")

    assert found == {
        "id": f"prb-{problem.pk}",
        "parent": {"id": f"prb-{parent.pk}", "name": "Slow"},
        "segments": [{"id": f"seg-{banks.pk}", "name": "Banks"}],
        "team": None,
        "created_by": None,
    }


def test_numbers_dates_and_moments_have_one_form(ana: Asker) -> None:
    ana.post("products", {"name": "Scan", "spend_percent": 12.5, "established": 2011, "is_marketed": False})
    product = ana.get("products")["items"][0]
    ana.post("releases", {"name": "4.2", "released_on": "2022-11-22"})

    release = ana.get("releases")["items"][0]

    assert (product["spend_percent"], product["established"], product["is_marketed"]) == ("12.50", 2011, False)
    assert release["released_on"] == "2022-11-22"
    assert release["created_at"].endswith("Z")


def test_search_finds_over_all_kinds_and_narrows_to_some(ana: Asker) -> None:
    segment, account = made("segment", name="Quantum banks"), made("account", name="Quantum")

    everything = ana.get("search?q=quant")["items"]
    narrowed = ana.get("search?q=quant&kind=account")["items"]

    assert {one["id"] for one in everything} == {f"seg-{segment.pk}", f"acc-{account.pk}"}
    assert narrowed == [{"id": f"acc-{account.pk}", "kind": "account", "name": "Quantum", "archived": False}]
    assert len(ana.get("search?q=quant&limit=1")["items"]) == 1


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [("", 422, "invalid-values"), ("q=x&limit=101", 422, "invalid-values"), ("q=x&kind=none", 404, "not-found")],
)
def test_a_search_that_cannot_be_is_refused(ana: Asker, query: str, status: int, code: str) -> None:
    ana.get(f"search?{query}")

    assert_problem(ana, status, code)


def test_the_kinds_tell_their_fields(ana: Asker) -> None:
    kinds = {one["kind"]: one for one in ana.get("kinds")["items"]}
    fields = {one["name"]: one for one in kinds["problem"]["fields"]}

    assert set(kinds) == {declared.kind for declared in all_resources()}
    assert ana.get("kinds/problem") == kinds["problem"]
    assert kinds["problem"]["path"] == "/api/v1/problems"
    assert (fields["name"]["required"], fields["name"]["max_length"], fields["version"]["read_only"]) == (
        True,
        300,
        True,
    )
    assert (fields["segments"]["type"], fields["segments"]["kind"]) == ("links", "segment")
    assert {"value": "job", "label": "Job to be done"} in fields["kind"]["choices"]
    ana.get("kinds/none")
    assert_problem(ana, 404, "not-found")


def test_history_comes_in_pages(ana: Asker) -> None:
    segment = made("segment", name="S0")
    for number in range(1, 4):
        change_record("segment", segment.pk, {"name": f"S{number}"}, actor=None, expected_version=number)

    first = ana.get(f"segments/seg-{segment.pk}/history?limit=3")
    second = ana.get(first["next"].removeprefix("/api/v1/"))

    assert [one["operation"] for one in first["items"]] == ["changed"] * 3
    assert [one["operation"] for one in second["items"]] == ["created"]
    assert second["next"] is None


def test_me_is_the_user_of_the_token(ana: Asker) -> None:
    assert ana.get("me") == {"username": ana.user.username, "name": ana.user.username, "role": "editor"}


def test_the_session_of_a_signed_in_person_reads(ana: Asker) -> None:
    made("segment", name="Banks")
    client = Client()
    client.force_login(User.objects.create_user("eve", role=Role.EDITOR))

    page = client.get("/api/v1/segments")

    assert [item["name"] for item in page.json()["items"]] == ["Banks"]


def test_a_session_writes_only_with_the_token_against_cross_site_requests() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.create_user("eve", role=Role.EDITOR))
    eve = Asker(client, User.objects.get())
    eve.post("segments", {"name": "Banks"})
    assert_problem(eve, 403, "cross-site-request")
    assert not Segment.objects.exists()
    token = "x" * 32
    client.cookies["csrftoken"] = token

    eve.post("segments", {"name": "Banks"}, x_csrftoken=token)

    assert eve.last.status_code == 201
    assert Segment.objects.get().created_by == eve.user


def test_a_wrong_token_is_refused_also_beside_a_session() -> None:
    client = Client(headers={"authorization": "Bearer nvc_wrong"})
    client.force_login(User.objects.create_user("eve", role=Role.EDITOR))
    eve = Asker(client, User.objects.get())

    eve.get("segments")

    assert_problem(eve, 401, "unknown-token")


def test_the_session_of_somebody_who_may_not_sign_in_any_more_is_none() -> None:
    client = Client()
    client.force_login(User.objects.create_user("eve", role=Role.EDITOR))
    User.objects.update(is_active=False)
    eve = Asker(client, User.objects.get())

    eve.get("segments")

    assert_problem(eve, 401, "not-signed-in")


def test_writing_takes_a_fixed_number_of_queries(ana: Asker) -> None:
    def queries(count: int) -> list[int]:
        segments = [f"seg-{made('segment').pk}" for _ in range(count)]
        with CaptureQueriesContext(connection) as creating:
            problem = ana.post("problems", {"name": "Slow", "segments": segments})
        with CaptureQueriesContext(connection) as changing:
            ana.patch(f"problems/{problem['id']}", {"name": "Fast"}, 1)
        with CaptureQueriesContext(connection) as archiving:
            ana.delete(f"problems/{problem['id']}", 2)
        return [len(creating), len(changing), len(archiving)]

    queries(1)

    assert queries(2) == queries(9)


def test_who_wrote_a_record_and_when_narrows_a_list(ana: Asker) -> None:
    bob = asker()
    ana.post("segments", {"name": "Banks"})
    bob.post("segments", {"name": "Shops"})
    Segment.objects.filter(name="Shops").update(created_at="2022-11-30T12:00:00Z")

    def found(query: str) -> list[str]:
        return [item["name"] for item in ana.get(f"segments?fields=name&{query}")["items"]]

    assert found(f"created_by=usr-{bob.user.pk}") == ["Shops"]
    assert found(f"created_by__not=usr-{bob.user.pk}") == ["Banks"]
    assert found("created_at__lt=2022-12-01") == ["Shops"]
    assert found("created_at__gte=2022-11-30T13:00:00Z") == ["Banks"]
    assert found("source__empty=1") == ["Banks", "Shops"]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("created_at__gte=soon", "'soon' is not a moment; write it as 2022-11-30T14:00:00Z, or as 2022-11-30"),
        ("is_target__empty=1", "is never empty"),
        ("version__empty=0", "is never empty"),
        ("created_by=seg-x", "'seg-x' is not an id of ours; ids look like cap-17"),
    ],
)
def test_a_wrong_moment_or_emptiness_is_told(ana: Asker, query: str, told: str) -> None:
    ana.get(f"segments?{query}")

    assert list(assert_problem(ana, 422, "invalid-values")["fields"].values()) == [told]


def test_an_emptied_choice_has_its_default_again(ana: Asker) -> None:
    release = made("release", kind="patch")

    changed = ana.patch(f"releases/rel-{release.pk}", {"kind": None}, 1)
    again = ana.patch(f"releases/rel-{release.pk}", {"kind": ""}, 2)

    assert (changed["kind"], again["kind"]) == ("monthly", "monthly")
