"""What the API promises holds for every kind of record."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nervecenter.foundation.changes import Changeset
from nervecenter.foundation.fields import FieldSpec, field_specs
from nervecenter.foundation.resources import Resource, all_resources, resource
from nervecenter.foundation.tracked import BOOKKEEPING
from nervecenter.foundation.users import ApiToken
from tests.factories import another_value, full_values, made, needed_values, valid_value
from tests.foundation.api.asking import Asker, asker, assert_problem

pytestmark = pytest.mark.django_db

KINDS = [declared.kind for declared in all_resources()]
every_kind = pytest.mark.parametrize("kind", KINDS)


def plain_fields(declared: Resource) -> list[FieldSpec]:
    return [spec for name, spec in field_specs(declared).items() if name not in BOOKKEEPING]


def as_sent(value: Any) -> Any:
    """A value of an answer or a body as it would be sent; the order of links says nothing."""
    if isinstance(value, dict):
        return value["id"]
    return sorted(as_sent(one) for one in value) if isinstance(value, list) else value


def change_for(kind: str, shown: dict[str, Any]) -> dict[str, Any]:
    """One field with another value than the answer shows."""
    declared = resource(kind)
    title = field_specs(declared)[declared.title]
    return {title.name: another_value(kind, title, shown[title.name])}


def rows_of(kind: str) -> list[tuple[Any, ...]]:
    model = resource(kind).model
    return list(
        model._default_manager.order_by("pk").values_list(*(field.attname for field in model._meta.concrete_fields))
    )


def refused(
    kind: str, asked: Asker, ask: Callable[..., Any], *sent: Any, status: int, code: str, **headers: str
) -> None:
    rows, changesets = rows_of(kind), Changeset.objects.count()
    ask(*sent, **headers)
    assert_problem(asked, status, code)
    assert rows_of(kind) == rows
    assert Changeset.objects.count() == changesets


def test_no_two_kinds_have_the_same_address() -> None:
    slugs = [declared.slug for declared in all_resources()]

    assert len(set(slugs)) == len(slugs)


@every_kind
def test_what_is_created_is_answered_found_and_listed(kind: str) -> None:
    declared, ana = resource(kind), asker()
    values = full_values(kind)

    created = ana.post(declared.slug, values)

    assert ana.last.status_code == 201, created
    location, tag = ana.last["Location"], ana.last["ETag"]
    assert location == f"/api/v1/{declared.slug}/{created['id']}"
    assert (tag, created["version"], created["archived_at"]) == ('"1"', 1, None)
    assert created["created_by"] == {"id": f"usr-{ana.user.pk}", "name": ana.user.username}
    assert {name: as_sent(created[name]) for name in values} == {name: as_sent(values[name]) for name in values}
    assert set(created) == set(field_specs(declared))
    assert ana.get(location.removeprefix("/api/v1/")) == created
    assert ana.last["ETag"] == tag
    assert created in ana.get(declared.slug)["items"]


@every_kind
def test_a_change_bumps_the_version_and_stands_in_the_history_with_its_author(kind: str) -> None:
    declared, ana = resource(kind), asker("contributor")
    created = ana.post(declared.slug, needed_values(kind))
    change = change_for(kind, created)

    changed = ana.patch(f"{declared.slug}/{created['id']}", change, 1)

    assert ana.last.status_code == 200, changed
    assert ana.last["ETag"] == '"2"'
    assert changed == created | change | {"version": 2, "changed_at": changed["changed_at"]}
    told = ana.get(f"{declared.slug}/{created['id']}/history")["items"]
    assert [(one["operation"], one["action"], one["actor"]) for one in told] == [
        ("changed", f"{kind}.changed", ana.user.username),
        ("created", f"{kind}.created", ana.user.username),
    ]
    (name, after) = next(iter(change.items()))
    assert told[0]["fields"] == [{"field": name, "before": created[name], "after": after}]


@every_kind
def test_a_stale_change_is_refused_and_nothing_is_changed(kind: str) -> None:
    declared, ana = resource(kind), asker()
    created = ana.post(declared.slug, needed_values(kind))
    path = f"{declared.slug}/{created['id']}"
    ana.patch(path, change_for(kind, created), 1)
    change = change_for(kind, ana.get(path))

    refused(kind, ana, ana.patch, path, change, 1, status=412, code="stale-version")
    refused(kind, ana, ana.patch, path, change, status=428, code="version-required")
    refused(kind, ana, ana.delete, path, 1, status=412, code="stale-version")
    refused(kind, ana, ana.delete, path, status=428, code="version-required")
    refused(kind, ana, ana.post, f"{path}/restore", if_match='"1"', status=412, code="stale-version")


@every_kind
def test_archived_ones_leave_the_list_and_come_back(kind: str) -> None:
    declared, ana = resource(kind), asker()
    created = ana.post(declared.slug, needed_values(kind))
    path = f"{declared.slug}/{created['id']}"

    archived = ana.delete(path, 1)

    def listed(query: str = "") -> bool:
        return created["id"] in [item["id"] for item in ana.get(declared.slug + query)["items"]]

    assert archived["archived_at"] is not None
    assert (listed(), listed("?archived=1")) == (False, True)
    restored = ana.post(f"{path}/restore", if_match='"2"')
    assert (restored["archived_at"], restored["version"]) == (None, 3)
    assert (listed(), listed("?archived=1")) == (True, False)


@every_kind
def test_a_change_can_be_undone_once(kind: str) -> None:
    declared, ana = resource(kind), asker()
    created = ana.post(declared.slug, needed_values(kind))
    path = f"{declared.slug}/{created['id']}"
    ana.patch(path, change_for(kind, created), 1)
    change = ana.get(f"{path}/history")["items"][0]["change"]

    undoing = ana.post(f"changes/{change}/undo")

    assert ana.last.status_code == 200, undoing
    undone = ana.get(path)
    assert {name: undone[name] for name in created if name not in BOOKKEEPING} == {
        name: created[name] for name in created if name not in BOOKKEEPING
    }
    told = ana.get(f"{path}/history")["items"]
    assert (told[0]["undoes"], told[1]["undone_by"]) == (change, undoing["change"])
    refused(kind, ana, ana.post, f"changes/{change}/undo", status=409, code="already-undone")


@every_kind
def test_who_may_not_write_changes_nothing(kind: str) -> None:
    declared = resource(kind)
    number = made(kind).pk
    values = needed_values(kind)
    path = f"{declared.slug}/{declared.public_id(number)}"
    viewer, reader, contributor = asker("viewer"), asker("editor", scope="read"), asker("contributor")
    change = change_for(kind, viewer.get(path))

    for one, code in ((viewer, "not-allowed"), (reader, "read-only-token")):
        refused(kind, one, one.post, declared.slug, values, status=403, code=code)
        refused(kind, one, one.patch, path, change, 1, status=403, code=code)
        refused(kind, one, one.delete, path, 1, status=403, code=code)
        refused(kind, one, one.post, f"{path}/restore", if_match='"1"', status=403, code=code)
    refused(kind, contributor, contributor.delete, path, 1, status=403, code="not-allowed")
    assert viewer.get(path)["version"] == 1
    assert reader.get(path)["version"] == 1


@every_kind
def test_nobody_and_an_ended_token_see_nothing(kind: str) -> None:
    declared = resource(kind)
    path = f"{declared.slug}/{declared.public_id(made(kind).pk)}"
    ended = asker()
    nobody = Asker(Client(), ended.user)
    ApiToken.objects.filter(user=ended.user).update(expires_at=timezone.now() - dt.timedelta(seconds=1))

    for address in (declared.slug, path, f"{path}/history", f"{path}/why"):
        nobody.get(address)
        assert_problem(nobody, 401, "not-signed-in")
        assert nobody.last["WWW-Authenticate"] == 'Bearer realm="nervecenter"'
        ended.get(address)
        assert_problem(ended, 401, "expired-token")
        assert ended.last["WWW-Authenticate"] == 'Bearer realm="nervecenter", error="invalid_token"'


@every_kind
def test_every_filter_finds_what_has_the_value_and_leaves_the_rest(kind: str) -> None:
    declared, ana = resource(kind), asker()
    created = ana.post(declared.slug, full_values(kind))
    made(kind)

    for name in declared.filters:
        spec = field_specs(declared)[name]
        value = as_sent(created[name])
        asked = value[0] if isinstance(value, list) else value
        asked = str(asked).lower() if isinstance(asked, bool) else asked
        found = ana.get(f"{declared.slug}?{name}={asked}")["items"]
        others = ana.get(f"{declared.slug}?{name}__not={asked}")["items"]
        assert created["id"] in [item["id"] for item in found], name
        assert created["id"] not in [item["id"] for item in others], name
        if spec.type == "choice":
            assert {item[name] for item in found} == {value}


@every_kind
def test_sparse_fields_sorting_and_words_are_understood(kind: str) -> None:
    declared, ana = resource(kind), asker("viewer")
    title = declared.title
    for _ in range(2):
        made(kind, **{title: valid_value(kind, field_specs(declared)[title])})

    rising = ana.get(f"{declared.slug}?fields={title}&sort={title}")["items"]
    falling = ana.get(f"{declared.slug}?fields={title}&sort=-{title}")["items"]

    assert [set(item) for item in rising] == [{"id", title}] * len(rising)
    assert [item["id"] for item in rising] == [item["id"] for item in reversed(falling)]
    word = str(rising[0][title]).split()[-1]
    assert rising[0]["id"] in [item["id"] for item in ana.get(f"{declared.slug}?q={word}")["items"]]


@every_kind
def test_the_number_of_queries_is_fixed(kind: str) -> None:
    declared, ana = resource(kind), asker()
    first = ana.post(declared.slug, full_values(kind))
    path = f"{declared.slug}/{first['id']}"
    links = sum(1 for spec in plain_fields(declared) if spec.type == "links")

    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            ana.get(address)
        assert ana.last.status_code == 200
        return len(captured)

    few = queries(declared.slug)
    for _ in range(3):
        ana.post(declared.slug, full_values(kind))
    many = queries(declared.slug)
    assert few == many == 3 + links
    assert queries(f"{declared.slug}?limit=2") == 4 + links
    assert queries(path) == 2 + links


@every_kind
def test_why_and_so_what_start_at_the_record(kind: str) -> None:
    declared, ana = resource(kind), asker("viewer")
    public_id = declared.public_id(made(kind).pk)

    for direction in ("why", "so-what"):
        told = ana.get(f"{declared.slug}/{public_id}/{direction}")
        assert (told["start"]["id"], told["start"]["kind"], told["cut"]) == (public_id, kind, False)


@every_kind
def test_what_is_not_there_is_told(kind: str) -> None:
    declared, ana = resource(kind), asker()
    other = next(one for one in all_resources() if one is not declared)

    for address in ("", "/history", "/why", "/so-what"):
        ana.get(f"{declared.slug}/{declared.public_id(99_999)}{address}")
        assert_problem(ana, 404, "not-found")
    ana.patch(f"{declared.slug}/{declared.public_id(99_999)}", {}, 1)
    assert_problem(ana, 404, "not-found")
    for wrong in (other.public_id(1), "99", "nonsense"):
        ana.get(f"{declared.slug}/{wrong}")
        assert_problem(ana, 404, "not-found")


@every_kind
def test_each_wrong_value_is_named_and_nothing_is_created(kind: str) -> None:
    declared, ana = resource(kind), asker()
    values = needed_values(kind)
    title = declared.title

    refused(kind, ana, ana.post, declared.slug, values | {title: 7, "colour": "red"}, status=422, code="invalid-values")
    assert set(ana.last.json()["fields"]) == {title}
    refused(
        kind, ana, ana.post, declared.slug, values | {title: "", "colour": "red"}, status=422, code="invalid-values"
    )
    assert set(ana.last.json()["fields"]) == ({title, "colour"} if title in values else {"colour"})
