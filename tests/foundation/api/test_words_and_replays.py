"""Words without a match, proposals, the rows of records and replays, over the API."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from nervecenter.foundation.actions import change_record
from nervecenter.foundation.importing.models import Alias, UnmatchedValue
from nervecenter.market.models import Account
from tests.factories import made
from tests.foundation.api import test_document as document
from tests.foundation.api.asking import Asker, asker, assert_problem

pytestmark = pytest.mark.django_db
ROWS = (
    "name,industry,segment,land\nHarbour Bank,technolgy,Bank House,Norway\nFjord Energy,technology,Elsewhere,Norway\n"
)


@pytest.fixture(autouse=True)
def data_folder(settings: Any, tmp_path: Any) -> None:
    settings.DATA = tmp_path


@pytest.fixture
def ana() -> Asker:
    return asker()


def brought(asked: Asker) -> int:
    """The number of an import with a near name, a strange one and a misspelt value."""
    made("segment", name="Bankhouse")
    sent = {"files": SimpleUploadedFile("accounts.csv", ROWS.encode()), "kind": "account"}
    number: int = asked.client.post("/api/v1/imports", sent).json()["id"]
    asked.post(f"imports/{number}/run")
    return number


def word(value: str) -> UnmatchedValue:
    return UnmatchedValue.objects.get(value=value)


def test_the_words_of_an_import_are_listed_with_what_is_proposed(ana: Asker) -> None:
    number = brought(ana)

    first = ana.get(f"imports/{number}/unmatched?limit=2")
    second = ana.client.get(first["next"]).json()
    misspelt = ana.get(f"imports/{number}/unmatched?status=misspelt")

    words = {one["value"]: one for one in (*first["items"], *second["items"])}
    assert set(words) == {"Bank House", "Elsewhere", "technolgy"}
    assert words["Bank House"]["proposal"]["word"] == "Bankhouse"
    assert (words["Elsewhere"]["proposal"], words["Elsewhere"]["records"]) == (None, 1)
    assert [one["value"] for one in misspelt["items"]] == ["technolgy"]
    assert second["next"] is None
    assert document.faults("WaitingWordPage", first) == []


def test_a_word_is_decided_by_its_proposal_by_a_record_or_as_meaning_nothing(ana: Asker) -> None:
    brought(ana)
    other = made("segment", name="Somewhere")

    accepted = ana.post(f"unmatched/{word('Bank House').pk}/decide", {"accept": True})
    named = ana.post(f"unmatched/{word('Elsewhere').pk}/decide", {"meaning": f"seg-{other.pk}", "remember": False})
    right = ana.post(f"unmatched/{word('technolgy').pk}/decide", {"ignore": True})

    assert [one["status"] for one in (accepted, named, right)] == ["resolved", "resolved", "ignored"]
    assert named["resolved_to"] == f"seg-{other.pk}"
    assert list(Account.objects.order_by("pk").values_list("segment__name", flat=True)) == ["Bankhouse", "Somewhere"]
    assert sorted(Alias.objects.values_list("word", flat=True)) == ["Bank House", "technolgy"]
    assert document.faults("WaitingWord", accepted) == []
    assert ana.get(f"unmatched/{word('Elsewhere').pk}") == named


def test_all_proposals_are_taken_at_once(ana: Asker) -> None:
    number = brought(ana)

    answer = ana.post(f"imports/{number}/accept-proposals")

    assert sorted(one["value"] for one in answer["accepted"]) == ["Bank House", "technolgy"]
    assert set(Account.objects.values_list("industry", flat=True)) == {"technology"}
    assert document.faults("AcceptedWords", answer) == []


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 422, "invalid-values"),
        ({"accept": True, "ignore": True}, 422, "invalid-values"),
        ({"accept": "yes"}, 422, "invalid-values"),
        ({"colour": 1, "accept": True}, 422, "invalid-values"),
        ({"meaning": "per-1"}, 422, "invalid-values"),
        ({"accept": True}, 409, "no-proposal"),
    ],
)
def test_a_decision_that_is_none_is_refused(ana: Asker, body: dict[str, Any], status: int, code: str) -> None:
    brought(ana)

    ana.post(f"unmatched/{word('Elsewhere').pk}/decide", body)

    assert_problem(ana, status, code)
    assert (word("Elsewhere").status, Alias.objects.count()) == ("open", 0)


def test_a_word_is_decided_once_and_by_editors_only(ana: Asker) -> None:
    brought(ana)
    reader = asker(role="contributor")
    number = word("Bank House").pk

    reader.post(f"unmatched/{number}/decide", {"accept": True})
    assert_problem(reader, 403, "not-allowed")
    ana.post(f"unmatched/{number}/decide", {"accept": True})
    ana.post(f"unmatched/{number}/decide", {"accept": True})
    assert_problem(ana, 409, "already-decided")

    assert Alias.objects.count() == 1


def test_a_record_tells_its_rows_and_its_import_is_replayed_through_another_mapping(ana: Asker) -> None:
    number = brought(ana)
    bank = Account.objects.get(name="Harbour Bank")
    change_record("account", bank.pk, {"country": "Iceland"}, actor=None, expected_version=1)
    mapping = "name: again\ninto:\n  - {kind: account, fields: {name: name, country: land}}\n"

    sources = ana.get(f"sources/acc-{bank.pk}")
    seen = ana.post(f"imports/{number}/replay", {"mapping": mapping})
    location = ana.last["Location"]
    done = ana.post(f"imports/{seen['id']}/run", {"take": [seen["conflicts"][0]["take"]]})

    (row,) = sources["items"]
    assert (row["file"], row["row"], row["columns"]["land"]) == ("accounts.csv", 2, "Norway")
    assert (row["import_id"], row["fills"]["industry"]) == (number, "industry")
    assert (seen["status"], seen["replays"], location) == ("preview", number, f"/api/v1/imports/{seen['id']}")
    assert seen["conflicts"][0]["take"] == f"acc-{bank.pk}.country"
    assert (done["status"], done["counts"]["updated"]) == ("done", 2)
    assert set(Account.objects.values_list("country", flat=True)) == {"Norway"}
    assert [document.faults(*each) for each in (("RecordSources", sources), ("ImportShown", seen))] == [[], []]


def test_what_cannot_be_replayed_is_refused(ana: Asker) -> None:
    number = brought(ana)

    ana.post(f"imports/{number}/replay", {"mapping": "colour: red"})
    assert_problem(ana, 422, "invalid-values")
    ana.post(f"imports/{number}/replay", {"file": "other.csv"})
    assert_problem(ana, 422, "invalid-values")
    ana.post(f"imports/{number}/run", {"take": "all"})
    assert_problem(ana, 422, "invalid-values")
    ana.get("sources/acc-999999")
    assert_problem(ana, 404, "not-found")

    assert Account.objects.filter(country="").count() == 2


def test_the_files_of_an_import_can_be_forgotten(ana: Asker) -> None:
    number = brought(ana)
    bank = Account.objects.get(name="Harbour Bank")

    ana.delete(f"imports/{number}/source")
    sources = ana.get(f"sources/acc-{bank.pk}")
    ana.delete(f"imports/{number}/source")

    assert_problem(ana, 409, "import-refused")
    assert sources == {"items": []}
