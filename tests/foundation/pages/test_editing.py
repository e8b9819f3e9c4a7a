"""Forms and cells: names typed for links, mistakes named by field, two people at once, undo from the toast."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nervecenter.foundation.actions import change_record
from nervecenter.foundation.changes import Changeset
from nervecenter.market.models import Account, Segment
from tests.factories import made
from tests.foundation.pages.readers import signed_in

pytestmark = pytest.mark.django_db
PART = {"HX-Request": "true"}


def test_every_wrong_field_is_named_and_what_was_typed_stays() -> None:
    response = signed_in("contributor").post(
        "/market/accounts/new/", {"name": "", "employees": "many", "industry": "Banking", "status": "prospect"}
    )

    assert response.status_code == 422
    assert "Name is needed" in response.text
    assert "&#x27;many&#x27; is not a whole number" in response.text
    assert 'value="Banking"' in response.text
    assert not Account.objects.exists()


def test_a_link_may_be_typed_by_its_name() -> None:
    banks = made("segment", name="Banks")

    signed_in("contributor").post("/market/accounts/new/", {"name": "Acme", "status": "prospect", "segment": "banks"})

    assert Account.objects.get().segment_id == banks.pk


def test_a_name_that_two_records_share_is_refused_with_the_reason() -> None:
    made("segment", name="Banks")
    made("segment", name="Banks")

    response = signed_in("contributor").post(
        "/market/accounts/new/", {"name": "Acme", "status": "prospect", "segment": "Banks"}
    )

    assert response.status_code == 422
    assert "several are called that" in response.text
    assert not Account.objects.exists()


def test_the_new_form_takes_values_from_the_address() -> None:
    banks = made("segment", name="Banks")

    page = signed_in("contributor").get(f"/market/accounts/new/?segment=seg-{banks.pk}&name=Acme").text

    assert f'<option value="seg-{banks.pk}" selected>Banks</option>' in page
    assert 'value="Acme"' in page


def test_saving_over_somebody_else_s_version_needs_a_second_look() -> None:
    account = made("account", name="Acme", industry="Banking")
    change_record("account", account.pk, {"industry": "Retail"}, actor=None, expected_version=1)
    client = signed_in("editor")
    mine = {"name": "Acme", "industry": "Energy", "status": "prospect"}

    both = client.post(f"/market/accounts/acc-{account.pk}/edit/", mine | {"expected_version": 1})
    again = client.post(f"/market/accounts/acc-{account.pk}/edit/", mine | {"expected_version": 2})

    assert both.status_code == 412
    assert "Energy" in both.text
    assert "Retail" in both.text
    assert 'name="expected_version" value="2"' in both.text
    assert again.status_code == 302
    assert Account.objects.get().industry == "Energy"


def test_a_cell_becomes_a_field_and_a_cell_again() -> None:
    account = made("account", status="prospect")
    path = f"/market/accounts/acc-{account.pk}/cells/status/"
    client = signed_in("contributor")

    field = client.get(path, headers=PART)
    saved = client.post(path, {"status": "customer", "expected_version": 1}, headers=PART)

    assert '<option value="prospect" selected>' in field.text
    assert saved.text.startswith('<span class="chip" data-tone="good">Customer</span>')
    assert 'hx-swap-oob="beforeend"' in saved.text
    changeset = Changeset.objects.latest("id")
    assert f"/changes/{changeset.pk}/undo/" in saved.text
    assert Account.objects.get().status == "customer"


def test_a_cell_that_was_changed_meanwhile_says_what_stands_there_now() -> None:
    account = made("account", industry="Banking")
    change_record("account", account.pk, {"industry": "Retail"}, actor=None, expected_version=1)

    response = signed_in("contributor").post(
        f"/market/accounts/acc-{account.pk}/cells/industry/",
        {"industry": "Energy", "expected_version": 1},
        headers=PART,
    )

    assert response.status_code == 422
    assert "it now says “Retail”" in response.text
    assert Account.objects.get().industry == "Retail"


def test_a_field_that_is_not_in_the_form_has_no_cell_to_edit() -> None:
    account = made("account")

    response = signed_in("contributor").get(f"/market/accounts/acc-{account.pk}/cells/version/", headers=PART)

    assert "no field &#x27;version&#x27;" in response.text
    assert response["HX-Retarget"] == "#toasts"


def test_a_contributor_takes_back_her_own_change_but_nobody_else_s() -> None:
    account = made("account", industry="Banking")
    theirs = Changeset.objects.latest("id")
    client = signed_in("contributor")
    client.post(
        f"/market/accounts/acc-{account.pk}/cells/industry/",
        {"industry": "Retail", "expected_version": 1},
        headers=PART,
    )
    mine = Changeset.objects.latest("id")

    assert client.post(f"/changes/{mine.pk}/undo/").status_code == 302
    assert client.post(f"/changes/{theirs.pk}/undo/").status_code == 403
    assert Account.objects.get().industry == "Banking"


def test_undoing_the_creation_of_a_record_leads_to_its_list() -> None:
    client = signed_in("editor")
    client.post("/market/segments/new/", {"name": "Regional banks"})
    record = f"/market/segments/seg-{Segment.objects.get().pk}/"

    undone = client.post(
        f"/changes/{Changeset.objects.latest('id').pk}/undo/", headers={"Referer": f"http://testserver{record}"}
    )

    assert undone["Location"] == "/market/segments/"
    assert not Segment.objects.exists()


def test_undoing_twice_is_refused_and_says_so() -> None:
    account = made("account")
    client = signed_in("editor")
    client.post(f"/market/accounts/acc-{account.pk}/archive/", {"expected_version": 1})
    done = Changeset.objects.latest("id")
    client.post(f"/changes/{done.pk}/undo/")

    again = client.post(f"/changes/{done.pk}/undo/")

    assert again.status_code == 409
    assert "has been undone before" in again.text


def test_the_history_says_who_changed_what_from_what_to_what() -> None:
    banks, shops = made("segment", name="Banks"), made("segment", name="Shops")
    account = made("account", name="Acme", segment=f"seg-{banks.pk}")
    client = signed_in("editor")
    client.post(
        f"/market/accounts/acc-{account.pk}/cells/segment/",
        {"segment": f"seg-{shops.pk}", "expected_version": 1},
        headers=PART,
    )

    page = client.get(f"/market/accounts/acc-{account.pk}/?tab=history").text

    newest = page[page.index('class="history"') :]
    assert "editor-of-the-house" in newest
    assert newest.index("Banks") < newest.index("→") < newest.index("Shops")


def test_a_form_without_its_token_is_refused_and_nothing_is_written() -> None:
    client = signed_in("editor")
    client.handler.enforce_csrf_checks = True

    response = client.post("/market/accounts/new/", {"name": "Acme", "status": "prospect"})

    assert response.status_code == 403
    assert "The form is too old" in response.text
    assert not Account.objects.exists()


def test_after_saving_nobody_is_sent_to_another_site() -> None:
    account = made("account")
    client = signed_in("editor")

    response = client.post(
        "/market/accounts/archive/", {"ids": f"acc-{account.pk}", "next": "https://elsewhere.example/"}
    )

    assert response["Location"] == "/market/accounts/"


@pytest.mark.parametrize("tab", ["facts", "linked", "why", "so-what"])
def test_a_record_takes_as_many_queries_with_many_links_as_with_one(tab: str) -> None:
    product = made("product")
    path = f"/portfolio/products/prd-{product.pk}/?tab={tab}"
    client = signed_in("viewer")
    counts = []

    for more in (1, 5):
        for _ in range(more):
            made("capability", product=f"prd-{product.pk}")
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        counts.append(len(queries))

    assert counts[0] == counts[1]
