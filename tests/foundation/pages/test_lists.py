"""The list: filters in words, groups, saved views, capped counts, menus, escaping."""

import pytest
from django.test import Client

from nervecenter.foundation.actions import change_record
from nervecenter.foundation.saved_views import SavedView
from nervecenter.market.models import Account, Segment
from tests.factories import made
from tests.foundation.pages.readers import body_of, signed_in

pytestmark = pytest.mark.django_db
LIST = "/market/accounts/"


def test_the_sentence_says_the_filters_in_words() -> None:
    banks = made("segment", name="Banks")
    made("account", name="Acme", segment=f"seg-{banks.pk}", status="customer")
    made("account", name="Other", status="prospect")

    page = signed_in("viewer").get(f"{LIST}?segment=seg-{banks.pk}&status=customer&employees__empty=1").text

    assert "<b>1</b> account, where segment is Banks, status is customer and employees is empty." in page
    assert "Other" not in page


def test_a_filter_can_be_taken_away_alone() -> None:
    made("account", status="customer")

    response = signed_in("viewer").get(f"{LIST}?status=customer&is_target=&sort=-name")

    assert [one.remove for one in response.context["filters"]] == [f"{LIST}?sort=-name"]


def test_rows_stand_under_the_heading_of_their_group() -> None:
    made("account", name="Acme", status="customer")
    made("account", name="Zeta", status="prospect")

    page = signed_in("viewer").get(f"{LIST}?group=status").text

    order = [page.index(text) for text in (">Customer<", ">Acme<", ">Prospect<", ">Zeta<")]
    assert order == sorted(order)


def test_a_name_is_text_and_never_markup() -> None:
    made("account", name="<script>alert(1)</script>", industry='"><img src=x>')

    page = signed_in("viewer").get(LIST).text

    assert "<script>alert(1)" not in page
    assert "<img src=x>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_an_address_that_asks_for_nonsense_is_answered_in_words() -> None:
    response = signed_in("viewer").get(f"{LIST}?colour=red")

    assert response.status_code == 422
    assert "is not a field of account" in response.text


def test_the_record_named_in_the_address_stands_in_the_drawer() -> None:
    account = made("account", name="Acme", domain="acme.example")

    page = signed_in("viewer").get(f"{LIST}?open=acc-{account.pk}").text

    assert 'aria-current="true">Acme</a>' in page
    assert "acme.example" in page[page.index('id="drawer"') :]


def test_next_and_back_lead_through_all_records_once() -> None:
    for number in range(5):
        made("account", name=f"Account {number}")
    client = signed_in("viewer")

    first = client.get(f"{LIST}?limit=2")
    second = client.get(first.context["older"])
    back = client.get(second.context["newer"])

    assert [row.title for row in second.context["page"].rows] == ["Account 2", "Account 3"]
    assert [row.title for row in back.context["page"].rows] == ["Account 0", "Account 1"]


def test_saving_a_view_is_offered_only_after_a_change() -> None:
    made("account")
    client = signed_in("viewer")

    assert "Save view" not in client.get(LIST).text
    assert "Save view" in client.get(f"{LIST}?sort=-name").text


def test_a_saved_view_is_its_owner_s_unless_shared() -> None:
    made("account")
    owner, other = signed_in("editor"), signed_in("viewer")

    owner.post(f"{LIST}views/", {"name": "Customers", "query": "status=customer"})
    owner.post(f"{LIST}views/", {"name": "Newest", "query": "sort=-id", "is_shared": "yes"})

    assert [view.name for view in owner.get(LIST).context["views"]] == ["Customers", "Newest"]
    assert [view.name for view in other.get(LIST).context["views"]] == ["Newest"]
    assert other.post(f"/views/{SavedView.objects.get(name='Newest').pk}/forget/").status_code == 404
    assert SavedView.objects.count() == 2


def test_two_views_of_one_name_are_refused() -> None:
    client = signed_in("editor")
    client.post(f"{LIST}views/", {"name": "Mine", "query": "sort=-id"})

    response = client.post(f"{LIST}views/", {"name": "Mine", "query": "sort=id"})

    assert response.status_code == 422
    assert "choose another name" in response.text
    assert SavedView.objects.get().query == "sort=-id"


def test_a_selection_gets_only_the_ticked_fields() -> None:
    ids = [f"acc-{made('account', industry='Banking', country='Chile').pk}" for _ in range(3)]
    client = signed_in("editor")

    response = client.post(
        f"{LIST}edit/", {"ids": ids[:2], "set": ["industry"], "industry": "Retail", "country": "Peru"}
    )

    assert response.status_code == 302
    rows = Account.objects.order_by("pk").values_list("industry", "country", "version")
    assert list(rows) == [("Retail", "Chile", 2), ("Retail", "Chile", 2), ("Banking", "Chile", 1)]


def test_a_wrong_value_for_a_selection_changes_none_of_it() -> None:
    ids = [f"acc-{made('account').pk}" for _ in range(2)]

    response = signed_in("editor").post(f"{LIST}edit/", {"ids": ids, "set": ["employees"], "employees": "many"})

    assert response.status_code == 422
    assert "&#x27;many&#x27; is not a whole number" in response.text
    assert set(Account.objects.values_list("version", flat=True)) == {1}


