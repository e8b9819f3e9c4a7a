"""An import that was run offers to change its mapping and replay it; conflicts are listed with a tick each."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from nervecenter.domain.exchange.reading.files import file_from_bytes
from nervecenter.foundation.actions import change_record
from nervecenter.foundation.importing.actions import load
from nervecenter.foundation.importing.models import Import
from nervecenter.foundation.users import User
from nervecenter.market.models import Account
from tests.foundation.pages.readers import signed_in

pytestmark = pytest.mark.django_db
ACCOUNTS = "name,industry,land\nHarbour Bank,Banking,Norway\nFjord Energy,Energy,Norway\n"


@pytest.fixture(autouse=True)
def data_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path


def brought() -> Import:
    return load([file_from_bytes("accounts.csv", ACCOUNTS.encode())], kind="account", actor=None)


def replayed(client: Client, first: Import, **chosen: str) -> Import:
    """The preview that sending the mapping screen of an import makes."""
    screen = client.get(f"/imports/{first.pk}/mapping/")
    document = {name: screen.context[name] for name in ("written", "text")}
    sent = {"file": "accounts.csv", "kind": "account", "name": "accounts", "title": "Accounts"} | document
    sent |= {"field-name": "name", "field-industry": "industry", "field-country": "land"} | chosen
    response = client.post(f"/imports/{first.pk}/mapping/", sent)
    assert response.status_code == 302, response.text
    return Import.objects.latest("id")


def test_the_mapping_that_was_used_is_changed_and_the_preview_says_what_that_does() -> None:
    first = brought()
    client = signed_in("editor")

    page = client.get(f"/imports/{first.pk}/").text
    screen = client.get(f"/imports/{first.pk}/mapping/")
    looked = replayed(client, first)
    client.post(f"/imports/{looked.pk}/run/")

    assert f'href="/imports/{first.pk}/mapping/"' in page
    assert "The files as they were given are brought in again" in screen.text
    assert [row["chosen"] for row in screen.context["rows"] if row["field"].name == "industry"] == ["industry"]
    assert (looked.replays_id, looked.updated, looked.conflict_count) == (first.pk, 2, 0)
    assert set(Account.objects.values_list("country", flat=True)) == {"Norway"}


def test_a_field_that_somebody_changed_is_listed_and_won_by_a_tick() -> None:
    first = brought()
    bank, energy = Account.objects.order_by("-name")
    ana = User.objects.create_user("ana", role="editor")
    for account in (bank, energy):
        change_record("account", account.pk, {"country": "Iceland"}, actor=ana, expected_version=1)
    client = signed_in("editor")
    looked = replayed(client, first)

    page = client.get(f"/imports/{looked.pk}/").text
    client.post(f"/imports/{looked.pk}/run/", {"take": f"acc-{bank.pk}.country"})
    done = client.get(f"/imports/{looked.pk}/").text

    assert f'name="take" value="acc-{bank.pk}.country" form="run"' in page
    assert "<td>Iceland</td><td>Norway</td><td>ana" in page
    assert list(Account.objects.order_by("-name").values_list("country", flat=True)) == ["Norway", "Iceland"]
    assert "so they stayed as they were" in done


def test_a_preview_of_a_replay_can_be_mapped_again() -> None:
    first = brought()
    client = signed_in("editor")
    looked = replayed(client, first)

    again = replayed(client, looked, **{"field-country": ""})

    looked.refresh_from_db()
    assert (looked.status, again.replays_id, again.updated, again.unchanged) == ("cancelled", first.pk, 0, 2)


def test_an_import_whose_files_are_gone_offers_no_replay() -> None:
    first = brought()
    first.source_files.all().delete()
    client = signed_in("editor")

    page = client.get(f"/imports/{first.pk}/").text
    screen = client.get(f"/imports/{first.pk}/mapping/")

    assert "Change the mapping and replay" not in page
    assert screen.status_code == 404


def test_the_files_can_be_forgotten() -> None:
    first = brought()
    client = signed_in("editor")

    before = client.get(f"/imports/{first.pk}/").text
    after = client.post(f"/imports/{first.pk}/forget/", follow=True).text

    assert "Forget the files" in before
    assert "Forget the files" not in after
    assert Account.objects.count() == 2
