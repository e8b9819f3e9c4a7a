"""The same POST sent twice with one key is carried out once; another one with that key is refused."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from nervecenter.foundation.api.idempotency import IdempotentAnswer
from nervecenter.market.models import Segment
from tests.factories import made
from tests.foundation.api.asking import Asker, asker, assert_problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> Asker:
    return asker()


def names() -> list[str]:
    return list(Segment.objects.order_by("id").values_list("name", flat=True))


def test_the_second_answer_is_the_first_one_and_nothing_is_made_twice(ana: Asker) -> None:
    first = ana.post("segments", {"name": "Banks", "size": 3}, idempotency_key="k-1")
    answer = ana.last
    second = ana.post("segments", {"size": 3, "name": "Banks"}, idempotency_key="k-1")

    assert second == first
    assert [ana.last.status_code, ana.last["ETag"], ana.last["Location"], ana.last["Content-Type"]] == [
        201, answer["ETag"], answer["Location"], answer["Content-Type"],
    ]  # fmt: skip
    assert (answer.get("Idempotent-Replayed"), ana.last.get("Idempotent-Replayed")) == (None, "true")
    assert names() == ["Banks"]


@pytest.mark.parametrize(("path", "body"), [("segments", {"name": "Shops"}), ("personas", {"name": "Banks"})])
def test_another_request_with_the_key_is_refused(ana: Asker, path: str, body: dict[str, Any]) -> None:
    ana.post("segments", {"name": "Banks"}, idempotency_key="k-1")

    ana.post(path, body, idempotency_key="k-1")

    assert_problem(ana, 422, "idempotency-key-reused")
    assert names() == ["Banks"]


def test_a_refusal_is_not_kept(ana: Asker) -> None:
    ana.post("segments", {"name": ""}, idempotency_key="k-1")
    assert_problem(ana, 422, "invalid-values")

    ana.post("segments", {"name": "Banks"}, idempotency_key="k-1")

    assert ana.last.status_code == 201
    assert names() == ["Banks"]


def test_keys_of_two_users_and_old_keys_do_not_meet(ana: Asker) -> None:
    ana.post("segments", {"name": "Banks"}, idempotency_key="k-1")
    asker().post("segments", {"name": "Shops"}, idempotency_key="k-1")
    IdempotentAnswer.objects.filter(user=ana.user).update(created_at=timezone.now() - dt.timedelta(hours=24, seconds=1))

    ana.post("segments", {"name": "Farms"}, idempotency_key="k-1")

    assert names() == ["Banks", "Shops", "Farms"]
    assert IdempotentAnswer.objects.count() == 2


def test_restoring_and_undoing_take_a_key_too(ana: Asker) -> None:
    path = f"segments/seg-{made('segment').pk}"
    ana.delete(path, 1)

    first = ana.post(f"{path}/restore", if_match='"2"', idempotency_key="k-1")
    second = ana.post(f"{path}/restore", if_match='"2"', idempotency_key="k-1")
    change = ana.get(f"{path}/history")["items"][0]["change"]
    undone = ana.post(f"changes/{change}/undo", idempotency_key="k-2")
    again = ana.post(f"changes/{change}/undo", idempotency_key="k-2")

    assert (first["version"], second) == (3, first)
    assert undone == again


@pytest.mark.parametrize("key", ["", "k" * 201])
def test_a_key_has_1_to_200_characters(ana: Asker, key: str) -> None:
    ana.post("segments", {"name": "Banks"}, idempotency_key=key)

    assert set(assert_problem(ana, 422, "invalid-values")["fields"]) == {"Idempotency-Key"}
    assert names() == []