def test_a_bulk_edit_without_a_selection_says_what_to_do() -> None:
    response = signed_in("editor").get(f"{LIST}edit/")

    assert response.status_code == 422
    assert "tick at least one row" in response.text


def test_all_that_match_a_filter_are_changed_together_and_the_rest_is_left_alone() -> None:
    for number in range(60):
        made("account", name=f"Account {number:02}", status="customer" if number < 55 else "prospect")
    client = signed_in("editor")
    shown = client.get(f"{LIST}?status=customer&limit=50").text
    asked = {"ids": "acc-1", "all": "55", "list": "status=customer&limit=50&after="}

    form = client.get(f"{LIST}edit/", asked)
    changed = client.post(f"{LIST}edit/", asked | {"set": ["industry"], "industry": "Retail"})

    assert 'name="all" value="55"' in shown
    assert form.context["count"] == 55
    assert 'name="ids"' not in form.text
    assert changed.status_code == 302
    assert dict(Account.objects.values_list("status", "industry").distinct()) == {"customer": "Retail", "prospect": ""}
    assert Account.objects.filter(industry="Retail").count() == 55


def test_all_that_match_are_refused_where_the_list_has_become_another() -> None:
    for _ in range(3):
        made("account", status="customer")

    response = signed_in("admin").post(f"{LIST}archive/", {"all": "2", "list": "status=customer"})

    assert response.status_code == 422
    assert "2 matched when the list was shown, 3 do now" in response.text
    assert Account.objects.filter(archived_at=None).count() == 3


def test_all_that_match_go_into_the_file() -> None:
    for number in range(3):
        made("account", name=f"Account {number}", status="customer" if number else "prospect")

    response = signed_in("viewer").get(
        f"{LIST}export/", {"ids": "acc-1", "all": "2", "list": "status=customer&limit=1"}
    )

    assert [line.split(",")[2] for line in body_of(response).decode().splitlines()[1:]] == ["Account 1", "Account 2"]


def test_a_formula_in_a_name_does_not_run_in_a_spreadsheet() -> None:
    made("account", name="=1+1")

    response = signed_in("viewer").get(f"{LIST}export/?format=csv&columns=name")

    assert body_of(response).decode().splitlines()[1].endswith(",'=1+1")


def test_archived_records_have_a_list_of_their_own() -> None:
    account = made("account", name="Acme")
    made("account", name="Other")
    change_record("account", account.pk, {}, actor=None, expected_version=1)
    client = signed_in("editor")
    client.post(f"/market/accounts/acc-{account.pk}/archive/", {"expected_version": 2})

    shown = client.get(f"{LIST}?archived=1")

    assert [row.title for row in shown.context["page"].rows] == ["Acme"]
    assert client.get(f"/market/accounts/acc-{account.pk}/").text.count("Archived") >= 1


def test_a_list_that_nobody_declared_is_not_found() -> None:
    assert signed_in("viewer").get("/market/nothing/").status_code == 404
    assert signed_in("editor").get(f"{LIST}seg-1/").status_code == 404


def test_pages_forbid_inline_script_and_foreign_hosts() -> None:
    policy = Client().get("/sign-in/")["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_a_filter_by_a_record_that_is_gone_shows_nothing() -> None:
    made("account")

    page = signed_in("viewer").get(f"{LIST}?segment=seg-99").text

    assert "<b>0</b> accounts, where segment is seg-99." in page
    assert "Clear the filters" in page
    assert not Segment.objects.exists()


def test_the_scope_narrows_lists_of_what_is_linked_to_it_and_stands_in_the_address() -> None:
    line = made("product_line", name="Care")
    ward, shop = made("product", name="Ward", line=f"lin-{line.pk}"), made("product", name="Shop")
    made("capability", name="Rounds", product=f"prd-{ward.pk}")
    made("capability", name="Basket", product=f"prd-{shop.pk}")
    client = signed_in("viewer")

    chosen = client.post(
        "/scope/", {"scope": f"lin-{line.pk}", "next": "/portfolio/capabilities/?sort=-name&open=cap-1"}
    )
    shown = client.get(chosen["Location"])
    plain = client.get("/portfolio/capabilities/")

    assert chosen["Location"] == f"/portfolio/capabilities/?sort=-name&scope=lin-{line.pk}"
    assert [row.title for row in shown.context["page"].rows] == ["Rounds"]
    assert "<b>1</b> capability in Care." in shown.text
    assert plain["Location"] == f"/portfolio/capabilities/?scope=lin-{line.pk}"


def test_a_list_that_knows_no_product_is_the_same_in_every_scope() -> None:
    product = made("product")
    made("segment", name="Banks")
    client = signed_in("viewer")
    client.post("/scope/", {"scope": f"prd-{product.pk}"})

    shown = client.get("/market/segments/")

    assert shown.status_code == 200
    assert [row.title for row in shown.context["page"].rows] == ["Banks"]
