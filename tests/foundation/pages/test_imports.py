"""The import screens: files are looked at, mapped, brought in and taken back; words without a match find one."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from nervecenter.foundation.importing import starting
from nervecenter.foundation.importing.models import Import, SavedMapping, UnmatchedValue
from nervecenter.foundation.jobs.models import Job
from nervecenter.market.models import Account
from tests.factories import made
from tests.foundation.pages.readers import signed_in

pytestmark = pytest.mark.django_db
GOOD = "name,industry,employees,segment\nHarbour Bank,Banking,1200,Banks\nFjord Energy,Energy,340,Utilities\n"
BAD = "name,industry,employees\nHarbour Bank,Banking,1200\nElm Retail,Retail,many\n"
STRANGE = "Firm,Sector of work\nHarbour Bank,Banking\n"


def dropped(client: Client, text: str, kind: str = "account", name: str = "accounts.csv") -> Import:
    """The import that dropping this file makes."""
    response = client.post("/imports/", {"files": SimpleUploadedFile(name, text.encode()), "kind": kind})

    assert response.status_code == 302
    assert response["Location"] == f"/imports/{Import.objects.latest('id').pk}/"
    return Import.objects.latest("id")


def test_looking_at_a_file_says_what_it_would_do_and_writes_nothing() -> None:
    made("segment", name="Banks")
    client = signed_in("editor")

    record = dropped(client, GOOD)
    page = client.get(f"/imports/{record.pk}/").text

    assert "This would create <b>" in page
    assert "Utilities" in page
    assert not Account.objects.exists()


def test_a_file_is_brought_in_once_and_the_second_time_changes_nothing() -> None:
    client = signed_in("editor")

    client.post(f"/imports/{dropped(client, GOOD).pk}/run/")
    record = dropped(client, GOOD)
    client.post(f"/imports/{record.pk}/run/")

    record.refresh_from_db()
    assert sorted(Account.objects.values_list("name", flat=True)) == ["Fjord Energy", "Harbour Bank"]
    assert (record.status, record.created, record.updated, record.unchanged) == ("done", 0, 0, 2)


def test_every_bad_cell_is_shown_with_its_place_and_nothing_comes_in_by_itself() -> None:
    client = signed_in("editor")
    record = dropped(client, BAD)

    page = client.get(f"/imports/{record.pk}/").text
    client.post(f"/imports/{record.pk}/run/")
    lines = client.get(f"/imports/{record.pk}/errors/").text.splitlines()

    assert '<td class="faulty">many</td>' in page
    assert "Bring in all but the bad rows" in page
    assert lines[1].startswith("accounts.csv,3,employees,many,")
    assert not Account.objects.exists()
    assert Import.objects.get().status == "failed"


def test_the_good_rows_come_in_when_the_bad_ones_are_left_out() -> None:
    client = signed_in("editor")
    record = dropped(client, BAD)

    client.post(f"/imports/{record.pk}/run/", {"leave_out": "yes"})

    assert [account.name for account in Account.objects.all()] == ["Harbour Bank"]
    assert "1 left out" in client.get(f"/imports/{record.pk}/").text


def test_an_import_is_taken_back_as_a_whole() -> None:
    client = signed_in("editor")
    record = dropped(client, GOOD)
    client.post(f"/imports/{record.pk}/run/")

    client.post(f"/imports/{record.pk}/undo/")

    assert not Account.objects.exists()
    assert "taken back as a whole" in client.get(f"/imports/{record.pk}/").text


def test_columns_of_an_unknown_file_are_chosen_on_a_screen_that_remembers() -> None:
    client = signed_in("editor")
    unknown = dropped(client, STRANGE, kind="", name="firms.csv")
    screen = client.get(f"/imports/{unknown.pk}/mapping/?kind=account")

    sent = {
        "file": "firms.csv",
        "kind": "account",
        "written": screen.context["written"],
        "text": screen.context["text"],
    }
    sent |= {"field-name": "Firm", "field-industry": "Sector of work", "name": "firms", "title": "Firms"}
    response = client.post(f"/imports/{unknown.pk}/mapping/", sent | {"remember": "yes"})
    assert response.status_code == 302, response.context["wrong"]
    looked_at = Import.objects.latest("id")
    again = dropped(client, STRANGE, kind="", name="more-firms.csv")

    assert unknown.created == 0
    assert response["Location"] == f"/imports/{looked_at.pk}/"
    assert (looked_at.created, looked_at.error_count) == (1, 0)
    assert SavedMapping.objects.get().name == "firms"
    assert [file["mapping"] for file in again.files] == ["firms"]
    assert again.created == 1


def test_a_mapping_document_with_faults_is_given_back_with_what_is_wrong() -> None:
    client = signed_in("editor")
    record = dropped(client, STRANGE, kind="", name="firms.csv")
    screen = client.get(f"/imports/{record.pk}/mapping/?kind=account")
    sent = {"file": "firms.csv", "kind": "account", "written": screen.context["written"]}

    response = client.post(f"/imports/{record.pk}/mapping/", sent | {"text": "name: firms\ninto:\n- colour: red\n"})

    assert response.status_code == 422
    assert "colour" in response.text
    assert Import.objects.count() == 1


def test_a_word_finds_its_record_and_the_waiting_field_is_filled() -> None:
    banks = made("segment", name="Banking houses")
    client = signed_in("editor")
    record = dropped(client, GOOD)
    client.post(f"/imports/{record.pk}/run/")
    word = UnmatchedValue.objects.get(value="Banks")

    page = client.get(f"/unmatched/?import={record.pk}").text
    client.post(f"/unmatched/{word.pk}/", {"other": "Banking houses", "remember": "yes", "import": record.pk})

    assert "“Banks”" in page
    assert Account.objects.get(name="Harbour Bank").segment_id == banks.pk
    assert "“Banks”" not in client.get("/unmatched/").text.replace("“Banks” is matched", "")


def test_a_word_that_means_nothing_leaves_the_list() -> None:
    client = signed_in("editor")
    record = dropped(client, GOOD)
    client.post(f"/imports/{record.pk}/run/")
    word = UnmatchedValue.objects.get(value="Banks")

    client.post(f"/unmatched/{word.pk}/", {"ignore": "yes", "remember": "yes"})

    assert client.get("/unmatched/").context["count"] == 1
    assert Account.objects.filter(segment=None).count() == 2


def test_a_large_import_becomes_a_job_that_one_can_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "RUN_AT_ONCE", 10)
    client = signed_in("editor")
    record = dropped(client, GOOD)

    response = client.post(f"/imports/{record.pk}/run/")

    job = Job.objects.get()
    assert response["Location"] == f"/jobs/{job.pk}/"
    assert job.arguments == {"import": record.pk, "leave_out_rejected": False}
    assert not Account.objects.exists()


def test_files_that_were_only_looked_at_can_be_put_away() -> None:
    client = signed_in("editor")
    record = dropped(client, GOOD)

    client.post(f"/imports/{record.pk}/cancel/")

    record.refresh_from_db()
    assert (record.status, record.kept) == ("cancelled", [])
    assert "Bring them in" not in client.get(f"/imports/{record.pk}/").text


def test_a_broken_file_is_named_with_what_is_wrong() -> None:
    client = signed_in("editor")
    record = dropped(client, "a: [1, 2", kind="", name="features.yml")

    page = client.get(f"/imports/{record.pk}/").text

    assert "This file cannot be read." in page
    assert "Choose what each column is" not in page
    assert record.error_count == 1
    assert record.errors[0]["message"] in page.replace("&#x27;", "'").replace("&quot;", '"')


def test_only_editors_bring_files_in() -> None:
    client = signed_in("contributor")

    response = client.post("/imports/", {"files": SimpleUploadedFile("accounts.csv", GOOD.encode())})

    assert response.status_code == 403
    assert not Import.objects.exists()
    assert "Editors bring files in" in client.get("/imports/").text


def test_sending_no_file_says_so() -> None:
    response = signed_in("editor").post("/imports/", {})

    assert response.status_code == 422
    assert "choose at least one file" in response.text


def test_an_import_is_not_taken_back_from_the_history_of_one_record() -> None:
    client = signed_in("editor")
    record = dropped(client, GOOD)
    shown = client.post(f"/imports/{record.pk}/run/", follow=True).text
    account = Account.objects.get(name="Harbour Bank")

    history = client.get(f"/market/accounts/acc-{account.pk}/?tab=history").text

    assert "imported it" in history
    assert "/changes/" not in history
    assert "/changes/" not in shown
    assert f"/imports/{record.pk}/undo/" in shown
