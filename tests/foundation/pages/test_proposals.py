"""Near names and misspelt values are proposed with their rows, on the import's page and on that of words."""

import pytest

from nervecenter.domain.exchange.reading.files import file_from_bytes
from nervecenter.foundation.importing.actions import load
from nervecenter.foundation.importing.models import Alias, Import, UnmatchedValue
from nervecenter.market.models import Account
from tests.factories import made
from tests.foundation.pages.readers import signed_in

pytestmark = pytest.mark.django_db
ROWS = "name,industry,segment\nHarbour Bank,technolgy,Bank House\nFjord Energy,technology,Bank House\n"


def brought() -> Import:
    made("segment", name="Bankhouse")
    return load([file_from_bytes("accounts.csv", ROWS.encode())], kind="account", actor=None)


def test_a_near_name_is_taken_by_one_click_and_its_rows_are_told() -> None:
    record = brought()
    client = signed_in("editor")
    word = UnmatchedValue.objects.get(value="Bank House")

    on_import = client.get(f"/imports/{record.pk}/").text
    on_words = client.get(f"/unmatched/?import={record.pk}").text
    client.post(f"/unmatched/{word.pk}/", {"accept": "yes", "remember": "yes", "import": record.pk})

    assert "→ Bankhouse?</button>" in on_import
    assert "→ Bankhouse? " in on_words
    assert "the same but for spaces, case, accents or signs" in on_words
    assert Account.objects.filter(segment__name="Bankhouse").count() == 2
    assert Alias.objects.get().word == "Bank House"


def test_a_misspelt_value_is_a_remark_with_two_answers() -> None:
    record = brought()
    client = signed_in("editor")
    remark = UnmatchedValue.objects.get(value="technolgy")

    on_import = client.get(f"/imports/{record.pk}/").text
    on_words = client.get("/unmatched/").text
    client.post(f"/unmatched/{remark.pk}/", {"ignore": "yes", "remember": "yes"})

    assert "Looks misspelt" in on_import
    assert "→ technology?" in on_words
    assert Account.objects.get(name="Harbour Bank").industry == "technolgy"
    assert client.get(f"/unmatched/?import={record.pk}").context["misspelt"] == []


def test_all_proposals_of_an_import_are_taken_at_once() -> None:
    record = brought()
    client = signed_in("editor")

    page = client.post(f"/imports/{record.pk}/accept-proposals/", follow=True).text

    assert "2 words taken as proposed, and remembered" in page
    assert set(Account.objects.values_list("industry", "segment__name")) == {("technology", "Bankhouse")}


def test_only_editors_take_proposals() -> None:
    record = brought()
    client = signed_in("contributor")

    response = client.post(f"/imports/{record.pk}/accept-proposals/")

    assert response.status_code == 403
    assert "→ Bankhouse?" not in client.get(f"/imports/{record.pk}/").text
    assert not Account.objects.filter(industry="technology", name="Harbour Bank").exists()
