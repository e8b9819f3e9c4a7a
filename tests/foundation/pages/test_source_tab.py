"""A record's page shows the row it came from, when somebody asks for it."""

import pytest

from nervecenter.domain.exchange.reading.files import file_from_bytes
from nervecenter.foundation.importing.actions import load
from nervecenter.market.models import Account
from tests.factories import made
from tests.foundation.pages.readers import signed_in

pytestmark = pytest.mark.django_db


def test_the_source_of_a_record_is_its_row_with_every_column() -> None:
    text = "name,industry,Floor <b>,Lift\nHarbour Bank,Banking,3 & 4,\n"
    done = load([file_from_bytes("accounts.csv", text.encode())], kind="account", actor=None)
    address = f"/market/accounts/acc-{Account.objects.get().pk}/?tab=source"

    part = signed_in("viewer").get(address, headers={"HX-Request": "true"}).text

    assert "<h2>accounts.csv, row 2</h2>" in part
    assert f'<a href="/imports/{done.pk}/">import {done.pk}</a>' in part
    assert '<dt>industry <span class="aside">→ Industry</span></dt><dd class="lines">Banking</dd>' in part
    assert '<dt>Floor &lt;b&gt;</dt><dd class="lines">3 &amp; 4</dd>' in part
    assert '<dt>Empty</dt><dd class="quiet">Lift</dd>' in part


def test_a_record_that_was_typed_in_says_that_it_has_no_source() -> None:
    account = made("account", name="Harbour Bank")

    page = signed_in("viewer").get(f"/market/accounts/acc-{account.pk}/?tab=source").text

    assert "it was typed in here, or came before rows were kept" in page
