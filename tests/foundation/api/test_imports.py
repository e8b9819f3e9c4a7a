"""Files sent to the API are looked at, brought in as a whole or not at all, and taken back."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from nervecenter.foundation.importing.models import Import
from nervecenter.foundation.jobs.models import Job
from nervecenter.market.models import Segment
from tests.foundation.api import test_document as document
from tests.foundation.api.asking import Asker, asker, assert_problem

pytestmark = pytest.mark.django_db

GOOD = "name,size\nBanks,3\nShops,4\n"
BAD = "name,size\nBanks,3\nShops,many\n"


@pytest.fixture(autouse=True)
def data_folder(settings: Any, tmp_path: Any) -> None:
    settings.DATA = tmp_path


@pytest.fixture
def ana() -> Asker:
    return asker()


def send(asked: Asker, text: str = GOOD, **fields: str) -> Any:
    key = fields.pop("key", "")
    sent = {"files": SimpleUploadedFile("segments.csv", text.encode()), "kind": "segment"} | fields
    asked.last = asked.client.post("/api/v1/imports", sent, headers={"Idempotency-Key": key} if key else {})
    return asked.last.json()


def names() -> list[str]:
    return list(Segment.objects.order_by("name").values_list("name", flat=True))


def test_files_are_looked_at_brought_in_and_taken_back(ana: Asker) -> None:
    looked = send(ana)
    assert ana.last.status_code == 201, looked
    assert ana.last["Location"] == f"/api/v1/imports/{looked['id']}"
    assert (looked["status"], looked["counts"]["created"], names()) == ("preview", 2, [])

    done = ana.post(f"imports/{looked['id']}/run")
    assert (done["status"], done["counts"]["created"], names()) == ("done", 2, ["Banks", "Shops"])
    assert ana.get(f"imports/{looked['id']}") == done
    undone = ana.post(f"imports/{looked['id']}/undo")

    assert (undone["status"], names()) == ("undone", [])
    assert [document.faults("ImportShown", one) for one in (looked, done, undone)] == [[], [], []]


def test_bad_cells_are_told_by_place_and_stop_everything_unless_they_are_left_out(ana: Asker) -> None:
    looked = send(ana, BAD)
    error = looked["errors"][0]
    assert (error["file"], error["row"], error["column"], looked["error_count"]) == ("segments.csv", 3, "size", 1)

    failed = ana.post(f"imports/{looked['id']}/run")
    assert (failed["status"], names()) == ("failed", [])
    done = ana.post(f"imports/{send(ana, BAD)['id']}/run", {"leave_out_rejected": True})

    assert (done["status"], done["counts"]["created"], done["counts"]["rejected"], names()) == ("done", 1, 1, ["Banks"])


def test_the_same_files_sent_twice_with_one_key_are_one_import(ana: Asker) -> None:
    first = send(ana, key="k-1")

    again = send(ana, key="k-1")
    send(ana, BAD, key="k-1")

    assert_problem(ana, 422, "idempotency-key-reused")
    assert again == first
    assert Import.objects.count() == 1


def test_imports_are_listed_newest_first_in_pages(ana: Asker) -> None:
    numbers = [send(ana)["id"] for _ in range(3)]

    first = ana.get("imports?limit=2")
    second = ana.get(first["next"].removeprefix("/api/v1/"))

    assert [[one["id"] for one in page["items"]] for page in (first, second)] == [
        [numbers[2], numbers[1]],
        [numbers[0]],
    ]
    assert second["next"] is None
    assert document.faults("ImportPage", first) == []


def test_large_files_are_brought_in_by_a_job(ana: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nervecenter.foundation.importing.starting.RUN_AT_ONCE", 10)
    number = send(ana)["id"]

    started = ana.post(f"imports/{number}/run", {"leave_out_rejected": True})

    assert (ana.last.status_code, ana.last["Location"]) == (202, f"/api/v1/imports/{number}")
    job = Job.objects.get()
    assert started == {"id": number, "job": job.pk}
    assert job.arguments == {"import": number, "leave_out_rejected": True}
    assert names() == []


def test_files_that_were_looked_at_can_be_put_away(ana: Asker) -> None:
    number = send(ana)["id"]

    cancelled = ana.delete(f"imports/{number}")

    assert cancelled["status"] == "cancelled"
    ana.post(f"imports/{number}/undo")
    assert_problem(ana, 409, "import-refused")


def test_an_import_is_run_and_undone_once(ana: Asker) -> None:
    number = send(ana)["id"]
    ana.post(f"imports/{number}/run")

    ana.post(f"imports/{number}/run")
    assert_problem(ana, 409, "import-refused")
    ana.post(f"imports/{number}/undo")
    ana.post(f"imports/{number}/undo")
    assert_problem(ana, 409, "import-refused")

    assert names() == []


@pytest.mark.parametrize(
    ("fields", "status", "code", "wrong"),
    [
        ({"files": ""}, 422, "invalid-values", {"files"}),
        ({"kind": "nonsense"}, 404, "not-found", set()),
        ({"mapping": "name: [unclosed"}, 422, "invalid-values", {"mapping"}),
        ({"mapping": "colour: red"}, 422, "invalid-values", {"mapping"}),
    ],
)
def test_what_cannot_be_looked_at_is_refused(
    ana: Asker, fields: dict[str, str], status: int, code: str, wrong: set[str]
) -> None:
    send(ana, **fields)

    assert set(assert_problem(ana, status, code).get("fields", ())) == wrong
    assert not Import.objects.exists()


def test_files_come_as_a_form_and_the_wish_as_json(ana: Asker) -> None:
    ana.post("imports", {"files": "x"})
    assert_problem(ana, 415, "unsupported-media-type")
    number = send(ana)["id"]
    ana.post(f"imports/{number}/run", {"leave_out_rejected": "yes", "colour": "red"})

    assert set(assert_problem(ana, 422, "invalid-values")["fields"]) == {"leave_out_rejected", "colour"}
    assert names() == []


def test_who_may_not_import_neither_looks_nor_runs_nor_undoes(ana: Asker) -> None:
    number = send(ana)["id"]

    for other, code in ((asker("contributor"), "not-allowed"), (asker(scope="read"), "read-only-token")):
        send(other)
        assert_problem(other, 403, code)
        for path in (f"imports/{number}/run", f"imports/{number}/undo"):
            other.post(path)
            assert_problem(other, 403, code)
        other.delete(f"imports/{number}")
        assert_problem(other, 403, code)

    assert list(Import.objects.values_list("pk", "status")) == [(number, "preview")]
    assert names() == []


def test_an_import_that_is_not_there_is_told(ana: Asker) -> None:
    for ask, path in ((ana.get, ""), (ana.post, "/run"), (ana.post, "/undo"), (ana.delete, "")):
        ask(f"imports/99{path}")
        assert_problem(ana, 404, "not-found")


def test_large_files_are_looked_at_by_a_job(ana: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nervecenter.foundation.importing.starting.LOOK_AT_ONCE", 10)

    started = send(ana)

    assert (ana.last.status_code, started["job"]) == (202, Job.objects.get().pk)
    assert ana.last["Location"] == f"/api/v1/imports/{started['id']}"
    waiting = ana.get(f"imports/{started['id']}")
    assert (waiting["status"], waiting["counts"]["created"], names()) == ("looking", 0, [])
    assert document.faults("ImportStarted", started) == []
